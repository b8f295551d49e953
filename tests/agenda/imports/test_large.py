"""The large programme of bench/large.py as a file: 200 sessions, 150 speakers."""

import pytest

from agenda.models import (
    Organisation,
    Participation,
    Room,
    Session,
    Speaker,
    Track,
)
from bench import large
from bench.workbook import workbook
from confsite.tables.spreadsheet import read
from tests.admin_pages import form_on, office
from tests.agenda.imports.imported import address, send
from tests.factories import make_conference

__all__ = ["office"]  # a fixture, used by its name


@pytest.fixture
def conference():
    return make_conference(published=False, **large.CONFERENCE)


def summaries(response):
    return [table.summary for table in response.context["result"].tables]


def test_the_large_programme_is_imported_and_a_second_time_changes_nothing(
    office, conference
):
    shown = send(office, conference, workbook())
    office.post(address(conference, "import_check"), form_on(shown))
    again = send(office, conference, workbook())
    exported = office.get(address(conference, "as_workbook", "programme")).content
    and_again = send(office, conference, exported)

    assert summaries(shown) == ["60 new", "150 new", "200 new"]
    assert summaries(again) == ["60 unchanged", "150 unchanged", "200 unchanged"]
    assert summaries(and_again) == ["60 unchanged", "150 unchanged", "200 unchanged"]
    counts = {
        model: model.objects.count()
        for model in (Organisation, Speaker, Session, Room, Track)
    }
    assert counts == {Organisation: 60, Speaker: 150, Session: 200, Room: 10, Track: 8}
    people = sum(len(row["people"]) for row in large.sessions())
    assert Participation.objects.count() == people
    assert stored_sessions() == {
        row["slug"]: (row["title_en"].strip(), row["starts_at"], row["room"])
        for row in large.sessions()
    }


def stored_sessions():
    return {
        session.slug: (session.title_en, session.starts_at, session.room.name_en)
        for session in Session.objects.select_related("room")
    }


def test_the_file_is_the_same_every_time():
    assert read(workbook()) == read(workbook())
