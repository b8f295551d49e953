"""Import and export in the admin: a file, what it would do, and doing it."""

import re

import pytest
from django.contrib.sessions.models import Session as StoredSession
from django.urls import reverse

from agenda.models import Organisation, Room, Session, Speaker
from confsite.tables.spreadsheet import Worksheet, read, xlsx_bytes
from tests.admin_pages import form_on, messages_of, office
from tests.agenda.imports.imported import (
    address,
    error,
    press_import,
    send,
    send_rows,
    statuses_on,
)
from tests.agenda.rows import sign_in
from tests.factories import (
    STARTS_AT,
    make_conference,
    make_participation,
    make_session,
    make_speaker,
    make_staff,
)

__all__ = ["office"]  # a fixture, used by its name

DAY = f"{STARTS_AT:%Y-%m-%d}"
SPEAKERS = Worksheet("Speakers", ("Address", "Family name"), [("ada", "Lovelace")])
ALL_RIGHTS = [
    f"{verb}_{model}"
    for verb in ("view", "add", "change")
    for model in ("conference", "session", "speaker", "organisation", "room", "track")
]


# -- The story -------------------------------------------------------------------------


def test_a_file_is_checked_shown_and_imported(office):
    conference = make_conference()

    shown = send(office, conference, xlsx_bytes([SPEAKERS]))
    before = Speaker.objects.count()
    done = press_import(office, conference)

    page = shown.content.decode()
    assert "1 new" in page
    assert "Import this row" in page
    assert (before, Speaker.objects.get().family_name) == (0, "Lovelace")
    assert done["Location"] == address(conference, "change")
    assert messages_of(office.get(done["Location"])) == [
        "Imported: 1 new. Visitors see it once the conference is published."
    ]


def test_the_conference_leads_to_the_import(office):
    conference = make_conference()

    page = office.get(address(conference, "change")).content.decode()

    assert address(conference) in page


def test_all_three_kinds_come_in_one_workbook(office):
    conference = make_conference()
    sessions = Worksheet(
        "Sessions",
        ("Title (English)", "Day", "Begins", "Ends", "Room", "People"),
        [("Opening", DAY, "14:00", "15:00", "Hall", "Host: ada")],
    )
    houses = Worksheet(
        "Organisations", ("Name (English)", "Kind"), [("X", "University")]
    )

    send(office, conference, xlsx_bytes([sessions, SPEAKERS, houses]))
    press_import(office, conference)

    session = Session.objects.get()
    assert session.participations.get().speaker.slug == "ada"
    assert (session.room.name_en, session.starts_at) == ("Hall", STARTS_AT)
    assert Organisation.objects.get().kind == "university"


def test_refused_rows_stay_out_when_the_others_are_imported(office):
    conference = make_conference()

    shown = send_rows(
        office,
        conference,
        {"slug": "ada", "family_name": "Lovelace"},
        {"slug": "bad address", "family_name": "Babbage"},
    )
    press_import(office, conference)

    page = shown.content.decode()
    assert "1 refused, 1 new" in page
    assert "Import the other row alone" in page
    assert "<strong" in page
    assert [speaker.slug for speaker in Speaker.objects.all()] == ["ada"]


def test_where_all_rows_are_refused_there_is_nothing_to_press(office):
    conference = make_conference()

    page = send_rows(
        office, conference, {"slug": "a b", "title": "Dr"}
    ).content.decode()

    assert "There is nothing to import." in page
    assert "Import the other" not in page


def test_the_check_can_be_left_and_come_back_to(office):
    conference = make_conference()
    send(office, conference, xlsx_bytes([SPEAKERS]))

    office.get("/admin/")
    start = office.get(address(conference, "imports")).content.decode()
    page = office.get(address(conference, "import_check"))
    press_import(office, conference)
    afterwards = office.get(address(conference, "imports")).content.decode()

    assert statuses_on(page) == ["new"]
    link = f'href="{address(conference, "import_check")}"'
    assert [link in html for html in (start, afterwards)] == [True, False]


