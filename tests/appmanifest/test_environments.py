"""One file names every environment, and each mistake in it is a sentence that says what to change."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from appmanifest.colours import contrast_with_white
from appmanifest.environments import PackageRefusedError, environments_in, environments_of, one_of
from tests.appmanifest.invented import SAMPLE

EXAMPLE = Path(__file__).parents[2] / "appmanifest/example.toml"


def sample() -> dict[str, Any]:
    return tomllib.loads(SAMPLE.read_text(encoding="utf-8"))


def refused(document: dict[str, Any]) -> list[str]:
    with pytest.raises(PackageRefusedError) as caught:
        environments_in(document, "teams-app.toml")
    return caught.value.sentences


def with_live(**changes: object) -> dict[str, Any]:
    document = sample()
    document["live"] |= changes
    return document


def test_live_has_the_products_name_and_colour_and_every_other_environment_its_own() -> None:
    live, test = environments_of(SAMPLE)

    assert (live.name, live.accent_colour) == ("Prevention First", "#17375F")
    assert (test.name, test.accent_colour) == ("Prevention First (test)", "#8A4500")


def test_the_teams_app_has_the_bots_id_unless_the_file_says_another() -> None:
    live, test = environments_of(SAMPLE)

    assert live.teams_app_id == live.app_id
    assert test.teams_app_id == "66666666-aaaa-4bbb-8ccc-0000000000fe"


def test_a_table_may_say_differently_what_holds_for_all() -> None:
    live, test = environments_in(with_live(developer="The Hub"), "teams-app.toml")

    assert (live.developer, test.developer) == ("The Hub", "Prevention Hub")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"app_id": "the bot"}, "[live] app_id must be a GUID as Entra shows it, not 'the bot'."),
        ({"app_id": "00000000-0000-0000-0000-000000000000"}, "[live] app_id is not filled in yet"),
        ({"teams_app_id": "x"}, "[live] teams_app_id must be a GUID"),
        ({"bot_host": "https://bot.force.example"}, "[live] bot_host must be a bare public name"),
        ({"bot_host": "bot.force.example:443"}, "[live] bot_host must be a bare public name"),
        ({"bot_host": "localhost"}, "[live] bot_host must be a bare public name"),
        ({"privacy": "http://force.example/privacy"}, "[live] privacy must be an https address"),
        ({"website": "https://"}, "[live] website must be an https address, not 'https://'."),
        ({"terms": "https://force.example/terms of use"}, "[live] terms must be an https address"),
        ({"developer": ""}, "[live] developer must have 1 to 32 characters, not 0."),
        (
            {"developer": "A police force with a very long name"},
            "[live] developer must have 1 to 32 characters, not 36.",
        ),
        ({"name": "Prevention First of the whole force"}, "[live] name must have 1 to 30 characters, not 35."),
        ({"accent_colour": "navy"}, "[live] accent_colour must be a colour like #17375F, not 'navy'."),
        ({"accent_colour": "#FFE680"}, "[live] accent_colour #FFE680 is too light"),
        ({"name": 3}, "[live] name must be a text in quotation marks."),
        ({"bot-host": "x"}, "[live] There is no bot-host: do you mean bot_host?"),
        ({"bot_id": "x"}, "[live] There is no bot_id"),
    ],
)
def test_a_wrong_value_is_refused_in_a_sentence(change: dict[str, object], sentence: str) -> None:
    sentences = refused(with_live(**change))

    assert [found.startswith(sentence) for found in sentences] == [True], sentences


@pytest.mark.parametrize("name", ["app_id", "bot_host"])
def test_what_is_missing_is_named_with_what_it_is(name: str) -> None:
    document = sample()
    del document["live"][name]

    assert [sentence.startswith(f"[live] {name} is missing: the ") for sentence in refused(document)] == [True]


@pytest.mark.parametrize("name", ["developer", "website", "privacy", "terms"])
def test_who_answers_for_the_app_and_where_to_read_about_it_are_needed(name: str) -> None:
    document = sample()
    del document[name]

    assert [sentence.split(" is missing")[0] for sentence in refused(document)] == [f"[live] {name}", f"[test] {name}"]


def test_every_mistake_is_said_at_once() -> None:
    document = with_live(app_id="x", bot_host="y", developer="")
    document["test"]["bot_host"] = "z"

    assert len(refused(document)) == 4


@pytest.mark.parametrize(
    ("same", "sentence"),
    [
        ({"app_id": "22222222-AAAA-4bbb-8ccc-0000000000b1"}, "[live] and [test] have the same app_id"),
        ({"teams_app_id": "66666666-aaaa-4bbb-8ccc-0000000000fe"}, "[live] and [test] have the same teams_app_id"),
        ({"name": "prevention first (test)"}, "[live] and [test] have the same name"),
    ],
)
def test_two_apps_side_by_side_differ_in_what_they_are_known_by(same: dict[str, str], sentence: str) -> None:
    sentences = refused(with_live(**same))

    assert [found.startswith(sentence) for found in sentences] == [True], sentences


def test_a_file_without_an_environment_says_what_it_needs() -> None:
    assert refused({"developer": "Prevention Hub"}) == [
        "teams-app.toml names no environment: it needs a table like [live], with app_id and bot_host."
    ]


def test_an_environment_has_a_name_that_can_stand_in_the_name_of_a_file() -> None:
    document = sample()
    document["Test 2"] = document.pop("test")

    assert refused(document)[0] == "[Test 2] An environment is a short word in small letters, as in [test]."


def test_a_file_that_is_not_there_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(PackageRefusedError, match="`prevention-first package --example > "):
        environments_of(tmp_path / "teams-app.toml")


def test_a_file_that_is_no_toml_says_where(tmp_path: Path) -> None:
    file = tmp_path / "teams-app.toml"
    file.write_text('developer = "Hub"\nwebsite = https://force.example\n', encoding="utf-8")

    with pytest.raises(PackageRefusedError, match=r"teams-app\.toml is not TOML: .*line 2"):
        environments_of(file)


def test_a_file_in_another_encoding_is_said_to_be_so(tmp_path: Path) -> None:
    file = tmp_path / "teams-app.toml"
    file.write_bytes('developer = "Préventïon"'.encode("windows-1252"))

    with pytest.raises(PackageRefusedError, match="is not a text in UTF-8"):
        environments_of(file)


def test_an_environment_that_the_file_does_not_name_is_refused_with_those_it_names() -> None:
    with pytest.raises(PackageRefusedError, match="There is no environment 'prod'; there are: live, test"):
        one_of(environments_of(SAMPLE), "prod")


def test_the_example_needs_only_its_ids_to_be_filled_in() -> None:
    document = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    unfilled = refused(document)
    for number, name in enumerate(("live", "test")):
        document[name]["app_id"] = f"22222222-aaaa-4bbb-8ccc-0000000000b{number}"

    assert [sentence.split(":")[0] for sentence in unfilled][:2] == [
        "[live] app_id is not filled in yet",
        "[test] app_id is not filled in yet",
    ]
    assert len(environments_in(document, "example.toml")) == 2


@pytest.mark.parametrize(("colour", "ratio"), [("#FFFFFF", 1.0), ("#000000", 21.0), ("#767676", 4.54)])
def test_contrast_is_as_the_guidelines_count_it(colour: str, ratio: float) -> None:
    assert contrast_with_white(colour) == pytest.approx(ratio, abs=0.01)
