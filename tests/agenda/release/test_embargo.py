"""Agreements in a published programme, and the embargo that hides them for a while."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django.utils.translation import override

from agenda.choices import AgreementStatus, ConferenceRole, Field, Kind, Role, Side
from agenda.release import programme, signing
from tests.clock import a_second_later
from tests.factories import (
    make_agreement,
    make_conference,
    make_join_option,
    make_organisation,
    make_participation,
    make_room,
    make_run_item,
    make_session,
    make_signature,
    make_speaker,
    publish,
)

pytestmark = pytest.mark.server

HOUR = timedelta(hours=1)


@pytest.fixture
def ceremony():
    return make_session(make_conference(published=False), kind=Kind.SIGNING)


def seen(conference) -> programme.Programme:
    a_second_later()
    return programme.latest(conference.slug)


def titles(conference) -> list[str]:
    return [str(agreement.title) for agreement, _ in seen(conference).agreements]


@pytest.fixture
def at(monkeypatch):
    def at(moment: datetime) -> None:
        monkeypatch.setattr(
            "agenda.release.programme.timezone", SimpleNamespace(now=lambda: moment)
        )

    return at


def test_an_agreement_is_published_with_its_parties_and_people(ceremony):
    oxford, zone = (
        make_organisation(name_en="Oxford"),
        make_organisation(name_en="Zone"),
    )
    agreement = make_agreement(ceremony, parties=[oxford, zone], title_en="Photonics")
    make_signature(
        agreement, make_speaker(ceremony.conference, attendance="online"), side=Side.A
    )
    publish(ceremony.conference)

    (known,) = seen(ceremony.conference).sessions[0].agreements

    assert str(known.title) == "Photonics"
    assert [(str(p.organisation.name), p.side) for p in known.parties] == [
        ("Oxford", Side.A),
        ("Zone", Side.B),
    ]
    (signature,) = known.people
    assert (signature.role, signature.speaker.is_on_screen) == (Role.SIGNATORY, True)


def test_an_agreement_without_a_title_is_called_by_its_parties(ceremony):
    parties = [
        make_organisation(name_en="Oxford", name_zh="牛津大学"),
        make_organisation(name_en="Zone", name_zh="开发区"),
    ]
    agreement = make_agreement(ceremony, parties=parties, title_en="", title_zh="")
    publish(ceremony.conference)

    (known,) = seen(ceremony.conference).sessions[0].agreements

    assert (str(agreement), str(known.title)) == ("Oxford – Zone", "Oxford – Zone")
    with override("zh-hans"):
        assert str(known.title) == "牛津大学 – 开发区"


def test_nobody_hears_of_a_draft(ceremony):
    secret = make_organisation()
    make_agreement(ceremony, parties=[secret], status=AgreementStatus.DRAFT)
    release = publish(ceremony.conference)

    assert titles(ceremony.conference) == []
    assert release.snapshot["organisations"] == []


def test_who_comes_to_sign_a_draft_alone_is_not_heard_of_either(ceremony):
    conference = ceremony.conference
    draft = make_agreement(ceremony, status=AgreementStatus.DRAFT)
    announced = make_agreement(ceremony)
    employer = make_organisation()
    for slug, columns in {
        "secret": {"organisation": employer},
        "chair": {"role": ConferenceRole.CHAIR},
        "signs-more": {},
        "speaks": {},
    }.items():
        make_signature(draft, make_speaker(conference, slug=slug, **columns))
    make_speaker(conference, slug="signs-nothing")
    make_signature(announced, conference.speakers.get(slug="signs-more"))
    make_participation(ceremony, conference.speakers.get(slug="speaks"))
    release = publish(conference)

    assert {speaker.slug for speaker in seen(conference).speakers} == {
        "chair",
        "signs-more",
        "signs-nothing",
        "speaks",
    }
    assert release.snapshot["organisations"] == []

    draft.status = AgreementStatus.AGREED
    draft.save()
    publish(conference)

    assert seen(conference).speaker("secret")


def test_what_is_under_embargo_shows_by_itself_when_it_ends(ceremony, at):
    ends = timezone.now() + HOUR
    make_agreement(ceremony, title_en="Open")
    make_agreement(ceremony, title_en="Secret", embargo_until=ends)
    make_agreement(ceremony, title_en="Later", embargo_until=ends + HOUR)
    publish(ceremony.conference)

    shown = []
    for moment in (ends - HOUR, ends - timedelta(seconds=1), ends, ends + HOUR):
        at(moment)
        shown.append(titles(ceremony.conference))

    assert shown == [
        ["Open"],
        ["Open"],
        ["Open", "Secret"],
        ["Open", "Secret", "Later"],
    ]


def test_a_programme_is_the_same_object_until_an_embargo_ends(ceremony, at):
    ends = timezone.now() + HOUR
    make_agreement(ceremony, embargo_until=ends)
    publish(ceremony.conference)

    before = seen(ceremony.conference)
    again = seen(ceremony.conference)
    at(ends)
    after = seen(ceremony.conference)

    assert before is again
    assert after is not before
    assert (before.pk, before.release) == (after.pk, after.release)


def test_people_and_organisations_of_a_secret_are_secret(ceremony, at):
    ends = timezone.now() + HOUR
    conference = ceremony.conference
    home, secret = make_organisation(), make_organisation(name_en="Secret Institute")
    known = make_speaker(conference, organisation=home, slug="known")
    unknown = make_speaker(conference, organisation=secret, slug="unknown")
    head = make_speaker(conference, role=ConferenceRole.CHAIR, slug="head")
    make_participation(ceremony, known)
    agreement = make_agreement(ceremony, parties=[secret, home], embargo_until=ends)
    make_signature(agreement, known)
    make_signature(agreement, unknown)
    make_signature(agreement, head)
    publish(conference)

    before = seen(conference)
    at(ends)
    after = seen(conference)

    assert sorted(speaker.slug for speaker in before.speakers) == ["head", "known"]
    assert [o.id for o in before.organisations] == [home.pk]
    assert {s.slug for s in after.speakers} == {"head", "known", "unknown"}
    assert sorted(o.id for o in after.organisations) == [home.pk, secret.pk]


def test_results_are_what_was_concluded_by_field(ceremony):
    rows = [
        ("Centre", Field.CENTRE, AgreementStatus.PUBLISHED),
        ("Signed", Field.UNIVERSITY, AgreementStatus.SIGNED),
        ("Ready", Field.UNIVERSITY, AgreementStatus.READY),
        ("Agreed", Field.CAPITAL, AgreementStatus.AGREED),
    ]
    for title, field, status in rows:
        make_agreement(ceremony, title_en=title, field=field, status=status)
    publish(ceremony.conference)

    results = signing.by_field(seen(ceremony.conference).concluded)

    assert [
        (group.field.label, [str(one.agreement.title) for one in group.signings])
        for group in results
    ] == [
        ("Cooperation with universities", ["Signed"]),
        ("Innovation centres", ["Centre"]),
    ]


def test_a_way_to_join_is_published_without_its_address():
    conference = make_conference(published=False)
    room = make_room(conference)
    make_join_option(
        room,
        label_en="Stream",
        url="https://s.example/secret",
        channel="zh",
        region="cn",
    )
    make_session(conference, room=room)

    release = publish(conference)

    place = seen(conference).sessions[0].place
    (way,) = place.ways_in
    assert (str(way.label), way.channel_label, way.region_label) == (
        "Stream",
        "Chinese channel",
        "Mainland China",
    )
    assert "s.example" not in str(release.snapshot)


def test_a_run_sheet_is_never_published(ceremony):
    make_run_item(ceremony, item_en="Lights down", cue_en="Music fades")

    release = publish(ceremony.conference)

    assert "Lights" not in str(release.snapshot)
    assert "Music" not in str(release.snapshot)


def test_a_session_that_moved_says_from_when(ceremony):
    conference = ceremony.conference
    first = ceremony.starts_at

    known = []
    for hours in (0, 1, 1, 2):
        ceremony.starts_at = first + hours * HOUR
        ceremony.ends_at = ceremony.starts_at + HOUR
        ceremony.save()
        publish(conference)
        moved = seen(conference).sessions[0].moved_from
        known.append(moved and moved.at - first)

    assert known == [None, timedelta(0), timedelta(0), HOUR]


def test_a_release_from_before_there_were_agreements_still_shows(ceremony):
    """The tables and columns that are younger than a release are missing from it."""
    make_participation(ceremony, make_speaker(ceremony.conference))
    release = publish(ceremony.conference)
    young = ("agreements", "parties", "signatures", "join_options")
    old = {name: rows for name, rows in release.snapshot.items() if name not in young}
    for session in old["sessions"]:
        for column in ("places", "recording_url", "moved_from_at"):
            session.pop(column, None)
    for speaker in old["speakers"]:
        del speaker["role"], speaker["portrait_id"]

    shown = programme.Programme(release.pk, 1, release.made_at, old)

    assert shown.sessions[0].agreements == ()
    assert shown.sessions[0].moved_from is None
    assert (shown.speakers[0].role_label, shown.speakers[0].portrait_url) == ("", "")
