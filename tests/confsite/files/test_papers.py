"""Papers in two scripts: programme, run sheet, place cards."""

import io
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest

from confsite.files.cards import PlaceCard, cards_bytes
from confsite.files.drawing import Imprint
from confsite.files.pdf import Cell, Column, Paper, TextLine, Tone
from confsite.files.typefaces import BOX, SHARED_MARKS, Face, ShapedText, advances

IMPRINT = Imprint(
    title="Programme · 会议日程",
    language="zh-CN",
    created=datetime(2020, 7, 14, 1, 30, tzinfo=UTC),
    author="Nanjing University 南京大学",
    footer="China–UK 2020 · 中英科技创新大会",
)
NAMES = ["Łukasz Wójcik", "张伟", "李世贵", "陈喆", "𠮷野", "陳大文", "Nguyễn Thị Khai"]
HOSTILE = [
    "x" * 300,
    "张" * 300,
    "O",
    "D'Arcy",
    "\u202eevil\u202c \u2066x\u2069 zero\u200bwidth\ufeff",
    "👨‍👩‍👧 🇨🇳",
    "محمد بن راشد",
    "Z\u0351\u036b\u0343a" * 40,
    "e\u0301葛\U000e0100",
    "tab\there\r\nline\u2028separator\x0b\x85\x07",
    "lone \ud800 surrogate \uffff",
    "{{7*7}} %(x)s <script> \\( ) {nb} **bold** --x--",
    " " * 50,
    "",
]


def reader(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content), strict=True)


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in reader(content).pages]


def paper_of(rows: list[list[Cell]], *titles: str, **options: Any) -> list[str]:
    paper = Paper(IMPRINT, **options)
    columns = titles or ("",) * len(rows[0])
    paper.table([Column(title, 1) for title in columns], rows)
    return pages(paper.to_bytes())


def letters(text: str, *, is_bold: bool = False) -> dict[str, Face]:
    (runs,) = ShapedText(text, is_bold=is_bold).lines(1000)
    return {char: run.face for run in runs for char in run.text}


def lines(text: str, room: float) -> list[str]:
    return ["".join(run.text for run in line) for line in ShapedText(text).lines(room)]


@pytest.mark.parametrize("tone", Tone)
def test_names_of_both_scripts_can_be_read_back(tone):
    paper = Paper(IMPRINT)
    for name in NAMES:
        paper.heading(f"Talk · {name}", 3)
        paper.paragraph([TextLine(f"A {name} B", tone)])

    (page,) = pages(paper.to_bytes())

    told = [text for name in NAMES for text in (f"Talk · {name}", f"A {name} B")]
    assert page.splitlines()[:-1] == told


def test_a_paper_says_what_it_is():
    paper = Paper(IMPRINT)
    paper.heading("14 July · 7月14日")
    paper.heading("Łukasz 张伟", 2)

    document = reader(paper.to_bytes())

    assert document.metadata is not None
    assert document.metadata.title == IMPRINT.title
    assert document.metadata.author == IMPRINT.author
    assert document.metadata.creation_date == IMPRINT.created
    catalogue = document.trailer["/Root"]
    assert catalogue["/Lang"] == "zh-CN"
    assert bool(catalogue["/ViewerPreferences"]["/DisplayDocTitle"])
    first, second = document.outline
    assert first["/Title"] == "14 July · 7月14日"
    assert second[0]["/Title"] == "Łukasz 张伟"


def test_the_same_paper_is_the_same_file():
    def made(footer: str) -> bytes:
        paper = Paper(Imprint("T", "en-GB", IMPRINT.created, footer=footer))
        paper.paragraph("Łukasz 张伟")
        return paper.to_bytes()

    assert made("a") == made("a")
    assert made("a") != made("b")


def test_only_the_letters_that_a_paper_uses_are_in_it():
    paper = Paper(IMPRINT)
    paper.paragraph("Łukasz 张伟")

    fonts = reader(paper.to_bytes()).pages[0]["/Resources"]["/Font"]

    names = sorted(font.get_object()["/BaseFont"] for font in fonts.values())
    assert names == ["/MPDFAA+NotoSans", "/MPDFAA+NotoSansCJKSC"]
    assert len(paper.to_bytes()) < 25_000


def test_pages_are_counted_and_have_the_footer():
    paper = Paper(IMPRINT)
    for number in range(1, 4):
        paper.heading(f"Part {number}")
        if number < 3:
            paper.new_page()

    found = pages(paper.to_bytes())

    assert [page.splitlines()[-1] for page in found] == [
        f"{IMPRINT.footer} {number} / 3" for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("landscape", "expected"), [(False, (595, 842)), (True, (842, 595))]
)
def test_the_sheet_is_a4(landscape, expected):
    box = reader(Paper(IMPRINT, landscape=landscape).to_bytes()).pages[0].mediabox

    assert (round(box.width), round(box.height)) == expected


