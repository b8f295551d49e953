"""Names in Hangul, kana, Arabic, Hebrew and Thai, on paper."""

import io
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest
from fpdf.bidi import BidiParagraph

from confsite.files import thai, typefaces
from confsite.files.cards import PlaceCard, cards_bytes
from confsite.files.drawing import Imprint
from confsite.files.pdf import Paper, TextLine, Tone
from confsite.files.right_to_left import joined, unjoined
from confsite.files.typefaces import (
    BOX,
    EVERYDAY,
    Face,
    ShapedText,
    _drawable,
    advances,
    printable,
    unprintable,
)

IMPRINT = Imprint("Papers", "en-GB", datetime(2020, 7, 14, tzinfo=UTC))
MOHAMMED = "محمد"
# Initial meem, medial hah, medial meem, final dal.
JOINED = "\ufee3\ufea4\ufee4\ufeaa"
EVERYBODY = f"李明 Li 김민준 {MOHAMMED} 123"
OTHER_FACES = {face for face in Face if "NotoSans-" not in face and "sc-" not in face}


def printed(text: str, room: float = 1000, **options: Any) -> list[str]:
    """What stands in each line, from left to right."""
    lines = ShapedText(text, **options).lines(room)
    return ["".join(run.text for run in line) for line in lines]


def faces(text: str, **options: Any) -> set[Face]:
    (runs,) = ShapedText(text, **options).lines(1000)
    return {run.face for run in runs if run.text.strip()}


def paper_with(text: str, tone: Tone = Tone.PLAIN) -> pypdf.PdfReader:
    paper = Paper(IMPRINT)
    paper.paragraph([TextLine(text, tone)])
    return pypdf.PdfReader(io.BytesIO(paper.to_bytes()), strict=True)


def fonts_in(document: pypdf.PdfReader) -> dict[str, Any]:
    fonts = document.pages[0]["/Resources"]["/Font"].values()
    found = [font.get_object() for font in fonts]
    return {str(font["/BaseFont"]).partition("+")[2]: font for font in found}


# -- Hangul and kana -------------------------------------------------------------------


@pytest.mark.parametrize("tone", [Tone.PLAIN, Tone.STRONG])
@pytest.mark.parametrize(
    "name", ["김민준", "설믜 뷁", "さくら", "マイケル・ジョーダン", "ヴィクトール ﾀﾅｶ"]
)
def test_hangul_and_kana_can_be_read_back(name, tone):
    text = paper_with(f"Ms {name}", tone).pages[0].extract_text()

    assert f"Ms {name}" in text
    assert BOX not in text


@pytest.mark.parametrize(
    ("face", "letters"),
    [
        (Face.EAST, {chr(code) for code in range(0xAC00, 0xD7A4)}),
        (Face.EAST_BOLD, set("김이박최정강조윤장임한오서신권황안송류홍ㄱㅎㅏㅣ")),
        (Face.EAST, set("あんがぱっゔゝアンガパッヴヶ・ーヾｱﾝﾞㇰ")),
        (Face.EAST_BOLD, set("あんがぱっゔゝアンガパッヴヶ・ーヾｱﾝﾞㇰ")),
        (Face.ARABIC, set("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي٠٩۰۹،؟ًّـپچژگکیٹڈے")),
        (Face.HEBREW_BOLD, set("אבגדהוזחטיכךלמםנןסעפףצץקרשתָּ״")),
    ],
)
def test_typefaces_have_the_letters_of_their_languages(face, letters):
    assert {letter for letter in letters if ord(letter) not in advances(face)} == set()


@pytest.mark.parametrize("face", [Face.ARABIC, Face.ARABIC_BOLD])
def test_the_arabic_typefaces_have_every_shape(face):
    alphabet = [
        chr(code) for code in range(0x621, 0x64B) if code not in range(0x63B, 0x640)
    ]
    words = [f"{a}{b}{a}{b}" for a in alphabet for b in alphabet]

    shapes = set(joined(" ".join(words))) - {" "}

    assert len(shapes) > 100
    assert {shape for shape in shapes if ord(shape) not in advances(face)} == set()


def test_a_syllable_that_is_not_bold_makes_the_name_regular():
    assert faces("김민준", is_bold=True) == {Face.EAST_BOLD}
    assert faces("뷁민준", is_bold=True) == {Face.EAST}
    assert faces("渡辺さくら", is_bold=True) == {Face.HAN, Face.EAST}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("김민준 이서연 박지후", ["김민준", "이서연", "박지후"]),
        ("さくらさくらのやま", ["さくらさ", "くらのや", "ま"]),
        ("あああジョーダン", ["あああ", "ジョーダ", "ン"]),
        ("김민준李明", ["김민준李", "明"]),
    ],
)
def test_hangul_breaks_at_spaces_and_kana_as_chinese_does(text, expected):
    assert printed(text, 4.2) == expected


