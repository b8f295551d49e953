"""The ready lists: who is on them, in which order, and on which paper."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.contrib.auth.models import Permission

from confsite.models import Export
from confsite.tables import spreadsheet
from registration.admin import lists as pages
from registration.exports import guests
from registration.exports.figures import figures
from registration.exports.lists import LISTS
from registration.models import Delegate
from registration.states import Attendance
from tests.admin_pages import office
from tests.factories import (
    make_category,
    make_open_conference,
    make_staff,
    register_someone,
)

__all__ = ["office"]  # a fixture, used by its name

pytestmark = [pytest.mark.django_db, pytest.mark.server]

PEOPLE = [
    ("Zeng", "Li", "曾丽"),
    ("Chan", "Tai Man", "陈大文"),
    ("Ding", "Yi", "丁一"),
    ("Lovelace", "Ada", ""),
]


@pytest.fixture
def conference():
    conference = make_open_conference(name_en="Congress", name_zh="大会")
    category = make_category(conference, name_en="Press", name_zh="媒体", places=4)
    for family, given, native in PEOPLE:
        register_someone(
            category,
            email=f"{family}@example.org",
            family_name=family,
            given_name=given,
            native_name=native,
            organisation="Analytical Engines",
            country="CN" if native else "GB",
        )
    register_someone(category, email="waits@example.org", family_name="Waits")
    online = make_category(conference, name_en="Guest", name_zh="", places=9)
    register_someone(
        online, email="o@example.org", family_name="Online", attendance="online"
    )
    return conference


def address(conference, what, ending="/", **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/admin/registration/delegate/lists/{conference.pk}/{what}{ending}?{asked}"


def surnames(response) -> list[str]:
    rows = response.context["rows"]
    place = 1 if rows[0][0].isdecimal() else 0
    return [row[place].split()[-1 if "Ada" in row[place] else 0] for row in rows]


def text_of(response) -> str:
    pages_ = pypdf.PdfReader(io.BytesIO(response.content)).pages
    return "\n".join(page.extract_text() for page in pages_)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("latin", ["Chan", "Ding", "Lovelace", "Zeng"]),
        # 陈 is chen, and 曾 as a surname zeng.
        ("pinyin", ["Chan", "Ding", "Lovelace", "Zeng"]),
        # 丁 2, 陈 7, 曾 12; who has no Chinese name comes last.
        ("strokes", ["Ding", "Chan", "Zeng", "Lovelace"]),
    ],
)
def test_those_confirmed_on_site_stand_in_the_order_that_was_asked_for(
    office, conference, order, expected
):
    for what in ("security", "seating"):
        assert surnames(office.get(address(conference, what, order=order))) == expected


def test_the_door_knows_those_online_too_unless_it_asks_otherwise(office, conference):
    everybody = office.get(address(conference, "door"))
    on_site = office.get(address(conference, "door", attendance="onsite"))

    assert "Online" in surnames(everybody)
    assert surnames(on_site) == ["Chan", "Ding", "Lovelace", "Zeng"]
    reference = Delegate.objects.get(family_name="Zeng").reference
    assert on_site.context["rows"][-1] == (
        *("Zeng Li", "曾丽", "Analytical Engines", "Press 媒体", "On site 现场"),
        reference,
    )


def test_the_caterer_knows_how_many_eat_on_each_day(office, conference):
    conference.ends_at = conference.starts_at + timedelta(days=1)
    conference.save()

    rows = office.get(address(conference, "caterer")).context["rows"]

    assert [(name, number) for _day, name, number in rows] == [
        ("Press 媒体", "4"),
        ("All 全部", "4"),
    ] * 2
    assert len({day for day, _name, _number in rows}) == 2


def test_security_reads_countries_as_the_conference_calls_them(office, conference):
    conference.country_names.create(country="GB", name_en="Britain", name_zh="不列颠")

    rows = office.get(address(conference, "security")).context["rows"]

    assert ("Ada Lovelace", "", "Analytical Engines", "Britain 不列颠") in rows


@pytest.mark.parametrize("what", LISTS)
def test_page_excel_and_paper_say_the_same(office, conference, what):
    page = office.get(address(conference, what))
    workbook = office.get(address(conference, what, ".xlsx"))
    paper = office.get(address(conference, what, ".pdf"))

    [table] = spreadsheet.read(workbook.content).values()
    assert [row.values for row in table.rows] == page.context["rows"]
    text = text_of(paper).replace("\n", "")
    for row in page.context["rows"]:
        assert all(word in text for cell in row for word in cell.split())
    assert {(e.rows, tuple(e.columns)) for e in Export.objects.all()} == {
        (len(table.rows), table.header)
    }


def test_a_paper_for_hundreds_repeats_its_heads_and_counts_its_pages(
    office, conference
):
    one = Delegate.objects.get(family_name="Lovelace")
    Delegate.objects.bulk_create(
        Delegate(
            conference=conference,
            category=one.category,
            attendance=Attendance.ONSITE,
            state=one.state,
            language="en",
            family_name=f"Somebody{number}",
            organisation="Institute of very long names " * 4,
        )
        for number in range(60)
    )

    content = office.get(address(conference, "security", ".pdf")).content

    sheets = [
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages
    ]
    assert len(sheets) > 2
    assert all("Country/region" in sheet for sheet in sheets)
    assert f"{len(sheets)} / {len(sheets)}" in sheets[-1]


def test_more_than_paper_takes_are_sent_to_excel(office, conference, monkeypatch):
    monkeypatch.setattr(pages, "MOST_ROWS", 2)

    response = office.get(address(conference, "door", ".pdf"), follow=True)

    assert "too many for paper" in response.content.decode()
    assert not Export.objects.exists()


def test_a_list_of_too_many_is_refused_in_words(office, conference, monkeypatch):
    monkeypatch.setattr(guests, "MOST_PEOPLE", 3)

    for ending in ("/", ".xlsx", ".pdf"):
        response = office.get(address(conference, "security", ending), follow=True)
        assert "too many for a ready list" in response.content.decode()


def test_the_numbers_add_up(office, conference):
    found = figures(conference)

    assert found.total.numbers == (6, 5, 0, 1, 4, 1)
    assert [(row.name, row.numbers) for row in found.categories] == [
        ("Press 媒体", (5, 4, 0, 1, 4, 0)),
        ("Guest", (1, 1, 0, 0, 0, 1)),
    ]
    assert found.countries == [
        ("China 中国", 3),
        ("United Kingdom 英国", 1),
        ("No answer 未填写", 2),
    ]
    assert found.organisations == [("Analytical Engines", 4), ("No answer 未填写", 2)]
    assert [number for _week, number in found.weeks] == [6]


def test_the_numbers_stand_on_one_sheet_in_both_languages(office, conference):
    page = office.get(address(conference, "numbers"))
    paper = office.get(address(conference, "numbers", ".pdf"))

    assert page.status_code == 200
    assert len(pypdf.PdfReader(io.BytesIO(paper.content)).pages) == 1
    text = text_of(paper).replace("\n", "")
    for word in ("Congress", "大会", "Numbers", "Confirmed", "Press", "媒体", "中国"):
        assert word in text


def test_nobody_yet_is_said_with_what_to_do(office):
    empty = make_open_conference()

    for what in LISTS:
        response = office.get(address(empty, what))
        assert (what == "caterer") != (
            "Nobody is confirmed" in response.content.decode()
        )
        assert office.get(address(empty, what, ".pdf")).status_code == 200
    assert office.get(address(empty, "numbers", ".pdf")).status_code == 200


def test_who_may_look_may_not_take_away(client, conference):
    wei = make_staff(is_superuser=False)
    client.force_login(wei)
    assert client.get(address(conference, "door")).status_code == 403

    wei.user_permissions.set(Permission.objects.filter(codename="view_delegate"))

    page = client.get(address(conference, "door"))
    assert page.status_code == 200
    assert ".pdf" not in page.content.decode()
    for what, ending in [("door", ".pdf"), ("door", ".xlsx"), ("numbers", ".pdf")]:
        assert client.get(address(conference, what, ending)).status_code == 403


@pytest.mark.parametrize(
    "path", ["9" * 30 + "/door/", "0/door/", "{pk}/nothing/", "{pk}/nothing.pdf"]
)
def test_no_such_list_is_no_page(office, conference, path):
    page = f"/admin/registration/delegate/lists/{path.format(pk=conference.pk)}"

    assert office.get(page).status_code == 404


def test_nonsense_in_a_choice_is_no_choice(office, conference):
    response = office.get(address(conference, "door", order="x", attendance="y"))

    assert response.context["choice"].order == "latin"
