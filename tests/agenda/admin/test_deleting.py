"""What can be deleted, and what stands in the way of it."""

import pytest
from django.urls import reverse

from agenda.models import Conference, Organisation, Release, Room, Session
from registration.models import Delegate
from tests.admin_pages import office
from tests.agenda.rows import sign_in
from tests.agenda.whole_programme import make_whole_conference
from tests.factories import (
    make_category,
    make_delegate,
    make_registration_settings,
    make_room,
    make_session,
    publish,
)

__all__ = ["office"]  # a fixture, used by its name


@pytest.fixture
def conference() -> Conference:
    """One of everything, and a hall in which two of the sessions take place."""
    conference = make_whole_conference()
    make_session(conference, room=make_room(conference), slug="in-the-hall")
    publish(conference)
    return conference


def delete_page(row) -> str:
    return reverse(f"admin:agenda_{row._meta.model_name}_delete", args=[row.pk])


def test_a_conference_goes_with_all_that_it_has(office, conference):
    other = make_room()
    make_registration_settings(conference)
    make_category(conference)

    response = office.post(delete_page(conference), {"post": "yes"})

    assert response.status_code == 302
    assert list(Room.objects.all()) == [other]
    for model in (Session, Release):
        assert not model.objects.exclude(conference=other.conference).exists()
    assert not Conference.objects.filter(pk=conference.pk).exists()
    # What other conferences may have as well.
    assert Organisation.objects.exists()


def test_what_would_be_lost_is_shown_first(office, conference):
    page = office.get(delete_page(conference)).content.decode()

    assert "protected" not in page
    assert 'name="post"' in page
    assert "Opening remarks" in page


def test_a_room_in_use_stays(office, conference):
    room = conference.rooms.filter(sessions__isnull=False).first()

    page = office.get(delete_page(room)).content.decode()
    office.post(delete_page(room), {"post": "yes"})

    assert "protected related objects" in page
    assert Room.objects.filter(pk=room.pk).exists()


def test_a_conference_with_delegates_stays(office, conference):
    make_delegate(conference)

    page = office.get(delete_page(conference)).content.decode()
    office.post(delete_page(conference), {"post": "yes"})

    assert "protected related objects" in page
    assert conference.sessions.exists()
    assert Delegate.objects.exists()


def test_whoever_may_not_delete_sessions_deletes_no_conference(client, conference):
    sign_in(client, "view_conference", "delete_conference")

    response = client.post(delete_page(conference), {"post": "yes"})

    assert response.status_code == 403
    assert conference.sessions.exists()
