"""What a PDF says to those who do not see it (ISO 32000-1, 14.7 and 14.8).

fpdf2 itself tags pictures and nothing else: a flat list of figures. This hands it a
tree in that list's place, by names that it keeps for itself; tests read the tree back.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fpdf import FPDF

# Titles of tables are those of their columns.
ATTRIBUTES = {"TH": "<</O /Table /Scope /Column>>"}


@dataclass(eq=False)
class Part:
    """A part of a text by its standard name: Document, H1, P, Table, TR, TH, TD."""

    kind: str
    kids: list["Part"] = field(default_factory=list)

    def add(self, kind: str) -> "Part":
        part = Part(kind)
        self.kids.append(part)
        return part


@dataclass(eq=False)
class Content:
    """What of a part stands together on one page in one language: `number` is its."""

    part: Part
    language: str
    page: int
    number: int
    pg: Any = None  # the page itself, which fpdf2 sets when it writes the file

    def page_number(self) -> int:
        return self.page

    def serialize(self, **_how: Any) -> str:
        return f"<</Type /MCR /Pg {self.pg.ref} /MCID {self.number}>>"


@dataclass
class Contents:
    """fpdf2 looks here for the pages that there are contents of."""

    k: list[Content]


class TagTree:
    """In the place of fpdf2's StructureTreeBuilder, with the names that it asks for."""

    def __init__(self, pdf: "FPDF", document: Part) -> None:
        self.pdf, self.document = pdf, document
        self.numbers: Counter[int] = Counter()
        self.open: tuple[Part | None, str] | None = None
        self.doc_struct_elem = Contents([])
        pdf.struct_builder = self  # type: ignore[assignment]

    def write(self, part: Part | None, language: str = "") -> None:
        """What follows belongs to a part, or to none if it only decorates.

        The language is given where it may be another than that of the document. Parts
        of a sentence are never one within the other: poppler leaves out what follows.
        """
        language = "" if language == self.pdf.lang else language
        if (part, language) == self.open:
            return
        self.close()
        self.open = part, language
        if part is None:
            self.pdf._out("/Artifact BMC")
            return
        page = self.pdf.page
        content = Content(part, language, page, self.numbers[page])
        self.numbers[page] += 1
        self.pdf.pages[page].struct_parents = page - 1
        self.doc_struct_elem.k.append(content)
        kind = "Span" if content.language else part.kind
        self.pdf._out(f"/{kind} <</MCID {content.number}>> BDC")

    def close(self) -> None:
        """At the end of a page, at the latest."""
        if self.open:
            self.pdf._out("EMC")
        self.open = None

    def empty(self) -> bool:
        return not self.doc_struct_elem.k

    def __iter__(self) -> Iterator[Any]:
        """All objects of the file that the tree consists of, the root first."""
        from fpdf.structure_tree import StructTreeRoot

        root = StructTreeRoot()
        yield root
        yield root.parent_tree
        elements: dict[Part, Any] = {}
        yield from _elements(self.document, root, elements)
        for content in self.doc_struct_elem.k:
            element = elements[content.part]
            if content.language:
                element = _element("Span", element)
                element.lang = f"({content.language})"
                yield element
            element.k.append(content)
            root.parent_tree.nums[content.page - 1].append(element)


def _elements(part: Part, above: Any, found: dict[Part, Any]) -> Iterator[Any]:
    element = found[part] = _element(part.kind, above)
    element.a = ATTRIBUTES.get(part.kind)
    yield element
    for kid in part.kids:
        yield from _elements(kid, element, found)


def _element(kind: str, above: Any) -> Any:
    from fpdf.structure_tree import StructElem

    element = StructElem(f"/{kind}", above, [])
    above.k.append(element)
    return element
