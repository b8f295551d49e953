"""Templates, and the programme as it stands: files that can be imported."""

import io
import zipfile

import pytest

from confsite.tables.spreadsheet import csv_bytes, read
from tests.admin_pages import office
from tests.agenda.imports.imported import (
    address,
    send,
    statuses_on,
)
from tests.factories import (
    make_agreement,
    make_conference,
    make_organisation,
    make_participation,
    make_room,
    make_session,
    make_speaker,
)

__all__ = ["office"]  # a fixture, used by its name


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_template_can_be_imported_and_its_examples_are_left_out(office, language):
    conference = make_conference()
    office.cookies["django_language"] = language
    content = office.get(address(conference, "as_workbook", "template")).content

    response = send(office, conference, content)

    result = response.context["result"]
    assert (result.rows, result.remarks) == ([], ())
    assert [len(table.remarks) for table in result.tables] == [1, 1, 1]


@pytest.mark.parametrize("kind", ["organisations", "speakers", "sessions"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_example_of_a_template_would_be_taken(office, language, kind):
    """Under another address, as staff overwrite it; people and houses come first."""
    conference = make_conference()
    make_speaker(conference, native_name="李例子")
    office.cookies["django_language"] = language
    url = address(conference, "as_csv", "template", kind)
    (table,) = read(office.get(url).content).values()
    values = [
        value.replace("example-", "").replace("Example Uni", "Another Uni")
        for value in table.rows[0].values
    ]

    response = send(office, conference, csv_bytes(table.header, [values]), "x.csv")

    assert statuses_on(response) == ["new"]


def test_a_template_says_which_words_can_be_used(office):
    url = address(make_conference(), "as_workbook", "template")

    words = read(office.get(url).content)["Words to use"]

    below = zip(*(row.values for row in words.rows), strict=True)
    columns = dict(zip(words.header, below, strict=True))
    assert columns["Sessions: Spoken language"][:3] == (
        "English",
        "Chinese",
        "Chinese and English",
    )
    assert columns["Sessions: People"][0] == "Host"
    assert columns["To empty a field"][0] == "-"


def make_programme():
    """One of everything, with texts that break what reads them."""
    conference = make_conference()
    house = make_organisation(
        name_en="=1+1; “Ltd”", aliases="One\r\nTwo", country="CN", kind="company"
    )
    make_speaker(
        conference,
        family_name="+44 'O'",
        native_name="＝李",
        native_title="教授",
        biography_en="Line one\r\n\r\n- a list\r\n    - nested\n",
        organisation=house,
    )
    make_speaker(conference, given_name="Ada", family_name="Host: X; Y")
    make_speaker(conference, family_name="-", given_name="–")
    session = make_session(
        conference,
        title_en="@SUM(A1)",
        title_zh="-",
        abstract_zh="<script>\t{{7*7}}",
        room=make_room(conference, name_en="Hall 1 / 2", name_zh=""),
        places=20,
        language="both",
        recording_url="https://video.example/1",
        is_cancelled=True,
    )
    for person in conference.speakers.all():
        make_participation(session, person, role="host")
    make_session(conference, title_en="", starts_at=session.starts_at)
    make_agreement(session, parties=[make_organisation(name_zh="", kind="other")])
    make_organisation()  # that nobody in this programme belongs to
    return conference


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("read_in", ["en", "zh-hans"])
def test_the_programme_that_was_exported_changes_nothing(office, language, read_in):
    conference = make_programme()
    office.cookies["django_language"] = language
    content = office.get(address(conference, "as_workbook", "programme")).content
    office.cookies["django_language"] = read_in

    response = send(office, conference, content)

    assert statuses_on(response) == ["unchanged"] * 7


@pytest.mark.parametrize(
    ("kind", "number"), [("organisations", 2), ("speakers", 3), ("sessions", 2)]
)
def test_a_table_that_was_exported_as_csv_changes_nothing(office, kind, number):
    conference = make_programme()

    content = office.get(address(conference, "as_csv", "programme", kind)).content
    response = send(office, conference, content, f"{kind}.csv")

    assert statuses_on(response) == ["unchanged"] * number


def test_no_spreadsheet_computes_what_is_exported(office):
    conference = make_programme()

    table = office.get(address(conference, "as_csv", "programme", "speakers"))
    workbook = office.get(address(conference, "as_workbook", "programme"))

    assert "\"'+44 'O'\"" in table.content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(workbook.content)) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        assert not any(b"<f>" in archive.read(name) for name in sheets)


def test_files_are_named_after_the_conference(office):
    conference = make_conference(slug="nanjing")

    response = office.get(address(conference, "as_csv", "programme", "speakers"))

    assert response["Content-Disposition"] == (
        'attachment; filename="nanjing-programme-speakers.csv"'
    )
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_the_programme_of_another_conference_is_not_exported(office):
    make_speaker(family_name="Elsewhere")

    url = address(make_conference(), "as_csv", "programme", "speakers")

    assert "Elsewhere" not in office.get(url).content.decode()
