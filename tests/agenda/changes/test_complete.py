"""Nothing that the public can see changes without a sentence."""

import copy
import re
from typing import Any

import pytest
from django.utils.dateparse import parse_datetime
from django.utils.translation import override

from agenda import models
from agenda.changes.change import Subject
from agenda.changes.sentences import SORTS
from agenda.publishing.compare import programme
from confsite.folding.columns import KEPT
from tests.agenda.whole_programme import (
    HOUR,
    Rows,
    changed,
    in_words,
    make_whole_snapshot,
)

TABLES = {
    "conference": models.Conference,
    "country_names": models.CountryName,
    "organisations": models.Organisation,
    "partners": models.Partner,
    "rooms": models.Room,
    "tracks": models.Track,
    "speakers": models.Speaker,
    "sessions": models.Session,
    "join_options": models.JoinOption,
    "participations": models.Participation,
    "agreements": models.Agreement,
    "parties": models.AgreementParty,
    "signatures": models.Signature,
}
LEADS_TO = {
    "organisation_id": "organisations",
    "room_id": "rooms",
    "track_id": "tracks",
    "speaker_id": "speakers",
    "session_id": "sessions",
    "agreement_id": "agreements",
}
# By which a row is the same row, or belongs to the conference.
IDENTITY = {"id", "conference_id"}
# Orders are seen as the order of the rows, which is tried by itself.
ORDER = {"position", "precedence"}
UNSEEN = {
    "conference": {"slug"},  # another one at once
    "organisations": {"aliases"},  # for searches alone
    "rooms": {"capacity"},  # for staff
    "sessions": {"moved_from_at"},  # follows from starts_at
    "join_options": {"id"},
}
# Of a status the public sees whether the agreement is concluded.
VALUES = {
    "time_zone": "Asia/Tokyo",
    "second_time_zone": "Europe/Paris",
    "status": "ready",
}
NEVER_PUBLISHED = {("join_options", "url"), ("conference", "previous_id")}
COLUMNS = [
    (table, field.attname)
    for table, model in TABLES.items()
    for field in model._meta.concrete_fields
    if field.attname not in IDENTITY | ORDER | UNSEEN.get(table, set()) | {*KEPT}
    and (table, field.attname) not in NEVER_PUBLISHED
]


@pytest.fixture
def before() -> Rows:
    return make_whole_snapshot()


def another(table: str, column: str, value: Any, rows: Rows) -> Any:
    """A value that the column may have as well."""
    field = TABLES[table]._meta.get_field(column)
    if column in VALUES:
        return VALUES[column]
    if column in LEADS_TO:
        return next(r["id"] for r in rows[LEADS_TO[column]] if r["id"] != value)
    if column.endswith("_at"):
        return (parse_datetime(value) - HOUR / 2).isoformat()
    if column == "embargo_until":
        return "2001-01-01T00:00:00+00:00"
    if isinstance(value, bool):
        return not value
    if column == "country":
        return "FR"
    if field.choices:
        return next(code for code, _ in reversed(field.flatchoices) if code != value)
    return f"{value or ''}7" if not isinstance(value, int) else value + 1


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_column_that_changes_is_told(before, table, column):
    after = copy.deepcopy(before)
    rows = after[table]
    row = rows if table == "conference" else rows[0]
    row[column] = another(table, column, row[column], after)

    found = changed(before, after, with_embargoes=True)

    assert found
    for language in ("en", "zh-hans"):
        for sentence in in_words(found, language):
            assert not re.search(r"%\(|None|\bproxy\b", sentence), sentence
    with override("zh-hans"):
        rows = [dict(change.placeholders).get("difference") for change in found]
        labels = [str(row.name) for row in rows if row]
    assert not [name for name in labels if name.isascii() and name != "uid"]


@pytest.mark.parametrize("table", [name for name in TABLES if name != "conference"])
def test_every_row_that_goes_or_comes_is_told(before, table):
    after = copy.deepcopy(before)
    gone = after[table].pop()
    for column, others in LEADS_TO.items():
        if others == table:
            without(after, column, gone["id"])

    assert changed(before, after)
    assert changed(after, before)


