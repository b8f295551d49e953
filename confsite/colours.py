"""The colours of a conference, all derived from the one accent that staff choose.

Lightness is moved in OKLCH (Björn Ottosson, 2020), which keeps the hue as people see
it; contrast is the ratio of WCAG 2.2.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

LIGHT_PAPER = "#fbfaf7"
DARK_PAPER = "#161513"
# A little above the 4.5 of WCAG, so that rounding to a hex colour cannot fall below.
READABLE = 4.55
HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)

# Where a chosen colour stands on dark paper: cinnabar #b23a2a becomes #e58a7a.
DARK_LIGHTNESS = 0.725
DARK_CHROMA = 0.72


@dataclass(frozen=True)
class Scheme:
    """The colours of one conference on one paper, as hex strings.

    `accent` is readable on paper and on `soft`, as paper is readable on accent.
    """

    accent: str
    soft: str
    line: str


@dataclass(frozen=True)
class Palette:
    """What a conference looks like by day and by night."""

    light: Scheme
    dark: Scheme


def palette(accent: str) -> Palette:
    """Derive both schemes from a colour such as "#b23a2a"."""
    if not HEX.fullmatch(accent):
        raise ValueError(f"not a colour: {accent!r}")
    lightness, chroma, hue = oklch(accent)
    return Palette(
        light=_readable(lightness, chroma, hue, LIGHT_PAPER, step=-0.01),
        dark=_readable(
            max(lightness, DARK_LIGHTNESS),
            chroma * DARK_CHROMA,
            hue,
            DARK_PAPER,
            step=0.01,
        ),
    )


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2 between two colours, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(paper: str, ink: str, share: float) -> str:
    """Lay so much of the ink on the paper."""
    pairs = zip(_channels(paper), _channels(ink), strict=True)
    return _hex(below + (above - below) * share for below, above in pairs)


def oklch(colour: str) -> tuple[float, float, float]:
    """Lightness, chroma and hue (radians) of a hex colour."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The nearest hex colour; what a screen cannot show is cut off."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return _hex(
        _gamma(channel)
        for channel in (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )
    )


def _readable(
    lightness: float, chroma: float, hue: float, paper: str, step: float
) -> Scheme:
    while True:
        accent = from_oklch(lightness, chroma, hue)
        soft = mix(paper, accent, 0.08)
        # At either end of the scale the chroma is cut off and the contrast is 18 to 1.
        if contrast(accent, soft) >= READABLE or not 0 < lightness < 1:
            return Scheme(accent, soft, line=mix(paper, accent, 0.3))
        lightness += step


def _channels(colour: str) -> list[float]:
    return [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(
        f"{round(255 * min(1, max(0, channel))):02x}" for channel in channels
    )


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    if channel <= 0.0031308:
        return 12.92 * channel
    return 1.055 * channel ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
