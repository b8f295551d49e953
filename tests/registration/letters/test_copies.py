"""A copy of the database sends nothing until somebody has released its letters."""

from datetime import timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from registration import tasks
from registration.errors import NothingToRelease
from registration.letters import claims, copies, outbox
from registration.models import Letter, Outbox
from tests.factories import make_letter, make_staff
from tests.registration.delivery import FAILED, QUEUED, SENDING, SENT, deliver

pytestmark = pytest.mark.server
migration = import_module("registration.migrations.0015_a_copy_sends_nothing")


def restored_into_the_same_database():
    """As by `pg_restore --clean`: the same rows, in tables that were made anew."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA restored")
        cursor.execute("CREATE TABLE restored.registration_outbox AS TABLE outbox")
        cursor.execute("SET LOCAL search_path TO restored, public")


def restored_elsewhere():
    Outbox.objects.update(released_for="7333333333333333333/16384/17001/")


def copied_directory(mark="copy"):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('confsite.home', %s, true)", [mark])


@pytest.fixture
def copied():
    """A copy with one letter from before it and one of a sign-up since."""
    old = make_letter(queued_at=timezone.now() - timedelta(hours=3))
    copied_directory()
    copies.notice()
    since = timezone.now() - timedelta(hours=1)
    Outbox.objects.update(copy_since=since)
    return old, make_letter()


def states(*letters):
    return [Letter.objects.get(pk=letter.pk).state for letter in letters]


def test_letters_leave_from_where_they_were_queued(sink, mail):
    assert not copies.is_held()
    assert deliver() == 1


def test_a_database_that_was_restored_elsewhere_sends_nothing(sink, mail):
    restored_elsewhere()

    assert deliver() == 0
    assert (sink.letters, states(mail)) == ([], [QUEUED])


def test_a_database_that_was_restored_over_itself_sends_nothing(sink, mail):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE outbox AS TABLE registration_outbox")
    restored_into_the_same_database()

    assert deliver() == 0
    assert sink.letters == []


def test_a_directory_that_was_copied_sends_nothing(sink, mail):
    copied_directory()

    assert deliver() == 0
    assert sink.letters == []


def test_a_letter_that_was_being_sent_when_the_copy_was_made_stays(sink, mail):
    claims.claim()
    Letter.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    restored_elsewhere()

    assert deliver() == 0
    assert states(mail) == [SENDING]


def test_released_it_sends_them_all_and_says_who_did_it(sink, copied):
    boss = make_staff()

    assert copies.release(boss) == 2

    assert deliver() == 2
    outbox_ = Outbox.objects.get()
    assert (outbox_.released_by, outbox_.copy_since) == (boss, None)
    latest = Outbox.pgh_event_model.objects.order_by("-pk").first()
    assert latest.released_by_id == boss.pk


def test_what_came_with_it_can_be_set_aside(sink, copied):
    old, new = copied

    assert copies.release_new() == 1

    assert deliver() == 1
    assert states(old, new) == [FAILED, SENT]
    old.refresh_from_db()
    with override("zh-hans"):
        assert old.reason_in_words.startswith("此邮件来自数据库副本")
    outbox.retry(old)
    assert deliver() == 1


def test_before_the_worker_has_noticed_all_came_with_it(sink, mail):
    copied_directory()
    assert copies.waiting().copied == 1

    assert copies.release_new() == 1

    assert (deliver(), states(mail)) == (0, [FAILED])


def test_the_worker_notes_once_since_when_this_is_a_copy(mail):
    copied_directory()
    tasks.sweep()
    since = Outbox.objects.get().copy_since
    Outbox.objects.update(copy_since=since - timedelta(days=1))

    tasks.sweep()

    assert Outbox.objects.get().copy_since == since - timedelta(days=1)
    # A copy of the copy begins anew.
    copied_directory("copy of the copy")
    tasks.sweep()
    assert Outbox.objects.get().copy_since >= since


def test_nothing_is_noted_where_letters_leave(mail):
    tasks.sweep()

    assert Outbox.objects.get().copy_since is None


def test_there_is_nothing_to_release_where_letters_leave(mail):
    for verb in (copies.release, copies.release_new):
        with pytest.raises(NothingToRelease):
            verb()
    assert states(mail) == [QUEUED]


def test_without_its_row_it_is_held_and_can_be_released(sink, mail):
    Outbox.objects.all().delete()
    assert deliver() == 0

    copies.release()

    assert deliver() == 1


def test_the_check_costs_no_statement_of_its_own(mail):
    for _ in range(9):
        make_letter()

    with CaptureQueriesContext(connection) as asked:
        assert len(claims.claim()) == 10

    about_the_outbox = [q["sql"] for q in asked if "registration_outbox" in q["sql"]]
    assert about_the_outbox
    assert all('FROM "registration_letter"' in sql for sql in about_the_outbox)


def test_an_ordinary_role_may_ask_where_it_is():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() == (True,):
            cursor.execute("CREATE ROLE ordinary NOSUPERUSER")
            cursor.execute("GRANT SELECT ON registration_outbox TO ordinary")
            cursor.execute("SET LOCAL ROLE ordinary")

    assert not copies.is_held()


# -- Where the row comes from ----------------------------------------------------------


def test_a_database_that_is_brought_up_to_date_is_no_copy():
    make_letter(queued_at=timezone.now() - timedelta(days=4))
    Outbox.objects.all().delete()

    migration.release(apps, None)

    assert not copies.is_held()


# -- By hand ---------------------------------------------------------------------------


def test_a_copy_that_nothing_tells_is_held_by_hand(sink, mail, capsys):
    call_command("hold_outbox")
    assert deliver() == 0

    call_command("release_outbox", "--yes")

    assert "Letters that wait: 1." in capsys.readouterr().out
    assert deliver() == 1


@pytest.mark.parametrize("typed", ["n\n", "\n", ""])
def test_by_hand_one_is_asked(copied, monkeypatch, typed):
    """Nothing at all: no terminal is there, as under cron."""
    monkeypatch.setattr("sys.stdin", StringIO(typed))

    with pytest.raises(CommandError, match="Nothing was released"):
        call_command("release_outbox")

    assert copies.is_held()
    call_command("release_outbox", "--yes", "--new")
    assert states(*copied) == [FAILED, QUEUED]
    with pytest.raises(CommandError, match="nothing to release"):
        call_command("release_outbox", "--yes")
