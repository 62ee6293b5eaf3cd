"""What is said at start about settings: everything that is wrong, at once, each by its name, and no value."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

import pytest

from local365.seed import APP_ID, TENANT_ID
from service.credential_settings import ADMIN_PREFIX, PREFIX, SettingsWrong
from service.credentials import Certificate, Federation, ManagedIdentity, Secret
from service.environment import all_from_environment
from service.local import LocalPlace, local_settings
from tests.service.proofs import PASSWORD, assertion, certificate, kept, key_pem, pfx, public_pem

ROOT = Path(__file__).parents[2]
GOOD = {
    "TENANT_ID": TENANT_ID,
    "APP_ID": APP_ID,
    "SETUP_CODE": "words-only-oak-knows",
    "SITE_URL": "https://force.sharepoint.example/sites/prevention",
}
OTHER_APP = "33333333-aaaa-4bbb-8ccc-0000000000a0"
Set = Callable[..., None]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Set:
    """The environment holds exactly what is needed, and these."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)

    def give(**settings: str | Path) -> None:
        for name, value in (GOOD | settings).items():
            monkeypatch.setenv(PREFIX + name, str(value))

    return give


def said() -> list[str]:
    """The lines of the message."""
    with pytest.raises(SettingsWrong) as wrong:
        all_from_environment()
    heading, *lines = str(wrong.value).splitlines()
    assert heading == "These settings are missing or wrong:"
    return [line.strip().removeprefix(PREFIX) for line in lines]


@pytest.fixture
def both_pem(tmp_path: Path) -> Path:
    return kept(tmp_path, "both.pem", key_pem() + public_pem(certificate()))


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    return kept(tmp_path, "token", assertion())


def test_which_kind_it_is_follows_from_what_is_set(given: Set, both_pem: Path, token_file: Path) -> None:
    found: list[object] = []
    for one in (
        {"CLIENT_SECRET": "s3cret"},
        {"CERTIFICATE_FILE": both_pem, "CLIENT_SECRET": ""},
        {"MANAGED_IDENTITY": "true", "MANAGED_IDENTITY_CLIENT_ID": APP_ID, "CERTIFICATE_FILE": ""},
        {"FEDERATED_TOKEN_FILE": token_file, "MANAGED_IDENTITY": "", "MANAGED_IDENTITY_CLIENT_ID": ""},
    ):
        given(**one)
        found.append(all_from_environment()[0].identity().credential)

    assert found == [
        Secret(value="s3cret"),
        Certificate(file=both_pem),
        ManagedIdentity(client_id=APP_ID),
        Federation(token_file=token_file),
    ]


