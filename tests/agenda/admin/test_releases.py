"""Releases compared and published again, as staff do it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agenda.models import (
    Release,
    Session,
)
from tests.admin_pages import form_on, messages_of, office
from tests.agenda.releases import (
    conference,
    html_of,
    member,
    url_of,
    words_of,
)
from tests.cast import make_cast
from tests.factories import (
    make_agreement,
    make_conference,
    make_session,
    publish,
)

__all__ = ["conference", "office"]  # fixtures, used by their names

DETAIL_PAGES = ["compare", "publish_again"]


# -- On the page of the conference -------------------------------------------------


def change_page(office, conference) -> str:
    url = reverse("admin:agenda_conference_change", args=[conference.pk])
    return words_of(html_of(office, url))


def test_a_conference_says_how_much_is_not_published(office, conference):
    assert "2 changes are not published yet." in change_page(office, conference)

    publish(conference)

    assert "Visitors see all of this: release 2." in change_page(office, conference)


def test_a_conference_that_was_never_published_says_so(office):
    conference = make_conference(published=False)

    assert "Nothing has been published yet" in change_page(office, conference)


# -- Comparing ---------------------------------------------------------------------


@pytest.fixture
def releases(conference) -> list[Release]:
    """Three of them; in the third the panel is on again."""
    publish(conference)
    Session.objects.filter(slug="panel").update(is_cancelled=False)
    publish(conference)
    return list(conference.releases.order_by("number"))


def test_a_release_is_compared_with_the_one_before(office, releases):
    text = words_of(html_of(office, url_of(releases[2], "compare")))

    assert "“Debate” takes place after all." in text
    assert "is called" not in text


def test_any_two_releases_are_compared_either_way(office, releases):
    url = url_of(releases[2], "compare")

    forth = words_of(html_of(office, url, before=1, after=3))
    back = words_of(html_of(office, url, before=3, after=1))

    assert "Debate · Title: Panel → Debate" in forth
    assert "Panel · Title: Debate → Panel" in back


def test_a_release_does_not_differ_from_itself(office, releases):
    html = html_of(office, url_of(releases[0], "compare"))

    assert "no difference between release 1 and release 1" in words_of(html)


@pytest.mark.parametrize("number", ["0", "99", "x", ""])
def test_a_release_that_does_not_exist_is_an_error_in_the_form(
    office, releases, number
):
    response = office.get(url_of(releases[2], "compare"), {"before": number})

    assert response.status_code == 200
    assert "before" in response.context["form"].errors


def test_releases_of_another_conference_are_not_offered(office, releases):
    publish(make_conference())

    response = office.get(url_of(releases[2], "compare"))

    choices = response.context["form"].fields["before"].choices
    assert [number for number, _label in choices] == [3, 2, 1]


def test_the_list_leads_to_what_a_release_changed(office, releases):
    html = html_of(office, reverse("admin:agenda_release_changelist"))

    assert url_of(releases[2], "compare") in html
    assert url_of(releases[0], "compare") not in html


@pytest.mark.parametrize("page", ["changelist", "change"])
def test_the_snapshots_stay_in_the_database(
    office, releases, page, django_assert_max_num_queries
):
    args = [releases[0].pk] if page == "change" else []
    url = reverse(f"admin:agenda_release_{page}", args=args)

    with django_assert_max_num_queries(20) as asked:
        office.get(url)

    assert not any('"snapshot"' in query["sql"] for query in asked.captured_queries)


# -- Publishing again --------------------------------------------------------------


def test_publish_again_shows_what_it_changes_and_then_does_it(office, releases):
    url = url_of(releases[0], "publish_again")

    asked = office.get(url)
    response = office.post(url, form_on(asked))

    text = words_of(asked.content.decode())
    assert "Panel · Title: Debate → Panel" in text
    assert "Visitors see release 3. This shows them release 1 once more" in text
    latest = releases[0].conference.releases.latest()
    assert (latest.number, latest.note) == (4, "Release 1 again")
    assert latest.made_by.email.startswith("staff")
    assert response["Location"] == url_of(latest, "change")


def test_a_release_meanwhile_is_said_before_anything_is_published(office, releases):
    url = url_of(releases[0], "publish_again")
    form = form_on(office.get(url))
    publish(releases[0].conference)

    answer = office.post(url, form)

    assert releases[0].conference.releases.count() == 4
    assert (
        "Somebody has published release 4 since you opened" in (messages_of(answer)[0])
    )
    assert form_on(answer)["latest"] == "4"


def test_the_release_that_visitors_see_is_not_published_again(office, releases):
    url = url_of(releases[2], "publish_again")

    html = html_of(office, url)
    office.post(url, {"latest": "3", "note": ""})

    assert "This is the release that visitors see." in html
    assert "<textarea" not in html
    assert releases[0].conference.releases.count() == 3


# -- Who may -----------------------------------------------------------------------


@pytest.mark.parametrize("page", DETAIL_PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_without_rights_see_nothing_and_publish_nothing(
    client, releases, page, method
):
    client.force_login(make_cast().wei)
    before = Release.objects.count()

    response = getattr(client, method)(url_of(releases[0], page), {"latest": "3"})

    assert response.status_code == 403
    assert Release.objects.count() == before


def test_who_may_only_look_compares_and_does_not_publish(client, releases):
    client.force_login(member("view_release", "view_conference"))

    assert client.get(url_of(releases[2], "compare")).status_code == 200
    response = client.post(url_of(releases[0], "publish_again"), {"latest": "3"})
    assert response.status_code == 403
    assert "publish-again" not in html_of(client, url_of(releases[0], "change"))


def test_agreements_are_counted_for_those_who_may_not_see_them(client, releases):
    conference = releases[0].conference
    ceremony = make_session(conference, title_en="Signing ceremony")
    embargo_until = timezone.now() + timedelta(days=1)
    make_agreement(ceremony, title_en="Open pact")
    make_agreement(ceremony, title_en="Secret pact", embargo_until=embargo_until)
    latest = publish(conference)
    make_agreement(ceremony, title_en="Open pact 2")
    make_agreement(ceremony, title_en="Secret pact 2", embargo_until=embargo_until)
    pages = [
        url_of(latest, "compare"),
        url_of(releases[0], "publish_again"),
        reverse("admin:agenda_conference_publish", args=[conference.pk]),
    ]
    rights = ("view_release", "change_conference")
    client.force_login(member(*rights))
    without = [html_of(client, page) for page in pages]
    client.force_login(member(*rights, "view_agreement"))
    with_agreements = [html_of(client, page) for page in pages]

    assert all("Open pact" in page for page in with_agreements)
    assert "Secret pact" in with_agreements[0]
    assert "Secret pact 2" in with_agreements[2]
    for page in without:
        assert "pact" not in page
        assert "About agreements, which you may not see" in page
    assert "Signing ceremony" in without[0]


def test_who_may_publish_may_publish_again(client, releases):
    client.force_login(member("view_release", "change_conference"))
    url = url_of(releases[0], "publish_again")

    assert client.post(url, form_on(client.get(url))).status_code == 302


@pytest.mark.parametrize("page", DETAIL_PAGES)
@pytest.mark.parametrize("object_id", ["0", "x"])
def test_what_is_not_there_is_a_404(office, page, object_id):
    url = reverse(f"admin:agenda_release_{page}", args=[object_id])

    assert office.get(url).status_code == 404
