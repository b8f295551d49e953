"""Rows of any app, in and out: the machine by itself, with members of staff."""

import pytest
from django.contrib.sessions.backends.db import SessionStore

from confsite.models import User
from confsite.tables import dry_run, export, staging
from confsite.tables.spreadsheet import read, xlsx_bytes
from tests.confsite.tables.staff import PLAN, StaffLookups, StaffResource, a_table
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

ADA = {"email": "ada@example.org", "first_name": "Ada", "Superuser status": "yes"}


def bring(*rows):
    tables = {"": a_table(*rows)}
    shown = dry_run.check(tables, PLAN).fingerprint
    return dry_run.carry_out(tables, PLAN, shown=shown).rows


def test_a_row_becomes_an_instance_and_changes_it_the_next_time():
    first = bring(ADA)
    second = bring({"email": "ADA@example.org", "first_name": "Augusta"})
    third = bring({"email": "ADA@example.org", "first_name": "Augusta"})

    user = User.objects.get()
    assert (user.first_name, user.is_superuser) == ("Augusta", True)
    assert [rows[0].status for rows in (first, second, third)] == [
        "new",
        "changed",
        "unchanged",
    ]
    assert list(map(str, second[0].changes)) == [
        "Email address: ada@example.org → ADA@example.org",
        "First name: Ada → Augusta",
    ]


def test_what_a_model_or_the_database_refuses_is_said_at_its_column():
    results = bring(
        {"email": "nobody", "first_name": "A"},
        {"email": "a@example.org", "first_name": "A" * 151},
        {"email": "a@example.org", "first_name": "A\x00"},
    )

    columns = [[refusal.column for refusal in row.refusals] for row in results]
    assert columns == [["Email address"], ["First name"], ["First name"]]
    assert not User.objects.exists()


def test_what_was_exported_changes_nothing():
    make_staff(first_name="李明", is_superuser=True)
    make_staff(last_name="=1+1")
    sheets = export.everything(StaffLookups("Asia/Shanghai"), [StaffResource])

    result = dry_run.check(read(xlsx_bytes(sheets)), PLAN)

    assert [row.status for row in result.rows] == ["unchanged", "unchanged"]


def test_a_template_has_an_example_and_the_words_that_may_be_used():
    lookups = StaffLookups("Asia/Shanghai")
    [template] = export.template(lookups, [StaffResource])
    words = export.words(lookups, [StaffResource])

    assert template.rows == [["example@example.org", "", "", "No"]]
    assert list(words.rows) == [("-", "Yes"), ("", "No")]
    result = dry_run.check(read(xlsx_bytes([template, words])), PLAN)
    assert (result.rows, result.tables[0].remarks) == (
        [],
        ("Line 2 is the example of the template and was left out.",),
    )


def test_tables_are_staged_for_their_target_alone():
    session = SessionStore()
    tables = {"": a_table(ADA), "Sheet": a_table({"email": "李"})}

    staging.stage(session, "guests of 1", tables)

    assert staging.staged(session, "guests of 1") == tables
    assert staging.staged(session, "guests of 2") is None
    staging.discard(session)
    assert staging.staged(session, "guests of 1") is None


@pytest.mark.parametrize("lock", [True, False])
def test_rows_that_are_only_read_are_not_locked(lock):
    rows = StaffLookups("UTC", lock=lock).in_order(User.objects.all())

    assert ("FOR NO KEY UPDATE" in str(rows.query)) is lock