def test_everything_that_is_missing_is_said_at_once(given: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    given()
    for name in GOOD:
        monkeypatch.delenv(PREFIX + name)
    lines = said()

    assert [line.partition(":")[0] for line in lines] == [*GOOD, "CLIENT_SECRET"]
    assert "FEDERATED_TOKEN_FILE" in lines[-1]


@pytest.mark.parametrize(
    ("wrong", "setting", "words"),
    [
        ({}, "CLIENT_SECRET", "set it, or one of"),
        ({"CLIENT_SECRET": "<your secret>"}, "CLIENT_SECRET", "placeholder"),
        ({"CLIENT_SECRET": "CHANGEME"}, "CLIENT_SECRET", "placeholder"),
        ({"CLIENT_SECRET": OTHER_APP}, "CLIENT_SECRET", "its value is wanted"),
        ({"CLIENT_SECRET": "s", "MANAGED_IDENTITY": "true"}, f"CLIENT_SECRET and {PREFIX}MANAGED_IDENTITY", "only one"),
        ({"MANAGED_IDENTITY_CLIENT_ID": APP_ID}, "MANAGED_IDENTITY", "set it to true"),
        (
            {"MANAGED_IDENTITY": "true", "MANAGED_IDENTITY_CLIENT_ID": OTHER_APP},
            "MANAGED_IDENTITY_CLIENT_ID",
            "must be the same as PREVENTION_FIRST_APP_ID",
        ),
        ({"CERTIFICATE_KEY_FILE": "key.pem"}, "CERTIFICATE_FILE", "no certificate"),
        ({"CERTIFICATE_PASSWORD": "x"}, "CERTIFICATE_FILE", "no certificate"),
        ({"CERTIFICATE_FILE": "nowhere.pem"}, "CERTIFICATE_FILE", "cannot be read"),
        ({"FEDERATED_TOKEN_FILE": "nowhere"}, "FEDERATED_TOKEN_FILE", "cannot be read"),
        ({"CLIENT_SECRET": "s", "TENANT_ID": "common"}, "TENANT_ID", "must be an id"),
        ({"CLIENT_SECRET": "s", "APP_ID": "00000000-0000-0000-0000-000000000000"}, "APP_ID", "must be an id"),
        ({"CLIENT_SECRET": "s", "SETUP_CODE": "your-setup-code"}, "SETUP_CODE", "placeholder"),
        ({"CLIENT_SECRET": "s", "AUTHORITY": "https://login.microsoftonline.com/common"}, "AUTHORITY", "tenant id"),
        ({"CLIENT_SECRET": "s", "ORGANISATION": "A|B"}, "ORGANISATION", "short name"),
        ({"CLIENT_SECRET": "s", "DATABASE_URL": "mysql://host/name"}, "DATABASE_URL", "or PostgreSQL"),
        ({"CLIENT_SECRET": "s", "DATABASE_URL": "var/store.sqlite3"}, "DATABASE_URL", "a SQLite file"),
        ({"CLIENT_SECRET": "s", "GRAPH_URL": "graph.microsoft.com"}, "GRAPH_URL", "starts with https://"),
        ({"CLIENT_SECRET": "s", "PUBLIC_URL": "http://bot.force.example"}, "PUBLIC_URL", "starts with https://"),
        ({"CLIENT_SECRET": "s", "OPENID_METADATA_URL": "https://"}, "OPENID_METADATA_URL", "starts with https://"),
        ({"CLIENT_SECRET": "s", "PUSH_APP_ID": "the flow"}, "PUSH_APP_ID", "must be an id"),
        ({"CLIENT_SECRET": "s", "TEAMS_APP_ID": "1234"}, "TEAMS_APP_ID", "must be an id"),
        ({"CLIENT_SECRET": "s", "SERVICE_HOSTS": "https://smba.example/x"}, "SERVICE_HOSTS", "names of hosts"),
        ({"CLIENT_SECRET": "s", "SERVICE_HOSTS": "[not json"}, "SERVICE_HOSTS", "names of hosts"),
        ({"CLIENT_SECRET": "s", "FORMS_HEADINGS": "nowhere.json"}, "FORMS_HEADINGS", "cannot be read"),
        ({"CLIENT_SECRET": "s", "CA_FILE": "nowhere.pem"}, "CA_FILE", "cannot be read"),
        ({"CLIENT_SECRET": "s", "ADMIN_APP_ID": OTHER_APP}, "ADMIN_CLIENT_SECRET", "set it, or one of"),
        ({"CLIENT_SECRET": "s", "ADMIN_CLIENT_SECRET": "t"}, "ADMIN_APP_ID", "application (client) id"),
    ],
)
def test_each_mistake_names_its_setting_and_what_to_do(
    given: Set, wrong: dict[str, str], setting: str, words: str
) -> None:
    given(**wrong)
    [line] = said()

    assert line.partition(": ")[0] == setting
    assert words in line


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("CA_FILE", "no certificate", "holds no certificate in PEM"),
        ("CA_FILE", "", "holds no certificate in PEM"),
        ("FORMS_HEADINGS", '{"title": [', "is no JSON, from line 1 on"),
        ("FORMS_HEADINGS", "[]", "must be a JSON object"),
        ("FORMS_HEADINGS", '{"subject": ["Subject"]}', "names 'subject', which is none of kind, title"),
        ("FORMS_HEADINGS", '{"title": "Subject"}', "must have a list of headings for title"),
        ("FORMS_HEADINGS", '{"title": [""]}', "must have a list of headings for title"),
        ("FORMS_HEADINGS", "caf\xe9", "cannot be read"),
    ],
)
def test_a_file_that_nothing_can_be_made_of_is_said_with_the_other_mistakes(
    given: Set, tmp_path: Path, name: str, content: str, words: str
) -> None:
    file = tmp_path / "file"
    file.write_text(content, encoding="latin-1")
    given(CLIENT_SECRET="s", APP_ID="no id", **{name: file})
    of_the_id, of_the_file = said()

    assert of_the_id.startswith("APP_ID: ")
    assert of_the_file.startswith(f"{name}: ")
    assert words in of_the_file


@pytest.mark.parametrize("hosts", ["One.example, 127.0.0.1", '["one.example", "127.0.0.1"]'])
def test_hosts_are_written_with_commas_or_as_json(given: Set, hosts: str) -> None:
    given(CLIENT_SECRET="s", SERVICE_HOSTS=hosts)

    assert all_from_environment()[0].service_hosts == {"one.example", "127.0.0.1"}


PUBLIC = public_pem(certificate())
DAMAGED = b"-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n"


