"""What calendars compare: since which release everything is when and where it is."""

from datetime import timedelta

import pytest

from agenda.models import Conference, Release, Room, Session
from agenda.publishing import publish as publishing
from agenda.publishing.publish import Draft
from agenda.release import programme
from tests.agenda.whole_programme import make_whole_conference
from tests.factories import publish


@pytest.fixture
def conference() -> Conference:
    conference = make_whole_conference()
    publish(conference)
    return conference


def sequences(conference: Conference) -> dict[str, int]:
    """Of the sessions by their addresses, and of the conference."""
    latest = programme.latest(conference.slug)
    found = {session.slug: latest.sequence(session) for session in latest.sessions}
    return found | {"": latest.sequence()}


def stamps(conference: Conference) -> dict[str, int]:
    """Of the sessions: the release whose time their entries carry."""
    latest = programme.latest(conference.slug)
    made = {release.made_at: release.number for release in conference.releases.all()}
    return {session.slug: made[latest.stamp(session)] for session in latest.sessions}


def panel(**columns) -> int:
    return Session.objects.filter(slug="panel").update(**columns)


AS_IT_WAS = {"opening": 1, "panel": 1, "signing": 1, "": 1}


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (lambda: None, {}),
        (lambda: panel(title_en="Debate", abstract_en="More.", places=3), {}),
        (lambda: Conference.objects.update(name_en="Other", about_zh="简介"), {}),
        (lambda: panel(is_cancelled=True), {"panel": 2}),
        (lambda: panel(attendance="online"), {"panel": 2}),
        (lambda: panel(room=None), {"panel": 2}),
        (lambda: Room.objects.filter(position=1).update(name_zh="厅"), {"opening": 2}),
        (
            lambda: Conference.objects.update(venue_en="Town Hall"),
            {"opening": 2, "panel": 2, "signing": 2, "": 2},
        ),
        (
            lambda: Session.objects.filter(slug="opening").update(
                ends_at=Session.objects.get(slug="opening").ends_at
                - timedelta(minutes=5)
            ),
            {"opening": 2},
        ),
    ],
)
def test_what_changed_is_of_the_new_release_and_all_else_as_it_was(
    conference, change, changed
):
    change()
    publish(conference)

    assert sequences(conference) == AS_IT_WAS | changed


def test_online_another_venue_is_nothing_new(conference):
    panel(attendance="online")
    publish(conference)
    Conference.objects.update(venue_en="Town Hall")
    publish(conference)

    assert sequences(conference)["panel"] == 2


def test_what_was_out_and_is_in_again_is_new(conference):
    first = conference.releases.get()
    Session.objects.filter(slug="panel").delete()
    publish(conference)
    publishing.publish_again(first)
    programme.latest.cache_clear()

    assert sequences(conference)["panel"] == 3


def test_an_earlier_release_published_again_counts_on(conference):
    first = conference.releases.get()
    panel(is_cancelled=True)
    publish(conference)
    publishing.publish_again(first)
    programme.latest.cache_clear()

    assert sequences(conference) == AS_IT_WAS | {"panel": 3}


def test_a_release_from_before_counts_as_calendars_were_told(conference):
    first = conference.releases.get()
    rows = {k: v for k, v in first.snapshot.items() if k != "changed_in"}
    Release.objects.create(conference=conference, number=7, snapshot=rows)
    programme.latest.cache_clear()
    assert set(sequences(conference).values()) == {7}
    assert not Draft.of(conference).differs

    panel(room=None)
    publish(conference)

    assert sequences(conference) == dict.fromkeys(AS_IT_WAS, 7) | {"panel": 8}


AS_THEY_WERE = {"opening": 1, "panel": 1, "signing": 1}


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (lambda: None, {}),
        (lambda: panel(places=3), {}),
        (lambda: panel(title_zh="辩论"), {"panel": 2}),
        (lambda: panel(abstract_en="More."), {"panel": 2}),
        (lambda: panel(is_cancelled=True), {"panel": 2}),
        (lambda: Room.objects.filter(position=1).update(name_zh="厅"), {"opening": 2}),
        (
            lambda: Conference.objects.update(contact_email="new@example.org"),
            {"opening": 2, "panel": 2, "signing": 2},
        ),
    ],
)
def test_an_entry_has_the_time_of_the_release_since_which_it_says_this(
    conference, change, changed
):
    change()
    publish(conference)
    publish(conference)

    assert stamps(conference) == AS_THEY_WERE | changed


def test_a_release_from_before_counts_with_its_own_time(conference):
    first = conference.releases.get()
    rows = {k: v for k, v in first.snapshot.items() if k != "said_at"}
    Release.objects.create(conference=conference, number=7, snapshot=rows)
    programme.latest.cache_clear()
    assert not Draft.of(conference).differs

    panel(title_en="Debate")
    publish(conference)

    assert stamps(conference) == dict.fromkeys(AS_THEY_WERE, 7) | {"panel": 8}