def test_a_table_repeats_its_titles_on_each_page():
    rows: list[list[Cell]] = [[f"14:{n:02}", f"Item {n} 环节"] for n in range(60)]

    found = paper_of(rows, "Nanjing 南京", "Item 环节", landscape=True, size=8)

    assert len(found) > 2
    for page in found:
        assert page.splitlines()[0] == "Nanjing 南京 Item 环节"
    told = [line for page in found for line in page.splitlines() if line[:3] == "14:"]
    assert told == [f"14:{n:02} Item {n} 环节" for n in range(60)]


def test_a_table_without_titles_has_no_header():
    (page,) = paper_of([["14:00", "Opening"]])

    assert page.splitlines()[0] == "14:00 Opening"


def test_a_row_is_never_cut_through():
    row: Cell = [TextLine(f"line {n}", Tone.QUIET) for n in range(9)]

    for page in paper_of([[row, "x"]] * 12, "a", "b"):
        told = page.splitlines()
        assert told.count("line 0") == told.count("line 8") > 0


def test_a_row_that_is_longer_than_a_page_goes_on_with_nothing_lost():
    words = [f"w{n}" for n in range(3000)]

    found = paper_of([["before", "-"], [" ".join(words), "other"]], "a", "b")

    told = "\n".join(found).split()
    assert len(found) > 3
    assert [word for word in told if word[0] == "w"] == words


def pages_with(mark: str, write: Callable[[Paper], None]) -> list[str]:
    """What is on the page of the mark, wherever on a page it begins."""
    paper = Paper(IMPRINT)
    for length in range(30, 60):
        paper.paragraph("\n".join("x" * length))
        write(paper)
        paper.new_page()
    return [page for page in pages(paper.to_bytes()) if mark in page]


def test_a_heading_is_not_the_last_on_a_page():
    def write(paper: Paper) -> None:
        paper.heading("A heading", 2)
        paper.table([Column("", 1)], [["what it introduces"]])

    found = pages_with("A heading", write)

    assert len(found) == 30
    assert [page for page in found if "what it introduces" not in page] == []


def test_a_heading_stays_with_the_first_row_of_its_table():
    columns, row = [Column("Time", 1)], ["\n".join(map(str, range(9))) + "\nlast"]

    def write(paper: Paper) -> None:
        paper.heading("A heading", 2, below=paper.beginning(columns, row))
        paper.table(columns, [row])

    found = pages_with("A heading", write)

    assert len(found) == 30
    assert [page for page in found if "last" not in page] == []


def test_a_row_that_no_page_has_room_for_begins_below_its_heading():
    columns, row = [Column("Time", 1)], [" ".join(f"w{n}" for n in range(3000))]

    def write(paper: Paper) -> None:
        paper.heading("A heading", 2, below=paper.beginning(columns, row))
        paper.table(columns, [row])

    found = pages_with("A heading", write)

    assert len(found) == 30
    assert [page for page in found if "w0 w1 " not in page] == []


def test_a_table_opens_where_its_first_row_has_room():
    def write(paper: Paper) -> None:
        paper.table([Column("Time", 1)], [["first\nsecond\nthird"]])

    found = pages_with("Time", write)

    assert len(found) == 30
    assert [page for page in found if "third" not in page] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_one_can_type_makes_a_paper_fail(text):
    imprint = Imprint(text, "en-GB", IMPRINT.created, author=text, footer=text)
    paper = Paper(imprint)
    for level in (1, 2, 3):
        paper.heading(text, level)
    paper.paragraph(text)
    paper.table(
        [Column(text, 1), Column("b", 3, is_right=True)],
        [[text, [TextLine(text, Tone.STRONG)]]],
    )

    found = pages(paper.to_bytes())
    cards = pages(cards_bytes(imprint, [PlaceCard(text, text, [text, text])]))

    assert found[-1].endswith(f"{len(found)} / {len(found)}")
    assert len(cards) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("👨‍👩‍👧", BOX * 3),
        ("हिन", BOX * 3),
        ("\uffff \ud800", f"{BOX} {BOX}"),
        ("\u202eevil\u202c", "evil"),
        ("葛\U000e0100", "葛"),
        ("e\u0301", "é"),
        ("a\tb\u2003c", "a b\u2003c"),
    ],
)
def test_a_letter_that_no_typeface_has_is_a_box(text, expected):
    assert "".join(lines(text, 1000)) == expected


def test_all_of_a_long_name_is_printed():
    name = "".join(chr(ord("a") + n % 26) for n in range(300))

    (card,) = pages(cards_bytes(IMPRINT, [PlaceCard(name, "张" * 300)]))

    told = card.replace("\n", "")
    assert told.count(name) == 2
    assert told.count("张") == 600


