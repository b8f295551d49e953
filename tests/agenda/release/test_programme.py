"""A published release in memory: what public pages say of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from agenda.models import CountryName, Partner
from agenda.release import programme
from agenda.release.days import sessions_by_day
from agenda.release.programme import NotPublished, Programme
from confsite.bilingual import Pair
from tests.factories import (
    STARTS_AT,
    make_conference,
    make_organisation,
    make_participation,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
)


def published(conference) -> Programme:
    publish(conference)
    return programme.latest(conference.slug)


def test_nothing_is_known_before_the_first_release():
    conference = make_conference(published=False)

    with pytest.raises(NotPublished):
        programme.latest(conference.slug)
    with pytest.raises(NotPublished):
        programme.latest("nowhere")


def test_a_conference_speaks_both_languages():
    conference = published(
        make_conference(name_en="Innovation", name_zh="创新", city_en="Nanjing")
    ).conference

    with override("en"):
        assert (conference.name, conference.city) == ("Innovation", "Nanjing")
    with override("zh-hans"):
        assert (conference.name, conference.city) == ("创新", "南京")


def test_a_short_name_is_the_name_where_there_is_none():
    conference = published(make_conference()).conference

    with override("en"):
        assert conference.short_name == "Innovation Conference"


def test_sessions_are_in_order_and_by_the_days_of_the_conference():
    conference = make_conference(published=False)
    # 01:00 the next morning in Nanjing, still the same evening in London and in UTC.
    late = make_session(conference, starts_at=STARTS_AT + timedelta(hours=11))
    early = make_session(conference)

    days = sessions_by_day(published(conference))

    assert [[session.slug for session in sessions] for sessions in days.values()] == [
        [early.slug],
        [late.slug],
    ]
    assert [day.isoformat()[-5:] for day in days] == ["07-09", "07-10"]


def test_at_one_time_the_order_of_the_rooms_counts():
    conference = make_conference(published=False)
    second = make_session(conference, room=make_room(conference, position=2))
    first = make_session(conference, room=make_room(conference, position=1))

    slugs = [session.slug for session in published(conference).sessions]

    assert slugs == [first.slug, second.slug]


def test_people_are_named_in_their_order_with_their_roles():
    conference = make_conference(published=False)
    session = make_session(conference)
    panellist = make_participation(session, role="panellist", position=2)
    host = make_participation(session, role="host", position=1)

    (shown,) = published(conference).sessions

    with override("en"):
        assert [(p.role_label, p.speaker.slug) for p in shown.people] == [
            ("Host", host.speaker.slug),
            ("Panellist", panellist.speaker.slug),
        ]


def test_speakers_are_in_the_order_of_precedence():
    conference = make_conference(published=False)
    make_speaker(conference, slug="second", precedence=2, family_name="Abel")
    make_speaker(conference, slug="third", precedence=2, family_name="Bell")
    make_speaker(conference, slug="first", precedence=1, family_name="Zhu")

    slugs = [speaker.slug for speaker in published(conference).speakers]

    assert slugs == ["first", "second", "third"]


def test_sessions_of_a_speaker_are_theirs_alone():
    conference = make_conference(published=False)
    own, other = make_session(conference), make_session(conference)
    participation = make_participation(own)
    make_participation(other)

    shown = published(conference)
    speaker = shown.speaker(participation.speaker.slug)

    assert [session.slug for session in shown.sessions_of(speaker)] == [own.slug]


def test_a_session_knows_its_room_its_track_and_its_kind():
    conference = make_conference(published=False)
    make_session(
        conference,
        kind="signing",
        room=make_room(conference, name_en="Hall", name_zh="大厅"),
        track=make_track(conference, name_en="Universities", name_zh="高校"),
    )
    make_session(conference, kind="keynote", title_zh="")

    signing, keynote = published(conference).sessions

    with override("zh-hans"):
        assert (signing.room, signing.track) == ("大厅", "高校")
        assert (signing.is_ceremony, keynote.is_ceremony) == (True, False)
        assert (keynote.room, keynote.track) == ("", "")
        assert keynote.title.lang == "en"


@pytest.mark.parametrize(
    ("language", "is_interpreted", "mark", "in_words"),
    [
        ("en", False, "EN", "In English"),
        ("en", True, "EN → 中", "In English, interpreted"),
        ("zh", True, "中 → EN", "In Chinese, interpreted"),
        ("both", False, "中 / EN", "In Chinese and English"),
        ("both", True, "中 ⇄ EN", "In Chinese and English, interpreted"),
        ("", True, "", ""),
    ],
)
def test_the_language_of_a_session_is_a_mark_and_words(
    language, is_interpreted, mark, in_words
):
    conference = make_conference(published=False)
    make_session(conference, language=language, is_interpreted=is_interpreted)

    (session,) = published(conference).sessions

    with override("en"):
        assert (session.language_mark, session.language_words) == (mark, in_words)


def test_times_are_told_on_both_clocks():
    conference = make_conference(published=False)
    make_session(conference)

    (session,) = published(conference).sessions

    with override("en"):
        assert str(session.starts) == "14:00 Nanjing · 07:00 London"
        assert str(session.ends) == "15:00 Nanjing · 08:00 London"


def test_a_conference_with_one_clock_says_one_time():
    conference = published(make_conference(second_time_zone="")).conference

    with override("en"):
        assert str(conference.starts) == "14:00 Nanjing"


def test_partners_and_names_of_countries_are_part_of_a_release():
    conference = make_conference(published=False)
    institute = make_organisation(name_en="Institute", kind="research")
    Partner.objects.create(conference=conference, organisation=institute)
    for code, columns in {
        "TW": {"name_en": "Taiwan, China", "name_zh": "中国台湾"},
        "HK": {"is_hidden": True},
    }.items():
        CountryName.objects.create(conference=conference, country=code, **columns)

    facts = published(conference).conference

    (partner,) = facts.partners
    with override("en"):
        assert (partner.name, partner.kind_label) == ("Institute", "Research institute")
    assert dict(facts.country_names) == {
        "TW": Pair("Taiwan, China", "中国台湾"),
        "HK": None,
    }


@pytest.mark.parametrize(("days", "is_over"), [(-2, True), (2, False)])
def test_a_conference_is_over_when_it_has_ended(days, is_over):
    ends_at = timezone.now() + timedelta(days=days)
    conference = make_conference(
        starts_at=ends_at - timedelta(hours=1), ends_at=ends_at
    )

    assert programme.latest(conference.slug).conference.is_over is is_over


def test_a_column_that_came_later_does_not_break_an_old_release():
    """A release outlives the code that wrote it."""
    conference = make_conference()
    snapshot = conference.releases.get().snapshot
    snapshot["conference"]["was_dropped_since"] = 1
    later = conference.releases.create(number=2, snapshot=snapshot)

    published = programme.released(conference.pk, later.pk, conference.slug)
    assert published.conference.name_en == conference.name_en
