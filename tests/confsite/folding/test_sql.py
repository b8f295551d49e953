"""PostgreSQL folds as Python does, and its triggers keep what rows are found by."""

import sys
import unicodedata

import pytest
from django.db import connection

from agenda.models import Organisation, Speaker
from confsite.folding.letters import folded, plain
from confsite.folding.order import name_key, text_key
from registration.models import Delegate
from tests.factories import make_delegate, make_organisation, make_speaker
from tests.registration.hostile import NAMES as HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.server]


def in_sql(function: str, rows: list[tuple[str, ...]]) -> list[str]:
    arguments = ", ".join(f"r.a{n}" for n in range(len(rows[0])))
    columns = ", ".join(f"a{n}" for n in range(len(rows[0])))
    values = ", ".join("(%s" + ", %s" * len(row) + ")" for row in rows)
    numbered = [value for n, row in enumerate(rows) for value in (n, *row)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {function}({arguments}) FROM (VALUES {values}) "
            f"AS r(n, {columns}) ORDER BY n",
            numbered,
        )
        return [row[0] for row in cursor.fetchall()]


def every_letter() -> list[str]:
    """In lines of a hundred, each beside a plain one; of those that are assigned."""
    kinds = ("Cs", "Cn", "Co")
    signs = [
        chr(code)
        for code in range(1, sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in kinds
    ]
    return ["a".join(signs[n : n + 100]) for n in range(0, len(signs), 100)]


def test_every_letter_of_unicode_is_folded_alike():
    lines = every_letter()

    assert in_sql("confsite_folded", [(line,) for line in lines]) == [
        folded(line) for line in lines
    ]


NAMES = [
    ("Zhang", "Wei", ""),
    ("", "", "张伟"),
    ("", "", "曾"),
    ("", "", "歐陽 靜"),
    ("曾", "国藩", ""),
    ("", "Pelé", "贝利"),
    ("", "", "𠮷喆"),
    ("", "", "Иван Петров"),
    ("Lü", "Xiao-Ming", "吕晓明"),
    ("123", "", ""),
    ("’", "‘", "·"),
]


def test_names_are_sorted_alike():
    names = NAMES + [(name, "", "") for name in HOSTILE.values()]

    assert in_sql("confsite_name_key", names) == [name_key(*name) for name in names]
    assert in_sql("confsite_text_key", [(n,) for _f, _g, n in NAMES]) == [
        text_key(native) for _f, _g, native in NAMES
    ]


def test_whoever_writes_a_row_and_how_it_is_found():
    delegate = make_delegate(family_name="Zhang", given_name="Wei", phone="")

    Delegate.objects.filter(pk=delegate.pk).update(native_name="張偉", phone="+8612")

    delegate.refresh_from_db()
    assert "张伟" in delegate.search_text
    assert delegate.search_text.endswith(" 8612")
    assert delegate.name_key == "zhang wei"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registration_delegate SET family_name = 'Łi'")
        cursor.execute("UPDATE registration_delegate SET search_text = 'x'")
    assert Delegate.objects.search("liwei").get() == delegate
    assert Delegate.objects.get().name_key == "li wei"


def test_rows_of_the_programme_are_found_as_well():
    Speaker.objects.bulk_create([Speaker(**make_row(make_speaker()))])
    house = make_organisation(name_en="", name_zh="南京大學", aliases="NJU\n金陵")

    assert Speaker.objects.filter(search_text__contains="dean").count() == 1
    house = Organisation.objects.get(pk=house.pk)
    assert {"南京大学", "nju", "金陵"} <= set(house.search_text.split())
    assert house.name_key == "nan jing da xue"


def make_row(speaker: Speaker) -> dict[str, object]:
    return {
        "conference": speaker.conference,
        "slug": "bulk",
        "family_name": "Bulk",
        "native_name": "",
        "title": "Dean",
    }


def test_what_is_kept_twice_is_not_in_the_history():
    speaker = make_speaker()
    events = Speaker.pgh_event_model.objects.filter(pgh_obj=speaker)  # type: ignore[attr-defined]
    before = events.count()

    Speaker.objects.filter(pk=speaker.pk).update(search_text="")

    speaker.refresh_from_db()
    assert speaker.search_text.startswith(plain(speaker.family_name))
    assert events.count() == before
