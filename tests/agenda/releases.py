"""Pages of the admin about releases: a conference to publish, and who may do it."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from agenda.models import Conference, Release, Session
from tests.agenda.whole_programme import make_whole_conference
from tests.factories import make_staff, publish


@pytest.fixture
def conference() -> Conference:
    """Release 1 is out; since then the panel is cancelled and called otherwise."""
    conference = make_whole_conference()
    publish(conference)
    change(conference)
    return conference


def change(conference: Conference) -> None:
    panel = Session.objects.filter(conference=conference, slug="panel")
    panel.update(is_cancelled=True, title_en="Debate", title_zh="辩论")


def publish_url(conference: Conference) -> str:
    return reverse("admin:agenda_conference_publish", args=[conference.pk])


def url_of(release: Release, page: str) -> str:
    return reverse(f"admin:agenda_release_{page}", args=[release.pk])


def html_of(client, url: str, **query) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def words_of(html: str) -> str:
    """The words of a page, or of a part of it, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


def member(*codenames: str):
    staff = make_staff(is_superuser=False)
    staff.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return staff
