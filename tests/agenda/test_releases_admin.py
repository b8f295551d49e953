"""Publishing, comparing and publishing again, as staff do it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from agenda.models import Conference, Release, Session
from tests.admin_pages import filled_in, form_on, messages_of, office
from tests.agenda.whole_programme import make_whole_conference
from tests.cast import make_cast
from tests.factories import (
    make_agreement,
    make_conference,
    make_organisation,
    make_session,
    make_staff,
    publish,
)
from tests.pages import Page

__all__ = ["office"]  # a fixture, used by its name

DETAIL_PAGES = ["compare", "publish_again"]


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


# -- Publishing --------------------------------------------------------------------


def test_publish_shows_what_has_changed_in_both_languages(office, conference):
    page = Page(html_of(office, publish_url(conference)))

    cells = [(e["lang"], e.text) for e in page.all("td") if e.get("lang")]
    assert ("en", "“Debate” is cancelled.") in cells
    assert ("zh-Hans", "“辩论”已取消。") in cells
    assert ("en", "“Panel” is called “Debate” now.") in cells
    short = [e.text for e in page.all("p", lang="en")]
    assert short == ["2 changes: 1 session cancelled, 1 other."]
    assert "Publish release 2" in page.html


def test_what_was_shown_is_published_with_its_note(office, conference):
    response = filled_in(office, publish_url(conference), note="The panel is off.")

    release = conference.releases.latest()
    assert response.status_code == 302
    assert (release.number, release.note) == (2, "The panel is off.")


def test_what_a_colleague_changed_meanwhile_is_shown_first(office, conference):
    form = form_on(office.get(publish_url(conference)))
    Session.objects.filter(slug="opening").update(title_en="Welcome", title_zh="欢迎")

    answer = office.post(publish_url(conference), form | {"note": "Panel"})

    assert conference.releases.count() == 1
    assert messages_of(answer) == [
        "Somebody has changed the programme since you opened this page. "
        "Nothing was published: please look at it again."
    ]
    html = answer.content.decode()
    assert "“Opening remarks” is called “Welcome” now." in words_of(html)
    assert form_on(answer)["note"] == "Panel"
    office.post(publish_url(conference), form_on(answer))
    assert conference.releases.latest().number == 2


@pytest.mark.parametrize("digest", [{}, {"digest": ""}, {"digest": "x" * 64}])
def test_nothing_is_published_that_nobody_looked_at(office, conference, digest):
    office.post(publish_url(conference), digest)

    assert conference.releases.count() == 1


def test_two_who_press_publish_at_once_make_two_releases(office, conference):
    form = form_on(office.get(publish_url(conference)))

    for note in ("one", "two"):
        office.post(publish_url(conference), form | {"note": note})

    releases = conference.releases.order_by("number").values_list("number", "note")
    assert list(releases) == [(1, ""), (2, "one"), (3, "two")]


def test_nothing_new_is_said(office, conference):
    publish(conference)

    text = words_of(html_of(office, publish_url(conference)))

    assert "Nothing that visitors see has changed since release 2." in text


def test_the_first_release_is_counted_and_not_listed(office):
    text = words_of(html_of(office, publish_url(make_whole_conference())))

    assert "This is the first release. Sessions: 3. Speakers: 3." in text
    assert "What changes for visitors" not in text


def test_what_is_under_embargo_stands_apart(office, conference):
    make_agreement(
        Session.objects.get(slug="signing"),
        title_en="Merger",
        embargo_until=conference.ends_at + timedelta(days=1),
        parties=[make_organisation(name_en="Acme")],
    )

    html = html_of(office, publish_url(conference))

    shown, embargoed = html.split("Under embargo: visitors see nothing of this yet")
    assert "Merger" not in shown
    assert "“Merger” is new in “Signing”, between Acme." in words_of(embargoed)


def test_what_staff_typed_is_text(office, conference):
    evil = "<script>alert(1)</script>"
    Session.objects.filter(slug="opening").update(title_en=evil, title_zh=evil)

    assert evil not in html_of(office, publish_url(conference))


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_comparison_costs_the_same_for_any_number(
    office, sessions, django_assert_num_queries
):
    conference = make_conference()
    for _ in range(sessions):
        make_session(conference)
    url = publish_url(conference)
    office.get(url)

    # Who asks, those to choose from, the conference, its rows, the last release.
    with django_assert_num_queries(6):
        office.get(url)


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

    assert "“Panel” is called “Debate” now." in forth
    assert "“Debate” is called “Panel” now." in back


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
    assert "“Debate” is called “Panel” now." in text
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
        "Somebody has published since you opened this page." in (messages_of(answer)[0])
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


def member(*codenames: str):
    staff = make_staff(is_superuser=False)
    staff.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return staff


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
