"""Each kind of proof, on the real signed road: https to Entra, or the machine's own token service."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest

from hub.errors import DeliveryFailed, FailureKind
from local365.app_registration import Managed
from local365.faults import Fault
from local365.managed_identity import APP_SERVICE, IDENTITY_HEADER
from local365.seed import APP_ID, APP_SECRET
from local365.server import Local365
from local365.signing_keys import SigningKey
from service.credentials import Certificate, Credential, Federation, Identity, ManagedIdentity, Secret
from service.entra import Entra
from service.tokens import Tokens
from sync.graph.client import open_graph
from sync.settings import GraphSettings
from tests.service.proofs import (
    AUDIENCE,
    ISSUER,
    PASSWORD,
    SUBJECT,
    assertion,
    certificate,
    kept,
    key,
    key_pem,
    pfx,
    public_pem,
)

GRAPH = "https://graph.microsoft.com"
CONNECTOR = "https://api.botframework.com"
Prepare = Callable[[Local365, Path, pytest.MonkeyPatch], Credential]


def a_secret(_m365: Local365, _folder: Path, _patch: pytest.MonkeyPatch) -> Credential:
    return Secret(value=APP_SECRET)


def a_pem_with_both(m365: Local365, folder: Path, _patch: pytest.MonkeyPatch) -> Credential:
    m365.tenant.app.secrets.clear()
    made = certificate()
    m365.tenant.app.register(public_pem(made).decode())
    return Certificate(file=kept(folder, "both.pem", key_pem() + public_pem(made)))


def a_pem_and_an_encrypted_key(m365: Local365, folder: Path, _patch: pytest.MonkeyPatch) -> Credential:
    m365.tenant.app.secrets.clear()
    made = certificate()
    m365.tenant.app.register(public_pem(made).decode())
    separate = kept(folder, "key.pem", key_pem(PASSWORD))
    return Certificate(file=kept(folder, "public.pem", public_pem(made)), key_file=separate, password=PASSWORD)


def a_pfx(m365: Local365, folder: Path, _patch: pytest.MonkeyPatch) -> Credential:
    m365.tenant.app.secrets.clear()
    made = certificate()
    m365.tenant.app.register(public_pem(made).decode())
    return Certificate(file=kept(folder, "both.pfx", pfx(made)), password=PASSWORD)


def federate(m365: Local365) -> None:
    """The app trusts the cluster."""
    record = {"issuer": ISSUER, "subject": SUBJECT, "audience": AUDIENCE}
    jwk = SigningKey(kid="cluster", private=key("cluster")).jwk()
    m365.tenant.app.restore({"secrets": [], "federations": [{**record, "jwks": [jwk]}]})


def a_federation(m365: Local365, folder: Path, _patch: pytest.MonkeyPatch) -> Credential:
    federate(m365)
    return Federation(token_file=kept(folder, "token", assertion() + "\n"))


def on_app_service(m365: Local365, patch: pytest.MonkeyPatch, managed: Managed) -> None:
    """The service runs on App Service, which tells it so by two variables of the environment."""
    m365.tenant.app.restore({"secrets": [], "managed": managed})
    patch.setenv("IDENTITY_ENDPOINT", m365.url + APP_SERVICE)
    patch.setenv("IDENTITY_HEADER", IDENTITY_HEADER)


def user_assigned_on_app_service(m365: Local365, _folder: Path, patch: pytest.MonkeyPatch) -> Credential:
    on_app_service(m365, patch, Managed.USER_ASSIGNED)
    return ManagedIdentity(client_id=APP_ID)


def system_assigned_on_app_service(m365: Local365, _folder: Path, patch: pytest.MonkeyPatch) -> Credential:
    on_app_service(m365, patch, Managed.SYSTEM_ASSIGNED)
    return ManagedIdentity()


def user_assigned_on_a_virtual_machine(m365: Local365, _folder: Path, patch: pytest.MonkeyPatch) -> Credential:
    m365.tenant.app.restore({"secrets": [], "managed": "user-assigned"})
    patch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", m365.url)
    return ManagedIdentity(client_id=APP_ID)


KINDS: list[Prepare] = [
    a_secret,
    a_pem_with_both,
    a_pem_and_an_encrypted_key,
    a_pfx,
    a_federation,
    user_assigned_on_app_service,
    system_assigned_on_app_service,
    user_assigned_on_a_virtual_machine,
]


def identity_of(m365: Local365, credential: Credential) -> Identity:
    return Identity(
        client_id=APP_ID,
        authority=m365.authority,
        credential=credential,
        prefix="PREVENTION_FIRST_",
        ca_file=m365.ca_file,
    )


def entra_of(m365: Local365, credential: Credential) -> Entra:
    return Entra(identity_of(m365, credential))


def claims_of(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def code_of(entra: Entra) -> tuple[str, FailureKind]:
    """How Entra refuses."""
    with pytest.raises(DeliveryFailed) as failed:
        entra.grant(f"{GRAPH}/.default")
    return failed.value.code, failed.value.kind


def counted(m365: Local365, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were asked for from now on, each twice: before the work and after it."""
    paths: list[str] = []
    monkeypatch.setattr(m365.tenant.faults, "watcher", paths.append)
    return paths


def graph_settings(m365: Local365) -> GraphSettings:
    site = "https://force.sharepoint.example/sites/prevention"
    return GraphSettings(client_id=APP_ID, site_url=site, graph_url=m365.graph_url, ca_file=m365.ca_file)


@pytest.mark.parametrize("prepare", KINDS)
def test_each_kind_gets_a_token_for_both_services(
    m365: Local365, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepare: Prepare
) -> None:
    entra = entra_of(m365, prepare(m365, tmp_path, monkeypatch))

    claims = [claims_of(entra.grant(f"{audience}/.default").token) for audience in (GRAPH, CONNECTOR)]

    assert [(one["aud"], one["appid"]) for one in claims] == [(GRAPH, APP_ID), (CONNECTOR, APP_ID)]


