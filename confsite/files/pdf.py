"""Papers in two scripts: headings, paragraphs and tables, one below the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from confsite.files.drawing import (
    HAIRLINE,
    INK,
    LONG_SIDE,
    QUIET_INK,
    SHORT_SIDE,
    Bookmark,
    Imprint,
    PdfPage,
    Rule,
    Typeset,
    Writing,
    fitted,
    part_of,
    pdf_bytes,
    typeset,
)
from confsite.files.tagging import Part
from confsite.files.typefaces import ShapedText

__all__ = ["Cell", "Column", "Imprint", "Paper", "TextLine", "Tone"]

# Millimetres; the sides of a landscape are narrower, because tables stand there.
TOP, FOOT, SIDE, LANDSCAPE_SIDE = 18.0, 20.0, 20.0, 14.0
GUTTER, PADDING = 3.5, 1.5
AFTER_TEXT, AFTER_TABLE = 1.6, 4.0
BAR_WIDTH, BAR_WEIGHT = 18.0, 0.8
# A heading at the foot of a page waits for what it introduces: so much of it at least.
BELOW_HEADING = 24.0
FOOTER_SIZE = 7.5


class Tone(StrEnum):
    """How loudly a line speaks."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    ACCENT = "accent"


@dataclass(frozen=True)
class TextLine:
    """Some text of one tone. It becomes several lines where it does not fit."""

    text: str
    tone: Tone = Tone.PLAIN


Cell = str | Sequence[TextLine]


@dataclass(frozen=True)
class Column:
    """A column of a table; of widths 1 and 3 the second has three quarters."""

    title: str
    width: float
    is_right: bool = False


# Of the headings of a level: the size in that of the text, the space before and after.
HEADINGS = {1: (2.1, 6.0, 3.0), 2: (1.4, 7.0, 2.0), 3: (1.1, 4.0, 1.0)}
# The size in that of the text; the line spacing is that of Chinese.
QUIET_SIZE = 0.85


@dataclass(frozen=True)
class Box:
    """A cell of a table that has its lines."""

    x: float
    width: float
    is_right: bool
    lines: Sequence[Typeset]
    part: Part | None = None

    @property
    def height(self) -> float:
        return sum(line.height for line in self.lines)

    def cut(self, room: float) -> tuple["Box", "Box"]:
        """The lines that have room, at least one, and the others."""
        taken, end = 0.0, 0
        for line in self.lines:
            taken += line.height
            if taken > room and end > 0:
                break
            end += 1
        return replace(self, lines=self.lines[:end]), replace(
            self, lines=self.lines[end:]
        )


