"""What social sites and search engines read in the head of a page."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from agenda.models import Conference, Session
from agenda.services import portraits
from tests.factories import (
    STARTS_AT,
    make_conference,
    make_organisation,
    make_participation,
    make_session,
    make_speaker,
    publish,
)
from tests.pages import Page, open_page

SITE = "https://confsite.example"
PLAIN = {
    "og:type": "website",
    "og:site_name": "Innovation Conference",
    "og:description": f"9 July {STARTS_AT.year} · Nanjing",
    "og:locale": "en_GB",
    "og:locale:alternate": "zh_CN",
    "og:image": f"{SITE}/en/founding/preview.png",
    "og:image:type": "image/png",
    "og:image:width": "1200",
    "og:image:height": "630",
    "og:image:alt": f"Innovation Conference · 9 July {STARTS_AT.year} · Nanjing",
}


@pytest.fixture
def conference():
    conference = make_conference(published=False, slug="founding")
    house = make_organisation(name_en="Zone", name_zh="开发区", country="CN")
    li = make_speaker(
        conference,
        slug="li",
        family_name="Li",
        given_name="Na",
        position_en="Secretary",
        organisation=house,
        portrait=portraits.keep(b"\xff\xd8\xff a face"),
    )
    talk = make_session(
        conference, slug="talk", title_en="A & B", abstract_en="Why **we** meet. " * 40
    )
    make_participation(talk, li)
    publish(conference)
    return conference


def shared(page: Page) -> dict[str, str]:
    found = [e for e in page.all("meta") if "property" in e.attributes]
    return {e["property"]: e["content"] for e in found}


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("", "Innovation Conference"),
        ("agenda/", "Programme"),
        ("speakers/", "Speakers"),
        ("organisations/", "Organisations"),
        ("results/", "Results"),
        ("changes/", "Changes"),
        ("privacy/", "Privacy"),
        ("accessibility/", "Accessibility"),
    ],
)
def test_a_page_says_what_it_is(client, conference, path, title):
    page = open_page(client, f"/en/founding/{path}")

    assert shared(page) == PLAIN | {
        "og:title": title,
        "og:url": f"{SITE}/en/founding/{path}",
    }
    if path:
        assert page.title == f"{title} – Innovation Conference"


def test_a_session_says_when_it_is(client, conference):
    page = open_page(client, "/en/founding/agenda/talk/")

    found = shared(page)
    assert found["og:title"] == "A & B"
    when = f"9 July {STARTS_AT.year} · 14:00 Nanjing · 07:00 London · Why we meet."
    assert found["og:description"].startswith(when)
    assert len(found["og:description"]) < 300
    (description,) = page.all("meta", name="description")
    assert description["content"] == found["og:description"]
    assert found["og:image"] == PLAIN["og:image"]


@pytest.mark.parametrize(
    ("language", "cancelled", "moved"),
    [
        (
            "en",
            "This session does not take place. 9 July",
            f"This session was moved. It was to begin on 9 July {STARTS_AT.year} at "
            f"14:00 Nanjing · 07:00 London. 9 July {STARTS_AT.year} · 16:00 Nanjing",
        ),
        (
            "zh-hans",
            "本场活动已取消。",
            f"本场活动时间有调整，原定开始时间：{STARTS_AT.year}年7月9日",
        ),
    ],
)
def test_what_has_changed_is_said_first(client, conference, language, cancelled, moved):
    later = STARTS_AT + timedelta(hours=2)
    Session.objects.update(starts_at=later, ends_at=later + timedelta(hours=1))
    publish(conference)
    page = open_page(client, f"/{language}/founding/agenda/talk/")
    assert shared(page)["og:description"].startswith(moved)

    Session.objects.update(is_cancelled=True)
    publish(conference)
    page = open_page(client, f"/{language}/founding/agenda/talk/")
    assert shared(page)["og:description"].startswith(cancelled)
    (description,) = page.all("meta", name="description")
    assert description["content"].startswith(cancelled)


def test_a_speaker_has_a_face(client, conference):
    portrait = conference.speakers.get().portrait_id

    found = shared(open_page(client, "/en/founding/speakers/li/"))

    assert found["og:title"] == "Na Li"
    assert found["og:description"] == "Secretary · Zone"
    assert found["og:image"] == f"{SITE}/portraits/{portrait}.jpg"
    assert (found["og:image:width"], found["og:image:height"]) == ("400", "400")


def test_in_chinese_it_is_chinese(client, conference):
    house = conference.speakers.get().organisation_id

    page = open_page(client, f"/zh-hans/founding/organisations/{house}/")

    found = shared(page)
    assert found["og:title"] == "开发区"
    assert found["og:site_name"] == "创新大会"
    assert (found["og:locale"], found["og:locale:alternate"]) == ("zh_CN", "en_GB")
    assert page.title == "开发区 – 创新大会"


@pytest.mark.parametrize(
    "path", ["speakers/", "speakers/li/", "organisations/", "results/", "agenda/talk/"]
)
def test_a_page_names_its_other_language(client, conference, path):
    page = open_page(client, f"/zh-hans/founding/{path}")

    links = [(e["hreflang"], e["href"]) for e in page.all("link", rel="alternate")]
    assert links == [
        ("en", f"{SITE}/en/founding/{path}"),
        ("x-default", f"{SITE}/en/founding/{path}"),
        ("zh-Hans", f"{SITE}/zh-hans/founding/{path}"),
    ]


def test_hostile_titles_stay_text(client, conference):
    evil = '"><script>alert(1)</script>'
    make_session(conference, slug="evil", title_en=evil, abstract_en=evil)
    publish(conference)

    page = open_page(client, "/en/founding/agenda/evil/")

    assert "<script>alert" not in page.html
    assert shared(page)["og:title"] == evil


def test_every_language_has_its_picture(client, conference):
    pictures = [
        client.get(f"/{language}/founding/preview.png")
        for language in ("en", "zh-hans")
    ]

    for answer in pictures:
        assert answer["Content-Type"] == "image/png"
        assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert pictures[0].content != pictures[1].content
    assert shared(open_page(client, "/zh-hans/founding/"))["og:image"] == (
        f"{SITE}/zh-hans/founding/preview.png"
    )


def test_a_picture_is_the_same_until_the_next_release(client, conference):
    address = "/en/founding/preview.png"
    tag = client.get(address)["ETag"]
    known = {"if-none-match": tag}

    assert client.get(address, headers=known).status_code == 304

    Conference.objects.update(accent="#2a5db2")
    publish(conference)

    assert client.get(address, headers=known).status_code == 200


def test_what_is_not_published_has_no_picture(client):
    make_conference(published=False, slug="secret")

    assert client.get("/en/secret/preview.png").status_code == 404
