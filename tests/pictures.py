"""Pictures of every card, drawn by Microsoft's renderer at the width of a phone, light and dark: `make pictures`."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.async_api import Page

from tests.browser import chromium
from tests.cards.gallery import Card, gallery, submitter_cards
from tests.cards.invented import Words
from tests.cards.when_seen import WHEN_SEEN

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs/pictures/cards"
PAGE = ROOT / "local365/page"
INDEX = ROOT / "docs/cards.md"
WIDTH = 360  # pixels; the phone in an officer's hand
COLOURS = 48  # of a picture's palette: text on flat grounds needs no more
Scheme = Literal["light", "dark"]

HEAD = """# Every card

Drawn by Microsoft's renderer at the width of a phone, light and dark. `make pictures` makes this page and its
pictures; the cards are those of `tests/cards/gallery.py`, and a test says when one is missing here.
"""

DRAW = """json => {
  const AC = globalThis.AdaptiveCards;
  AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    result.didProcess = true;
  };
  const card = new AC.AdaptiveCard();
  card.version = AC.Versions.v1_5;
  card.hostConfig = new AC.HostConfig(globalThis.TEAMS);
  card.parse(json, new AC.SerializationContext(AC.Versions.v1_5));
  document.getElementById("card").replaceChildren(card.render());
}"""


async def draw_all(folder: Path = FOLDER) -> None:
    """Each card of the gallery has one picture: light on the left, dark on the right."""
    async with chromium({"width": WIDTH, "height": 900}) as browser:
        page = await browser.new_page()
        await page.set_content(_html())
        await page.add_script_tag(path=PAGE / "vendor/adaptivecards.min.js")
        config = (PAGE / "js/host_config.js").read_text(encoding="utf-8")
        await page.add_script_tag(content=config.replace("export const TEAMS =", "globalThis.TEAMS ="))
        for name, card in gallery().items():
            light, dark = await _drawn(page, card, "light"), await _drawn(page, card, "dark")
            _beside(light, dark).save(folder / f"{name}.png", optimize=True)


def index() -> str:
    """The page that shows every card with the sentence on when it is seen; the cards a submitter sees come first."""
    own = submitter_cards(Words())
    parts: dict[str, list[str]] = {"What a submitter sees": [], "What the hub sees": []}
    for name in gallery():
        part = "What a submitter sees" if name in own else "What the hub sees"
        parts[part].append(f"### {name}\n{WHEN_SEEN[name]}\n\n![{name}](pictures/cards/{name}.png)\n")
    body = "\n".join(f"## {title}\n\n" + "\n".join(cards) for title, cards in parts.items())
    return f"{HEAD}\n{body}"


async def _drawn(page: Page, card: Card, scheme: Scheme) -> Image.Image:
    await page.emulate_media(color_scheme=scheme)
    await page.evaluate(DRAW, card)
    return Image.open(io.BytesIO(await page.locator("body").screenshot()))


def _beside(left: Image.Image, right: Image.Image) -> Image.Image:
    both = Image.new("RGB", (left.width + right.width, max(left.height, right.height)), "white")
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    return both.quantize(COLOURS)


def _html() -> str:
    styles = "\n".join((PAGE / name).read_text(encoding="utf-8") for name in ("page.css", "css/cards.css"))
    return (
        f"<!doctype html><html lang=en-GB><style>{styles}</style>"
        "<style>html,body{height:auto;display:block;min-height:0;overflow:visible}"
        "body{padding:12px;background:var(--ground)}</style>"
        "<body><div class=card><div class=card-face id=card></div></div></body></html>"
    )


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    asyncio.run(draw_all())
    INDEX.write_text(index(), encoding="utf-8")
