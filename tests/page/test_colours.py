"""Every text colour of the page can be read on every ground it stands on, in light and in dark."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "local365/page/page.css"
AA = 4.5  # https://www.w3.org/TR/WCAG21/#contrast-minimum
CARD_GROUNDS = ("--paper", "--card-emphasis")
PAIRS = (
    *((ink, ground) for ink in ("--ink", "--ink-soft") for ground in ("--paper", "--paper-soft", "--card-emphasis")),
    *((ink, ground) for ink in ("--good", "--warning", "--attention", "--card-accent") for ground in CARD_GROUNDS),
    *((ink, "--paper") for ink in ("--brand",)),
    *(("--ink", f"--card-{style}-ground") for style in ("accent", "good", "attention", "warning")),
    ("--ink", "--bubble-own"),
    ("--brand", "--brand-soft"),
    ("--warning", "--card-warning-ground"),
    ("--on-brand", "--brand"),
    ("--on-navy", "--navy"),
    ("--on-navy-soft", "--navy"),
    ("--paper", "--attention"),
)


def colours(scheme: str) -> dict[str, str]:
    """The custom properties of the scheme that are plain colours."""
    light, _, dark = CSS.read_text(encoding="utf-8").partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", light))
    return found if scheme == "light" else found | dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", dark))


def luminance(colour: str) -> float:
    """Relative luminance. Source: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance"""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: str, ink: str, ground: str) -> None:
    palette = colours(scheme)

    darker, lighter = sorted((luminance(palette[ink]), luminance(palette[ground])))

    assert (lighter + 0.05) / (darker + 0.05) >= AA