@pytest.mark.parametrize(
    ("content", "password", "said_of"),
    [
        (PUBLIC, "", ("CERTIFICATE_KEY_FILE", "set it")),
        (key_pem(), "", ("CERTIFICATE_FILE", "no certificate")),
        (key_pem(of="another") + PUBLIC, "", ("CERTIFICATE_FILE", "another certificate")),
        (key_pem(PASSWORD) + PUBLIC, "", ("CERTIFICATE_PASSWORD", "needs it")),
        (key_pem(PASSWORD) + PUBLIC, "no", ("CERTIFICATE_PASSWORD", "does not open")),
        (key_pem() + PUBLIC, "no", ("CERTIFICATE_PASSWORD", "leave it empty")),
        (pfx(certificate()), "no", ("CERTIFICATE_PASSWORD", "does not open")),
        (key_pem() + public_pem(certificate(ends_days=-0.5)), "", ("CERTIFICATE_FILE", "expired on")),
        (key_pem() + public_pem(certificate(begins_days=1)), "", ("CERTIFICATE_FILE", "good only from")),
        (DAMAGED + key_pem(), "", ("CERTIFICATE_FILE", "damaged")),
    ],
    ids=(
        *("no key", "no certificate", "a key of another", "a key without its password", "a wrong password"),
        *("a password for nothing", "a pfx with a wrong password", "expired", "not begun", "damaged"),
    ),  # keys and certificates are made anew for each run
)
def test_a_certificate_that_entra_would_refuse_is_found_at_start(
    given: Set, tmp_path: Path, content: bytes, password: str, said_of: tuple[str, str]
) -> None:
    given(CERTIFICATE_FILE=kept(tmp_path, "file", content), CERTIFICATE_PASSWORD=password)
    [line] = said()

    setting, words = said_of
    assert line.partition(": ")[0] == setting
    assert words in line


@pytest.mark.parametrize(
    ("content", "words"),
    [("no token", "no token"), (assertion(lives_s=-60), "expired on")],
    ids=["no token", "expired"],
)
def test_an_assertion_that_nobody_renews_is_found_at_start(
    given: Set, tmp_path: Path, content: str, words: str
) -> None:
    given(FEDERATED_TOKEN_FILE=kept(tmp_path, "token", content))
    [line] = said()

    assert line.startswith("FEDERATED_TOKEN_FILE: ")
    assert words in line


def test_mistakes_of_every_sort_are_in_one_message_and_no_value_is(given: Set) -> None:
    given(CERTIFICATE_FILE="nowhere.pem", TENANT_ID="hunter2", PORT="99999", ADMIN_CLIENT_SECRET="hunter2")
    lines = said()

    assert [line.partition(":")[0] for line in lines] == ["TENANT_ID", "PORT", "CERTIFICATE_FILE", "ADMIN_APP_ID"]
    assert "hunter2" not in "".join(lines)


def test_provision_is_the_service_itself_unless_another_identity_is_set(given: Set) -> None:
    given(CLIENT_SECRET="s")
    settings, admin = all_from_environment()
    own = settings.admin_identity(admin)
    given(CLIENT_SECRET="s", ADMIN_APP_ID=OTHER_APP, ADMIN_CLIENT_SECRET="t")
    settings, admin = all_from_environment()
    another = settings.admin_identity(admin)

    assert (own.client_id, own.credential) == (APP_ID, Secret(value="s"))
    assert (another.client_id, another.credential, another.prefix) == (OTHER_APP, Secret(value="t"), ADMIN_PREFIX)
    assert settings.identity() == own


@pytest.mark.parametrize("only", [(), ("--only", "sync")], ids=["both", "sync"])
def test_a_mistake_ends_the_process_with_2_and_one_message(only: Sequence[str], tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    ended = subprocess.run(
        [sys.executable, "-m", "service", "run", *only],
        cwd=ROOT,
        env=environment | {f"{PREFIX}CERTIFICATE_FILE": str(tmp_path / "nowhere.pem")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, "Traceback" in ended.stdout + ended.stderr) == (2, False)
    assert all(PREFIX + name in ended.stdout for name in (*GOOD, "CERTIFICATE_FILE"))


def test_the_local_mode_takes_nothing_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It asks nobody to authenticate in the Playground: an address that others reach would open it to them."""
    place = LocalPlace(folder=tmp_path, port=1, tls_port=2, bot_port=3)
    before = local_settings(place)
    for name in type(before).model_fields:
        monkeypatch.setenv(PREFIX + name.upper(), "0.0.0.0")

    assert local_settings(place) == before
    assert before.host == "127.0.0.1"


def test_our_traffic_is_decorated_as_sharepoint_asks(given: Set) -> None:
    given(CLIENT_SECRET="s", ORGANISATION="Sample Constabulary")
    settings, _ = all_from_environment()

    marked, organisation, product = settings.graph().user_agent.split("|")
    assert (marked, organisation) == ("NONISV", "Sample Constabulary")
    assert product == f"PreventionFirst/{version('prevention-first')}"
