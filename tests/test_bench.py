"""The large conference that the benches and the import are tried with."""

from collections import Counter
from itertools import groupby

import pytest

from agenda.publishing import publish
from agenda.release import programme
from bench import large
from bench.prepare import large_conference
from bench.site import SLUG


def test_it_is_as_large_as_it_says():
    sessions = large.sessions()

    assert len(sessions) == 200
    assert {session["starts_at"].date() for session in sessions} == {
        large.FIRST_DAY.replace(day=day).date() for day in (1, 2, 3, 4)
    }
    assert len({session["room"] for session in sessions}) == 10
    assert len(large.speakers()) == len({s["slug"] for s in large.speakers()}) == 150


def test_it_is_the_same_every_time():
    for rows in (large.organisations, large.speakers, large.sessions):
        assert rows() == rows()


def test_nobody_is_in_two_places_at_once():
    by_time = groupby(large.sessions(), lambda session: session["starts_at"])
    for _time, sessions in by_time:
        at_once = Counter(
            slug for session in sessions for _role, slug in session["people"]
        )

        assert set(at_once.values()) == {1}


@pytest.mark.django_db
def test_its_rows_can_be_published():
    publish.publish(large_conference())

    published = programme.latest(SLUG)
    assert len(published.sessions) == 200
    assert len(published.speakers) == 150
    assert {speaker.organisation is None for speaker in published.speakers} == {False}
