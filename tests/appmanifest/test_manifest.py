"""The manifest is valid by Microsoft's own schema, and a mistake is refused in a sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from appmanifest.manifest import Force, ManifestRefusedError, manifest, schema_problems

TEMPLATE = Path(__file__).parents[2] / "appmanifest/manifest.json.template"
# Versions of Microsoft's schema that ship in the package and that our manifest can be read by.
READABLE_BY = ("1.19", "1.20", "1.21", "1.22", "1.23", "1.24", "1.25")


@pytest.fixture
def force() -> Force:
    page = "https://bot.force.example"
    return Force(
        app_id="22222222-aaaa-4bbb-8ccc-0000000000b0",
        bot_id="22222222-aaaa-4bbb-8ccc-0000000000b0",
        bot_host="bot.force.example",
        developer="Prevention Hub",
        website=page,
        privacy=page,
        terms=page,
    )


def refused(force: Force) -> list[str]:
    with pytest.raises(ManifestRefusedError) as caught:
        manifest(force)
    return caught.value.sentences


def test_the_manifest_of_an_invented_force_is_valid(force: Force) -> None:
    assert manifest(force)["bots"][0]["botId"] == force.bot_id


@pytest.mark.parametrize("number", READABLE_BY)
def test_it_stays_valid_in_later_versions_of_the_schema(force: Force, number: str) -> None:
    text = TEMPLATE.read_text(encoding="utf-8").replace("1.19", number)

    assert manifest(force, text)["manifestVersion"] == number


def test_it_works_in_personal_chat_and_in_teams_and_offers_what_can_be_said(force: Force) -> None:
    bot = manifest(force)["bots"][0]
    offered = {
        scope: [command["title"] for command in commands["commands"]]
        for commands in bot["commandLists"]
        for scope in commands["scopes"]
    }

    assert bot["scopes"] == ["personal", "team"]
    assert offered == {"personal": ["new", "my cases", "help"], "team": ["hub here", "help"]}


def test_every_permission_has_its_reason_in_the_readme(force: Force) -> None:
    asked = manifest(force)["authorization"]["permissions"]["resourceSpecific"]
    readme = TEMPLATE.with_name("README.md").read_text(encoding="utf-8")

    assert [permission["name"] for permission in asked] == ["TeamMember.Read.Group", "ChannelMessage.Read.Group"]
    assert [name for permission in asked if f"| `{(name := permission['name'])}` |" not in readme] == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"bot_id": "the bot"}, "--bot-id must be a GUID as Entra shows it, not 'the bot'."),
        ({"bot_host": "https://bot.force.example"}, "--bot-host must be a bare public name"),
        ({"bot_host": "localhost"}, "--bot-host must be a bare public name"),
        ({"privacy": "http://force.example/privacy"}, "--privacy must be an https address"),
        ({"developer": ""}, "--developer must have 1 to 32 characters, not 0."),
        ({"developer": "A police force with a very long name"}, "--developer must have 1 to 32 characters, not 36."),
    ],
)
def test_a_wrong_value_is_refused_in_a_sentence(force: Force, change: dict[str, str], sentence: str) -> None:
    sentences = refused(replace(force, **change))

    assert [found.startswith(sentence) for found in sentences] == [True]


def test_one_wrong_id_is_said_once(force: Force) -> None:
    assert refused(replace(force, app_id="x", bot_id="x")) == ["--app-id must be a GUID as Entra shows it, not 'x'."]


def test_a_name_with_a_quotation_mark_stays_a_name(force: Force) -> None:
    filled = manifest(replace(force, developer='The "Hub", "id": "x"'))

    assert filled["developer"]["name"] == 'The "Hub", "id": "x"'


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('"team"]', '"groupchat"]', "$.bots[0].scopes[1]: 'groupchat' is not one of"),
        ('"accentColor": "#17375F"', '"accentColor": "navy"', "$.accentColor: 'navy' does not match"),
        ('"accentColor"', '"acentColor"', "$: Additional properties are not allowed"),
        ('"manifestVersion": "1.19"', '"manifestVersion": "1.18"', "Microsoft publishes no schema"),
    ],
)
def test_a_broken_template_is_refused(force: Force, before: str, after: str, problem: str) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    broken = text.replace(before, after, 1)
    with pytest.raises(ManifestRefusedError) as caught:
        manifest(force, broken)

    assert broken != text
    assert [found for found in caught.value.sentences if found.startswith(problem)], caught.value.sentences


def test_a_manifest_without_a_developer_is_not_valid() -> None:
    assert [problem for problem in schema_problems({"manifestVersion": "1.19"}) if "'developer'" in problem] != []
