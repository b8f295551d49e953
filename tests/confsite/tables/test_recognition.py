"""Which kind of rows a table holds, by its heads."""

import pytest
from django.utils import translation

from confsite.tables import recognition
from confsite.tables.recognition import NotUnderstood, recognise
from confsite.tables.spreadsheet import RawRow, Table
from tests.confsite.tables.staff import KINDS, GuestResource, StaffResource


def a_table(*heads, rows=1):
    row = tuple(f"x{n}" for n, _head in enumerate(heads))
    return Table(heads, tuple(RawRow(n, row) for n in range(2, 2 + rows)))


def refusal(*tables, allowed=KINDS):
    with pytest.raises(NotUnderstood) as refused:
        recognise(dict(enumerate_titles(tables)), KINDS, allowed)
    return refused.value.message


def enumerate_titles(tables):
    return ((f"Sheet {n}", table) for n, table in enumerate(tables))


def test_the_kind_that_knows_most_heads_is_meant_and_the_kinds_come_in_their_order():
    tables = {
        "b": a_table("email", "phone"),
        "a": a_table("Last name", "ＥＭＡＩＬ address"),
    }

    found, _remarks = recognise(tables, KINDS, KINDS)

    assert [(table.kind, table.title) for table in found] == [
        (StaffResource, "a"),
        (GuestResource, "b"),
    ]
    assert found[0].rows[0].cells == {"last_name": "x0", "email": "x1"}


def test_heads_are_known_in_either_language():
    with translation.override("zh-hans"):
        label = StaffResource.label("last_name")

    assert StaffResource.heads()[label] == "last_name"


@pytest.mark.parametrize(
    ("heads", "reason"),
    [
        (["Foo", "Bar"], "No line of this file has heads that are known here."),
        (["email"], "The heads do not say which of these they are about: Staff, G"),
        (["Last name", "last_name"], "Two columns are headed “Last name”."),
    ],
)
def test_heads_that_nobody_knows_are_refused(heads, reason):
    assert refusal(a_table(*heads)).startswith(reason)


def test_a_kind_that_one_may_not_import_is_refused():
    reason = refusal(a_table("email", "phone"), allowed=[StaffResource])

    assert reason == "You may not import these: Guests."


def test_the_rows_of_all_tables_are_counted_together(monkeypatch):
    monkeypatch.setattr(recognition, "MOST_LINES", 3)
    table = a_table("last_name", rows=2)

    assert refusal(table, table).startswith("At most 3 rows are imported at once.")


def test_what_is_left_out_is_said():
    tables = {
        "Notes": a_table("Todo"),
        "可用词语": a_table("Yes"),
        "Staff": a_table("last_name", "Shoe size", ""),
    }

    found, remarks = recognise(tables, KINDS, KINDS)

    assert remarks == ("The sheet “Notes” was left out: none of its heads is known.",)
    assert found[0].remarks == (
        "Columns not known here: Shoe size.",
        "What stands in columns without a head was left out.",
    )