# -- Right to left ---------------------------------------------------------------------


def test_an_arabic_name_is_joined_and_runs_from_right_to_left():
    assert printed(MOHAMMED) == [JOINED[::-1]]
    # What stood there without either of them.
    assert printed(MOHAMMED) not in ([MOHAMMED], [MOHAMMED[::-1]], [JOINED])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("عبد", "\ufecb\ufe92\ufeaa"),
        ("راشد", "\ufead\ufe8d\ufeb7\ufeaa"),  # reh and alef do not join on
        ("سلام", "\ufeb3\ufefc\ufee1"),  # lam and alef are one
        ("الله", "\ufe8d\ufedf\ufee0\ufeea"),
        ("مُحَ", "\ufee3\u064f\ufea2\u064e"),  # vowels are no gap
        ("لَا", "\ufefb\u064e"),
        ("می\u200cخ", "\ufee3\ufbfd\u200c\ufea5"),  # Persian's gap is one
        ("هـ", "\ufeeb\u0640"),
        ("ا\u0653", "\ufe81"),  # decomposed
        ("پگ", "\ufb58\ufb93"),
        ("ټب", "ټ\ufe8f"),  # Pashto has no forms
        ("Li 李", "Li 李"),
    ],
)
def test_a_letter_takes_the_shape_that_its_neighbours_ask_for(text, expected):
    assert joined(text) == expected


def test_shapes_lead_back_to_what_was_typed():
    for text in (MOHAMMED, "عبد السلام", "می خواهم", "ڈاکٹر"):
        assert joined(text) != text
        assert unjoined(joined(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (EVERYBODY, f"李明 Li 김민준 123 {JOINED[::-1]}"),
        (f"{MOHAMMED} 12, Li", f"Li ,12 {JOINED[::-1]}"),
        (f"Dr {MOHAMMED} ({MOHAMMED}) Li", f"Dr ({JOINED[::-1]}) {JOINED[::-1]} Li"),
        (f"({MOHAMMED})", f"({JOINED[::-1]})"),
        (f"{MOHAMMED} (Li)", f"(Li) {JOINED[::-1]}"),
        ("שלום כהן", "ןהכ םולש"),
        ("٤٥", "٤٥"),
        (f"\u202e{MOHAMMED}", JOINED[::-1]),
    ],
)
def test_scripts_of_both_directions_stand_in_one_line(text, expected):
    assert printed(text) == [expected]


@pytest.mark.parametrize(
    "text", ["a שלום b 1,2-3% כהן.", "א1 2ב c ד", "כהן 5% - x + 6", "1 א 2 a 3"]
)
def test_the_order_is_that_of_unicode(text):
    assert printed(text) == [BidiParagraph(text).get_reordered_string()]
    assert printed(text) != [text]


def test_lines_of_a_hebrew_text_begin_with_its_first_word():
    assert printed("אאא בבב גגג", 5) == ["בבב אאא", "גגג"]


def test_a_width_is_the_sum_of_the_shapes():
    (runs,) = ShapedText(MOHAMMED).lines(1000)

    assert sum(run.width for run in runs) == pytest.approx(
        sum(advances(Face.ARABIC)[ord(shape)] for shape in JOINED)
    )


@pytest.mark.parametrize("tone", [Tone.PLAIN, Tone.STRONG])
def test_readers_find_the_letters_that_were_typed(tone):
    text = paper_with(f"Dr {MOHAMMED} בן", tone).pages[0].extract_text()

    assert MOHAMMED in text
    assert not any("\ufe70" <= char <= "\ufeff" for char in text)


def test_lam_and_alef_are_found_as_one():
    fonts = fonts_in(paper_with("سلام"))
    told = fonts["NotoSansArabic"]["/ToUnicode"].get_data().decode()

    assert "FEFC" in told
    assert "0633" in told
    assert "FEB3" not in told


def test_a_place_card_has_the_name_joined_on_both_sides():
    card = cards_bytes(IMPRINT, [PlaceCard(MOHAMMED, "Mohammed", ["جامعة قطر"])])

    text = pypdf.PdfReader(io.BytesIO(card)).pages[0].extract_text()

    assert text.count(MOHAMMED) == 2
    assert BOX not in text


