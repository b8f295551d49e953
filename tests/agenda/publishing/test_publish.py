"""Releases: numbered, immutable, whole."""

import copy
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, connection

from agenda.models import Conference, Release, Session
from agenda.publishing import publish as publishing
from agenda.publishing.compare import compare
from agenda.publishing.publish import Draft, ProgrammeChanged, PublishedMeanwhile
from agenda.release import programme
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

pytestmark = pytest.mark.server


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
    earlier = programme.released(conference.pk, release.pk, conference.slug)
    assert earlier.sessions[0].title_en == "Before"
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


# -- What is published is what was shown ---


def test_a_snapshot_is_of_one_moment(django_assert_num_queries):
    conference = make_whole_conference()

    with django_assert_num_queries(1):
        publishing.snapshot(conference)


def test_the_same_rows_have_the_same_digest():
    conference = make_whole_conference()
    for _twice in range(2):
        twin = make_organisation(name_en="Twin", name_zh="")
        make_speaker(conference, organisation=twin)

    digests = {Draft.of(conference).digest for _ in range(5)}

    assert len(digests) == 1


def test_what_somebody_changed_meanwhile_is_not_published():
    conference = make_whole_conference()
    seen = Draft.of(conference).digest
    Session.objects.filter(slug="panel").update(title_en="Another")

    with pytest.raises(ProgrammeChanged, match="Somebody has changed the programme"):
        publishing.publish(conference, digest=seen)

    assert not conference.releases.exists()
    release = publishing.publish(conference, digest=Draft.of(conference).digest)
    assert release.number == 1


def test_what_was_looked_at_may_be_published_by_two():
    conference = make_whole_conference()
    seen = Draft.of(conference).digest

    numbers = [publishing.publish(conference, digest=seen).number for _ in range(2)]

    assert numbers == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_two_who_looked_at_the_same_give_two_releases_in_order():
    conference = make_whole_conference()
    seen = Draft.of(conference).digest

    numbers = in_threads(
        2, lambda n: publishing.publish(conference, digest=seen).number
    )

    assert sorted(numbers) == [1, 2]
    first, second = conference.releases.order_by("number")
    assert first.made_at < second.made_at


def test_what_is_published_twice_holds_nothing_new(half_hour_later):
    """Not even where a session says when it began before."""
    _first, second = half_hour_later

    assert Draft.of(second.conference).differs is False
    third = publish(second.conference).snapshot
    assert third == second.snapshot | {"said_at": third["said_at"]}


def test_what_no_page_shows_is_still_something_new():
    organisation = make_organisation()
    conference = make_conference(published=False)
    make_participation(
        make_session(conference), make_speaker(conference, organisation=organisation)
    )
    publish(conference)
    assert not Draft.of(conference).differs

    type(organisation).objects.update(aliases="Another name")

    assert Draft.of(conference).differs


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


def test_a_session_published_again_says_when_visitors_last_saw_it(half_hour_later):
    first, _second = half_hour_later

    again = publishing.publish_again(first)

    assert moved_from(again) == (STARTS_AT + HOUR / 2).isoformat()
    assert moved_from(first) is None


def test_how_an_older_snapshot_writes_a_time_makes_no_move():
    """Before releases were made in one statement, a moment ended in Z."""
    before = {"id": 1, "starts_at": "2030-07-09T06:00:00Z"}
    now = {"id": 1, "starts_at": "2030-07-09T06:00:00+00:00"}

    (row,) = publishing.remembering_moves([now], [before])

    assert row["moved_from_at"] is None


# -- An earlier release once more ---


def test_an_earlier_release_becomes_the_latest(half_hour_later):
    first, _second = half_hour_later
    sam = make_staff()

    again = publishing.publish_again(first, by=sam, note="Release 1 again")

    assert (again.number, again.made_by, again.note) == (3, sam, "Release 1 again")
    a_second_later()
    latest = programme.latest(first.conference.slug)
    assert latest.release == 3
    assert [s.slug for s in latest.sessions] == ["opening", "panel", "signing"]
    assert compare(first.snapshot, again.snapshot).shown == ()


def test_the_rows_of_the_staff_stay_as_they_are(half_hour_later):
    first, _second = half_hour_later
    before = Draft.of(first.conference).digest

    publishing.publish_again(first)

    assert Draft.of(first.conference).digest == before
    assert publishing.publish(first.conference).number == 4


def test_who_looked_at_another_release_is_told_so(half_hour_later):
    first, second = half_hour_later
    publish(first.conference)

    with pytest.raises(PublishedMeanwhile):
        publishing.publish_again(first, latest=second.number)

    assert publishing.publish_again(first, latest=3).number == 4


@pytest.mark.django_db(transaction=True)
def test_publishing_again_and_anew_at_once_gives_releases_in_order():
    conference = make_whole_conference()
    first = publish(conference)

    def one_of_both(n: int) -> int:
        if n % 2:
            return publishing.publish_again(Release.objects.get(pk=first.pk)).number
        return publishing.publish(Conference.objects.get(pk=conference.pk)).number

    assert sorted(in_threads(6, one_of_both)) == [2, 3, 4, 5, 6, 7]


def test_a_release_from_before_agreements_existed_can_be_published_again():
    conference = make_whole_conference()
    snapshot = publishing.snapshot(conference)
    old = {
        name: rows
        for name, rows in snapshot.items()
        if name not in ("agreements", "parties", "signatures", "join_options")
    }
    for session in old["sessions"]:
        del session["recording_url"]
    for speaker in old["speakers"]:
        del speaker["portrait_id"], speaker["role"]
    first = Release.objects.create(conference=conference, number=1, snapshot=old)
    second = publish(conference)

    comparison = compare(first.snapshot, second.snapshot)
    publishing.publish_again(first)
    a_second_later()

    assert "“Pact 1” was signed." in [str(change) for change in comparison.shown]
    latest = programme.latest(conference.slug)
    assert (latest.release, latest.agreements, len(latest.sessions)) == (3, (), 3)
