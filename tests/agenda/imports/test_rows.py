"""What becomes of the rows of a file: whom they are about, and what they change."""

import pytest

from agenda.models import Organisation, Room, Session, Track
from confsite.differences import Difference
from confsite.tables import dry_run
from tests.agenda.imports.imported import (
    bring,
    bring_all,
    changes,
    check,
    everything,
    reasons,
    statuses,
)
from tests.confsite.tables.staff import a_table
from tests.factories import (
    STARTS_AT,
    make_conference,
    make_organisation,
    make_participation,
    make_room,
    make_session,
    make_speaker,
)

DAY = f"{STARTS_AT:%Y-%m-%d}"
# In the clock of the conference, which lasts from 14:00 to 19:00.
TALK = {"title_en": "A talk", "day": DAY, "begins": "14:00", "ends": "15:00"}


# -- The check -------------------------------------------------------------------------


def test_a_check_writes_nothing():
    conference = make_conference()

    result = check(conference, TALK | {"room": "Yangtze Hall", "track": "Health"})

    assert statuses(result.rows) == ["new"]
    assert not Session.objects.exists()
    assert not Room.objects.exists()
    assert not Track.objects.exists()


def test_an_import_does_what_was_shown():
    conference = make_conference()
    tables = {"": a_table(TALK)}
    shown = dry_run.check(tables, everything(conference))

    result = dry_run.carry_out(tables, everything(conference), shown=shown.fingerprint)

    assert result == shown
    assert Session.objects.get().title_en == "A talk"


def test_an_outcome_that_is_no_longer_the_one_that_was_shown_is_not_written():
    conference = make_conference()
    session = make_session(conference, slug="talk", title_en="Before")
    tables = {"": a_table({"slug": "talk", "title_en": "After"})}
    shown = dry_run.check(tables, everything(conference))
    Session.objects.update(title_en="Meanwhile")

    with pytest.raises(dry_run.ResultChanged) as changed:
        dry_run.carry_out(tables, everything(conference), shown=shown.fingerprint)

    session.refresh_from_db()
    assert session.title_en == "Meanwhile"
    assert changes(changed.value.result.rows[0]) == {
        "Title (English)": ("Meanwhile", "After")
    }


def test_a_refused_row_leaves_no_trace_and_the_others_are_imported():
    conference = make_conference()

    results = bring(
        conference,
        TALK | {"ends": "13:00", "room": "Never made"},
        TALK | {"room": "Made"},
    )

    assert statuses(results) == ["refused", "new"]
    assert [room.name_en for room in Room.objects.all()] == ["Made"]


def test_an_empty_cell_and_a_missing_column_leave_what_is_there():
    session = make_session(slug="talk", abstract_en="Kept.", language="en")

    bring(session.conference, {"slug": "talk", "title_en": "New", "abstract_en": " "})

    session.refresh_from_db()
    assert (session.title_en, session.abstract_en) == ("New", "Kept.")
    assert session.language == "en"


@pytest.mark.parametrize("dash", ["-", "–", "—", "－", " - "])
def test_a_dash_empties_a_field(dash):
    room = make_room(conference := make_conference())
    session = make_session(conference, slug="talk", room=room, abstract_en="Gone.")
    make_participation(session)

    bring(
        conference,
        {"slug": "talk", "abstract_en": dash, "room": dash, "people": dash},
    )

    session.refresh_from_db()
    assert (session.abstract_en, session.room) == ("", None)
    assert not session.participations.exists()


def test_what_cannot_be_empty_is_not_emptied():
    session = make_session(slug="talk", kind="keynote")

    [result] = bring(session.conference, {"slug": "talk", "kind": "-"})

    assert reasons(result) == {"Kind": "This cannot be emptied."}


def test_a_changed_row_says_what_was_before_and_what_comes():
    speaker = make_speaker(slug="ada", position_en="Analyst")

    [result] = bring(
        speaker.conference, {"slug": "ada", "position_en": "Countess", "role": "chair"}
    )

    assert result.status == "changed"
    assert result.changes == (
        Difference("Position (English)", "Analyst", "Countess"),
        Difference("Role in the conference", "", "Chair"),
    )


