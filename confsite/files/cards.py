"""Place cards that stand on a table, one on each sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from confsite.files.drawing import (
    HAIRLINE,
    INK,
    LONG_SIDE,
    QUIET_INK,
    SHORT_SIDE,
    Imprint,
    PdfPage,
    Rule,
    Typeset,
    fitted,
    part_of,
    pdf_bytes,
)
from confsite.files.tagging import Part
from confsite.files.typefaces import ShapedText

__all__ = ["Imprint", "PlaceCard", "cards_bytes"]

FOLD = SHORT_SIDE / 2
SIDE, EDGE = 20.0, 10.0  # what stays free of the front, in mm
WIDTH, HEIGHT = LONG_SIDE - 2 * SIDE, SHORT_SIDE - FOLD - 2 * EDGE
FOLD_MARK = 6.0
BAR_WIDTH, BAR_WEIGHT, AROUND_BAR = 24.0, 0.7, 4.5
TIGHT = 1.2  # the line spacing of names


@dataclass(frozen=True)
class PlaceCard:
    """What stands on a place card: a name in one or two scripts, and who that is."""

    name: str
    other_name: str = ""
    lines: Sequence[str] = ()  # position, organisation


def cards_bytes(imprint: Imprint, cards: Sequence[PlaceCard]) -> bytes:
    """A4 landscape sheets to fold in the middle: both sides show the same.

    Names are as large as they fit. The imprint's footer is not used.
    """
    document = Part("Document")
    sheets = [_sheet(card, imprint.accent, document) for card in cards]
    return pdf_bytes(imprint, sheets, document, landscape=True)


def _sheet(card: PlaceCard, accent: str, document: Part) -> PdfPage:
    names, details = _names(card), _details(card)
    height = sum(line.height for line in [*names, *details])
    if details:
        height += 2 * AROUND_BAR
    sheet = PdfPage(is_tent=True)
    # The other half is drawn by turning this one, so each mark stands there twice.
    for x in (0.0, LONG_SIDE - FOLD_MARK):
        sheet.marks.append(Rule(x, FOLD, FOLD_MARK, HAIRLINE))
    y = FOLD + EDGE + (HEIGHT - height) / 2
    y = _put(sheet, names, y, document, "H1")
    if details:
        y += AROUND_BAR
        sheet.marks.append(
            Rule((LONG_SIDE - BAR_WIDTH) / 2, y, BAR_WIDTH, accent, BAR_WEIGHT)
        )
        _put(sheet, details, y + AROUND_BAR, document, "P")
    return sheet


def _names(card: PlaceCard) -> list[Typeset]:
    if not card.other_name:
        return _largest(card.name, 50, 100)
    return [*_largest(card.name, 31, 72), *_largest(card.other_name, 20, 46)]


def _largest(name: str, height: float, size: float) -> list[Typeset]:
    return fitted(ShapedText(name, is_bold=True), WIDTH, height, size, INK, TIGHT)


def _details(card: PlaceCard) -> list[Typeset]:
    return fitted(ShapedText("\n".join(card.lines)), WIDTH, 25, 17, QUIET_INK, 1.4)


def _put(
    sheet: PdfPage, lines: Sequence[Typeset], y: float, document: Part, kind: str
) -> float:
    for line in lines:
        part = part_of(document, line, kind)
        sheet.marks.append(line.at((LONG_SIDE - line.width) / 2, y, part))
        y += line.height
    return y
