"""What does not take place is said wherever it is named."""

import pytest

from agenda.choices import AgreementStatus, Kind, Side
from tests.factories import (
    STARTS_AT,
    make_agreement,
    make_conference,
    make_organisation,
    make_room,
    make_session,
    make_signature,
    make_speaker,
    publish,
)
from tests.pages import Page, open_page


@pytest.fixture
def conference():
    return make_conference(published=False)


def page_of(client, conference, path: str = "") -> Page:
    return open_page(client, f"/en/{conference.slug}/{path}")


@pytest.mark.parametrize("path", ["", "agenda/", "agenda/tea/"])
def test_a_break_that_does_not_take_place(client, conference, path):
    make_session(
        conference, slug="tea", title_en="Tea", kind=Kind.BREAK, is_cancelled=True
    )
    publish(conference)

    page = page_of(client, conference, path)

    assert "cancelled" in page.words or "does not take place" in page.words
    if not path:
        item = next(li for li in page.all("li") if "Tea" in li.text)
        assert item["class"].split() == ["is-break", "is-cancelled"]


def test_what_was_to_be_signed_in_a_ceremony(client, conference):
    ceremony = make_session(
        conference, kind=Kind.SIGNING, is_cancelled=True, slug="signing"
    )
    house, signatory = make_organisation(), make_speaker(conference, slug="ada")
    open_one = make_agreement(ceremony, title_en="Open", parties=[house])
    make_signature(open_one, signatory)
    make_agreement(ceremony, title_en="Signed", status=AgreementStatus.SIGNED)
    publish(conference)

    pages = [
        page_of(client, conference, path)
        for path in (
            "",
            "agenda/signing/",
            "speakers/ada/",
            f"organisations/{house.pk}/",
        )
    ]

    for page in pages:
        assert page.words.count("The ceremony does not take place") == 1


def test_a_session_that_was_moved_before_it_was_cancelled(client, conference):
    session = make_session(conference, title_en="Talk")
    publish(conference)
    session.starts_at = STARTS_AT.replace(minute=30)
    session.is_cancelled = True
    session.save()
    publish(conference)

    page = page_of(client, conference, "agenda/")

    assert "cancelled" in page.words
    assert "Moved from" not in page.words


def test_the_sides_of_an_agreement_stay_apart_in_short(client, conference):
    ceremony = make_session(conference, kind=Kind.SIGNING, room=make_room(conference))
    agreement = make_agreement(ceremony, title_en="", title_zh="")
    for name, side in (("A", Side.A), ("B", Side.A), ("C", Side.B), ("D", Side.B)):
        house = make_organisation(name_en=name, name_zh="")
        agreement.seats.create(organisation=house, side=side)
    publish(conference)

    assert "A, B – C, D" in page_of(client, conference, "agenda/").words


@pytest.mark.parametrize(("venue", "links"), [("Expo Centre", 2), ("", 0)])
def test_the_bar_leads_to_practical_words_where_there_are_any(
    client, conference, venue, links
):
    conference.venue_en = venue
    conference.save()
    publish(conference)

    page = page_of(client, conference)

    address = f"/en/{conference.slug}/#practical"
    assert len(page.all("a", href=address)) == links
    assert len(page.all("section", id="practical")) == bool(links)