@pytest.mark.parametrize(
    "text",
    ["م" + "." * 3000, "م" + ".\u0351" * 1500, "م①" + "①" * 3000, "م" + "()" * 2000],
    ids=["dots", "marks", "circles", "brackets"],
)
def test_nothing_that_runs_both_ways_makes_a_paper_fail(text):
    assert "\ufee1" in "".join(printed(text, 50))
    assert len(paper_with(text).pages) >= 1
    # The work grows with the text, and not with its square.
    half = text[: len(text) // 2]
    assert calls(printed, text, 50) < 3 * calls(printed, half, 50)


def calls(function: Callable[..., Any], *arguments: Any) -> int:
    """How many functions are called and left on the way."""
    counted = 0

    def count(*_event: object) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return counted


def test_a_typeface_is_read_only_for_letters_of_its_script():
    advances.cache_clear()

    printed("Łukasz 张伟 “x” 😀", is_bold=True)
    printed("Łukasz 张伟 “x” 😀")

    read = {face for face in Face if was_read(face)}
    assert read & OTHER_FACES == set()
    assert Face.HAN in read
    assert len(OTHER_FACES) == 8


def was_read(face: Face) -> bool:
    before = advances.cache_info().hits
    advances(face)
    return advances.cache_info().hits > before


def test_a_paper_has_only_the_typefaces_that_it_needs():
    assert set(fonts_in(paper_with(MOHAMMED))) == {
        "NotoSans",
        "NotoSansArabic",
    }


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Łukasz 张伟 𠮷野 김민준 محمد שלום, “x” — □", ""),
        ("आन्या शर्मा", "आनय\u094dाशरम"),
        ("Ada 😀😀 \u200b\ufe0f", "😀"),
    ],
)
def test_what_shows_as_a_box_is_known_before(text, letters):
    assert set(unprintable(text)) == set(letters)


def test_everyday_letters_are_known_without_a_typeface(monkeypatch):
    everyday = "".join(
        chr(code) for code in range(sys.maxunicode) if EVERYDAY.match(chr(code))
    )
    boxes = {char for char in printable(everyday) if _drawable(char) == BOX}
    monkeypatch.setattr(typefaces, "_drawable", None)

    assert unprintable(everyday) == ""
    assert boxes == set()


# -- Thai ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("กฤษณ์", "กฤษณ์"),
        ("ที่", "ที\ue148"),  # a tone above a vowel is raised
        ("น้ำ", "น\ue149ำ"),  # as it is above the ring of ำ
        ("ป้า", "ป\ue049า"),  # beside a tall letter it gives way
        ("ปี", "ป\ue035"),
        ("ปี่", "ป\ue035\ue348"),
        ("ฟ้ำ", "ฟ\ue349\ue04dา"),
        ("กุ้ง", "กุ้ง"),
        ("ญู", "\ue20dู"),  # a foot makes room
        ("ฬิ", "\ue22cิ"),
        ("ก\u0e48\u0e38", "กุ่"),  # in the order of NFC
    ],
)
def test_a_thai_mark_takes_the_shape_that_its_neighbours_ask_for(text, expected):
    assert printed(text) == [expected]


@pytest.mark.parametrize("face", [Face.THAI, Face.THAI_BOLD])
def test_the_thai_typefaces_have_every_shape(face):
    letters = [chr(code) for code in range(0xE01, 0xE2F)]
    marks = ["", *thai.UPPER, *thai.LOWER]
    words = [
        a + b + c + d
        for a in letters
        for b in marks
        for c in ("", *thai.TONES)
        for d in ("", "ำ")
    ]

    shapes = set("".join(map(thai.stacked, words)))

    assert len(shapes) > 90
    assert {shape for shape in shapes if ord(shape) not in advances(face)} == set()
    # A mark stands above the letter before it.
    assert {
        advances(face)[ord(shape)] for shape in shapes & {*"่ีู\ue148\ue048\ue348"}
    } == {0}


@pytest.mark.parametrize("tone", [Tone.PLAIN, Tone.STRONG])
def test_readers_find_the_thai_letters_that_were_typed(tone):
    text = paper_with("ปีที่ ฝั่ง หญู น้ำ", tone).pages[0].extract_text()

    assert text.split()[:4] == ["ปีที่", "ฝั่ง", "หญู", "น้ำ"]


def test_letters_of_other_scripts_are_boxes():
    for text in ("हिन्दी", "\ue001", "👨\u200d👩\u200d👧", "😀"):
        assert set(printed(text)[0]) == {BOX}
