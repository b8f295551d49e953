"""The bad input of PROMISES in every column: refused there, or kept as it is."""

import unicodedata

import pytest

from agenda.imports.lookups import Known
from agenda.models import Speaker
from confsite.tables.cells import Words
from confsite.tables.recognition import SHEETS
from confsite.tables.spreadsheet import csv_bytes
from confsite.text import INVISIBLE
from tests.admin_pages import office
from tests.agenda.imports.imported import a_table, bring, bring_all, send
from tests.factories import STARTS_AT, make_conference
from tests.registration.hostile import TEXTS

__all__ = ["office"]  # a fixture, used by its name

OTHERS = {
    "organisations": {"short_name_zh": "同"},
    "speakers": {"title": "Dr"},
    "sessions": {
        "title_zh": "题",
        "day": f"{STARTS_AT:%Y-%m-%d}",
        "begins": "14:00",
        "ends": "15:00",
    },
}
COLUMNS = [(sheet, column) for sheet in SHEETS for column in sheet.columns]


def kept(value: str) -> str:
    """What is left of a text that is kept."""
    value = unicodedata.normalize("NFC", value).strip()
    return value if INVISIBLE.sub("", value).strip() else ""


@pytest.mark.parametrize(
    ("sheet", "column"), COLUMNS, ids=[f"{s.code}-{c}" for s, c in COLUMNS]
)
def test_bad_input_is_refused_at_its_column_or_kept(sheet, column):
    conference = make_conference()
    texts = [text for text in TEXTS.values() if kept(text)]
    cell = sheet(Known(conference)).cells.get(column)
    others = OTHERS[sheet.code]

    fates = bring(
        conference,
        *(
            others | {sheet.naming[0]: f"Name {n}"} | {column: text}
            for n, text in enumerate(texts)
        ),
    )

    for text, fate in zip(texts, fates, strict=True):
        if fate.word == "refused":
            columns = {refusal.column for refusal in fate.refusals}
            assert sheet.label(column) in columns or "about the same" in str(fate)
        elif type(cell) is Words:
            assert sheet.model.objects.filter(**{column: kept(text)}).exists()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_passage_is_kept_or_refused(text):
    [fate] = bring(make_conference(), {"family_name": "A", "biography_en": text})

    biography = Speaker.objects.values_list("biography_en", flat=True).first()
    plain = kept(text).replace("\r\n", "\n")
    assert biography == (None if fate.word == "refused" else plain)


def test_what_was_kept_comes_back_as_the_same():
    conference = make_conference()
    names = [text for text in TEXTS.values() if kept(text)]
    rows = [
        {"slug": f"s{n}", "family_name": name, "organisation": name}
        for n, name in enumerate(names)
    ]
    table = a_table(*rows)

    first = bring_all(conference, {"": table})
    second = bring_all(conference, {"": table})

    taken = [fate for fate in first.fates if fate.word == "new"]
    again = [fate.word for fate in second.fates if fate.word != "refused"]
    assert len(taken) > 30
    assert again == ["unchanged"] * len(taken)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.code)
@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x>{{7*7}}'])
def test_bad_input_is_shown_as_text(office, sheet, text):
    content = csv_bytes(sheet.columns, [[text] * len(sheet.columns)])

    page = send(office, make_conference(), content, "x.csv").content.decode()

    assert text not in page
    assert "&lt;" in page
    assert not sheet.model.objects.exists()
