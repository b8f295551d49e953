"""Releases: numbered, immutable, whole."""

import copy
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, connection

from agenda import programme
from agenda.models import Conference, Release, Session
from agenda.services import publishing
from tests.agenda.whole_programme import make_whole_conference
from tests.clock import a_second_later
from tests.factories import (
    STARTS_AT,
    make_conference,
    make_organisation,
    make_participation,
    make_room,
    make_session,
    make_speaker,
    make_staff,
    make_track,
    publish,
)
from tests.threads import in_threads


def test_releases_are_numbered_from_one():
    conference = make_conference(published=False)
    sam = make_staff()

    first = publishing.publish(conference, by=sam, note="Rooms are known.")
    second = publishing.publish(conference)

    assert (first.number, first.made_by, first.note) == (1, sam, "Rooms are known.")
    assert second.number == 2
    assert conference.releases.latest() == second


def test_each_conference_counts_for_itself():
    publish(make_conference())

    assert publish(make_conference(published=False)).number == 1


@pytest.mark.django_db(transaction=True)
def test_publishing_at_once_gives_releases_in_order():
    conference = make_conference(published=False)

    numbers = in_threads(6, lambda n: publish(conference).number)

    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_would_take_one_number(monkeypatch):
    """The negative control: the number is safe by the lock, not by luck."""
    conference = make_conference(published=False)
    monkeypatch.setattr(
        "django.db.models.QuerySet.select_for_update", lambda self, **how: self
    )
    numbers = []

    def publish_unguarded(n: int) -> None:
        try:
            numbers.append(publish(conference).number)
        except IntegrityError:
            numbers.append(None)

    for _ in range(20):
        in_threads(4, publish_unguarded)
        if None in numbers:
            break

    assert None in numbers


def test_a_release_never_changes():
    conference = make_conference(published=False)
    session = make_session(conference, title_en="Before")
    release = publish(conference)
    before = copy.deepcopy(release.snapshot)

    Session.objects.filter(pk=session.pk).update(title_en="After")
    publish(conference)

    release.refresh_from_db()
    assert release.snapshot == before
    assert programme.released(release.pk).sessions[0].title_en == "Before"
    latest = programme.latest(conference.slug)
    assert (latest.release, latest.sessions[0].title_en) == (2, "After")


@pytest.mark.parametrize("column", [{"snapshot": {}}, {"number": 7}, {"note": "new"}])
def test_not_even_plain_sql_changes_a_release(column):
    release = make_conference().releases.get()

    with pytest.raises(InternalError, match="release_never_changes"):
        type(release).objects.filter(pk=release.pk).update(**column)


def test_a_release_outlives_the_one_who_made_it():
    staff = make_staff()
    release = publishing.publish(make_conference(), by=staff)

    staff.delete()

    release.refresh_from_db()
    assert release.made_by is None


def test_a_snapshot_holds_both_languages_and_nothing_of_others():
    conference = make_conference(published=False)
    own = make_session(conference, title_en="Opening", title_zh="致辞")
    make_participation(own, make_speaker(conference, organisation=make_organisation()))
    stranger = make_session(make_conference(), title_en="Somebody else's")
    make_participation(
        stranger, make_speaker(stranger.conference, organisation=make_organisation())
    )

    snapshot = publish(conference).snapshot

    (session,) = snapshot["sessions"]
    assert (session["title_en"], session["title_zh"]) == ("Opening", "致辞")
    assert len(snapshot["speakers"]) == 1
    assert len(snapshot["participations"]) == 1
    assert len(snapshot["organisations"]) == 1
    assert "Somebody else's" not in json.dumps(snapshot)


@pytest.mark.parametrize("sessions", [1, 3])
def test_publishing_costs_the_same_for_any_number(sessions, django_assert_num_queries):
    conference = make_conference(published=False)
    for _ in range(sessions):
        session = make_session(
            conference, room=make_room(conference), track=make_track(conference)
        )
        make_participation(session)
    conference = Conference.objects.get(pk=conference.pk)

    # The lock, all tables at once, the last release, the new row, the savepoint around.
    with django_assert_num_queries(6):
        publishing.publish(conference)


def test_the_public_programme_reads_one_row(django_assert_num_queries):
    conference = make_conference(published=False)
    for _ in range(5):
        publish(conference)
    programme.latest(conference.slug)
    a_second_later()

    with django_assert_num_queries(1):
        programme.latest(conference.slug)


def test_the_latest_release_is_found_by_an_index():
    conference = make_conference(published=False)
    for _ in range(5):
        publish(conference)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = (
            Release.objects.filter(conference__slug=conference.slug)
            .order_by("-number")
            .values_list("pk", flat=True)[:1]
            .explain()
        )

    assert "Seq Scan" not in plan


def test_a_snapshot_is_of_one_moment(django_assert_num_queries):
    conference = make_whole_conference()

    with django_assert_num_queries(1):
        publishing.snapshot(conference)


# -- Moves ---


HOUR = timedelta(hours=1)


def moved_from(release, slug="opening") -> str | None:
    (row,) = (s for s in release.snapshot["sessions"] if s["slug"] == slug)
    return row.get("moved_from_at")


def move(conference, by: timedelta) -> Release:
    session = Session.objects.get(conference=conference, slug="opening")
    session.starts_at += by
    session.ends_at += by
    session.save()
    return publish(conference)


@pytest.fixture
def half_hour_later():
    """Release 1 has the session at its time, release 2 half an hour later."""
    conference = make_whole_conference()
    first = publish(conference)
    Session.objects.exclude(slug="opening").delete()
    return first, move(conference, HOUR / 2)


def test_a_session_remembers_when_it_began_before(half_hour_later):
    first, second = half_hour_later

    assert (moved_from(first), moved_from(second)) == (None, STARTS_AT.isoformat())
    assert moved_from(publish(first.conference)) == STARTS_AT.isoformat()


def test_how_an_older_snapshot_writes_a_time_makes_no_move():
    """Before releases were made in one statement, a moment ended in Z."""
    before = {"id": 1, "starts_at": "2030-07-09T06:00:00Z"}
    now = {"id": 1, "starts_at": "2030-07-09T06:00:00+00:00"}

    (row,) = publishing.remembering_moves([now], [before])

    assert row["moved_from_at"] is None
