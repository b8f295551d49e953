"""Bytes from plain data."""

import xml.etree.ElementTree as ET

import segno

from confsite.files.qr import QUIET_ZONE, qr_svg

ADDRESS = "https://conf.example/t/4x7k2mqp-Zm9vYmFyLWJhei0xMjM0_w-x/"


def test_a_code_is_one_drawing_as_large_as_its_box():
    drawing = ET.fromstring(qr_svg(ADDRESS))

    assert drawing.tag.endswith("svg")
    assert drawing.get("width") is None
    side = segno.make(ADDRESS, error="m", micro=False).symbol_size(border=QUIET_ZONE)
    assert drawing.get("viewBox") == f"0 0 {side[0]} {side[1]}"


def test_a_code_is_readable_with_a_sixth_of_it_lost():
    assert segno.make(ADDRESS, error="m", micro=False).error == "M"
    assert ADDRESS not in qr_svg(ADDRESS)


def test_a_code_needs_no_style_of_its_own():
    """The Content-Security-Policy would drop it."""
    assert "style" not in qr_svg(ADDRESS)
    assert "<script" not in qr_svg(ADDRESS)