def without(rows: Rows, column: str, pk: int) -> None:
    """What the database would do: take out what names the row, or leave it empty."""
    for table, found in rows.items():
        if table == "conference":
            continue
        if column in ("room_id", "track_id") or table == "speakers":
            for row in found:
                row[column] = None if row.get(column) == pk else row.get(column)
        else:
            rows[table] = [row for row in found if row.get(column) != pk]
    if column == "agreement_id":
        return
    known = {row["id"] for row in rows["agreements"]}
    for table in ("parties", "signatures"):
        rows[table] = [row for row in rows[table] if row["agreement_id"] in known]


@pytest.mark.parametrize(
    ("table", "within", "told"),
    [
        (
            "speakers",
            "conference_id",
            "The conference · Speakers: Professor Lin Mei, 李四, Ann Smith → "
            "李四, Professor Lin Mei, Ann Smith",
        ),
        (
            "partners",
            "conference_id",
            "The conference · Partners: Oxford, Zone → Zone, Oxford",
        ),
        (
            "participations",
            "session_id",
            "Opening remarks · People: Professor Lin Mei, 李四 → "
            "李四, Professor Lin Mei",
        ),
        (
            "agreements",
            "session_id",
            "Signing · Agreements: Pact 1, Pact 2 → Pact 2, Pact 1",
        ),
        ("parties", "agreement_id", "Pact 1 · Parties: Oxford, Zone → Zone, Oxford"),
        (
            "signatures",
            "agreement_id",
            "Pact 1 · People: Ann Smith, 李四 → 李四, Ann Smith",
        ),
    ],
)
def test_another_order_is_told(before, table, within, told):
    after = copy.deepcopy(before)
    rows = after[table]
    first, second, *_ = (
        n for n, row in enumerate(rows) if row[within] == rows[0][within]
    )
    rows[first], rows[second] = rows[second], rows[first]

    (change,) = changed(before, after)

    assert str(change) == told


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("rooms", "Rooms: Foyer, Yangtze Hall → Yangtze Hall, Foyer"),
        ("tracks", "Tracks: Light, Sound → Sound, Light"),
    ],
)
def test_another_order_of_places_is_told_once(before, table, told):
    after = copy.deepcopy(before)
    after[table][0]["position"] = 99

    (change,) = changed(before, after)

    assert str(change) == f"The conference · {told}"
    assert change.subject == Subject.PLACE


@pytest.mark.parametrize("sort", SORTS)
def test_every_column_has_a_name(sort, before):
    """That of its model, where it is not told in a sentence and not kept back."""
    programmes = [programme(before), programme(before)]
    row = next(iter(sort.rows(programmes[0])))
    compared = sort(row, row, *programmes)

    told = [name for name in compared.columns() if not hasattr(sort, f"tell_{name}")]
    # A track has no ways in.
    for column in {*told} - ({"ways_in"} if sort.model == models.Track else set()):
        assert "changed" in str(compared.column(column))


def test_what_nobody_sees_is_not_told(before):
    after = copy.deepcopy(before)
    moment = "2001-01-01T00:00:00+00:00"
    values = {
        "slug": "other",
        "aliases": "1",
        "capacity": 7,
        "moved_from_at": moment,
    }
    for table, columns in UNSEEN.items():
        row = after[table] if table == "conference" else after[table][0]
        for column in columns - {"id"}:
            row[column] = values[column]
    after["agreements"][0]["embargo_until"] = moment

    assert changed(before, after) == ()


def test_the_same_twice_has_no_changes(before):
    assert changed(before, before) == ()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_staff_write_is_text(before, language):
    evil = "<script>%(x)s{{7*7}}{0.__class__}"
    after = copy.deepcopy(before)
    for table, columns in {
        "sessions": ("title_en", "title_zh", "slug"),
        "speakers": ("family_name", "native_name", "position_en", "position_zh"),
        "rooms": ("name_en", "name_zh"),
        "organisations": ("name_en", "name_zh"),
        "agreements": ("title_en", "title_zh"),
    }.items():
        for column in columns:
            after[table][0][column] = evil

    found = changed(before, after)

    with override(language):
        html = "".join(change.html() for change in found)
    assert "<script>" not in html
    assert html.count("&lt;script&gt;%(x)s{{7*7}}{0.__class__}") >= len(found)
