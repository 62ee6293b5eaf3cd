"""The two icons of the app, drawn here so that no picture has to be kept: a shield with a tick."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageDraw

WHITE = (255, 255, 255, 255)
# Drawn eight times too large and made small, which is what makes the edges smooth.
FINE = 8

Point = tuple[float, float]

# In units of the mark, 28 wide and 32 high, as in the mark of the local page.
SIDE: tuple[Point, ...] = ((14, 1), (26, 5), (26, 15))
CURVE: tuple[Point, Point, Point, Point] = ((26, 15), (26, 23), (21, 28), (14, 31))
TICK: tuple[Point, ...] = ((7.6, 15.6), (12.2, 20.2), (20.6, 11.2))
MARK_HEIGHT = 32
MIDDLE = 14


def _bent(curve: tuple[Point, Point, Point, Point], steps: int = 40) -> Iterator[Point]:
    for step in range(steps + 1):
        t = step / steps
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        x, y = (sum(weight * point[axis] for weight, point in zip(weights, curve, strict=True)) for axis in (0, 1))
        yield x, y


def _shield() -> list[Point]:
    right = [*SIDE, *_bent(CURVE)]
    return right + [(2 * MIDDLE - x, y) for x, y in reversed(right)]


def _placed(points: list[Point], size: int, height: float) -> list[Point]:
    scale = height * FINE / MARK_HEIGHT
    left, top = size * FINE / 2 - MIDDLE * scale, (size - height) * FINE / 2
    return [(left + x * scale, top + y * scale) for x, y in points]


def _stroke(mask: ImageDraw.ImageDraw, points: list[Point], width: float, ink: int = 255) -> None:
    mask.line(points, fill=ink, width=round(width * FINE), joint="curve")
    radius = width * FINE / 2
    for x, y in points:
        mask.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)


def _blank(size: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    mask = Image.new("L", (size * FINE, size * FINE))
    return mask, ImageDraw.Draw(mask)


def _filled_mark(size: int, *, height: float, tick: float, round_off: float) -> Image.Image:
    """How white each pixel is: a full shield with soft corners and the tick cut out; all in pixels of the icon."""
    mask, draw = _blank(size)
    shield = _placed(_shield(), size, height - round_off)
    draw.polygon(shield, fill=255)
    _stroke(draw, [*shield, shield[0]], round_off)
    _stroke(draw, _placed(list(TICK), size, height), tick, ink=0)
    return mask.reduce(FINE)


def _outlined_mark(size: int, *, height: float, line: float, tick: float) -> Image.Image:
    """How white each pixel is: the shield's outline and the tick."""
    mask, draw = _blank(size)
    outline = _placed(_shield(), size, height)
    _stroke(draw, [*outline, outline[0]], line)
    _stroke(draw, _placed(list(TICK), size, height), tick)
    return mask.reduce(FINE)


def _png(icon: Image.Image) -> bytes:
    kept = BytesIO()
    icon.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def color_icon(accent_colour: str) -> bytes:
    """192 x 192: the mark within the middle 96 x 96, white on the accent colour, `#rrggbb`.

    https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package
    """
    icon = Image.new("RGBA", (192, 192), accent_colour)
    icon.paste(WHITE, mask=_filled_mark(192, height=94, tick=10, round_off=6))
    return _png(icon)


def outline_icon() -> bytes:
    """32 x 32: the mark in pure white on transparent, as the same page asks."""
    icon = Image.new("RGBA", (32, 32), (255, 255, 255, 0))
    icon.putalpha(_outlined_mark(32, height=29, line=2, tick=2.6))
    return _png(icon)
