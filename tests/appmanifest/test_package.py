"""The package is what Teams asks for: three files at the root, and icons of the right size and colour."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image, ImageChops
from typer.testing import CliRunner, Result

from appmanifest.build import package
from appmanifest.icons import color_icon, outline_icon
from service.cli import app
from tests.appmanifest.invented import SAMPLE, environment

EXAMPLE = Path(__file__).parents[2] / "appmanifest/example.toml"
ACCENTS = {"#17375F": (0x17, 0x37, 0x5F), "#8A4500": (0x8A, 0x45, 0x00)}


def run(*given: str) -> Result:
    return CliRunner().invoke(app, ["package", *given])


def picture(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGBA")


def test_every_environment_gets_its_zip_with_three_files_at_the_root(tmp_path: Path) -> None:
    ended = run("--file", str(SAMPLE), "--out", str(tmp_path / "dist"))

    assert ended.exit_code == 0, ended.output
    built = sorted((tmp_path / "dist").iterdir())
    assert [path.name for path in built] == ["prevention-first-live.zip", "prevention-first-test.zip"]
    for path in built:
        with ZipFile(path) as archive:
            assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]


def test_one_environment_is_built_when_it_is_named(tmp_path: Path) -> None:
    ended = run("--env", "test", "--file", str(SAMPLE), "--out", str(tmp_path))

    assert [path.name for path in tmp_path.iterdir()] == ["prevention-first-test.zip"]
    assert "Prevention First (test), for the bot at https://bot-test.force.example/api/messages" in ended.output
    assert "PREVENTION_FIRST_TEAMS_APP_ID=66666666-aaaa-4bbb-8ccc-0000000000fe" in ended.output


def test_it_says_what_the_app_asks_for_and_why(tmp_path: Path) -> None:
    assert (
        "ChannelMessage.Read.Group: looking whether a post arrived"
        in run("--file", str(SAMPLE), "--out", str(tmp_path)).output
    )


def test_the_same_values_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = (package(environment(), tmp_path / name).read_bytes() for name in ("one", "other"))

    assert one == other


def test_two_environments_can_be_installed_side_by_side(tmp_path: Path) -> None:
    filled: list[dict[str, object]] = []
    for name in ("live", "test"):
        with ZipFile(package(environment(name), tmp_path)) as archive:
            filled.append(json.loads(archive.read("manifest.json")))
    live, test = filled

    assert [key for key in ("id", "name", "accentColor", "bots", "validDomains") if live[key] == test[key]] == []


def test_a_mistake_builds_nothing_and_says_what_to_change(tmp_path: Path) -> None:
    file = tmp_path / "teams-app.toml"
    file.write_text(SAMPLE.read_text(encoding="utf-8").replace('"bot.force', '"https://bot.force'), encoding="utf-8")
    ended = run("--env", "test", "--file", str(file), "--out", str(tmp_path / "dist"))

    assert ended.exit_code == 2
    assert "Not built:\n[live] bot_host must be a bare public name" in ended.output
    assert not (tmp_path / "dist").exists()


def test_the_example_is_printed_as_it_is() -> None:
    assert run("--example").output == EXAMPLE.read_text(encoding="utf-8")


@pytest.mark.parametrize("accent", ACCENTS)
def test_the_colour_icon_is_192_pixels_with_its_mark_in_the_middle_96(accent: str) -> None:
    icon = picture(color_icon(accent))
    plain = Image.new("RGB", icon.size, accent)
    mark = ImageChops.difference(icon.convert("RGB"), plain).getbbox()

    assert icon.size == (192, 192)
    assert icon.getpixel((0, 0)) == (*ACCENTS[accent], 255)
    assert mark is not None
    assert min(mark) >= 48
    assert max(mark) <= 144


def test_the_outline_icon_is_32_pixels_pure_white_on_transparent() -> None:
    icon = picture(outline_icon())
    colours = {pixel[:3] for _, pixel in icon.getcolors(32 * 32) or () if isinstance(pixel, tuple)}
    lowest, highest = icon.getchannel("A").getextrema()

    assert icon.size == (32, 32)
    assert colours == {(255, 255, 255)}
    assert (lowest, highest) == (0, 255)
