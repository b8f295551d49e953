"""A programme that has a row of everything, as a snapshot that tests may change."""

import copy
from datetime import timedelta
from typing import Any

from django.utils.translation import override

from agenda.changes import changes
from agenda.changes.change import Changes
from agenda.choices import AgreementStatus, Kind, Role, Side
from agenda.models import Conference, CountryName, Partner, Speaker
from agenda.publishing import publish
from agenda.publishing.compare import programme
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
    make_track,
)

Rows = dict[str, Any]
HOUR = timedelta(hours=1)


def make_whole_conference() -> Conference:
    """Three sessions, three people, two of nearly everything else."""
    conference = make_conference(published=False)
    oxford = make_organisation(
        name_en="Oxford", name_zh="牛津大学", short_name_en="Ox", country="GB"
    )
    zone = make_organisation(name_en="Zone", name_zh="开发区", country="CN")
    for position, partner in enumerate((oxford, zone)):
        Partner.objects.create(
            conference=conference, organisation=partner, position=position
        )
    for code in ("CN", "GB"):
        CountryName.objects.create(
            conference=conference, country=code, name_en=f"Land {code}"
        )
    halls = [
        make_room(conference, name_en="Foyer", name_zh="前厅", position=1),
        make_room(conference, name_en="Yangtze Hall", name_zh="长江厅", position=2),
    ]
    tracks = [
        make_track(conference, name_en="Light", name_zh="光", position=1),
        make_track(conference, name_en="Sound", name_zh="声", position=2),
    ]
    for position in (1, 2):
        make_join_option(halls[0], position=position)
    lin, li, smith = people(conference, oxford, zone)
    make_talks(conference, halls, tracks, lin, li)
    make_ceremony(conference, [oxford, zone], smith, li)
    return conference


def make_talks(conference, halls, tracks, lin, li) -> None:
    opening = make_session(
        conference,
        slug="opening",
        title_en="Opening remarks",
        title_zh="致辞",
        abstract_en="Why we meet.",
        abstract_zh="缘起。",
        room=halls[0],
        track=tracks[0],
        language="en",
        places=40,
    )
    make_participation(opening, lin, role=Role.HOST, position=1)
    make_participation(opening, li, role=Role.SPEAKER, position=2)
    make_session(
        conference,
        slug="panel",
        title_en="Panel",
        title_zh="讨论",
        kind=Kind.ROUND_TABLE,
        starts_at=STARTS_AT + HOUR,
        room=halls[1],
        track=tracks[1],
    )


def make_ceremony(conference, parties, *people) -> None:
    ceremony = make_session(
        conference,
        slug="signing",
        title_en="Signing",
        title_zh="签约",
        kind=Kind.SIGNING,
        starts_at=STARTS_AT + 2 * HOUR,
    )
    for number in (1, 2):
        agreement = make_agreement(
            ceremony,
            parties=parties,
            title_en=f"Pact {number}",
            title_zh=f"协定{number}",
            status=AgreementStatus.PUBLISHED,
            position=number,
        )
        for position, (side, person) in enumerate(zip(Side, people, strict=True)):
            make_signature(agreement, person, side=side, position=position)


def people(conference, oxford, zone) -> tuple[Speaker, Speaker, Speaker]:
    lin = make_speaker(
        conference,
        slug="lin",
        title="Professor",
        family_name="Lin",
        given_name="Mei",
        native_name="林梅",
        native_title="教授",
        organisation=zone,
        precedence=1,
    )
    li = make_speaker(
        conference,
        slug="li",
        family_name="",
        given_name="",
        native_name="李四",
        precedence=2,
    )
    smith = make_speaker(
        conference,
        slug="smith",
        family_name="Smith",
        given_name="Ann",
        organisation=oxford,
        precedence=3,
    )
    return lin, li, smith


def make_whole_snapshot() -> Rows:
    return publish.snapshot(make_whole_conference())


def changed(before: Rows, after: Rows, **how: Any) -> Changes:
    """What differs between two snapshots, embargoes or not."""
    pair = [programme(copy.deepcopy(rows)) for rows in (before, after)]
    return changes(*pair, **how)


def in_words(found: Changes, language: str) -> list[str]:
    with override(language):
        return [str(change) for change in found]
