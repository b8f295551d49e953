"""Pages beside the forms of a row say by their heading what one does there."""

import pytest
from django.urls import reverse

from tests.admin_pages import office
from tests.factories import make_conference, make_organisation, publish
from tests.pages import Page

__all__ = ["office"]  # a fixture, used by its name


def headings(response) -> list[str]:
    return [h2.text.strip() for h2 in Page(response.content.decode()).all("h2")]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("publish", "Publish release 2"),
        ("timetable", "Timetable"),
        ("run_sheet", "Run sheet"),
        ("imports", "Import and export"),
        ("move_dates", "Move the dates"),
        ("new_edition", "New edition"),
    ],
)
def test_a_page_of_a_conference(office, page, expected):
    conference = make_conference()
    conference.name_en = "Another name"
    conference.save()

    response = office.get(
        reverse(f"admin:agenda_conference_{page}", args=[conference.pk])
    )

    assert expected in headings(response)


@pytest.mark.parametrize(
    ("page", "expected"),
    [("compare", "Compare releases"), ("publish_again", "Publish release 1 again")],
)
def test_a_page_of_a_release(office, page, expected):
    release = publish(make_conference(published=False))

    response = office.get(reverse(f"admin:agenda_release_{page}", args=[release.pk]))

    assert expected in headings(response)


def test_the_page_that_asks_which_organisation_stays(office):
    chosen = [make_organisation().pk, make_organisation().pk]

    response = office.post(
        reverse("admin:agenda_organisation_changelist"),
        {"action": "merge", "_selected_action": chosen},
    )

    assert "Merge organisations" in headings(response)
