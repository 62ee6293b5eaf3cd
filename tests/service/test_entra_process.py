"""Entra asked in a process of its own: the same answers, and what one question leaves for the next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from hub.errors import DeliveryFailed, FailureKind
from local365.seed import APP_ID, APP_SECRET
from local365.server import Local365
from service import entra_process
from service.credentials import Certificate, Credential, Secret
from service.entra_process import EntraProcess
from tests.service.proofs import certificate, kept, key_pem, public_pem
from tests.service.test_four_kinds import (
    GRAPH,
    Prepare,
    a_federation,
    a_pfx,
    a_secret,
    claims_of,
    counted,
    identity_of,
    system_assigned_on_app_service,
)

SCOPE = f"{GRAPH}/.default"


def process_of(m365: Local365, credential: Credential) -> EntraProcess:
    return EntraProcess(identity_of(m365, credential))


def code_of(entra: EntraProcess) -> tuple[str, FailureKind]:
    """How the token is refused."""
    with pytest.raises(DeliveryFailed) as failed:
        entra.grant(SCOPE)
    return failed.value.code, failed.value.kind


@pytest.mark.parametrize("prepare", [a_secret, a_pfx, a_federation, system_assigned_on_app_service])
def test_each_kind_gets_a_token_and_then_another(
    m365: Local365, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepare: Prepare
) -> None:
    entra = process_of(m365, prepare(m365, tmp_path, monkeypatch))
    first, second = (entra.grant(SCOPE) for _ in range(2))
    claims = claims_of(first.token)

    assert (claims["aud"], claims["appid"], first.lives_s) == (GRAPH, APP_ID, pytest.approx(3599, abs=5))
    assert first.token != second.token


def test_a_challenge_is_answered_with_its_claims(m365: Local365) -> None:
    entra = process_of(m365, Secret(value=APP_SECRET))
    plain = claims_of(entra.grant(SCOPE).token)
    challenge = json.dumps({"access_token": {"nbf": {"essential": True, "value": str(plain["iat"])}}})

    assert plain["nbf"] < plain["iat"]
    assert claims_of(entra.grant(SCOPE, challenge).token)["nbf"] == plain["iat"]


def test_a_refusal_says_why(m365: Local365) -> None:
    assert code_of(process_of(m365, Secret(value="another"))) == ("token.AADSTS7000215", FailureKind.CONFIG)


def test_the_authoritys_metadata_is_asked_for_once(m365: Local365, monkeypatch: pytest.MonkeyPatch) -> None:
    entra = process_of(m365, Secret(value=APP_SECRET))
    paths = counted(m365, monkeypatch)

    first, second = (entra.grant(SCOPE) for _ in range(2))

    metadata, tokens = (sum(path.endswith(end) for path in paths) // 2 for end in ("openid-configuration", "/token"))
    assert (first.token != second.token, metadata, tokens) == (True, 1, 2)


def test_a_certificate_that_is_being_replaced_leaves_the_one_that_was_good(m365: Local365, tmp_path: Path) -> None:
    made = certificate()
    m365.tenant.app.register(public_pem(made).decode())
    file = kept(tmp_path, "both.pem", key_pem() + public_pem(made))
    entra = process_of(m365, Certificate(file=file))
    entra.grant(SCOPE)
    file.write_bytes(b"half of a new file")

    assert claims_of(entra.grant(SCOPE).token)["appid"] == APP_ID
    assert code_of(process_of(m365, Certificate(file=file))) == ("token.certificate_file", FailureKind.CONFIG)


def test_a_process_that_cannot_start_is_trouble_that_passes_and_quotes_no_secret(
    m365: Local365, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    entra = process_of(m365, Secret(value=APP_SECRET))
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))

    with capture_logs() as logs:
        code = code_of(entra)

    assert (code, logs[0]["event"]) == (("token.process", FailureKind.TRANSIENT), "token_process_failed")
    assert APP_SECRET not in str(logs)


def test_a_machine_that_gives_no_process_is_trouble_that_passes(
    m365: Local365, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(entra_process, "COMMAND", (str(tmp_path / "nowhere"),))

    assert code_of(process_of(m365, Secret(value=APP_SECRET))) == ("token.unreachable", FailureKind.TRANSIENT)
