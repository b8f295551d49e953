"""The public page of changes: release by release, and nothing that is not public."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from agenda.changes import releases
from agenda.choices import Kind
from agenda.models import Agreement, Conference, Session
from agenda.publishing import publish as publishing
from tests.agenda.views.test_pages import no_registration
from tests.agenda.whole_programme import make_whole_conference
from tests.clock import a_second_later
from tests.factories import (
    make_agreement,
    make_conference,
    make_organisation,
    make_session,
    make_signature,
    make_speaker,
    publish,
)
from tests.pages import Page, open_page

DAY = timedelta(days=1)
# The menu of the bar folds as well.
MENU = 1


@pytest.fixture(autouse=True)
def _nothing_kept():
    releases.between.cache_clear()


@pytest.fixture
def conference() -> Conference:
    """Two releases: in the second the panel is cancelled."""
    conference = make_whole_conference()
    publish(conference)
    Session.objects.filter(slug="panel").update(is_cancelled=True)
    publish(conference)
    return conference


def page_of(client, conference, language="en") -> Page:
    a_second_later()
    return open_page(client, f"/{language}/{conference.slug}/changes/")


def sentences(page: Page) -> list[str]:
    main = page.html.split("<main")[1].split("</main>")[0]
    return [item.text.strip() for item in Page(f"<main{main}").all("li")]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("Release 2", "1 change: 1 session cancelled.", "“Panel” is cancelled."),
        ),
        ("zh-hans", ("第2版", "1处变更：1个场次取消。", "“讨论”已取消。")),
    ],
)
def test_it_says_what_the_latest_release_changed(client, conference, language, words):
    page = page_of(client, conference, language)

    text = page.one("main").text
    for phrase in words:
        assert phrase in text
    made_at = conference.releases.latest().made_at
    (latest, _first) = page.all("time")
    assert latest["datetime"].startswith(f"{conference.clocks[0].at(made_at):%Y-%m-%d}")
    for clock in ("Nanjing", "London") if language == "en" else ("南京", "伦敦"):
        assert clock in latest.text


def test_a_name_leads_to_its_page(client, conference):
    page = page_of(client, conference)

    link = page.one("a", href=f"/en/{conference.slug}/agenda/panel/")
    assert link.text == "Panel"


def test_what_is_gone_leads_nowhere(client, conference):
    Session.objects.filter(slug="panel").delete()
    publish(conference)

    page = page_of(client, conference)

    assert sentences(page)[0].startswith("“Panel” was taken out")
    assert page.all("a", href=f"/en/{conference.slug}/agenda/panel/") == []


def test_the_first_release_says_so(client):
    conference = make_conference()

    page = page_of(client, conference)

    assert "This was the first release of the programme." in page.one("main").text
    assert sentences(page) == []


def test_a_release_without_anything_to_see_says_so(client, conference):
    publish(conference)

    text = page_of(client, conference).one("main").text

    assert "Nothing that you can see has changed in this release." in text


def test_before_publication_there_is_no_page(client):
    conference = make_conference(published=False)

    assert client.get(f"/en/{conference.slug}/changes/").status_code == 404


def test_what_is_not_published_is_not_there(client, conference):
    before = page_of(client, conference).html
    Session.objects.filter(slug="opening").update(title_en="Unpublished")
    Conference.objects.update(venue_en="Unpublished")

    assert page_of(client, conference).html == before


def test_the_note_is_for_colleagues(client, conference):
    publishing.publish(conference, note="Minister ill")

    assert "Minister" not in page_of(client, conference).html


def test_what_staff_typed_is_text(client, conference):
    evil = "<script>alert(1)</script>"
    Session.objects.filter(slug="opening").update(title_en=evil, title_zh=evil)
    publish(conference)

    assert evil not in page_of(client, conference).html


def test_nothing_of_another_conference(client, conference):
    other = make_conference()
    make_session(other, title_en="Elsewhere")
    publish(other)

    assert "Elsewhere" not in page_of(client, conference).html


# -- Earlier releases --------------------------------------------------------------


def retitle_and_publish(conference, times: int) -> None:
    for number in range(times):
        Session.objects.filter(slug="opening").update(
            title_en=f"Title {number}", title_zh=f"标题{number}"
        )
        publish(conference)


def test_earlier_releases_stand_below_ten_in_all(client, conference):
    retitle_and_publish(conference, 11)

    page = page_of(client, conference)

    assert sentences(page)[:2] == [
        "Title 10 · Title: Title 9 → Title 10",
        "Title 9 · Title: Title 8 → Title 9",
    ]
    assert len(page.all("details")) == releases.MOST - 1 + MENU
    assert "first release" not in page.html


def test_no_more_snapshots_are_read_than_it_takes(
    client, conference, django_assert_max_num_queries
):
    retitle_and_publish(conference, 11)
    address = f"/en/{conference.slug}/changes/"

    # The latest, of which the programme is made, and ten before it.
    assert snapshots_read(client, address, django_assert_max_num_queries) == 11
    # In the other language all but the last pair is known.
    address = f"/zh-hans/{conference.slug}/changes/"
    assert snapshots_read(client, address, django_assert_max_num_queries) == 1
    retitle_and_publish(conference, 1)
    # The new one, and the pair that has become history.
    assert snapshots_read(client, address, django_assert_max_num_queries) == 3


def snapshots_read(client, address, at_most) -> int:
    a_second_later()
    with at_most(30) as asked:
        client.get(address)
    columns = [query["sql"].split(" FROM ")[0] for query in asked]
    return sum('"agenda_release"."snapshot",' in names for names in columns)


@pytest.mark.parametrize("times", [1, 3])
def test_a_page_that_is_kept_costs_one_query(
    client, conference, times, settings, django_assert_num_queries
):
    settings.REGISTRATION_STATUS = f"{no_registration.__module__}.no_registration"
    retitle_and_publish(conference, times)
    page_of(client, conference)

    a_second_later()
    with django_assert_num_queries(1):
        client.get(f"/en/{conference.slug}/changes/")


def test_the_browser_that_has_it_gets_304(client, conference):
    address = f"/en/{conference.slug}/changes/"
    etag = client.get(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


# -- Embargoes ---------------------------------------------------------------------


@pytest.fixture
def at(monkeypatch):
    """Now is another moment, for whoever reads the programme."""

    def at(moment: datetime) -> None:
        clock = SimpleNamespace(now=lambda: moment)
        monkeypatch.setattr("agenda.release.programme.timezone", clock)
        releases.between.cache_clear()

    return at


@pytest.fixture
def ceremony():
    conference = make_conference(published=False)
    session = make_session(conference, kind=Kind.SIGNING, title_en="Signing")
    publish(conference)
    return session


def make_secret(ceremony, ends_at: datetime) -> Agreement:
    """Under embargo until then, with a person and a party whom nothing else names."""
    agreement = make_agreement(
        ceremony,
        title_en="Secret",
        title_zh="机密",
        embargo_until=ends_at,
        parties=[make_organisation(name_en="Secret Party")],
    )
    make_signature(
        agreement, make_speaker(ceremony.conference, family_name="Secretperson")
    )
    return agreement


def test_what_is_under_embargo_is_in_no_sentence(client, ceremony):
    make_secret(ceremony, timezone.now() + DAY)
    publish(ceremony.conference)

    assert "Secret" not in page_of(client, ceremony.conference).html


def test_it_is_announced_when_the_embargo_ends(client, ceremony, at):
    ends_at = timezone.now() + DAY
    make_secret(ceremony, ends_at)
    publish(ceremony.conference)
    page_of(client, ceremony.conference)

    at(ends_at + DAY)

    assert "“Secret” is new: Signing · Secret Party." in sentences(
        page_of(client, ceremony.conference)
    )


@pytest.mark.parametrize(
    "hide",
    [
        lambda agreement: Agreement.objects.all().delete(),
        lambda agreement: Agreement.objects.update(status="draft"),
        lambda agreement: Agreement.objects.update(
            embargo_until=agreement.embargo_until + 10 * DAY
        ),
    ],
    ids=["taken out", "a draft again", "kept longer"],
)
def test_what_was_hidden_before_its_embargo_ended_never_shows(
    client, ceremony, at, hide
):
    """The end of an embargo in an old release reveals nothing."""
    agreement = make_secret(ceremony, timezone.now() + DAY)
    publish(ceremony.conference)
    hide(agreement)
    publish(ceremony.conference)

    at(agreement.embargo_until + DAY)

    html = page_of(client, ceremony.conference).html
    assert "“Secret”" not in html
    assert "Secret Party" not in html


def test_what_was_public_and_is_under_embargo_now_is_in_no_sentence(
    client, ceremony, at
):
    agreement = make_secret(ceremony, timezone.now() - DAY)
    publish(ceremony.conference)
    assert "“Secret” is new" in page_of(client, ceremony.conference).html
    Agreement.objects.update(embargo_until=timezone.now() + DAY)
    publish(ceremony.conference)

    html = page_of(client, ceremony.conference).html

    assert agreement.title_en not in html
    assert "Secret" not in html
