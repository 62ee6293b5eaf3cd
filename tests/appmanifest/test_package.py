"""The package is what Teams asks for: three files at the root, and icons of the right size and colour."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import typer
from PIL import Image, ImageChops
from typer.testing import CliRunner

from appmanifest.build import build
from appmanifest.icons import color_icon, outline_icon

APP_ID = "22222222-aaaa-4bbb-8ccc-0000000000b0"
ACCENT = (0x17, 0x37, 0x5F)
GOOD = ["--app-id", APP_ID, "--bot-host", "bot.force.example"]


@pytest.fixture
def command() -> typer.Typer:
    app = typer.Typer()
    app.command()(build)
    return app


def picture(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGBA")


def test_the_zip_holds_its_three_files_at_the_root(command: typer.Typer, tmp_path: Path) -> None:
    out = tmp_path / "dist/app.zip"
    ended = CliRunner().invoke(command, [*GOOD, "--out", str(out)])

    assert ended.exit_code == 0, ended.output
    with ZipFile(out) as archive:
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]


def test_the_same_values_give_the_same_bytes(command: typer.Typer, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        CliRunner().invoke(command, [*GOOD, "--out", str(tmp_path / name)])

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_wrong_value_builds_nothing_and_says_why(command: typer.Typer, tmp_path: Path) -> None:
    out = tmp_path / "app.zip"
    ended = CliRunner().invoke(command, ["--app-id", "x", "--bot-host", "bot.force.example", "--out", str(out)])

    assert ended.exit_code == 2
    assert "Not built:\n--app-id must be a GUID" in ended.output
    assert not out.exists()


def test_the_colour_icon_is_192_pixels_with_its_mark_in_the_middle_96() -> None:
    icon = picture(color_icon())
    plain = Image.new("RGB", icon.size, ACCENT)
    mark = ImageChops.difference(icon.convert("RGB"), plain).getbbox()

    assert icon.size == (192, 192)
    assert icon.getpixel((0, 0)) == (*ACCENT, 255)
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