class Paper:
    """An A4 paper that is written from top to bottom.

    Every page has the imprint's footer and "2 / 5". A letter that no typeface has
    shows as a box; nothing that one can type makes it fail.
    """

    def __init__(
        self, imprint: Imprint, *, landscape: bool = False, size: float = 10
    ) -> None:
        self._imprint = imprint
        self._landscape = landscape
        self._size = size
        self._side = LANDSCAPE_SIDE if landscape else SIDE
        self._width = (LONG_SIDE if landscape else SHORT_SIDE) - 2 * self._side
        self._height = SHORT_SIDE if landscape else LONG_SIDE
        self._document = Part("Document")
        self._sheets = [PdfPage()]
        self._y = TOP

    def heading(self, text: str, level: int = 1, below: float = BELOW_HEADING) -> None:
        """A title of level 1, 2 or 3, which the outline shows as well.

        It stands on one page with so many millimetres of what is below it, as long as
        any page has room for them.
        """
        size, before, after = HEADINGS[level]
        colour = self._imprint.accent if level == 3 else INK
        lines = typeset(
            ShapedText(text, is_bold=True),
            self._width,
            size * self._size,
            colour,
            1.3,
        )
        needed = before + sum(line.height for line in lines) + after
        if needed + below > self._whole_page:
            below = BELOW_HEADING
        needed += max(below, BELOW_HEADING)
        if needed > self._room and not self._is_at_top:
            self.new_page()
        if not self._is_at_top:
            self._y += before
        self._sheet.bookmarks.append(Bookmark(text, level - 1, self._y))
        if level == 1:
            self._rule(BAR_WIDTH, self._imprint.accent, BAR_WEIGHT)
            self._y += AFTER_TEXT
        self._put_lines(lines, f"H{level}")
        self._y += after

    def paragraph(self, text: Cell) -> None:
        """Text as wide as the page."""
        self._put_lines(self._typeset(text, self._width), "P")
        self._y += AFTER_TEXT

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """Rows between hairlines; the titles, if there are any, on each page.

        A row is never cut through, unless it is longer than a page: then it begins
        where it can.
        """
        titles = [[TextLine(column.title, Tone.QUIET)] for column in columns]
        has_titles = any(column.title for column in columns)
        table = self._document.add("Table")
        head = self._boxes(columns, titles) if has_titles else []
        first_head = _tagged(head, table, "TH") if head else []
        is_open = False
        for row in rows:
            boxes = _tagged(self._boxes(columns, row), table, "TD")
            needed = _height(boxes) + (0 if is_open else _height(head))
            if needed > self._whole_page:
                needed = BELOW_HEADING
            if needed > self._room and not self._is_at_top:
                self.new_page()
                is_open = False
            if not is_open:
                self._put_row(first_head or head, INK)
                first_head = []
                is_open = True
            while _height(boxes) > self._room:
                pairs = [box.cut(self._room - 2 * PADDING) for box in boxes]
                self._put_row([above for above, below in pairs], HAIRLINE)
                boxes = [below for above, below in pairs]
                self.new_page()
                self._put_row(head, INK)
            self._put_row(boxes, HAIRLINE)
        self._y += AFTER_TABLE

    def beginning(
        self, columns: Sequence[Column], row: Sequence[Cell], above: Cell = ""
    ) -> float:
        """How tall a table is up to its first row, and the paragraph above it."""
        text = sum(line.height for line in self._typeset(above, self._width))
        text += AFTER_TEXT if text else 0
        titles = [[TextLine(column.title, Tone.QUIET)] for column in columns]
        head = _height(self._boxes(columns, titles))
        return text + head + _height(self._boxes(columns, row))

    def new_page(self) -> None:
        """What follows begins on a new page."""
        self._sheets.append(PdfPage())
        self._y = TOP

    def to_bytes(self) -> bytes:
        """The finished file."""
        total = len(self._sheets)
        sheets = [
            replace(sheet, marks=[*sheet.marks, *self._footer(f"{number} / {total}")])
            for number, sheet in enumerate(self._sheets, 1)
        ]
        return pdf_bytes(
            self._imprint, sheets, self._document, landscape=self._landscape
        )

    @property
    def _sheet(self) -> PdfPage:
        return self._sheets[-1]

    @property
    def _room(self) -> float:
        return self._height - FOOT - self._y

    @property
    def _whole_page(self) -> float:
        return self._height - FOOT - TOP

    @property
    def _is_at_top(self) -> bool:
        return self._y == TOP

    def _typeset(self, cell: Cell, width: float) -> list[Typeset]:
        lines = [TextLine(cell)] if isinstance(cell, str) else cell
        return [part for line in lines for part in self._toned(line, width)]

    def _toned(self, line: TextLine, width: float) -> list[Typeset]:
        is_bold = line.tone in {Tone.STRONG, Tone.ACCENT}
        size = self._size * (QUIET_SIZE if line.tone == Tone.QUIET else 1)
        colour = {Tone.QUIET: QUIET_INK, Tone.ACCENT: self._imprint.accent}
        return typeset(
            ShapedText(line.text, is_bold=is_bold),
            width,
            size,
            colour.get(line.tone, INK),
        )

    def _boxes(self, columns: Sequence[Column], row: Sequence[Cell]) -> list[Box]:
        free = self._width - GUTTER * (len(columns) - 1)
        share = free / sum(column.width for column in columns)
        boxes, x = [], self._side
        for column, cell in zip(columns, row, strict=True):
            width = column.width * share
            boxes.append(Box(x, width, column.is_right, self._typeset(cell, width)))
            x += width + GUTTER
        return boxes

    def _put_row(self, boxes: Sequence[Box], line_below: str) -> None:
        if not boxes:
            return
        for box in boxes:
            top = self._y + PADDING
            for line in box.lines:
                x = box.x + (box.width - line.width if box.is_right else 0)
                part = part_of(box.part, line) if box.part else None
                self._sheet.marks.append(line.at(x, top, part))
                top += line.height
        self._y += _height(boxes)
        self._rule(self._width, line_below)

    def _put_lines(self, lines: Iterable[Typeset], kind: str) -> None:
        for line in lines:
            if line.height > self._room:
                self.new_page()
            part = part_of(self._document, line, kind)
            self._sheet.marks.append(line.at(self._side, self._y, part))
            self._y += line.height

    def _rule(self, width: float, colour: str, weight: float = 0.15) -> None:
        self._sheet.marks.append(Rule(self._side, self._y, width, colour, weight))

    def _footer(self, number: str) -> list[Writing]:
        top = self._height - FOOT / 2
        (page,) = typeset(ShapedText(number), self._width, FOOTER_SIZE, QUIET_INK)
        room = self._width - page.width - GUTTER
        footer = ShapedText(" ".join(self._imprint.footer.splitlines()))
        lines = fitted(footer, room, page.height, FOOTER_SIZE, QUIET_INK, page.leading)
        right = self._side + self._width - page.width
        return [*(line.at(self._side, top) for line in lines), page.at(right, top)]


def _tagged(boxes: Sequence[Box], table: Part, kind: str) -> list[Box]:
    """A row of the table; titles that are repeated on the next page are none."""
    row = table.add("TR")
    return [replace(box, part=row.add(kind)) for box in boxes]


def _height(boxes: Sequence[Box]) -> float:
    """How tall a row is."""
    return max((box.height for box in boxes), default=-2 * PADDING) + 2 * PADDING
