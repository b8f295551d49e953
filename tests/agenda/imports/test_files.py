"""Files that staff bring by mistake, or somebody else on purpose."""

import io
import zipfile

import pytest

from confsite.tables.faults import FileFault
from confsite.tables.spreadsheet import Worksheet, csv_bytes, xlsx_bytes
from tests.admin_pages import office
from tests.agenda.imports.imported import (
    address,
    error,
    send,
)
from tests.factories import (
    make_conference,
)

__all__ = ["office"]  # a fixture, used by its name

SPEAKERS = Worksheet("Speakers", ("Address", "Family name"), [("ada", "Lovelace")])


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


BILLION_LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">'
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><workbook>&i;</workbook>"
)
HEAD = b"slug,family_name\r\n"
FILES = {
    "empty": (b"", FileFault.NO_ROWS),
    "heads alone": (HEAD, FileFault.NO_ROWS),
    "6 MB": (HEAD + b"a,b\r\n" * 1_200_000, FileFault.TOO_LARGE),
    "too many rows": (HEAD + b"a,b\r\n" * 6_000, FileFault.TOO_MANY_ROWS),
    "too many columns": (b"a," * 100 + b"\r\n1\r\n", FileFault.TOO_MANY_COLUMNS),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", None),
    "drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', FileFault.NOT_A_TABLE),
    "paper": (b"%PDF-1.7\n%\xe2\xe3", FileFault.NOT_A_TABLE),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileFault.OLD_EXCEL),
    "polyglot": (zipped(**{"page.html": "<script>1</script>"}), FileFault.NOT_A_TABLE),
    "zip bomb": (
        zipped(xl__workbook_xml="0" * 50_000_000, x="0" * 50_000_000),
        FileFault.TOO_LARGE,
    ),
    "entities": (zipped(xl__workbook_xml=BILLION_LAUGHS), FileFault.UNREADABLE),
    "half a file": (xlsx_bytes([SPEAKERS])[:900], FileFault.UNREADABLE),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_refused_at_the_field(office, name):
    content, reason = FILES[name]

    response = send(office, make_conference(), content, "../../etc/passwd\u202e.xlsx")

    assert response.status_code == 200
    [sentence] = error(response)
    assert sentence in map(str, vars(FileFault).values())
    assert reason is None or sentence == str(reason)


def test_a_file_beyond_what_staff_may_send_is_refused_unread(office, settings):
    settings.STAFF_UPLOAD_MAX_SIZE = 1000

    response = send(office, make_conference(), b"x" * 2000)

    assert response.status_code in (400, 413)


def test_without_a_file_the_field_asks_for_one(office):
    response = office.post(address(make_conference()), {})

    assert error(response) == ["This field is required."]


def test_heads_that_do_not_say_what_they_are_about_are_refused(office):
    content = csv_bytes(["slug"], [["x"]])

    response = send(office, make_conference(), content, "x.csv")

    assert error(response) == [
        "The heads do not say which of these they are about: Speakers, Sessions."
    ]


def test_what_is_left_out_is_said(office):
    content = xlsx_bytes(
        [
            Worksheet("Notes", ("Todo",), [("call Ada",)]),
            Worksheet(
                "Speakers",
                ("slug", "family_name", "Shoe size", ""),
                [("ada", "Lovelace", "37", "?")],
            ),
        ]
    )

    page = send(office, make_conference(), content).content.decode()

    assert "The sheet “Notes” was left out: none of its heads is known." in page
    assert "Columns not known here: Shoe size." in page
    assert "What stands in columns without a head was left out." in page
