"""Links in the admin lead only where one may go."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from agenda.models import Release
from agenda.publishing import publish
from tests.agenda.rows import page_of
from tests.factories import (
    make_conference,
    make_participation,
    make_room,
    make_session,
    make_speaker,
    make_staff,
)


def seen(client, url: str, *rights: str) -> str:
    """A page as somebody sees it who has these rights and no others."""
    staff = make_staff(is_superuser=False)
    staff.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(staff)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def session():
    """In a room, with a speaker, and published by Sam."""
    conference = make_conference(published=False)
    session = make_session(conference, room=make_room(conference, name_en="A <b> & B"))
    make_participation(session, make_speaker(conference, family_name="Lovelace"))
    publish.publish(conference, by=make_staff(email="sam@example.org"))
    return session


@pytest.mark.parametrize("owner", ["room", "conference"])
def test_a_session_links_to_what_one_may_open(client, session, owner):
    url = page_of(session)
    link = f'href="{page_of(getattr(session, owner))}"'

    linked = seen(client, url, "view_session", f"view_{owner}")
    shown = seen(client, url, "view_session")

    assert link in linked
    assert link not in shown
    # Its name stays, and stays text.
    assert "A &lt;b&gt; &amp; B" in shown
    assert "Innovation Conference" in shown


def test_so_do_the_rows_below_it(client, session):
    url, link = page_of(session), f'href="{page_of(session.speakers.get())}"'
    rights = ["view_session", "view_participation"]

    linked = seen(client, url, *rights, "view_speaker")
    shown = seen(client, url, *rights)

    assert link in linked
    assert link not in shown
    assert "Lovelace" in shown


def test_a_release_links_to_who_published_it_for_those_who_see_staff(client, session):
    release = Release.objects.get()
    sam = reverse("admin:confsite_user_change", args=[release.made_by_id])

    linked = seen(client, page_of(release), "view_release", "view_user")
    shown = seen(client, page_of(release), "view_release")

    assert f'href="{sam}"' in linked
    assert f'href="{sam}"' not in shown
    assert "sam@example.org" in shown


def test_who_may_only_look_at_a_conference_is_not_sent_to_publish(client, session):
    conference = session.conference
    session.title_en = "Changed"
    session.save()
    publish = reverse("admin:agenda_conference_publish", args=[conference.pk])

    linked = seen(client, page_of(conference), "change_conference")
    shown = seen(client, page_of(conference), "view_conference")

    assert f'class="text-link" href="{publish}"' in linked
    assert f'href="{publish}"' not in shown
    assert "1 change is not published yet." in shown
