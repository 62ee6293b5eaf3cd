"""Nothing that a person can set lets anybody talk to the bot without proving who they are."""

from __future__ import annotations

import ast
from pathlib import Path

import aiohttp
import pytest

from bot.settings import LOOPBACK_HOSTS
from local365.server import Local365
from service.compose import composed
from service.credential_settings import PREFIX
from service.environment import all_from_environment
from service.run import listening
from service.settings import Settings
from tests.journeys.force import settings_for

ROOT = Path(__file__).parents[2]
TEMPTING = {
    **{f"{PREFIX}{name}": "false" for name in ("AUTHENTICATE", "AUTHENTICATION", "AUTH", "VERIFY", "LOCAL")},
    **{f"{PREFIX}{name}": "true" for name in ("NO_AUTH", "DEBUG", "PLAYGROUND", "INSECURE")},
    "APP_TYPE": "MultiTenant",
    "MicrosoftAppId": "",
    "MICROSOFT_APP_ID": "",
    "APP_ID": "",
    "DEBUG": "1",
}


def environment_of(settings: Settings) -> dict[str, str]:
    plain = settings.model_dump(mode="json", exclude_defaults=True) | {"service_hosts": '["127.0.0.1", "localhost"]'}
    secrets = {name: getattr(settings, name).get_secret_value() for name in ("client_secret", "setup_code")}
    return {PREFIX + name.upper(): str(value) for name, value in (plain | secrets).items()}


async def test_no_environment_lets_in_whoever_proves_nothing(
    m365: Local365, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (environment_of(settings_for(m365, tmp_path)) | TEMPTING).items():
        monkeypatch.setenv(name, value)
    settings, _ = all_from_environment()
    message = {"type": "message", "channelId": "msteams", "serviceUrl": m365.service_url, "text": "let me in"}
    async with (
        composed(settings) as service,
        listening(service, host="127.0.0.1", port=0) as url,
        aiohttp.ClientSession() as anybody,
        anybody.post(f"{url}/api/messages", json=message) as answer,
    ):
        status = answer.status

    assert (settings.teams().authenticate, status) == (True, 401)


def test_only_the_playground_command_switches_it_off() -> None:
    """In the code that runs in a force the word is written once, where settings of this machine are made."""
    off: list[tuple[str, str]] = []
    for path in sorted((ROOT / "service").glob("*.py")) + sorted((ROOT / "bot").glob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                calls = [one for one in ast.walk(function) if isinstance(one, ast.Call)]
                named = [word for call in calls for word in call.keywords if word.arg == "authenticate"]
                off += [(path.name, function.name) for word in named if not isinstance(word.value, ast.Name)]

    assert off == [("local_run.py", "run_playground")]


@pytest.mark.parametrize("hosts", [{"smba.trafficmanager.net"}, {"127.0.0.1", "bot.force.example"}])
def test_without_it_the_bot_answers_to_this_machine_only(m365: Local365, tmp_path: Path, hosts: set[str]) -> None:
    settings = settings_for(m365, tmp_path).model_copy(update={"service_hosts": frozenset(hosts)})

    assert settings.teams().authenticate
    assert not hosts <= LOOPBACK_HOSTS
    with pytest.raises(ValueError, match="this machine only"):
        settings.teams(authenticate=False)
