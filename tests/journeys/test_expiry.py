"""What the service signs in with ends, is refused, or is switched off: the log, the hub and /health say what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from local365.faults import Fault
from local365.seed import APP_SECRET
from local365.server import Local365
from tests.journeys.force import CASES, SETUP_CODE, Clock, Force, joined_up
from tests.service.proofs import certificate, kept, key_pem, public_pem

TOKEN_ENDS_SOON_S = 3_400.0  # local365's tokens live an hour less a second, and are renewed five minutes early
PATIENCE_S = 60.0  # for Entra to answer, on a busy machine
OK = {"status": "ok"}
CREDENTIAL = {"status": "attention", "attention": ["credential"]}


async def hub_reads(here: Force, title: str) -> list[str]:
    return [one.reads for one in await here.oak.sees(CASES) if title in one.reads]


async def told(here: Force, title: str) -> list[str]:
    """What the hub reads, once Entra's refusal of the renewal, which runs beside the work, was heard."""
    answers = here.service.credentials.answers
    answers.news.clear()
    await here.settle()
    async with asyncio.timeout(PATIENCE_S):
        while not answers.refused:
            await answers.news.wait()
            answers.news.clear()
    await here.settle()
    return await hub_reads(here, title)


def secret_expires(m365: Local365) -> None:
    m365.tenant.app.secrets.clear()


def secret_is_replaced(m365: Local365) -> None:
    m365.tenant.app.secrets = {"another one"}


def app_is_disabled(m365: Local365) -> None:
    m365.tenant.app.disabled = True


@pytest.mark.parametrize(
    ("happens", "title", "code", "setting"),
    [
        (secret_expires, "Prevention First's secret has expired", "AADSTS7000222", "PREVENTION_FIRST_CLIENT_SECRET"),
        (secret_is_replaced, "secret is not accepted", "AADSTS7000215", "PREVENTION_FIRST_CLIENT_SECRET"),
        (app_is_disabled, "was switched off in Entra", "AADSTS7000112", "PREVENTION_FIRST_APP_ID"),
    ],
)
async def test_what_entra_refuses_is_told_once_while_the_old_token_still_serves(
    here: Force, happens: Callable[[Local365], None], title: str, code: str, setting: str
) -> None:
    await here.settle()
    assert await here.health() == OK
    happens(here.m365)
    with capture_logs() as logs:
        here.clock.forward(seconds=TOKEN_ENDS_SOON_S)
        [reads] = await told(here, title)
        for _ in range(3):
            await here.settle()

    assert (code in reads, setting in reads) == (True, True)
    assert len(await hub_reads(here, title)) == 1
    refused = [line for line in logs if line["event"] == "credential_refused"]
    assert [(line["log_level"], line["codes"]) for line in refused] == [("error", (code,))]
    assert "credential" in (await here.health())["attention"]


async def test_an_accepted_secret_settles_it_and_the_next_expiry_is_told_again(here: Force) -> None:
    title = "Prevention First's secret has expired"
    await here.settle()
    secret_expires(here.m365)
    here.clock.forward(seconds=TOKEN_ENDS_SOON_S)
    assert len(await told(here, title)) == 1

    here.m365.tenant.app.secrets.add(APP_SECRET)
    here.clock.forward(hours=1)  # the old token has ended: the next one is waited for
    await here.settle()
    assert await here.health() == OK

    secret_expires(here.m365)
    here.clock.forward(seconds=TOKEN_ENDS_SOON_S)
    assert len(await told(here, title)) == 2


async def test_entra_that_is_away_for_a_moment_is_nobodys_task(here: Force) -> None:
    await here.settle()
    before = len(await here.oak.sees(CASES))
    here.m365.tenant.faults.add(Fault(path="*/oauth2/v2.0/token", status=503))
    here.clock.forward(hours=2)
    await here.settle()

    assert await here.health() == OK
    assert len(await here.oak.sees(CASES)) == before


async def test_a_certificate_is_warned_about_once_thirty_days_before_and_a_new_one_settles_it(
    m365: Local365, tmp_path: Path
) -> None:
    title = "certificate ends soon"
    old, new = certificate(ends_days=90), certificate(ends_days=400)
    for each in (old, new):
        m365.tenant.app.register(public_pem(each).decode())
    file = kept(tmp_path, "both.pem", key_pem() + public_pem(old))
    clock = Clock(now=datetime.now(UTC))
    async with joined_up(m365, tmp_path, clock, client_secret="", certificate_file=file) as here:
        await here.oak.says(f"hub here {SETUP_CODE}", channel=CASES, mention=True)
        here.clock.forward(days=59)
        await here.settle()
        assert (await hub_reads(here, title), await here.health()) == ([], OK)

        here.clock.forward(days=1, hours=1)
        with capture_logs() as logs:
            await here.settle()
            here.clock.forward(days=1)
            await here.settle()
        [reads] = await hub_reads(here, title)
        assert f"{old.not_valid_after_utc:%-d %B %Y}" in reads
        assert "PREVENTION_FIRST_CERTIFICATE_FILE" in reads
        assert [line["log_level"] for line in logs if line["event"] == "certificate_ends"] == ["warning"]
        assert await here.health() == CREDENTIAL

        file.write_bytes(key_pem() + public_pem(new))
        here.clock.forward(hours=1)
        await here.settle()
        assert await here.health() == OK
