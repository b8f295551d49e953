"""The same again: a session, and a whole conference."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.models import (
    Conference,
    CountryName,
    Partner,
)
from agenda.publishing import publish
from agenda.services import editions
from tests.agenda.london import make_edition, make_london
from tests.factories import (
    make_agreement,
    make_join_option,
    make_organisation,
    make_participation,
    make_room,
    make_run_item,
    make_session,
    make_speaker,
    make_track,
)

pytestmark = pytest.mark.server

# -- One session -----------------------------------------------------------------------


def test_a_session_is_duplicated_with_its_people_and_its_run_sheet():
    session = make_session(title_en="Opening", title_zh="致辞", places=40)
    part = make_participation(session, role="host", position=3)
    item = make_run_item(session, minute=5, item_en="Lights")
    item.people.add(part.speaker)

    copy = editions.duplicate(session)

    copied = copy.participations.get()
    line = copy.run_items.get()
    assert (copy.title_en, copy.title_zh) == ("Opening (copy)", "致辞（副本）")
    assert (copy.starts_at, copy.ends_at) == (session.starts_at, session.ends_at)
    assert (copy.places, copy.uid != session.uid) == (40, True)
    assert (copied.speaker, copied.role, copied.position) == (part.speaker, "host", 3)
    assert (line.minute, line.item_en) == (5, "Lights")
    assert list(line.people.all()) == [part.speaker]
    assert session.participations.get() == part


def test_a_duplicate_has_nothing_of_what_has_happened():
    session = make_session(kind="signing", recording_url="https://video.example/1")
    agreement = make_agreement(session)
    make_run_item(session, agreement=agreement, item_en="Signing")
    make_run_item(session, agreement=agreement, item_en="", item_zh="")

    copy = editions.duplicate(session)

    assert (copy.recording_url, copy.agreements.count()) == ("", 0)
    assert [(i.item_en, i.agreement) for i in copy.run_items.all()] == [
        ("Signing", None)
    ]


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_a_duplicate_has_the_room_only_if_it_is_free(is_cancelled):
    session = make_session(room=make_room(), is_cancelled=is_cancelled)

    copy = editions.duplicate(session)

    assert copy.room == (session.room if is_cancelled else None)
    assert not copy.is_cancelled


def test_a_title_that_is_full_makes_room_for_the_mark():
    copy = editions.duplicate(make_session(title_en="x" * 300, title_zh=""))

    assert (copy.title_en, copy.title_zh) == ("x" * 293 + " (copy)", "")


def test_duplicates_of_duplicates_have_addresses_of_their_own():
    session = make_session(slug="opening")

    first = editions.duplicate(session)
    second = editions.duplicate(session)

    assert [first.slug, second.slug] == ["opening-2", "opening-3"]


# -- A whole conference ----------------------------------------------------------------


def make_whole_conference():
    """One with a row of everything that a programme has."""
    conference = make_london((2030, 3, 27))
    room, track = make_room(conference), make_track(conference)
    make_join_option(room, region="cn", channel="zh")
    speaker = make_speaker(conference, organisation=make_organisation(), role="chair")
    session = make_session(
        conference,
        room=room,
        track=track,
        slug="opening",
        recording_url="https://video.example/1",
    )
    make_participation(session, speaker)
    make_run_item(session).people.add(speaker)
    make_agreement(session, parties=[speaker.organisation])
    Partner.objects.create(conference=conference, organisation=speaker.organisation)
    CountryName.objects.create(conference=conference, country="TW", name_en="Taiwan")
    return conference


def test_a_new_edition_has_the_programme_of_the_one_before():
    conference = make_whole_conference()
    before = conference.sessions.get()

    new = editions.new_edition(conference, make_edition())

    session, speaker = new.sessions.get(), new.speakers.get()
    assert (new.slug, new.name_en, new.name_zh) == ("next", "Next", "下一届")
    assert (new.city_en, new.clock_en) == (conference.city_en, conference.clock_en)
    assert (session.slug, session.room) == ("opening", new.rooms.get())
    assert (session.track, session.uid != before.uid) == (new.tracks.get(), True)
    assert (speaker.role, speaker.slug) == ("chair", conference.speakers.get().slug)
    assert speaker.organisation == conference.speakers.get().organisation
    assert session.participations.get().speaker == speaker
    assert session.run_items.get().people.get() == speaker
    assert new.partners.get().organisation == speaker.organisation
    assert new.country_names.get().name_en == "Taiwan"


def test_a_new_edition_has_nothing_of_what_came_of_the_one_before():
    conference = make_whole_conference()
    make_session(conference, is_cancelled=True)
    conference.outcome_en = conference.video_url = "https://video.example/2"
    conference.save()
    publish.publish(conference)

    new = editions.new_edition(conference, make_edition())

    session, way_in = new.sessions.get(), new.rooms.get().join_options.get()
    assert (new.outcome_en, new.video_url, new.releases.count()) == ("", "", 0)
    assert (session.recording_url, session.agreements.count()) == ("", 0)
    assert (way_in.region, way_in.channel, way_in.url) == ("cn", "zh", "")


def test_no_row_of_the_one_before_changes():
    conference = make_whole_conference()
    before = publish.snapshot(conference)

    editions.new_edition(conference, make_edition())

    assert publish.snapshot(Conference.objects.get(pk=conference.pk)) == before


def test_every_model_of_the_programme_is_copied_or_left_out_on_purpose():
    """A new model has to be thought of here."""
    left_out = {"Agreement", "AgreementParty", "FormerSlug", "Signature", "Release"}
    # Of colleagues none has a role in the new one but whoever makes it.
    left_out |= {"RoleAssignment"}
    shared = {"Organisation", "Portrait"}
    conference = make_whole_conference()
    models = [
        model
        for model in apps.get_app_config("agenda").get_models()
        if model.__name__ not in left_out | shared
        and not model.__name__.endswith("Event")
    ]
    before = {model: model._default_manager.count() for model in models}

    editions.new_edition(conference, make_edition())

    after = {model: model._default_manager.count() for model in models}
    assert after == {model: 2 * count for model, count in before.items()}
    assert set(before.values()) == {1}


@pytest.mark.parametrize("sessions", [1, 3])
def test_a_new_edition_costs_the_same_for_any_number(sessions):
    conference = make_whole_conference()
    for _more in range(sessions - 1):
        session = make_session(conference)
        make_participation(session)
        make_run_item(session).people.add(make_speaker(conference))

    with CaptureQueriesContext(connection) as queries:
        editions.new_edition(conference, make_edition(slug=f"next-{sessions}"))

    statements = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
    assert len(statements) == 25
