"""The page on which staff publish: what it shows is what is published."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from agenda.models import Organisation, Participation, Session
from tests.admin_pages import filled_in, form_on, messages_of, office
from tests.agenda.releases import (
    conference,
    html_of,
    member,
    publish_url,
    words_of,
)
from tests.agenda.whole_programme import make_whole_conference
from tests.factories import (
    make_agreement,
    make_conference,
    make_organisation,
    make_session,
    publish,
)
from tests.pages import Page

__all__ = ["conference", "office"]  # fixtures, used by their names


def test_publish_shows_what_has_changed_in_both_languages(office, conference):
    page = Page(html_of(office, publish_url(conference)))

    cells = [(e["lang"], e.text) for e in page.all("td") if e.get("lang")]
    assert ("en", "“Debate” is cancelled.") in cells
    assert ("zh-Hans", "“辩论”已取消。") in cells
    assert ("en", "Debate · Title: Panel → Debate") in cells
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
    assert "Welcome · Title: Opening remarks → Welcome" in words_of(html)
    assert form_on(answer)["note"] == "Panel"
    office.post(publish_url(conference), form_on(answer))
    assert conference.releases.latest().number == 2


@pytest.mark.parametrize("digest", [{}, {"digest": ""}, {"digest": "x" * 64}])
def test_nothing_is_published_that_nobody_looked_at(office, conference, digest):
    office.post(publish_url(conference), digest)

    assert conference.releases.count() == 1


def test_two_who_press_publish_at_once_have_a_release_each(office, conference):
    form = form_on(office.get(publish_url(conference)))
    office.post(publish_url(conference), form | {"note": "one"})

    answer = office.post(publish_url(conference), form | {"note": "two"})

    assert messages_of(office.get(answer["Location"]))[-1] == (
        "Published as release 3. Visitors see it now."
    )
    releases = conference.releases.order_by("number").values_list("number", "note")
    assert list(releases) == [(1, ""), (2, "one"), (3, "two")]


def test_without_anything_new_there_is_no_button(office, conference):
    publish(conference)

    html = html_of(office, publish_url(conference))

    assert "Nothing that visitors see has changed since release 2. There is" in (
        words_of(html)
    )
    assert "Publish release" not in html
    assert "<textarea" not in html


def test_what_no_page_shows_can_be_published_and_is_not_urged(office, conference):
    publish(conference)
    urged = button(html_of(office, publish_url(make_whole_conference())))
    Organisation.objects.update(aliases="Another name")

    html = html_of(office, publish_url(conference))

    assert "What has changed since then stands on no page." in words_of(html)
    assert "bg-primary-600" in urged
    assert "bg-primary-600" not in button(html)
    filled_in(office, publish_url(conference))
    assert conference.releases.latest().number == 3


def button(html: str) -> str:
    """What the page says of its Publish button."""
    (found,) = re.findall(r"<button[^>]*>\s*Publish release", html)
    return found


def test_the_open_warnings_stand_beside_the_button(office, conference):
    Participation.objects.all().delete()

    page = Page(html_of(office, publish_url(conference)))

    timetable = reverse("admin:agenda_conference_timetable", args=[conference.pk])
    links = [e.text for e in page.all("a", href=timetable)]
    assert any("warning" in text for text in links)
    assert "Sessions without people (1)" in [e.text for e in page.all("li")]


def test_warnings_of_agreements_are_for_those_who_may_see_them(client, conference):
    make_agreement(Session.objects.get(slug="opening"), title_en="Open pact")
    found = []
    for rights in (["change_conference"], ["change_conference", "view_agreement"]):
        client.force_login(member(*rights))
        found.append(words_of(html_of(client, publish_url(conference))))

    assert ["Agreements outside a ceremony (1)" in text for text in found] == [
        False,
        True,
    ]


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
    assert "“Merger” is new: Signing · Acme." in words_of(embargoed)


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

    # Who asks, those to choose from, the conference, its rows, the last release, the
    # run sheets.
    with django_assert_num_queries(7):
        office.get(url)
