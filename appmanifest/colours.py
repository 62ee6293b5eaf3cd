"""Whether white can be seen on a colour.

Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

WHITE = 1.0  # its relative luminance
STRAIGHT_BELOW = 0.04045  # the part of sRGB's curve that is a line


def contrast_with_white(colour: str) -> float:
    """From 1, the same, to 21, white on black. `colour` is `#rrggbb`."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return (WHITE + 0.05) / (luminance + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= STRAIGHT_BELOW else ((part + 0.055) / 1.055) ** 2.4
