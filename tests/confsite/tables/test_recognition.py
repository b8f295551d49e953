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
        (
            ["Foo", "Bar"],
            "None of the first lines of this file has heads that are known",
        ),
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


def test_titles_above_the_heads_are_skipped_and_named():
    lines = [
        ("Staff of the conference", ""),
        ("Last name", "Version 2, as of Monday"),
        ("Last name *", "Email address (required)"),
        ("Lovelace", "ada@example.org"),
    ]
    table = Table(
        lines[0], tuple(RawRow(n, line) for n, line in enumerate(lines[1:], 3))
    )

    [found], _remarks = recognise({"": table}, KINDS, KINDS)

    assert [(row.line, row.cells) for row in found.rows] == [
        (5, {"last_name": "Lovelace", "email": "ada@example.org"})
    ]
    assert found.remarks == (
        "Above the heads, and left out: Staff of the conference; "
        "Last name Version 2, as of Monday.",
    )


class Members(StaffResource):
    """A kind whose heads other lists have as well, under other names."""

    code = "members"
    also = {"name": "whole name"}
    other_heads = {"first_name": ("Forename",), "last_name": ("Nachname", "Surname")}
    common = frozenset({"name", "first_name", "last_name"})

    @classmethod
    def name(cls):
        return "Members"


def test_heads_from_elsewhere_are_known_and_ours_win():
    table = Table(
        ("Surname", "Last name", "Nachname", "is_superuser"),
        (RawRow(2, ("A", "B", "C", "1")), RawRow(3, ("A", "", "C", ""))),
    )

    [found], _remarks = recognise({"": table}, [Members], [Members])

    assert [row.cells for row in found.rows] == [
        {"last_name": "B", "is_superuser": "1"},
        {"last_name": "C"},
    ]


@pytest.mark.parametrize(
    ("title", "heads", "expected"),
    [
        ("", ["Whole name", "Forename"], True),
        ("Sheet1", ["Surname", "Telephone"], True),
        ("Members", ["Surname"], False),
        ("", ["Surname", "Email address"], False),
        ("", ["last_name"], False),
    ],
)
def test_what_may_be_another_list_is_asked_about(title, heads, expected):
    tables = {title: a_table(*heads)}

    found = recognition.unclear(tables, [Members])

    assert found == ({title: [Members]} if expected else {})
    if expected:
        with pytest.raises(NotUnderstood, match="Nobody has said yet"):
            recognise(tables, [Members], [Members])


def test_what_somebody_said_holds():
    tables = {"a": a_table("Surname"), "b": a_table("Surname"), "c": a_table("email")}

    said = recognition.answered(tables, {"a": "members", "b": ""})

    assert (list(said), said["a"].kind) == (["a", "c"], "members")
    assert recognition.unclear(said, [Members]) == {}
    found, _remarks = recognise({"a": said["a"]}, [StaffResource, Members], [Members])
    assert [table.kind for table in found] == [Members]
