"""What is not published shows nowhere: in no page, file, search, feed or entry."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern

from agenda import urls
from agenda.models import (
    Agreement,
    AgreementParty,
    Conference,
    CountryName,
    JoinOption,
    Organisation,
    Participation,
    Partner,
    Room,
    Session,
    Speaker,
    Track,
)
from agenda.release.programme import latest
from registration.letters import calendar
from registration.letters.kinds import CalendarMethod
from tests.agenda.whole_programme import make_whole_conference
from tests.clock import a_second_later
from tests.factories import (
    make_agreement,
    make_category,
    make_delegate,
    make_organisation,
    make_participation,
    make_registration_settings,
    make_session,
    make_speaker,
    publish,
)

# A word in capitals that no page has by itself, in every text of every table.
WORD = "UNPUBLISHED"
MODELS = (
    Agreement,
    Conference,
    CountryName,
    JoinOption,
    Organisation,
    Room,
    Session,
    Speaker,
    Track,
)


@pytest.fixture
def conference() -> Conference:
    conference = make_whole_conference()
    make_registration_settings(conference)
    publish(conference)
    return conference


def write_everywhere(conference: Conference) -> None:
    """Another text in every column that holds one, and new rows of everything."""
    for model in MODELS:
        texts = {
            field.name: WORD
            for field in model._meta.concrete_fields
            if field.name.endswith(("_en", "_zh")) or field.name in TEXTS
        }
        model.objects.update(**texts)
    Session.objects.update(
        recording_url=f"https://{WORD}.example/", is_cancelled=True, is_interpreted=True
    )
    Speaker.objects.filter(slug="smith").delete()
    Participation.objects.update(role="interpreter")
    Partner.objects.all().delete()
    AgreementParty.objects.update(side="b")
    session = make_session(
        conference,
        slug="unpublished",
        title_en=WORD,
        starts_at=conference.starts_at + timedelta(hours=3),
    )
    organisation = make_organisation(name_en=WORD)
    speaker = make_speaker(
        conference, slug="unpublished", family_name=WORD, organisation=organisation
    )
    make_participation(session, speaker)
    make_agreement(session, title_en=WORD, parties=[organisation])


TEXTS = {"title", "family_name", "given_name", "native_name", "aliases"}


def addresses(conference: Conference) -> list[str]:
    """Every public address of the programme, in both languages."""
    arguments = {
        "session": ["opening", "unpublished"],
        "speaker": ["lin", "unpublished"],
        "organisation": list(
            map(str, Organisation.objects.values_list("pk", flat=True))
        ),
    }
    found = ["/", "/sitemap.xml", "/robots.txt", f"/{conference.slug}/"]
    for language in ("en", "zh-hans"):
        for pattern in urls.urlpatterns:
            assert isinstance(pattern, URLPattern)
            route = f"/{language}/{pattern.pattern}"
            route = route.replace("<slug:conference>", conference.slug)
            match = re.search(r"<\w+:(\w+)>", route)
            values = arguments[match[1]] if match else [""]
            found += [re.sub(r"<\w+:\w+>", value, route) for value in values]
        found += [
            f"/{language}/{conference.slug}/speakers/?q={WORD}",
            f"/{language}/{conference.slug}/register/",
        ]
    return found


def answers(client: Client, conference: Conference) -> dict[str, tuple[int, str]]:
    a_second_later()
    found = {}
    for address in addresses(conference):
        response = client.get(address)
        # What somebody searched for stands on the page; a form has tokens of its own.
        body = response.content.decode(errors="replace").replace(
            "UNPUBLISHED", "", echoes(address)
        )
        found[address] = (response.status_code, body)
    return found


def echoes(address: str) -> int:
    return -1 if "?q=" in address else 0


def test_no_page_file_feed_or_search_shows_what_is_not_published(client, conference):
    before = answers(client, conference)
    write_everywhere(conference)

    after = answers(client, conference)

    assert [address for address, (_status, body) in after.items() if WORD in body] == []
    changed = [
        address
        for address, answer in before.items()
        if "register" not in address and after[address] != answer
    ]
    assert changed == []
    publish(conference)
    # The negative control: published, the word is on nearly all of them.
    shown = [a for a, (_, body) in answers(client, conference).items() if WORD in body]
    assert len(shown) > 20


def test_no_entry_of_a_letter_shows_what_is_not_published(conference):
    delegate = make_delegate(category=make_category(conference))
    write_everywhere(conference)
    a_second_later()

    published = latest(conference.slug)
    entry = calendar.entry(delegate, published, CalendarMethod.REQUEST)

    assert WORD not in entry.data.decode()
    assert "Innovation Conference" in entry.data.decode()


def test_every_address_is_asked():
    names = {pattern.name for pattern in urls.urlpatterns}

    assert {"feed", "schedule_json", "schedule_xml", "entry", "changes"} <= names
