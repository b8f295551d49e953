"""A form for a new row offers what belongs to the conference that staff work on."""

import re

import pytest
from django.urls import reverse

from tests.admin_pages import errors_on, filled_in, office
from tests.factories import (
    make_category,
    make_conference,
    make_open_conference,
    make_room,
    make_session,
    make_track,
)

__all__ = ["office"]  # a fixture, used by its name

CHOICES = {
    "agenda_session": ("room", "track"),
    "agenda_agreement": ("session",),
    "registration_quota": ("category",),
    "registration_delegate": ("category",),
}


def add_page(model: str, **query: object) -> str:
    query_string = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse(f'admin:{model}_add')}?{query_string}"


def choose(office, conference) -> None:
    office.get(reverse("admin:agenda_conference_choose", args=[conference.pk]))


def offered(response, field: str) -> set[str]:
    html = response.content.decode()
    select = re.search(f'<select name="{field}".*?</select>', html, re.DOTALL)
    assert select
    return set(re.findall(r'value="(\d+)"', select[0]))


def rows_of(conference) -> dict[str, str]:
    category = make_category(conference)
    session = make_session(conference, kind="signing")
    return {
        "room": str(make_room(conference).pk),
        "track": str(make_track(conference).pk),
        "category": str(category.pk),
        "session": str(session.pk),
    }


@pytest.fixture
def two():
    mine, other = make_open_conference(), make_open_conference()
    return mine, rows_of(mine), other, rows_of(other)


@pytest.mark.parametrize("model", CHOICES)
def test_of_the_chosen_conference_only(office, two, model):
    mine, rows, _other, others = two
    every = office.get(add_page(model))
    choose(office, mine)

    page = office.get(add_page(model))

    for field in CHOICES[model]:
        assert offered(every, field) == {rows[field], others[field]}
        assert offered(page, field) == {rows[field]}


def test_of_the_conference_that_the_list_was_of(office, two):
    mine, _rows, other, others = two
    choose(office, mine)

    list_of_other = f"conference__id__exact%3D{other.pk}"
    page = office.get(add_page("agenda_session", _changelist_filters=list_of_other))

    assert offered(page, "room") == {others["room"]}


def test_an_open_form_stays_of_its_conference_when_another_one_is_chosen(office, two):
    mine, rows, other, others = two
    choose(office, mine)
    url = add_page("registration_delegate")
    form = {"category": others["category"], "attendance": "onsite", "email": ""}

    page = office.post(url, form)

    assert list(errors_on(page)) == ["mailing", "language", "family_name"]
    assert offered(page, "category") == {rows["category"], others["category"]}
    session = {"conference": other.pk, "room": others["room"], "kind": "talk"}
    assert offered(office.post(add_page("agenda_session"), session), "room") == {
        others["room"]
    }


def test_a_row_of_another_conference_is_refused_in_words(office, two):
    mine, _rows, other, others = two
    choose(office, mine)

    response = filled_in(office, add_page("registration_quota"), **others)

    assert errors_on(response)["category"] == [
        f"This belongs to another conference: {other}."
    ]


def test_nothing_to_choose_is_no_error(office, two):
    choose(office, make_conference())

    assert offered(office.get(add_page("agenda_agreement")), "session") == set()