def test_what_was_changed_in_the_meantime_is_shown_before_anything_is_written(office):
    conference = make_conference()
    shown = send(office, conference, xlsx_bytes([SPEAKERS]))
    make_speaker(conference, slug="ada", family_name="King")

    again = office.post(address(conference, "import_check"), form_on(shown))

    assert statuses_on(again) == ["changed"]
    assert messages_of(again) == [
        "Nothing was imported: somebody has changed the programme in the meantime. "
        "This is what the file would do now."
    ]
    assert Speaker.objects.get().family_name == "King"

    office.post(address(conference, "import_check"), form_on(again))

    assert Speaker.objects.get().family_name == "Lovelace"


def test_another_file_in_the_meantime_is_shown_and_not_imported(office):
    """Two tabs: what the first shows is not what is staged."""
    conference = make_conference()
    first = send(office, conference, xlsx_bytes([SPEAKERS]))
    send_rows(office, conference, {"slug": "eve", "family_name": "Eve"})

    again = office.post(address(conference, "import_check"), form_on(first))

    assert "Eve" in again.content.decode()
    assert not Speaker.objects.exists()


def test_pressing_twice_imports_once(office):
    conference = make_conference()
    shown = send(office, conference, xlsx_bytes([SPEAKERS]))
    url = address(conference, "import_check")

    for _twice in range(2):
        last = office.post(url, form_on(shown), follow=True)

    assert Speaker.objects.count() == 1
    assert messages_of(last)[-1] == "The file is no longer here. Choose it again."


def test_the_file_of_one_conference_is_not_imported_into_another(office):
    conference, other = make_conference(), make_conference()
    shown = send(office, conference, xlsx_bytes([SPEAKERS]))

    response = office.post(address(other, "import_check"), form_on(shown), follow=True)

    assert messages_of(response) == ["The file is no longer here. Choose it again."]
    assert not Speaker.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_history_says_who_imported(client):
    sam = make_staff(first_name="Sam", last_name="Li")
    client.force_login(sam)
    conference = make_conference()
    send(client, conference, xlsx_bytes([SPEAKERS]))
    press_import(client, conference)

    speaker = Speaker.objects.get()
    history = client.get(reverse("admin:agenda_speaker_history", args=[speaker.pk]))

    [change] = history.context["changes"]
    assert (change.what, change.by) == ("Created", "Sam Li")


# -- A staged file ---------------------------------------------------------------------


def test_a_file_is_not_kept_in_the_session_that_each_page_reads(office):
    conference = make_conference()

    send(office, conference, xlsx_bytes([SPEAKERS]))

    assert "Lovelace" not in str(dict(office.session))
    assert StoredSession.objects.count() == 2


def test_a_new_file_takes_the_place_of_the_one_before(office):
    conference = make_conference()

    for _twice in range(2):
        send(office, conference, xlsx_bytes([SPEAKERS]))

    assert StoredSession.objects.count() == 2


def test_nothing_is_left_staged_after_an_import(office):
    conference = make_conference()
    send(office, conference, xlsx_bytes([SPEAKERS]))

    press_import(office, conference)

    assert StoredSession.objects.count() == 1


def test_a_staged_file_is_no_way_to_sign_in(office, client, settings):
    conference = make_conference()
    send(office, conference, xlsx_bytes([SPEAKERS]))
    key = office.session["import"]

    client.logout()
    client.cookies[settings.SESSION_COOKIE_NAME] = key

    assert client.get(address(conference)).status_code == 302


# -- Who may ---------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["add_speaker", "change_speaker"])
def test_importing_needs_the_rights_to_add_and_to_change(client, missing):
    conference = make_conference()
    sign_in(client, *(right for right in ALL_RIGHTS if right != missing))

    response = send(client, conference, xlsx_bytes([SPEAKERS]))

    assert error(response) == ["You may not import these: Speakers."]
    assert not Speaker.objects.exists()


