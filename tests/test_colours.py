"""Colours derived from a conference's accent stay readable, whatever staff choose."""

import colorsys

import pytest
from django.http import Http404

from confsite.accent import accent_css
from confsite.colours import (
    DARK_PAPER,
    LIGHT_PAPER,
    contrast,
    from_oklch,
    mix,
    oklch,
    palette,
)

CINNABAR = "#b23a2a"
EVERY_HUE = [
    "#{:02x}{:02x}{:02x}".format(
        *(
            round(255 * part)
            for part in colorsys.hls_to_rgb(hue / 24, lightness, saturation)
        )
    )
    for hue in range(24)
    for lightness in (0.1, 0.5, 0.9)
    for saturation in (0.2, 1.0)
]
EXTREMES = ["#000000", "#ffffff", "#808080", "#ffff00", "#0000ff", "#00ff00"]


def channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def test_text_in_any_accent_is_readable_on_both_papers():
    accents = [*EVERY_HUE, *EXTREMES]

    unreadable = [accent for accent in accents if worst_contrast(accent) < 4.5]

    assert len(accents) == 150
    assert unreadable == []


def worst_contrast(accent: str) -> float:
    colours = palette(accent)
    return min(
        contrast(colours.light.accent, LIGHT_PAPER),
        contrast(colours.light.accent, colours.light.soft),
        contrast(colours.dark.accent, DARK_PAPER),
        contrast(colours.dark.accent, colours.dark.soft),
    )


def test_an_accent_that_is_readable_by_day_is_kept():
    assert palette(CINNABAR).light.accent == CINNABAR


def test_cinnabar_at_night_is_the_tone_the_design_names():
    night = channels(palette(CINNABAR).dark.accent)

    difference = [abs(a - b) for a, b in zip(night, channels("#e58a78"), strict=True)]

    assert max(difference) <= 2


def test_a_pale_accent_is_darkened_by_day_and_kept_light_at_night():
    colours = palette("#ffe066")

    assert contrast(colours.light.accent, "#000000") < contrast("#ffe066", "#000000")
    assert contrast(colours.dark.accent, DARK_PAPER) > 10


def test_the_hue_of_an_accent_is_kept():
    _lightness, _chroma, hue = oklch("#1c6e8c")

    hues = [
        oklch(colour)[2]
        for colour in (
            palette("#1c6e8c").light.accent,
            palette("#1c6e8c").dark.accent,
        )
    ]

    assert hues == pytest.approx([hue, hue], abs=0.05)


@pytest.mark.parametrize("capital", ["#B23A2A", "#b23A2a"])
def test_capital_letters_make_no_difference(capital):
    assert palette(capital) == palette(CINNABAR)


@pytest.mark.parametrize("wrong", ["", "b23a2a", "#b23", "#b23a2g", "#b23a2a;", "red"])
def test_what_is_no_colour_is_refused(wrong):
    with pytest.raises(ValueError, match="not a colour"):
        palette(wrong)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000000", 21.0),
        ("#767676", "#ffffff", 4.54),
        (CINNABAR, CINNABAR, 1.0),
    ],
)
def test_contrast_is_the_ratio_of_wcag(one, other, expected):
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


def test_a_mixture_lies_between_paper_and_ink():
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#fbfaf7", CINNABAR, 0) == "#fbfaf7"


@pytest.mark.parametrize("colour", [CINNABAR, "#1c6e8c", "#123456", "#fedcba"])
def test_oklch_and_back_is_the_same_colour(colour):
    assert from_oklch(*oklch(colour)) == colour


def test_the_stylesheet_holds_both_schemes_and_can_be_kept_for_ever(rf):
    response = accent_css(rf.get("/accent/b23a2a.css"), "b23a2a")

    text = response.content.decode()
    assert text.count("--accent: #b23a2a;") == 2  # by day and on paper
    assert text.count(f"--accent: {palette(CINNABAR).dark.accent};") == 1
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize("wrong", ["b23a2", "b23a2g", "red", "b23a2a}body{"])
def test_there_is_no_stylesheet_for_what_is_no_colour(rf, wrong):
    with pytest.raises(Http404):
        accent_css(rf.get("/accent/"), wrong)