@pytest.mark.parametrize("prepare", KINDS)
def test_each_question_goes_to_entra_itself(
    m365: Local365, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepare: Prepare
) -> None:
    """The only memory of tokens is ours: msal's would answer a renewal with the token that is about to end."""
    entra = entra_of(m365, prepare(m365, tmp_path, monkeypatch))

    first, second = (entra.grant(f"{GRAPH}/.default") for _ in range(2))

    assert (first.token != second.token, first.lives_s) == (True, pytest.approx(3599, abs=5))


def test_an_assertion_is_read_anew_for_each_request(m365: Local365, tmp_path: Path) -> None:
    federate(m365)
    file = kept(tmp_path, "token", assertion(lives_s=-3600))
    entra = entra_of(m365, Federation(token_file=file))
    expired = code_of(entra)
    file.write_text(assertion(), encoding="ascii")

    assert expired == ("token.AADSTS700024", FailureKind.CONFIG)
    assert entra.grant(f"{GRAPH}/.default").token
    file.unlink()
    assert code_of(entra) == ("token.assertion_file", FailureKind.CONFIG)


def test_an_assertion_about_another_workload_is_refused(m365: Local365, tmp_path: Path) -> None:
    federate(m365)
    entra = entra_of(m365, Federation(token_file=kept(tmp_path, "token", assertion(sub="another"))))

    assert code_of(entra) == ("token.AADSTS700213", FailureKind.CONFIG)


def test_a_certificate_renewed_on_disk_is_used_without_a_restart(m365: Local365, tmp_path: Path) -> None:
    old, new = certificate(), certificate(of="renewed")
    m365.tenant.app.register(public_pem(old).decode())
    file = kept(tmp_path, "both.pem", key_pem() + public_pem(old))
    entra = entra_of(m365, Certificate(file=file))
    entra.grant(f"{GRAPH}/.default")
    m365.tenant.app.certificates = [public_pem(new)]
    refused = code_of(entra)
    file.write_bytes(b"half of a new file")
    while_it_is_written = code_of(entra)
    file.write_bytes(key_pem(of="renewed") + public_pem(new))

    assert refused == while_it_is_written == ("token.AADSTS700027", FailureKind.CONFIG)
    assert claims_of(entra.grant(f"{GRAPH}/.default").token)["appid"] == APP_ID


def test_a_machine_without_that_identity_is_a_wrong_setting(m365: Local365, monkeypatch: pytest.MonkeyPatch) -> None:
    on_app_service(m365, monkeypatch, Managed.NOT)

    assert code_of(entra_of(m365, ManagedIdentity()))[1] is FailureKind.CONFIG


@pytest.mark.parametrize("status", [404, 429, 500, 503])
def test_a_machine_that_is_not_ready_yet_is_no_wrong_setting(
    m365: Local365, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    on_app_service(m365, monkeypatch, Managed.SYSTEM_ASSIGNED)
    m365.tenant.faults.add(Fault(path=APP_SERVICE, status=status, body={"message": "not now"}))

    assert code_of(entra_of(m365, ManagedIdentity())) == ("token.unreachable", FailureKind.TRANSIENT)


def test_a_machine_is_never_asked_through_a_proxy(m365: Local365, monkeypatch: pytest.MonkeyPatch) -> None:
    on_app_service(m365, monkeypatch, Managed.SYSTEM_ASSIGNED)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    assert entra_of(m365, ManagedIdentity()).grant(f"{GRAPH}/.default").token


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_entra_that_is_not_ready_is_transient(m365: Local365, status: int) -> None:
    m365.tenant.faults.add(Fault(path="*/oauth2/v2.0/token", status=status))

    assert code_of(entra_of(m365, Secret(value=APP_SECRET)))[1] is FailureKind.TRANSIENT


@pytest.mark.parametrize("prepare", [a_secret, a_pem_with_both, a_federation])
async def test_a_claims_challenge_is_met_with_one_token_that_satisfies_it_and_one_replay(
    m365: Local365, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepare: Prepare
) -> None:
    """Only a token asked for with the challenge's claims begins when the challenge says; others begin before."""
    settings = graph_settings(m365)
    tokens = Tokens(entra_of(m365, prepare(m365, tmp_path, monkeypatch)), settings.scope)
    async with open_graph(settings, tokens) as graph:
        await graph.get("/users")
        before = claims_of(await tokens.token())
        m365.tenant.tokens.revoke_all()
        paths = counted(m365, monkeypatch)
        await graph.get("/users")

    after = claims_of(await tokens.token())
    asked, calls = (sum(path.endswith(end) for path in paths) // 2 for end in ("/token", "/users"))
    assert (asked, calls) == (1, 2)
    assert (before["xms_cc"], before["iat"] - before["nbf"]) == (["cp1"], 300)
    assert after["iat"] - after["nbf"] < 60


async def test_a_second_refusal_is_a_matter_for_a_person(m365: Local365, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = graph_settings(m365)
    tokens = Tokens(entra_of(m365, Secret(value=APP_SECRET)), settings.scope)
    m365.tenant.faults.add(Fault(path="/v1.0/users", status=401, times=9))
    async with open_graph(settings, tokens) as graph:
        paths = counted(m365, monkeypatch)
        with pytest.raises(DeliveryFailed) as failed:
            await graph.get("/users")

    assert (failed.value.kind, failed.value.status) == (FailureKind.CONFIG, 401)
    assert sum(path.endswith("/token") for path in paths) // 2 == 2
    assert sum(fault.times for fault in m365.tenant.faults) == 7