def test_a_right_that_was_taken_away_in_the_meantime_is_missed(client):
    conference = make_conference()
    wei = sign_in(client, *ALL_RIGHTS)
    shown = send(client, conference, xlsx_bytes([SPEAKERS]))
    wei.user_permissions.remove(*wei.user_permissions.filter(codename="add_speaker"))

    response = client.post(
        address(conference, "import_check"), form_on(shown), follow=True
    )

    assert messages_of(response) == ["You may not import these: Speakers."]
    assert not Speaker.objects.exists()


def test_rooms_are_not_made_along_by_who_may_not_add_them(client):
    conference = make_conference()
    sign_in(client, *(right for right in ALL_RIGHTS if right != "add_room"))
    times = {"day": DAY, "begins": "14:00", "ends": "15:00"}

    page = send_rows(client, conference, times | {"title_en": "A", "room": "Hall"})

    assert statuses_on(page) == ["refused"]
    assert not Room.objects.exists()


@pytest.mark.parametrize("name", ["imports", "import_check"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_without_rights_see_nothing(client, name, method):
    sign_in(client)

    response = getattr(client, method)(address(make_conference(), name))

    assert response.status_code == 403


@pytest.mark.parametrize("name", ["template", "programme"])
def test_who_may_see_nothing_exports_nothing(client, name):
    sign_in(client, "view_conference")
    conference = make_conference()

    workbook = client.get(address(conference, "as_workbook", name))
    table = client.get(address(conference, "as_csv", name, "speakers"))

    assert (workbook.status_code, table.status_code) == (403, 403)


def test_an_export_holds_what_one_may_see(client):
    sign_in(client, "view_conference", "view_session", "export_conference")
    session = make_session()
    make_participation(session)

    response = client.get(address(session.conference, "as_workbook", "programme"))

    assert list(read(response.content)) == ["Sessions"]


@pytest.mark.parametrize("object_id", ["0", "x"])
@pytest.mark.parametrize("path", ["import/", "import/check/", "import/programme.xlsx"])
def test_a_conference_that_is_not_there_is_a_404(office, object_id, path):
    assert office.get(f"/admin/agenda/conference/{object_id}/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["everything.xlsx", "template/rooms.csv", "everything/speakers.csv"]
)
def test_a_file_that_there_is_not_is_a_404(office, path):
    url = f"/admin/agenda/conference/{make_conference().pk}/import/{path}"

    assert office.get(url).status_code == 404


def test_an_import_needs_the_token_of_the_form(office):
    conference = make_conference()
    shown = send(office, conference, xlsx_bytes([SPEAKERS]))
    office.handler.enforce_csrf_checks = True

    response = office.post(
        address(conference, "import_check"),
        {"shown": form_on(shown)["shown"]},
    )

    assert response.status_code == 403
    assert not Speaker.objects.exists()


# -- What a check costs ----------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_that_change_nothing_cost_the_same_for_any_number(
    office, rows, django_assert_num_queries
):
    conference = make_conference()
    for n in range(rows):
        session = make_session(conference, starts_at=STARTS_AT)
        make_participation(session, make_speaker(conference, slug=f"s{n}"))
    content = office.get(address(conference, "as_workbook", "programme")).content
    send(office, conference, content)
    url = address(conference, "import_check")
    office.get(url)

    with django_assert_num_queries(16):
        office.get(url)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_new_row_costs_a_savepoint_and_an_insert(
    office, rows, django_assert_num_queries
):
    conference = make_conference()
    send_rows(
        office,
        conference,
        *({"slug": f"s{n}", "family_name": f"Speaker{n}"} for n in range(rows)),
    )
    url = address(conference, "import_check")
    office.get(url)

    with django_assert_num_queries(14 + 3 * rows):
        office.get(url)


def test_no_name_of_ours_is_left_in_the_markup(office):
    """Words come through as text, whatever is in them."""
    shown = send_rows(
        office,
        make_conference(),
        {"family_name": "<script>alert(1)</script>", "attendance": "<b>{{7*7}}%(x)s"},
        {"family_name": "<img src=x onerror=alert(1)>"},
    )

    page = shown.content.decode()
    assert not re.search("<script>alert|<img src=x|<b>{{7", page)
    assert "&lt;b&gt;{{7*7}}%(x)s" in page
