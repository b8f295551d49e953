"""The picture that a link to a conference is shown with, as a PNG of 1200 × 630."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from confsite.files.typefaces import Face, Run, ShapedText

SIZE = (1200, 630)
MARGIN = 80
TOP = 60
ROOM = SIZE[0] - 2 * MARGIN
INK, QUIET = "#1c1b19", "#5f5b52"
# The name as large as fits, so that it is read on a phone: sizes and lines at most.
NAME = ((88, 2), (66, 3), (50, 4), (40, 5))
SMALL, MEDIUM = 34, 46
LEADING = 1.28


@dataclass(frozen=True)
class Preview:
    """What it says, in one language, and its colours."""

    part_of: str
    name: str
    when: str
    where: str
    accent: str  # to be read on the paper
    paper: str


def png_bytes(preview: Preview) -> bytes:
    picture = Image.new("RGB", SIZE, preview.paper)
    pen = ImageDraw.Draw(picture)
    write = Writer(pen).write
    pen.rectangle((0, 0, 24, SIZE[1]), fill=preview.accent)
    above = ShapedText(preview.part_of).lines(ROOM / SMALL)[:1]
    y = write(TOP, above, SMALL, QUIET)
    write(y, *name_lines(preview.name), INK)
    # From below, where nothing moves it.
    y = SIZE[1] - MARGIN - 2 * MEDIUM * LEADING
    pen.rectangle((MARGIN, y - 24, MARGIN + 96, y - 16), fill=preview.accent)
    when = ShapedText(preview.when, is_bold=True).lines(ROOM / MEDIUM)[:1]
    y = write(y, when, MEDIUM, preview.accent)
    write(y, ShapedText(preview.where).lines(ROOM / MEDIUM)[:1], MEDIUM, INK)
    kept = BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def name_lines(name: str) -> tuple[list[list[Run]], int]:
    """As large as it fits; of one that never fits, the beginning."""
    shaped = ShapedText(name, is_bold=True)
    for size, most in NAME:
        lines = shaped.lines(ROOM / size)
        if len(lines) <= most:
            break
    return lines[:most], size


class Writer:
    """Writes lines of one picture, and reads each typeface once for it."""

    def __init__(self, pen: ImageDraw.ImageDraw):
        self.pen = pen
        self.typefaces: dict[tuple[Face, int], ImageFont.FreeTypeFont] = {}

    def write(self, y: float, lines: list[list[Run]], size: int, colour: str) -> float:
        """From a height on; where the next line would begin."""
        for line in lines:
            x: float = MARGIN
            for run in line:
                face = self.typeface(run.face, size)
                self.pen.text((x, y + size), run.text, colour, face, anchor="ls")
                x += run.width * size
            y += size * LEADING
        return y

    def typeface(self, face: Face, size: int) -> ImageFont.FreeTypeFont:
        if (face, size) not in self.typefaces:
            # Letters come in their order and shape: nothing is to be shaped again.
            plain = ImageFont.Layout.BASIC
            font = ImageFont.truetype(str(face.path), size, layout_engine=plain)
            self.typefaces[face, size] = font
        return self.typefaces[face, size]
