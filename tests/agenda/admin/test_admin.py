"""The programme in the admin: both languages, its own clock, and publishing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from agenda.models import Participation, Release, Session, Speaker
from confsite.admin.columns import Translated
from tests.admin_pages import errors_on, filled_in, form_on, office
from tests.cast import make_cast
from tests.factories import (
    STARTS_AT,
    make_conference,
    make_organisation,
    make_room,
    make_session,
    make_speaker,
    make_staff,
    make_track,
)

__all__ = ["office"]  # a fixture, used by its name

SESSIONS = "admin:agenda_session_"
DAY = f"{STARTS_AT:%Y-%m-%d}"
AFTERNOON = {"starts_at_0": DAY, "ends_at_0": DAY}


def make_new_session(conference, **columns):
    """What staff type on the page for a new session."""
    return AFTERNOON | {
        "conference": conference.pk,
        "title_en": "Opening",
        "kind": "opening",
        "starts_at_1": "14:00",
        "ends_at_1": "15:00",
        "attendance": "hybrid",
        **columns,
    }


# -- Lists -----------------------------------------------------------------------------


LISTS = {
    "conference": (make_conference, 6),
    "room": (make_room, 7),
    "track": (make_track, 7),
    "session": (make_session, 8),
    "speaker": (make_speaker, 7),
    "organisation": (make_organisation, 6),
    "release": (make_conference, 7),
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_any_number(
    office, name, rows, django_assert_num_queries
):
    make, queries = LISTS[name]
    for _row in range(rows):
        make()
    url = reverse(f"admin:agenda_{name}_changelist")
    office.get(url)

    with django_assert_num_queries(queries):
        office.get(url)


def test_an_empty_list_says_what_to_do_first(office):
    page = office.get(reverse(f"{SESSIONS}changelist")).content.decode()

    assert "Add the rooms and the speakers, then the sessions in their order." in page
    assert "Nothing here yet" in page


def test_a_search_without_results_says_something_else(office):
    make_session()

    page = office.get(reverse(f"{SESSIONS}changelist"), {"q": "xyz"}).content.decode()

    assert "Nothing fits this search" in page
    assert "Add the rooms" not in page


def test_what_staff_typed_is_shown_as_text(office):
    speaker = make_speaker(
        family_name="<script>alert(1)</script>", native_name="{{7*7}}%(x)s"
    )

    for url in (
        reverse("admin:agenda_speaker_changelist"),
        reverse("admin:agenda_speaker_change", args=[speaker.pk]),
        reverse("admin:agenda_speaker_history", args=[speaker.pk]),
    ):
        page = office.get(url).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page or "history" in url


# -- Times -----------------------------------------------------------------------------


def test_times_are_typed_and_shown_in_the_clock_of_the_conference(office):
    conference = make_conference(time_zone="Asia/Shanghai")

    office.post(reverse(f"{SESSIONS}add"), make_new_session(conference))
    session = Session.objects.get()
    page = office.get(reverse(f"{SESSIONS}change", args=[session.pk]))

    assert session.starts_at == STARTS_AT
    assert form_on(page)["starts_at_1"] == "14:00:00"
    assert "Asia/Shanghai" in page.content.decode()
    assert "14:00–15:00 Nanjing · 07:00–08:00 London" in page.content.decode()


def test_a_new_row_takes_the_clock_of_the_conference_that_was_chosen(office):
    make_conference(time_zone="Asia/Shanghai")
    london = make_conference(
        time_zone="Europe/London",
        starts_at=datetime(2020, 1, 1, tzinfo=UTC),
        ends_at=STARTS_AT + timedelta(days=1),
    )

    office.post(reverse(f"{SESSIONS}add"), make_new_session(london))

    assert Session.objects.get().starts_at == STARTS_AT.replace(hour=13)


# -- Sessions and speakers -------------------------------------------------------------


def test_a_room_that_is_taken_is_an_error_in_words(office):
    taken = make_session(
        room=make_room(conference := make_conference()), title_en="Welcome"
    )
    other = make_session(conference)

    response = filled_in(
        office,
        reverse(f"{SESSIONS}change", args=[other.pk]),
        room=str(taken.room_id),
    )

    assert errors_on(response) == {
        "room": ["Another session is in this room then: “Welcome”, 14:00–15:00."]
    }
    assert Session.objects.get(pk=other.pk).room is None


def test_a_room_that_is_taken_in_the_same_moment_is_no_500(office, monkeypatch):
    """The form looked when the room was free; the constraint is what keeps it."""
    taken = make_session(room=make_room(conference := make_conference()))
    other = make_session(conference)
    monkeypatch.setattr(
        Session, "validate_constraints", lambda self, exclude=None: None
    )
    monkeypatch.setattr("agenda.services.rooms.in_its_room", lambda session: None)
    url = reverse(f"{SESSIONS}change", args=[other.pk])

    response = filled_in(office, url, room=str(taken.room_id), title_en="Typed")

    assert errors_on(response) == {"room": ["Another session is in this room then."]}
    assert form_on(response)["title_en"] == "Typed"


def test_a_session_stays_with_its_conference(office):
    session, elsewhere = make_session(), make_conference()
    url = reverse(f"{SESSIONS}change", args=[session.pk])

    filled_in(office, url, conference=str(elsewhere.pk), title_en="Moved")

    moved = Session.objects.get()
    assert (moved.title_en, moved.conference) == ("Moved", session.conference)


def test_a_room_of_another_conference_is_refused(office):
    conference, foreign = make_conference(), make_room()

    response = office.post(
        reverse(f"{SESSIONS}add"), make_new_session(conference, room=foreign.pk)
    )

    assert errors_on(response)["room"] == [
        f"This belongs to another conference: {foreign.conference}."
    ]


def test_a_new_row_begins_with_the_conference_of_the_list(office):
    chosen = make_conference(starts_at=datetime(2020, 1, 1, tzinfo=UTC))
    make_conference()
    filters = f"conference__id__exact={chosen.pk}"

    page = office.get(reverse(f"{SESSIONS}add"), {"_changelist_filters": filters})

    assert form_on(page)["conference"] == str(chosen.pk)


@pytest.mark.parametrize(
    ("title_en", "title_zh", "expected"),
    [
        ("Opening remarks", "", "opening-remarks"),
        ("", "致辞", "opening"),
        ("致辞", "", "opening"),
        ("A" * 300, "", "a" * 75),
    ],
)
def test_an_address_is_made_of_the_title(office, title_en, title_zh, expected):
    conference = make_conference()

    for _twice in range(2):
        office.post(
            reverse(f"{SESSIONS}add"),
            make_new_session(conference, title_en=title_en, title_zh=title_zh),
        )

    slugs = list(Session.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == [expected, f"{expected}-2"]


def test_an_address_that_is_taken_is_an_error(office):
    session = make_session()

    response = office.post(
        reverse(f"{SESSIONS}add"),
        make_new_session(session.conference, slug=session.slug),
    )

    assert errors_on(response) == {"slug": ["Another session has this address."]}


def test_a_speaker_with_a_chinese_name_alone_gets_an_address_in_pinyin(office):
    conference = make_conference()
    url = reverse("admin:agenda_speaker_add")

    for name in ("李世贵", "李诗桂", "さくら"):
        filled_in(office, url, conference=str(conference.pk), native_name=name)

    slugs = Speaker.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["li-shigui", "li-shigui-2", "speaker"]


def test_only_people_of_the_conference_take_part(office):
    session = make_session()
    foreign = make_speaker()
    url = reverse(f"{SESSIONS}change", args=[session.pk])
    prefix = "participations-0-"
    row = {
        "participations-TOTAL_FORMS": "1",
        prefix + "role": "speaker",
        prefix + "position": "0",
    }

    refused = filled_in(office, url, **row, **{prefix + "speaker": str(foreign.pk)})
    native = make_speaker(session.conference)
    filled_in(office, url, **row, **{prefix + "speaker": str(native.pk)})

    assert list(errors_on(refused)) == [prefix + "speaker"]
    assert Participation.objects.get().speaker == native


# -- Two languages ---------------------------------------------------------------------


def test_translated_counts_the_texts_that_stand_in_both_languages():
    session = make_session(title_zh="", abstract_en="A talk.", abstract_zh="一场演讲。")

    translated = Translated.of(session)

    assert str(translated) == "1 of 2"
    assert translated.missing == ("title (中文)",)
    assert "title (中文)" in translated.in_words


def test_nothing_written_is_nothing_to_translate():
    assert str(Translated.of(make_speaker())) == ""


def test_both_languages_stand_in_the_list(office):
    make_session(title_en="Opening", title_zh="致辞")

    page = office.get(reverse(f"{SESSIONS}changelist")).content.decode()

    assert "Opening" in page
    assert '<span lang="zh-Hans">致辞</span>' in page


# -- Publishing and history ------------------------------------------------------------


def test_publishing_asks_first_and_then_keeps_the_note_and_the_name(office):
    conference = make_conference(published=False)
    url = reverse("admin:agenda_conference_publish", args=[conference.pk])

    asked = office.get(url)
    before = Release.objects.count()
    response = filled_in(office, url, note="The first programme.")

    release = Release.objects.get()
    assert (asked.status_code, before) == (200, 0)
    assert response.status_code == 302
    assert (release.number, release.note) == (1, "The first programme.")
    assert release.made_by.email.startswith("staff")


def test_the_list_names_the_latest_release(office):
    conference = make_conference(published=False)
    url = reverse("admin:agenda_conference_changelist")

    before = office.get(url).content.decode()
    for city in ("Nanjing", "Suzhou"):
        type(conference).objects.update(city_en=city)
        filled_in(
            office, reverse("admin:agenda_conference_publish", args=[conference.pk])
        )
    after = office.get(url).content.decode()

    assert "not yet" in before
    assert "release 2" in after


@pytest.mark.parametrize("method", ["get", "post"])
def test_publishing_needs_the_right_to_change(client, method):
    cast = make_cast()
    client.force_login(cast.wei)
    releases = Release.objects.count()
    url = reverse("admin:agenda_conference_publish", args=[cast.conference.pk])

    assert getattr(client, method)(url).status_code == 403
    assert Release.objects.count() == releases


@pytest.mark.parametrize("object_id", ["0", "x"])
def test_publishing_what_is_not_there_is_a_404(office, object_id):
    url = reverse("admin:agenda_conference_publish", args=[object_id])

    assert office.get(url).status_code == 404


def test_a_release_is_there_to_be_looked_at(office):
    release = make_conference().releases.get()
    url = reverse("admin:agenda_release_change", args=[release.pk])

    assert office.post(url, {"note": "changed"}).status_code == 403
    assert office.post(url.replace("change", "delete")).status_code == 403
    assert office.get(reverse("admin:agenda_release_add")).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_the_history_says_who_changed_what(client):
    sam = make_staff(first_name="Sam", last_name="Li")
    room = make_room(conference := make_conference(), name_en="Yangtze Hall")
    session = make_session(conference, title_en="Opening")
    client.force_login(sam)

    change = reverse(f"{SESSIONS}change", args=[session.pk])
    filled_in(client, change, title_en="Welcome", room=str(room.pk))
    response = client.get(reverse(f"{SESSIONS}history", args=[session.pk]))

    latest, first = response.context["changes"]
    before_and_after = {
        d.name: (str(d.before), str(d.after)) for d in latest.differences
    }
    assert (latest.what, latest.by) == ("Changed", "Sam Li")
    assert before_and_after["title (English)"] == ("Opening", "Welcome")
    assert before_and_after["room"] == ("", "Yangtze Hall")
    assert (first.what, first.by) == ("Created", "The site itself")
    assert "Yangtze Hall" in response.content.decode()
