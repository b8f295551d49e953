"""Staff work on one conference at a time: chosen at the top, and kept."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agenda.admin.current_conference import MOST
from registration.states import DelegateState
from tests.admin_pages import office
from tests.agenda.rows import page_of, sign_in
from tests.factories import (
    make_agreement,
    make_conference,
    make_delegate,
    make_session,
    publish,
)

__all__ = ["office"]  # a fixture, used by its name

LISTS = {
    "agenda_session": "conference__id__exact",
    "agenda_agreement": "session__conference__id__exact",
    "agenda_release": "conference__id__exact",
    "registration_delegate": "conference__id__exact",
    "registration_letter": "delegate__conference__id__exact",
}
SESSIONS = reverse("admin:agenda_session_changelist")
ALL = reverse("admin:agenda_conference_choose_all")


@pytest.fixture
def conference():
    make_session(title_en="Of another conference")
    return make_conference(name_en="Chosen conference", short_name_en="Chosen 2030")


def choosing(conference, **query: str) -> tuple[str, dict[str, str]]:
    return reverse("admin:agenda_conference_choose", args=[conference.pk]), query


@pytest.mark.parametrize(("page", "name"), LISTS.items())
def test_lists_begin_with_the_conference_that_was_opened(
    office, conference, page, name
):
    url = reverse(f"admin:{page}_changelist")
    session = make_session(conference)
    make_agreement(session)
    make_delegate(conference=conference, state=DelegateState.CONFIRMED)
    publish(conference)
    office.get(page_of(conference))

    response = office.get(url)
    shown = office.get(response["Location"])

    assert response["Location"] == f"{url}?{name}={conference.pk}"
    assert shown.status_code == 200
    assert "Of another conference" not in shown.content.decode()


def test_before_anything_is_chosen_everything_is_shown(office, conference):
    make_session(conference, title_en="Of the first")

    html = office.get(SESSIONS).content.decode()

    assert "Of the first" in html
    assert "Of another conference" in html


def test_what_was_searched_stays(office, conference):
    office.get(page_of(conference))

    response = office.get(SESSIONS, {"q": "keynote"})

    query = f"q=keynote&conference__id__exact={conference.pk}"
    assert response["Location"] == f"{SESSIONS}?{query}"


def test_one_is_chosen_at_the_top_of_every_page(office, conference):
    url, _query = choosing(conference)
    html = office.get(SESSIONS).content.decode()
    assert f'href="{url}?next={SESSIONS.replace("/", "%2F")}"' in html

    response = office.get(*choosing(conference, next=SESSIONS))

    page = office.get(response["Location"], follow=True)
    assert page.redirect_chain[-1][0].startswith(SESSIONS)
    assert "Chosen 2030" in page.content.decode()
    assert office.get(ALL, {"next": SESSIONS})["Location"] == SESSIONS
    assert office.get(SESSIONS).status_code == 200


def test_a_filter_chooses_as_well(office, conference):
    office.get(SESSIONS, {"conference__id__exact": conference.pk})

    assert office.get(reverse("admin:agenda_room_changelist")).status_code == 302


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "\1"]
)
def test_choosing_leads_nowhere_else(office, conference, back):
    response = office.get(*choosing(conference, next=back))

    assert response["Location"] == reverse("admin:index")


@pytest.mark.parametrize("kept", ["0", "x", "9" * 40, "", "\0"])
def test_a_conference_that_is_not_there_is_none(office, conference, kept):
    session = office.session
    session["conference"] = kept
    session.save()

    assert office.get(SESSIONS).status_code == 200


def test_a_new_row_begins_with_the_chosen_conference(office, conference):
    later = make_conference(name_en="Later")
    office.get(page_of(conference))

    form = office.get(reverse("admin:agenda_session_add")).context["adminform"].form

    assert later.starts_at >= conference.starts_at
    assert form.initial["conference"] == conference.pk


def test_each_of_the_staff_chooses_alone(client, office, conference):
    office.get(page_of(conference))
    sign_in(client, "view_session")

    assert client.get(SESSIONS).status_code == 200


def test_strangers_choose_nothing(client, conference):
    response = client.get(*choosing(conference))

    assert response.status_code == 302
    assert "login" in response["Location"]


def test_an_old_one_is_kept_as_well(office, conference):
    for year in range(MOST):
        make_conference(
            published=False,
            starts_at=conference.starts_at + timedelta(days=365 * (year + 1)),
            ends_at=conference.ends_at + timedelta(days=365 * (year + 1)),
        )

    office.get(page_of(conference))

    filters = f"conference__id__exact={conference.pk}"
    assert office.get(SESSIONS)["Location"] == f"{SESSIONS}?{filters}"
    assert "Chosen 2030" in office.get(f"{SESSIONS}?{filters}").content.decode()


def test_many_conferences_do_not_fill_the_page(office, conference):
    for _ in range(MOST):
        make_conference(published=False)

    html = office.get(SESSIONS).content.decode()

    assert html.count("/choose/?next=") == MOST + 1
