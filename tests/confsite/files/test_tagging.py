"""A paper says in which order it is read, what a text is, and in which language."""

import io
import re
from typing import Any

import pypdf
import pytest

from confsite.files.cards import PlaceCard, cards_bytes
from confsite.files.pdf import Column, Imprint, Paper, TextLine
from tests.confsite.files.test_papers import IMPRINT

ENGLISH = Imprint("Programme", "en-GB", IMPRINT.created, footer="A footer")
SEQUENCE = re.compile(rb"/(\w+) (?:BMC|<</MCID (\d+)>> BDC)(.*?)\nEMC", re.DOTALL)
TEXT = b" Tj"


def opened(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content), strict=True)


def sequences(page: Any) -> list[tuple[str, int | None, int]]:
    """What is marked on a page: as what, its number, and of how many texts."""
    found = SEQUENCE.findall(page.get_contents().get_data())
    return [
        (kind.decode(), int(number) if number else None, body.count(TEXT))
        for kind, number, body in found
    ]


def tree(element: Any) -> Any:
    """The kinds of all elements, and in place of contents how many there are."""
    kids = [kid.get_object() for kid in element["/K"]]
    below = [tree(kid) if "/S" in kid else "text" for kid in kids]
    language = f" {element['/Lang']}" if "/Lang" in element else ""
    return element["/S"][1:] + language, below


def document_of(content: bytes) -> Any:
    root = opened(content).trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    (document,) = root["/StructTreeRoot"]["/K"]
    return tree(document.get_object())


def paper(rows: int = 1) -> bytes:
    paper = Paper(ENGLISH)
    paper.heading("Conference 大会")
    paper.paragraph([TextLine("Nanjing"), TextLine("南京")])
    paper.table([Column("Time", 1)], [["14:00"]] * rows)
    return paper.to_bytes()


def test_a_paper_is_read_in_its_order_and_each_run_in_its_language():
    chinese = ("Span zh-CN", ["text"])
    assert document_of(paper()) == (
        "Document",
        [
            ("H1", ["text", chinese]),
            ("P", ["text"]),
            ("P", [chinese]),
            (
                "Table",
                [
                    ("TR", [("TH", [("P", ["text"])])]),
                    ("TR", [("TD", [("P", ["text"])])]),
                ],
            ),
        ],
    )


def test_a_chinese_paper_is_chinese_as_a_whole():
    paper = Paper(IMPRINT)
    paper.paragraph("南京")

    assert document_of(paper.to_bytes()) == ("Document", [("P", ["text"])])


def test_titles_of_columns_are_heard_once_however_many_pages_repeat_them():
    content = paper(rows=200)

    _name, (*_texts, (_table, rows)) = document_of(content)
    assert [kinds[0][0] for _row, kinds in rows] == ["TH", *["TD"] * 200]
    assert len(opened(content).pages) > 2


def test_what_decorates_belongs_to_no_part():
    """Rules, the footer, and titles that are repeated; nothing is without a mark."""
    for page in opened(paper(rows=200)).pages:
        drawn = page.get_contents().get_data()
        marked = sequences(page)
        assert marked[-1][:2] == ("Artifact", None)
        assert sum(texts for _kind, _number, texts in marked) == drawn.count(TEXT)
        assert not re.search(rb" (re|Tj)\b", SEQUENCE.sub(b"", drawn))


def test_every_content_is_found_from_its_page():
    content = paper(rows=200)
    reader = opened(content)
    numbers = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))

    for page in reader.pages:
        kinds = [kind for kind, number, _texts in sequences(page) if number is not None]
        owners = parents[page["/StructParents"]]
        assert [owner.get_object()["/S"][1:] for owner in owners] == kinds
        for number, owner in enumerate(owners):
            contents = [kid for kid in owner.get_object()["/K"] if "/MCID" in kid]
            assert number in [kid["/MCID"] for kid in contents]


@pytest.mark.parametrize("name", ["Ada", "A very long name " * 20])
def test_a_card_is_heard_once_though_it_stands_there_twice(name):
    card = PlaceCard(name, "张伟", ["Professor", "南京大学"])

    content = cards_bytes(ENGLISH, [card])

    kinds, below = document_of(content)
    assert (kinds, [kind for kind, _texts in below]) == (
        "Document",
        ["H1", "H1", "P", "P"],
    )
    (page,) = opened(content).pages
    marked = sequences(page)
    assert marked[-1][:2] == ("Artifact", None)
    heard = sum(texts for _kind, number, texts in marked if number is not None)
    assert (
        marked[-1][2]
        + sum(texts for kind, _number, texts in marked[:-1] if kind == "Artifact")
        == heard
    )
