"""Sheets of letters and lines as the bytes of a PDF.

Lengths are millimetres from the top left corner, sizes of type are points.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from confsite.files import thai
from confsite.files.right_to_left import unjoined
from confsite.files.tagging import Part, TagTree
from confsite.files.typefaces import Face, Run, ShapedText, printable

if TYPE_CHECKING:
    from fpdf import FPDF

LONG_SIDE, SHORT_SIDE = 297.0, 210.0  # of A4
POINT = 25.4 / 72
INK, QUIET_INK, HAIRLINE = "#1c1b19", "#6b675f", "#d3cec3"
# Half the height of a capital: what stands in the middle of a line.
HALF_CAPITAL = 0.36
SHRINKING = 0.95
CREATOR = "confsite"
# What was typed where a typeface has shapes of letters.
TYPED: dict[Face, Callable[[str], str]] = {
    **dict.fromkeys((Face.ARABIC, Face.ARABIC_BOLD), unjoined),
    **dict.fromkeys((Face.THAI, Face.THAI_BOLD), thai.typed),
}
# What a run in a typeface is written in, if that is not the language of the paper.
LANGUAGES: dict[Face, str] = {
    **dict.fromkeys((Face.HAN, Face.HAN_BOLD), "zh-CN"),
    **dict.fromkeys((Face.ARABIC, Face.ARABIC_BOLD), "und-Arab"),
    **dict.fromkeys((Face.HEBREW, Face.HEBREW_BOLD), "he"),
    **dict.fromkeys((Face.THAI, Face.THAI_BOLD), "th"),
}


@dataclass(frozen=True)
class Imprint:
    """What a paper says about itself.

    The accent has to be readable on white. The same paper with the same imprint is
    the same file, byte for byte.
    """

    title: str
    language: str  # as calendars write it: en-GB, zh-CN
    created: datetime
    author: str = ""
    footer: str = ""
    accent: str = "#b23a2a"


@dataclass(frozen=True)
class Writing:
    """A line of letters whose baseline begins at x, y; of no part if it decorates."""

    x: float
    y: float
    line: "Typeset"
    part: Part | None = None


@dataclass(frozen=True)
class Rule:
    """A horizontal line that hangs from x, y."""

    x: float
    y: float
    width: float
    colour: str = HAIRLINE
    weight: float = 0.15
    part: None = None


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline that a reader shows beside the pages."""

    title: str
    level: int  # 0 for the first
    y: float


@dataclass(frozen=True)
class PdfPage:
    """One page. The marks of a tent stand a second time, upside down, above it."""

    is_tent: bool = False
    marks: list[Writing | Rule] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)


@dataclass(frozen=True)
class Typeset:
    """A line that has its letters and no place yet."""

    runs: Sequence[Run]
    size: float
    colour: str
    leading: float = 1.5
    begins: bool = True  # a paragraph, and does not go on with one

    @property
    def height(self) -> float:
        return self.size * POINT * self.leading

    @property
    def width(self) -> float:
        return sum(run.width for run in self.runs) * self.size * POINT

    def at(self, x: float, top: float, part: Part | None = None) -> Writing:
        baseline = top + self.height / 2 + HALF_CAPITAL * self.size * POINT
        return Writing(x, baseline, self, part)


def part_of(above: Part, line: Typeset, kind: str = "P") -> Part:
    """The part that a line belongs to: each paragraph is one of its own."""
    return above.add(kind) if line.begins else above.kids[-1]


def typeset(
    text: ShapedText, width: float, size: float, colour: str, leading: float = 1.5
) -> list[Typeset]:
    """The text in lines of a width."""
    return [
        Typeset(runs, size, colour, leading, begins=number == 0)
        for lines in text.paragraphs(width / (size * POINT))
        for number, runs in enumerate(lines)
    ]


def fitted(
    text: ShapedText,
    width: float,
    height: float,
    size: float,
    colour: str,
    leading: float,
) -> list[Typeset]:
    """The text in the largest type, up to a size, in which all of it has room."""
    while True:
        lines = typeset(text, width, size, colour, leading)
        if sum(line.height for line in lines) <= height:
            return lines
        size *= SHRINKING


def pdf_bytes(
    imprint: Imprint, sheets: Sequence[PdfPage], document: Part, *, landscape: bool
) -> bytes:
    """The finished file; the parts of the document are those that marks belong to."""
    # Only a process that prints has it in memory: it takes 30 MB.
    from fpdf import FPDF
    from fpdf.prefs import ViewerPreferences

    pdf = FPDF(orientation="landscape" if landscape else "portrait", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_title(_one_line(imprint.title))
    pdf.set_author(_one_line(imprint.author))
    pdf.set_creator(CREATOR)
    pdf.set_lang(imprint.language)
    pdf.set_creation_date(imprint.created)
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    tags = TagTree(pdf, document)
    for sheet in sheets:
        pdf.add_page()
        for bookmark in sheet.bookmarks:
            pdf.set_y(bookmark.y)
            pdf.start_section(_one_line(bookmark.title), bookmark.level, strict=False)
        _draw(pdf, tags, sheet.marks)
        if sheet.is_tent:
            # Whoever cannot see it needs it only once.
            copy = [replace(mark, part=None) for mark in sheet.marks]
            with pdf.rotation(180, pdf.w / 2, pdf.h / 2):
                _draw(pdf, tags, copy)
    _spell_out(pdf)
    return bytes(pdf.output())


def _draw(pdf: "FPDF", tags: TagTree, marks: Sequence[Writing | Rule]) -> None:
    for mark in marks:
        if isinstance(mark, Writing):
            _write(pdf, tags, mark)
        else:
            tags.write(None)
            pdf.set_fill_color(mark.colour)
            pdf.rect(mark.x, mark.y, mark.width, mark.weight, style="F")
    tags.close()


def _write(pdf: "FPDF", tags: TagTree, writing: Writing) -> None:
    x, line = writing.x, writing.line
    pdf.set_text_color(line.colour)
    for run in line.runs:
        # Only the typefaces that a paper uses: each takes a tenth of a second or more.
        if run.face.lower() not in pdf.fonts:
            pdf.add_font(run.face, fname=run.face.path)
        pdf.set_font(run.face, size=line.size)
        tags.write(writing.part, LANGUAGES.get(run.face, "") if writing.part else "")
        pdf.text(x, writing.y, run.text)
        x += run.width * line.size * POINT


def _spell_out(pdf: "FPDF") -> None:
    """Let readers find and copy the letters that were typed, not their shapes."""
    fonts: dict[str, Any] = pdf.fonts
    for face, letter in TYPED.items():
        if font := fonts.get(face.lower()):
            for glyph, _ in font.subset.items():
                (code,) = glyph.unicode
                typed = letter(chr(code))
                # Two letters of one shape come out in the wrong order: they stay one.
                if len(typed) == 1:
                    glyph.unicode = (ord(typed),)


def _one_line(text: str) -> str:
    return printable(" ".join(text.splitlines()))
