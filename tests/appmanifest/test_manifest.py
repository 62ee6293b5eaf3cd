"""The manifest is valid by Microsoft's own schema, and a broken template is refused in a sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from appmanifest.environments import PackageRefusedError
from appmanifest.manifest import SCHEMAS, manifest, schema_problems
from bot.raising import RAISE
from bot.search import COMMANDS, WORDS
from tests.appmanifest.invented import environment

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "appmanifest/manifest.json.template"
NPM = ROOT / "node_modules/@microsoft/app-manifest/build/json-schemas/teams"
# Versions of Microsoft's schema that ship in the package and that our manifest can be read by.
READABLE_BY = ("1.19", "1.20", "1.21", "1.22", "1.23", "1.24", "1.25")


def test_the_manifest_names_the_bot_the_app_and_the_registration() -> None:
    test = environment("test")
    filled = manifest(test)

    assert (filled["id"], filled["bots"][0]["botId"]) == (test.teams_app_id, test.app_id)
    assert (filled["webApplicationInfo"]["id"], filled["validDomains"]) == (test.app_id, ["bot-test.force.example"])
    assert (filled["name"]["short"], filled["accentColor"]) == ("Prevention First (test)", "#8A4500")


@pytest.mark.parametrize("number", READABLE_BY)
def test_it_stays_valid_in_later_versions_of_the_schema(number: str) -> None:
    text = TEMPLATE.read_text(encoding="utf-8").replace("1.19", number)

    assert manifest(environment(), text, schemas=NPM)["manifestVersion"] == number


def test_every_schema_kept_here_is_microsofts_byte_for_byte() -> None:
    kept = {path.relative_to(SCHEMAS): path.read_bytes() for path in SCHEMAS.glob("*/*.json")}

    assert {path: (NPM / path).read_bytes() for path in kept} == kept != {}


def test_it_works_in_personal_chat_and_in_teams_and_offers_what_can_be_said() -> None:
    bot = manifest(environment())["bots"][0]
    offered = {
        scope: [command["title"] for command in commands["commands"]]
        for commands in bot["commandLists"]
        for scope in commands["scopes"]
    }

    assert bot["scopes"] == ["personal", "team"]
    assert offered == {"personal": ["new", "my cases", "find", "evidence", "help"], "team": ["hub here", "help"]}


def test_a_message_can_be_raised_cases_and_evidence_found_and_the_bot_knows_every_command() -> None:
    filled = manifest(environment())
    [extension] = filled["composeExtensions"]
    commands = {one["id"]: one for one in extension["commands"]}

    assert extension["botId"] == filled["bots"][0]["botId"]
    assert (commands[RAISE]["type"], commands[RAISE]["context"], commands[RAISE]["fetchTask"]) == (
        "action",
        ["message"],
        True,
    )
    searches = {name: one for name, one in commands.items() if one["type"] == "query"}
    assert set(searches) == set(COMMANDS)
    assert all(
        one["initialRun"] and [parameter["name"] for parameter in one["parameters"]] == [WORDS]
        for one in searches.values()
    )


def test_a_name_with_a_quotation_mark_stays_a_name() -> None:
    filled = manifest(replace(environment(), developer='The "Hub", "id": "x"'))

    assert filled["developer"]["name"] == 'The "Hub", "id": "x"'


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('"team"]', '"groupchat"]', "$.bots[0].scopes[1]: 'groupchat' is not one of"),
        ('"accentColor": "${accent_colour}"', '"accentColor": "navy"', "$.accentColor: 'navy' does not match"),
        ('"accentColor"', '"acentColor"', "$: Additional properties are not allowed"),
        ('"manifestVersion": "1.19"', '"manifestVersion": "1.18"', "Microsoft's schema of manifest version '1.18' is"),
    ],
)
def test_a_broken_template_is_refused(before: str, after: str, problem: str) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    broken = text.replace(before, after, 1)
    with pytest.raises(PackageRefusedError) as caught:
        manifest(environment(), broken)

    assert broken != text
    assert [found for found in caught.value.sentences if found.startswith(problem)], caught.value.sentences


def test_a_manifest_without_a_developer_is_not_valid() -> None:
    assert [problem for problem in schema_problems({"manifestVersion": "1.19"}) if "'developer'" in problem] != []