def test_all_that_is_wrong_with_a_row_is_said_at_once():
    conference = make_conference()

    [result] = bring(
        conference,
        {"title_en": "T" * 301, "kind": "party", "day": "some day", "ends": "noon"},
    )

    assert list(reasons(result)) == ["Title (English)", "Kind", "Day", "Begins", "Ends"]


def test_a_line_about_the_same_row_as_another_is_refused():
    conference = make_conference()

    results = bring(
        conference,
        {"slug": "ada", "family_name": "Lovelace"},
        {"slug": "ada", "family_name": "King"},
    )

    assert statuses(results) == ["new", "refused"]
    assert reasons(results[1]) == {"": "Line 2 is about the same: Lovelace."}


def test_importing_twice_changes_nothing_the_second_time():
    conference = make_conference()
    tables = {
        "1": a_table(
            {"name_en": "Institute", "aliases": "Inst; 研究院", "country": "CN"}
        ),
        "2": a_table({"given_name": "Ada", "family_name": "King", "precedence": "1"}),
        "3": a_table(TALK | {"people": "Host: Ada King", "room": "Hall / 大厅"}),
    }

    first = bring_all(conference, tables)
    second = bring_all(conference, tables)

    assert statuses(first.rows) == ["new", "new", "new"]
    assert statuses(second.rows) == ["unchanged", "unchanged", "unchanged"]


# -- Organisations ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["university of nanjing", "Ｕniversity  of\u200bNanjing", "南京大学", "NJU"],
)
def test_an_organisation_is_found_by_any_of_its_names(written):
    organisation = make_organisation(
        name_en="University of Nanjing", name_zh="南京大学", aliases="Kingling\nNJU"
    )
    column = "name_zh" if written == "南京大学" else "name_en"

    bring(make_conference(), {column: written, "kind": "university"})

    assert Organisation.objects.get() == organisation
    assert Organisation.objects.get().kind == "university"


def test_an_alias_does_not_become_the_name():
    make_organisation(name_en="University of Nanjing", name_zh="", aliases="NJU")

    [result] = bring(make_conference(), {"name_en": "NJU", "name_zh": "南京大学"})

    assert changes(result) == {"Name (中文)": ("", "南京大学")}


def test_a_name_is_corrected_where_the_other_language_finds_it():
    make_organisation(name_en="Univercity of Nanjing", name_zh="南京大学")

    bring(
        make_conference(), {"name_en": "University of Nanjing", "name_zh": "南京大学"}
    )

    assert Organisation.objects.get().name_en == "University of Nanjing"


def test_names_of_two_organisations_in_one_line_are_refused():
    make_organisation(name_en="One", name_zh="一")
    make_organisation(name_en="Two", name_zh="二")

    [result] = bring(make_conference(), {"name_en": "One", "name_zh": "二"})

    assert reasons(result) == {
        "Name (English)": "These are the names of several organisations: One, Two."
    }


def test_an_organisation_without_a_name_is_refused():
    [result] = bring(make_conference(), {"short_name_en": "X", "name_en": ""})

    assert reasons(result) == {
        "Name (English)": "Give the name in at least one language."
    }


def test_a_country_is_known_by_the_name_that_the_conference_gives_it():
    conference = make_conference()
    conference.country_names.create(country="TW", name_en="Chinese Taipei")

    results = bring(
        conference,
        {"name_en": "A", "country": "chinese taipei"},
        {"name_en": "B", "country": "英国"},
        {"name_en": "C", "country": "gb"},
        {"name_en": "D", "country": "Atlantis"},
    )

    codes = Organisation.objects.order_by("name_en").values_list("country", flat=True)
    assert list(codes) == ["TW", "GB", "GB"]
    assert reasons(results[3]) == {
        "Country/region": (
            "“Atlantis” is neither the name nor the code of a country or region."
        )
    }
