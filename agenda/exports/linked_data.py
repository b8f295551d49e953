"""What search engines read about a conference and its sessions (schema.org/Event)."""

import json
from collections.abc import Iterable
from typing import Any

from babel.numbers import get_territory_currencies
from django.utils.safestring import SafeString, mark_safe

from agenda.choices import Kind, SessionAttendance, SpokenLanguage
from agenda.exports import texts
from agenda.registration_status import RegistrationStatus
from agenda.release.content import ConferenceFacts, Organisation, Session, Speaker
from agenda.release.programme import Programme

CONTEXT = "https://schema.org"
BOTH = ["en", "zh-Hans"]
SPOKEN: dict[str, list[str]] = {
    SpokenLanguage.ENGLISH: ["en"],
    SpokenLanguage.CHINESE: ["zh-Hans"],
    SpokenLanguage.BOTH: BOTH,
}
MODES: dict[str, str] = {
    SessionAttendance.ONSITE: "OfflineEventAttendanceMode",
    SessionAttendance.ONLINE: "OnlineEventAttendanceMode",
    SessionAttendance.HYBRID: "MixedEventAttendanceMode",
}
# What the state of registration means for somebody who wants a place.
AVAILABILITY = {"open": "InStock", "waiting": "SoldOut"}
# As Django's json_script does: no text ends the element that the data stands in.
HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
Facts = dict[str, Any]


def conference(programme: Programme, status: RegistrationStatus) -> SafeString:
    facts = programme.conference
    return script(
        {
            **core(facts, attendance(programme), BOTH),
            "name": texts.line(facts.name.plain),
            "description": texts.passage(facts.about.plain),
            "url": texts.front(facts),
            "startDate": facts.starts.iso,
            "endDate": facts.ends.iso,
            "eventStatus": f"{CONTEXT}/EventScheduled",
            "performer": people(facts, programme.speakers),
            "offers": offers(facts, status),
            "subEvent": [
                brief(facts, session) | {"location": where(facts, session)}
                for session in programme.sessions
                if session.kind != Kind.BREAK
            ],
        }
    )


def session(
    programme: Programme, status: RegistrationStatus, session: Session
) -> SafeString:
    facts = programme.conference
    spoken = BOTH if session.is_interpreted else SPOKEN.get(session.language, [])
    return script(
        {
            **core(facts, session.attendance, spoken),
            **brief(facts, session),
            "description": texts.passage(session.abstract.plain),
            "performer": people(facts, [part.speaker for part in session.everybody]),
            "recordedIn": recording(session),
            "offers": offers(facts, status),
            "superEvent": {
                "@type": "Event",
                "name": texts.line(facts.name.plain),
                "url": texts.front(facts),
                "startDate": facts.starts.iso,
                "location": location(facts, attendance(programme)),
            },
        }
    )


def script(facts: Facts) -> SafeString:
    """JSON for a script element."""
    whole = {"@context": CONTEXT} | known(facts)
    text = json.dumps(whole, ensure_ascii=False).translate(HARMLESS)
    return mark_safe(text)  # noqa: S308


def known(facts: Facts) -> Facts:
    """Without those that there are none of."""
    return {name: value for name, value in facts.items() if value}


def core(facts: ConferenceFacts, attendance: str, spoken: list[str]) -> Facts:
    organiser = texts.line(facts.organiser.plain)
    return {
        "@type": "Event",
        "eventAttendanceMode": f"{CONTEXT}/{MODES[attendance]}",
        "location": location(facts, attendance),
        "inLanguage": spoken,
        "isAccessibleForFree": True,
        "image": texts.address("agenda:preview", facts.slug),
        "organizer": organiser
        and [{"@type": "Organization", "name": organiser, "url": texts.front(facts)}],
    }


def brief(facts: ConferenceFacts, session: Session) -> Facts:
    return {
        "@type": "Event",
        "name": texts.line(session.title.plain),
        "url": texts.page(facts, session),
        "startDate": session.starts.iso,
        "endDate": session.ends.iso,
        **status(session),
    }


def status(session: Session) -> Facts:
    """Cancelled counts more than moved; what was moved says when it was to begin."""
    if session.is_cancelled:
        return {"eventStatus": f"{CONTEXT}/EventCancelled"}
    if session.moved_from:
        return {
            "eventStatus": f"{CONTEXT}/EventRescheduled",
            "previousStartDate": session.moved_from.iso,
        }
    return {"eventStatus": f"{CONTEXT}/EventScheduled"}


def recording(session: Session) -> Facts:
    """A work, of whatever sort: a film, a sound or a page with both."""
    if not session.recording_url:
        return {}
    return {
        "@type": "CreativeWork",
        "name": texts.line(session.title.plain),
        "url": session.recording_url,
    }


def attendance(programme: Programme) -> str:
    """How one can follow the conference, which is what its sessions say together."""
    ways = {session.attendance for session in programme.sessions}
    return ways.pop() if len(ways) == 1 else SessionAttendance.HYBRID


def location(facts: ConferenceFacts, attendance: str) -> list[Facts]:
    places = []
    if attendance != SessionAttendance.ONLINE:
        places.append(place(facts))
    if attendance != SessionAttendance.ONSITE:
        # The page says how to join; the way into a room itself is not public.
        url = texts.front(facts)
        places.append({"@type": "VirtualLocation", "@id": "#online", "url": url})
    return places


def where(facts: ConferenceFacts, session: Session) -> list[Facts]:
    """The places of the conference, which stand in full on the same page."""
    return [{"@id": place["@id"]} for place in location(facts, session.attendance)]


def place(facts: ConferenceFacts) -> Facts:
    address = {
        "@type": "PostalAddress",
        "streetAddress": texts.line(facts.address.plain),
        "addressLocality": texts.line(facts.city.plain),
        "addressCountry": facts.country,
    }
    return {
        "@type": "Place",
        "@id": "#venue",
        "name": texts.line(facts.venue or facts.city or facts.name),
        "address": known(address),
    }


def people(facts: ConferenceFacts, speakers: Iterable[Speaker]) -> list[Facts]:
    """Everybody once, in the order given."""
    once = {speaker.id: speaker for speaker in speakers}
    return [person(facts, speaker) for speaker in once.values()]


def person(facts: ConferenceFacts, speaker: Speaker) -> Facts:
    home = speaker.organisation
    return known(
        {
            "@type": "Person",
            "name": texts.line(speaker.display_name.plain),
            "url": texts.address("agenda:speaker", facts.slug, speaker.slug),
            "jobTitle": texts.line(speaker.position.plain),
            "affiliation": home and organisation(facts, home),
            "image": speaker.portrait_url and texts.absolute(speaker.portrait_url),
        }
    )


def organisation(facts: ConferenceFacts, organisation: Organisation) -> Facts:
    return {
        "@type": "Organization",
        "name": texts.line(organisation.name.plain),
        "url": texts.address("agenda:organisation", facts.slug, str(organisation.id)),
    }


def offers(facts: ConferenceFacts, status: RegistrationStatus) -> Facts:
    """How to come: it costs nothing, and the way stands open or has a waiting list."""
    if not status.url:
        return {}
    return {
        "@type": "Offer",
        "price": 0,
        "priceCurrency": currency(facts.country),
        "url": texts.absolute(status.url),
        "availability": f"{CONTEXT}/{AVAILABILITY.get(status.state, 'InStock')}",
    }


def currency(country: str) -> str:
    """That of a country or region: even of nothing, search engines ask in which."""
    return next(iter(get_territory_currencies(country)), "CNY")
