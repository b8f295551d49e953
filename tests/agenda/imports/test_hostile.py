"""The bad input of PROMISES in every column: refused there, or kept as it is."""

import unicodedata

import pytest

from agenda.imports.lookups import ProgrammeLookups
from agenda.imports.programme import KINDS
from agenda.models import Speaker
from confsite.fields import LineField
from confsite.tables.spreadsheet import csv_bytes
from confsite.text import INVISIBLE
from tests.admin_pages import office
from tests.agenda.imports.imported import bring, bring_all, send
from tests.confsite.tables.staff import a_table
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
COLUMNS = [(kind, column) for kind in KINDS for column in kind.columns]


def kept(value: str, break_: str = " ") -> str:
    """What is left of a text that is kept; a cell may break the line of a field."""
    value = unicodedata.normalize("NFC", value).strip()
    value = value.replace("\r\n", break_).replace("\u2028", break_)
    return value if INVISIBLE.sub("", value).strip() else ""


@pytest.mark.parametrize(
    ("kind", "column"), COLUMNS, ids=[f"{k.code}-{c}" for k, c in COLUMNS]
)
def test_bad_input_is_refused_at_its_column_or_kept(kind, column):
    conference = make_conference()
    texts = [text for text in TEXTS.values() if kept(text)]
    cell = kind(ProgrammeLookups(conference)).cells.get(column)
    others = OTHERS[kind.code]

    results = bring(
        conference,
        *(
            others | {kind.naming[0]: f"Name {n}"} | {column: text}
            for n, text in enumerate(texts)
        ),
    )

    for text, result in zip(texts, results, strict=True):
        if result.status == "refused":
            columns = {refusal.column for refusal in result.refusals}
            assert kind.label(column) in columns or "about the same" in str(result)
        elif isinstance(getattr(cell, "form_field", None), LineField):
            assert kind.model.objects.filter(**{column: kept(text)}).exists()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_passage_is_kept_or_refused(text):
    [result] = bring(make_conference(), {"family_name": "A", "biography_en": text})

    biography = Speaker.objects.values_list("biography_en", flat=True).first()
    plain = kept(text, "\n")
    assert biography == (None if result.status == "refused" else plain)


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

    taken = [result for result in first.rows if result.status == "new"]
    again = [result.status for result in second.rows if result.status != "refused"]
    assert len(taken) > 30
    assert again == ["unchanged"] * len(taken)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x>{{7*7}}'])
def test_bad_input_is_shown_as_text(office, kind, text):
    content = csv_bytes(kind.columns, [[text] * len(kind.columns)])

    page = send(office, make_conference(), content, "x.csv").content.decode()

    assert text not in page
    assert "&lt;" in page
    assert not kind.model.objects.exists()
