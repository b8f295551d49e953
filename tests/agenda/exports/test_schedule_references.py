"""Whom and what an event of the schedules refers to: people, their faces, links."""

from xml.etree import ElementTree

import pytest

from agenda.choices import AgreementStatus
from agenda.models import Session
from agenda.services import portraits
from tests.agenda.exports.exported import events, get, make_programme, schedule
from tests.factories import (
    make_agreement,
    make_organisation,
    make_participation,
    make_signature,
    make_speaker,
    publish,
)
from tests.pages import open_page

EVENT = "day/room/event"


@pytest.fixture
def conference():
    return make_programme()


def test_the_recording_and_what_was_announced_are_links(client, conference):
    signing = Session.objects.get(slug="opening")
    Session.objects.update(recording_url="https://video.example/录像?a=1&b=2")
    announced = {"status": AgreementStatus.PUBLISHED, "title_zh": "光子学"}
    url = "https://news.example/1"
    make_agreement(signing, title_en="Photonics", url=url, **announced)
    make_agreement(signing, url=url, status=AgreementStatus.SIGNED)
    publish(conference)

    film = "https://video.example/%E5%BD%95%E5%83%8F?a=1&b=2"
    for language, titles in (
        ("en", ("Watch the recording", "Read the announcement: Photonics")),
        ("zh-hans", ("观看录像", "查看公告：光子学")),
    ):
        (event,) = events(schedule(client, conference, language))
        assert event["links"] == [
            {"url": film, "title": titles[0], "type": "media"},
            {"url": url, "title": titles[1], "type": "article"},
        ]
        file = get(client, conference, "schedule.xml", language)
        links = ElementTree.fromstring(file.content).findall(f"{EVENT}/links/link")
        assert [(e.attrib, e.text) for e in links] == [
            ({"href": film, "type": "media"}, titles[0]),
            ({"href": url, "type": "article"}, titles[1]),
        ]


def test_a_person_has_a_face(client, conference):
    portrait = portraits.keep(b"\xff\xd8\xff a face")
    conference.speakers.update(portrait=portrait)
    publish(conference)

    (event,) = events(schedule(client, conference))

    address = f"https://confsite.example/portraits/{portrait.pk}.jpg"
    assert [person["avatar"] for person in event["persons"]] == [address]


def test_whoever_signs_is_named_in_the_order_of_the_page(client, conference):
    signing = Session.objects.get(slug="opening")
    house, other = make_organisation(), make_organisation()
    wu, li = (
        make_speaker(conference, family_name=name, given_name="", organisation=at)
        for name, at in (("Wu", other), ("Li", house))
    )
    witness = make_speaker(conference, family_name="Witness", given_name="")
    agreement = make_agreement(signing, parties=[house, other])
    make_signature(agreement, witness, role="witness")
    make_signature(agreement, wu)
    make_signature(agreement, li)
    make_participation(signing, wu, role="speaker")
    publish(conference)

    (event,) = events(schedule(client, conference))
    root = ElementTree.fromstring(get(client, conference, "schedule.xml").content)
    page = open_page(client, f"/en/{conference.slug}/agenda/opening/")

    named = ["Li", "Wu", "Witness", "Li Shigui"]
    assert [person["name"] for person in event["persons"]] == named
    assert [e.text for e in root.findall(f"{EVENT}/persons/person")] == named
    links = [e["href"] for e in page.all("a") if "/speakers/" in e["href"]]
    on_page = [href for href in dict.fromkeys(links) if not href.endswith("/speakers/")]
    addresses = [person["url"] for person in event["persons"]]
    assert addresses == [f"https://confsite.example{href}" for href in on_page]


def test_nobody_is_named_who_signs_under_an_embargo(client, conference):
    signing = Session.objects.get(slug="opening")
    ends = {"embargo_until": conference.ends_at}
    agreement = make_agreement(signing, url="https://news.example/1", **ends)
    make_signature(agreement, make_speaker(conference, family_name="Secret"))
    publish(conference)

    for name in ("schedule.json", "schedule.xml"):
        body = get(client, conference, name).content
        assert b"Secret" not in body
        assert b"news.example" not in body