def test_a_card_shows_the_same_on_both_sides():
    cards = [
        PlaceCard(
            "李世贵", "Li Shigui", ["Deputy Director-General", "江苏省科学技术厅"]
        ),
        PlaceCard("Łukasz Wójcik"),
    ]

    first, second = reader(cards_bytes(IMPRINT, cards)).pages

    face = ["李世贵", "Li Shigui", "Deputy Director-General", "江苏省科学技术厅"]
    assert first.extract_text().splitlines() == face * 2
    assert second.extract_text().splitlines() == ["Łukasz Wójcik"] * 2
    assert IMPRINT.footer not in first.extract_text()


def test_a_cards_halves_stand_on_their_own_side_of_the_fold():
    (page,) = reader(cards_bytes(IMPRINT, [PlaceCard("张伟", "Zhang", ["x"])])).pages
    heights = []

    def visit(text: str, matrix: list, text_matrix: list, *more: object) -> None:
        if text.strip():
            x, y = text_matrix[4], text_matrix[5]
            heights.append(matrix[1] * x + matrix[3] * y + matrix[5])

    page.extract_text(visitor_text=visit)

    fold = float(page.mediabox.height) / 2
    below, above = heights[:3], heights[3:]
    assert len(heights) == 6
    assert max(below) < fold < min(above)
    # Turned about the fold: as far above it as the front is below.
    assert [round(fold - y) for y in below] == [round(y - fold) for y in above]


def test_chinese_marks_are_as_wide_as_characters_in_chinese_alone():
    assert letters("他说“你好”……")["“"] == Face.HAN
    assert letters("Prof Li’s (李世贵) “talk”")["“"] == Face.LATIN
    assert letters("Prof Li’s (李世贵) “talk”")["’"] == Face.LATIN


def test_a_name_is_bold_as_a_whole_or_not_at_all():
    assert set(letters("张伟", is_bold=True).values()) == {Face.HAN_BOLD}
    assert set(letters("陳大文", is_bold=True).values()) == {Face.HAN}
    assert letters("Chan 陳", is_bold=True)["C"] == Face.LATIN_BOLD


def test_one_name_is_of_one_typeface():
    assert set(letters("ŁukaszŹdźbło").values()) == {Face.LATIN}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在南京举行的会议", ["在南京举", "行的会议"]),
        ("在南京举，行的会", ["在南京", "举，行的", "会"]),
        ("在南京（举行）的", ["在南京", "（举行）", "的"]),
        ("aa bb cc dd", ["aa bb cc", "dd"]),
        ("mmmmmmmmmm", ["mmmm", "mmmm", "mm"]),
        ("a  \n\n b", ["a", "", " b"]),
    ],
)
def test_lines_break_where_both_scripts_allow(text, expected):
    assert lines(text, 4.2) == expected


def test_no_room_at_all_is_a_letter_on_each_line():
    assert lines("a张b", 0.01) == ["a", "张", "b"]


def decoded(codec: str, leads: range) -> set[str]:
    """The Chinese characters of an old character set."""
    pairs = (bytes([lead, trail]) for lead in leads for trail in range(0xA1, 0xFF))
    texts = (pair.decode(codec, "ignore") for pair in pairs)
    return {text for text in texts if unicodedata.category(text or " ") == "Lo"}


@pytest.mark.parametrize(
    ("face", "characters"),
    [
        (Face.HAN, decoded("gbk", range(0x81, 0xFF))),
        (Face.HAN, decoded("big5", range(0xA4, 0xFA))),
        (Face.HAN_BOLD, decoded("gb2312", range(0xB0, 0xF8))),
        (Face.HAN, SHARED_MARKS | {BOX} | set("喆𠮷〇，。：；（）《》、①→　")),
        (Face.HAN_BOLD, SHARED_MARKS | {BOX} | set("喆𠮷〇，。：；（）《》、①→　")),
        (Face.LATIN, set("ŁłĄŻßøşğǎǚẞĩựЖяΩé–—’“”…·•€£")),
        (Face.LATIN_BOLD, set("ŁłĄŻßøşğǎǚẞĩựЖяΩé–—’“”…·•€£")),
    ],
)
def test_typefaces_have_the_letters_of_their_languages(face, characters):
    missing = {char for char in characters if ord(char) not in advances(face)}

    assert missing == set()
    assert len(characters) > 10


def test_typefaces_come_with_their_licence_and_stay_small():
    folder = Face.HAN.path.parent
    sizes = [face.path.stat().st_size for face in Face]

    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "LICENSE").read_text()
    assert sum(sizes) < 7_200_000
