"""The picture that a link is shown with."""

from io import BytesIO

import pytest
from PIL import Image

from confsite.files.preview import NAME, SIZE, Preview, name_lines, png_bytes

pytestmark = pytest.mark.pure
FACTS = Preview(
    part_of="A summit",
    name="Innovation Conference",
    when="9 July 2031",
    where="Nanjing",
    accent="#b23a2a",
    paper="#fbfaf7",
)


def picture(**changes):
    return Image.open(BytesIO(png_bytes(Preview(**vars(FACTS) | changes))))


def test_it_is_a_png_in_the_colours_given():
    drawn = picture()

    assert (drawn.format, drawn.size) == ("PNG", SIZE)
    assert drawn.getpixel((10, 300)) == (0xB2, 0x3A, 0x2A)
    assert drawn.getpixel((1199, 629)) == (0xFB, 0xFA, 0xF7)


@pytest.mark.parametrize("column", ["part_of", "name", "when", "where", "accent"])
def test_everything_given_is_drawn(column):
    other = {"accent": "#2a5db2"}.get(column, "其他 Other")

    assert picture(**{column: other}).tobytes() != picture().tobytes()


@pytest.mark.parametrize(
    ("name", "size"),
    [("中英创新合作大会", 88), ("Innovation " * 6, 66), ("Innovation " * 60, 40)],
)
def test_a_name_is_as_large_as_it_fits(name, size):
    lines, chosen = name_lines(name)

    assert chosen == size
    assert len(lines) <= dict(NAME)[size]


@pytest.mark.parametrize("name", ["", "محمد", "สวัสดี", "\ue000🎁", "A" * 300])
def test_every_name_can_be_drawn(name):
    assert picture(name=name, where=name, part_of=name).size == SIZE
