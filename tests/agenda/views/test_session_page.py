"""The page of one session."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.choices import AgreementStatus, Field, Kind, Side
from agenda.models import Session
from tests.clock import a_second_later
from tests.factories import (
    STARTS_AT,
    make_agreement,
    make_conference,
    make_join_option,
    make_organisation,
    make_participation,
    make_room,
    make_session,
    make_signature,
    make_speaker,
    publish,
)
from tests.pages import Page, open_page

HOUR = timedelta(hours=1)


@pytest.fixture
def conference():
    return make_conference(published=False)


def session_page(client, session, language="en") -> Page:
    publish(session.conference)
    slug = session.conference.slug
    return open_page(client, f"/{language}/{slug}/agenda/{session.slug}/")


def test_people_stand_in_order_once_each_with_all_their_roles(client, conference):
    session = make_session(conference)
    first = make_speaker(conference, family_name="Li", slug="li")
    second = make_speaker(conference, family_name="Wu", slug="wu")
    make_participation(session, second, role="panellist", position=2)
    make_participation(session, first, role="host", position=1)
    make_participation(session, first, role="moderator", position=3)

    page = session_page(client, session)

    cards = [e.text for e in page.all("li", **{"class": "speaker"})]
    assert [" ".join(card.split())[:25] for card in cards] == [
        "L Host · Moderator Ada Li",
        "W Panellist Ada Wu On sit",
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "LanguageIn Chinese, interpreted 中 → EN"),
        ("zh-hans", "语言中文发言，有同声传译 中 → EN"),
    ],
)
def test_interpretation_is_told_in_words(client, conference, language, expected):
    session = make_session(conference, language="zh", is_interpreted=True)

    assert expected in session_page(client, session, language).words


def test_ways_to_join_are_named_and_never_addressed(client, conference):
    room = make_room(conference, name_en="Great Hall")
    make_join_option(
        room,
        label_en="Zoom",
        url="https://video.example/secret",
        region="world",
        channel="en",
    )
    online = make_session(conference, room=room, attendance="hybrid")

    page = session_page(client, online)

    assert "Zoom English channel · Outside mainland China" in page.words
    assert "secret" not in page.html


@pytest.mark.parametrize("columns", [{"attendance": "onsite"}, {"is_cancelled": True}])
def test_what_cannot_be_joined_has_no_way_in(client, conference, columns):
    room = make_room(conference)
    make_join_option(room, label_en="Zoom")

    page = session_page(client, make_session(conference, room=room, **columns))

    assert "Zoom" not in page.html


def test_a_session_with_few_places_says_so(client, conference):
    session = make_session(conference, places=40)

    page = session_page(client, session)
    assert page.all("dd")[-1].text == "40"
    assert "book" not in page.words


def test_a_session_for_all_says_nothing_of_places(client, conference):
    assert "Places" not in session_page(client, make_session(conference)).words


def test_a_recording_leads_out(client, conference):
    session = make_session(conference, recording_url="https://www.video.example/1")

    page = session_page(client, session)

    (link,) = page.all("a", href="https://www.video.example/1")
    assert link["rel"] == "external noreferrer"
    assert "Watch the recording" in link.text


def test_what_was_moved_says_from_when(client, conference):
    session = make_session(conference)
    publish(conference)
    Session.objects.update(starts_at=STARTS_AT + HOUR, ends_at=STARTS_AT + 2 * HOUR)

    page = session_page(client, session)

    assert (
        f"This session was moved. It was to begin on 9 July {STARTS_AT.year} "
        "at 14:00 Nanjing · 07:00 London." in page.words
    )


def test_what_is_cancelled_says_that_alone(client, conference):
    session = make_session(conference)
    publish(conference)
    Session.objects.update(
        starts_at=STARTS_AT + HOUR, ends_at=STARTS_AT + 2 * HOUR, is_cancelled=True
    )

    page = session_page(client, session)

    assert "This session does not take place." in page.words
    assert "was moved" not in page.words
    assert "Add to your calendar" not in page.words


# -- What is signed ----------------------------------------------------------------


@pytest.fixture
def ceremony(conference):
    """Oxford faces the Zone and the Bank; four people, one of them on screen."""
    session = make_session(conference, kind=Kind.SIGNING)
    oxford, zone, bank = (
        make_organisation(name_en=name, name_zh="")
        for name in ("Oxford", "Zone", "Bank")
    )
    agreement = make_agreement(
        session,
        parties=[oxford, zone, bank],
        title_en="Photonics",
        title_zh="",
        url="https://news.example/1",
    )
    for name, columns in {
        "Bountra": {"side": Side.A, "attendance": "online"},
        "Li": {"organisation": zone},  # signs for a party, so the side is known
        "Wu": {"side": Side.B, "role": "witness"},
        "Chen": {"role": "witness"},
    }.items():
        own = {k: v for k, v in columns.items() if k in ("attendance", "organisation")}
        speaker = make_speaker(conference, family_name=name, given_name="", **own)
        rest = {k: v for k, v in columns.items() if k not in own}
        make_signature(agreement, speaker, **rest)
    return agreement


def test_the_pairs_that_sign_face_each_other(client, ceremony):
    page = session_page(client, ceremony.session)

    assert (
        "Photonics Oxford Signatory · on screen Bountra "
        "ZoneBank Signatory · on stage Li Witness · on stage Wu "
        "Witness · on stage Chen" in page.words
    )


def test_parties_and_people_lead_to_their_pages(client, ceremony):
    page = session_page(client, ceremony.session)

    slug = ceremony.session.conference.slug
    house = ceremony.parties.get(name_en="Oxford")
    links = [e["href"] for e in page.all("a") if "href" in e.attributes]
    assert f"/en/{slug}/organisations/{house.pk}/" in links
    assert sum(f"/en/{slug}/speakers/" in link for link in links) == 4 + 2


@pytest.mark.parametrize(
    ("status", "field", "expected", "is_announced"),
    [
        (AgreementStatus.AGREED, Field.TALENT, "International talent Photonics", False),
        (AgreementStatus.READY, Field.TALENT, "International talent Photonics", False),
        (AgreementStatus.SIGNED, Field.TALENT, "International talent · Signed", False),
        (AgreementStatus.PUBLISHED, Field.TALENT, "talent · Signed", True),
        (AgreementStatus.SIGNED, Field.CENTRE, "centres · Inaugurated", False),
    ],
)
def test_how_far_it_is_shows_once_it_is_concluded(
    client, ceremony, status, field, expected, is_announced
):
    type(ceremony).objects.update(status=status, field=field)

    page = session_page(client, ceremony.session)

    assert expected in page.words
    assert len(page.all("a", href="https://news.example/1")) == is_announced
    assert ("Signed" in page.words or "Inaugurated" in page.words) == (
        status in (AgreementStatus.SIGNED, AgreementStatus.PUBLISHED)
    )


def test_missing_chinese_is_marked(client, ceremony):
    html = session_page(client, ceremony.session, "zh-hans").html

    assert '<span lang="en">Photonics</span>' in html
    assert '<span lang="en">Oxford</span>' in html


def test_nothing_is_shown_before_an_embargo_ends(client, ceremony):
    type(ceremony).objects.update(embargo_until=STARTS_AT)

    page = session_page(client, ceremony.session)

    for secret in ("Photonics", "Oxford", "Bountra", "Agreements"):
        assert secret not in page.html


def test_hostile_texts_stay_text(client, conference):
    evil = "<script>alert(1)</script>" + "x" * 200
    session = make_session(conference, title_en=evil, title_zh="", kind=Kind.SIGNING)
    house = make_organisation(name_en=evil, name_zh="量" * 300)
    agreement = make_agreement(session, parties=[house], title_en=evil, title_zh="")
    make_signature(agreement, make_speaker(conference, family_name=evil))

    for language in ("en", "zh-hans"):
        page = session_page(client, session, language)
        assert "<script>alert" not in page.html


@pytest.mark.parametrize("agreements", [1, 3])
def test_the_page_costs_one_query_a_second(
    client, conference, agreements, settings, django_assert_num_queries
):
    settings.REGISTRATION_STATUS = "tests.agenda.views.test_pages.no_registration"
    session = make_session(conference, kind=Kind.SIGNING)
    for _ in range(agreements):
        make_signature(make_agreement(session, parties=[make_organisation()]))
    session_page(client, session)
    a_second_later()

    with django_assert_num_queries(1):
        open_page(client, f"/en/{conference.slug}/agenda/{session.slug}/")


def test_it_leads_back_to_itself_on_its_day(client, conference):
    session = make_session(conference)
    page = f"/en/{conference.slug}/agenda/"

    alone = session_page(client, session)
    conference.ends_at += 48 * HOUR
    conference.save()
    later = make_session(conference, starts_at=STARTS_AT + 48 * HOUR)
    of_several = session_page(client, later)

    day = f"{STARTS_AT + 48 * HOUR:%Y-%m-%d}"
    assert back(alone) == f"{page}#session-{session.slug}"
    assert back(of_several) == f"{page}?day={day}#session-{later.slug}"
    assert open_page(client, back(of_several)).one("li", id=f"session-{later.slug}")


def back(page: Page) -> str:
    (link,) = [
        e for e in page.all("a") if e.text.strip() == "Programme" and "#" in e["href"]
    ]
    return link["href"]


@pytest.mark.parametrize(("days", "is_offered"), [(365, True), (-365, False)])
def test_a_calendar_is_offered_for_what_is_still_to_come(client, days, is_offered):
    starts_at = STARTS_AT.replace(year=timezone.now().year) + timedelta(days=days)
    ends_at = starts_at + 5 * HOUR
    conference = make_conference(published=False, starts_at=starts_at, ends_at=ends_at)
    session = make_session(conference, starts_at=starts_at)

    page = session_page(client, session)

    assert ("Add to your calendar" in page.words) is is_offered
