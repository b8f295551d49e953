"""New editions and other days, from the pages of a conference."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from agenda.models import Conference, Session
from agenda.services import editions
from tests.admin_pages import errors_on, filled_in, messages_of, office
from tests.agenda.rows import sign_in
from tests.factories import make_conference, make_session

__all__ = ["office"]  # a fixture, used by its name

SESSIONS = "admin:agenda_session_"


def page(name, conference):
    return reverse(f"admin:agenda_conference_{name}", args=[conference.pk])


def make_edition_of(conference, **changes):
    """What staff type on the page for a new edition."""
    return {
        "first_day": "2031-07-10",
        "slug": "next",
        "name_en": "Next",
        "name_zh": "下一届",
        "short_name_en": "",
        "short_name_zh": "",
    } | changes


# -- A new edition ---------------------------------------------------------------------


def test_the_page_begins_a_year_later_on_the_same_day_of_the_week(office):
    conference = make_conference(slug="innovation", name_zh="创新大会")
    conference.name_en = f"Innovation {conference.starts_at.year}"
    conference.save()
    day = conference.starts.local.date()

    form = office.get(page("new_edition", conference)).context["form"]

    assert form["first_day"].value() == day + timedelta(weeks=52)
    assert form["name_en"].value() == f"Innovation {day.year + 1}"
    assert form["name_zh"].value() == "创新大会"
    assert form["slug"].value() == "innovation-2"


def test_the_page_says_what_is_not_copied(office):
    html = office.get(page("new_edition", make_conference())).content.decode()

    assert "agreements, cancelled sessions, recordings" in html
    assert "Categories, quotas and registration settings come along" in html


def test_a_new_edition_is_made_and_opened(office):
    conference = make_session().conference

    response = office.post(page("new_edition", conference), make_edition_of(conference))

    new = Conference.objects.get(slug="next")
    assert response["Location"] == page("change", new)
    assert new.starts.local.date() == date(2031, 7, 10)
    assert (new.name_zh, new.sessions.count()) == ("下一届", 1)


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("first_day", "", "This field is required."),
        ("first_day", "2031-02-30", "Write a day that exists"),
        ("first_day", "9999-12-31", "Choose a day of this century."),
        ("first_day", "0001-01-01", "Choose a day of this century."),
        ("slug", "", "This field is required."),
        ("slug", "a b", "Write an address in letters"),
        ("slug", "x" * 61, "Ensure this value has at most 60"),
        ("slug", "taken", "Another conference has this address."),
        ("name_en", "x" * 301, "Ensure this value has at most 300"),
        ("name_en", "a\x07b", "a control character, U+0007"),
        ("short_name_zh", "长" * 61, "Ensure this value has at most 60"),
    ],
)
def test_bad_input_is_an_error_at_its_field(office, field, value, error):
    conference = make_conference(slug="taken")

    response = office.post(
        page("new_edition", conference), make_edition_of(conference, **{field: value})
    )

    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert errors[field][0].startswith(error) or error in errors[field][0]
    assert Conference.objects.get() == conference


def test_an_edition_without_any_name_is_an_error(office):
    conference = make_conference()
    nameless = make_edition_of(conference, name_en=" ", name_zh="")

    response = office.post(page("new_edition", conference), nameless)

    assert response.context["form"].errors["name_en"] == [
        "Give the name in at least one language."
    ]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("agenda_conference_slug_key", "Another conference has this address."),
        ("session_has_its_room_to_itself", "This could not be saved."),
    ],
)
def test_what_the_database_refuses_is_said_in_words(office, monkeypatch, rule, words):
    conference = make_conference()

    def refuse(*_):
        error = IntegrityError(rule)
        error.__cause__ = Refused(rule)
        raise error

    monkeypatch.setattr(editions, "new_edition", refuse)
    url = page("new_edition", conference)

    answer = office.post(url, make_edition_of(conference))

    assert answer["Location"] == url
    assert messages_of(office.get(url))[0].startswith(words)


class Refused(Exception):
    """What psycopg says of a broken rule."""

    def __init__(self, rule):
        self.diag = self
        self.constraint_name = rule


# -- Other days ------------------------------------------------------------------------


def test_a_conference_is_moved(office):
    conference = make_session().conference
    before = conference.starts.local

    response = office.post(page("move_dates", conference), {"first_day": "2031-07-10"})

    conference = Conference.objects.get()
    assert response["Location"] == page("change", conference)
    assert conference.starts.local.date() == date(2031, 7, 10)
    assert conference.starts.local.time() == before.time()
    assert Session.objects.get().starts_at == conference.starts_at


@pytest.mark.parametrize("typed", ["", "soon", "9999-12-31", "\x00"])
def test_a_day_that_is_none_moves_nothing(office, typed):
    conference = make_conference()

    response = office.post(page("move_dates", conference), {"first_day": typed})

    assert list(response.context["form"].errors) == ["first_day"]
    assert Conference.objects.get().starts_at == conference.starts_at


# -- Who may ---------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["new_edition", "move_dates"])
def test_whoever_may_only_look_is_kept_out(client, name, method):
    conference = make_conference()
    sign_in(client, "view_conference")

    change = client.get(page("change", conference)).content.decode()
    answer = getattr(client, method)(
        page(name, conference), make_edition_of(conference)
    )

    assert page(name, conference) not in change
    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["new_edition", "move_dates"])
@pytest.mark.parametrize("object_id", ["0", "x"])
def test_what_is_not_there_is_a_404(office, name, object_id):
    url = reverse(f"admin:agenda_conference_{name}", args=[object_id])

    assert office.get(url).status_code == 404


# -- One session -----------------------------------------------------------------------


def test_one_press_duplicates_a_session_as_it_was_just_typed(office):
    session = make_session(title_en="Opening", title_zh="")
    url = reverse(f"{SESSIONS}change", args=[session.pk])

    response = filled_in(office, url, title_en="Welcome", agenda_session_duplicate="")

    copy = Session.objects.exclude(pk=session.pk).get()
    session.refresh_from_db()
    assert (session.title_en, copy.title_en) == ("Welcome", "Welcome (copy)")
    assert response["Location"] == reverse(f"{SESSIONS}change", args=[copy.pk])


def test_saving_alone_duplicates_nothing(office):
    session = make_session()

    filled_in(office, reverse(f"{SESSIONS}change", args=[session.pk]))

    assert Session.objects.get() == session


def test_several_sessions_are_duplicated_from_the_list(office):
    sessions = [make_session() for _ in range(2)]
    form = {"action": "duplicate_chosen", "_selected_action": [s.pk for s in sessions]}

    page = office.post(reverse(f"{SESSIONS}changelist"), form, follow=True)

    assert Session.objects.count() == 4
    assert messages_of(page) == ["Done: 2."]


def test_an_address_that_is_taken_in_the_same_moment_is_no_500(office, monkeypatch):
    session = make_session()
    monkeypatch.setattr(editions, "free_slug", lambda *_, **__: session.slug)
    url = reverse(f"{SESSIONS}change", args=[session.pk])
    form = {"action": "duplicate_chosen", "_selected_action": [session.pk]}

    pressed = filled_in(office, url, agenda_session_duplicate="")
    in_list = messages_of(
        office.post(reverse(f"{SESSIONS}changelist"), form, follow=True)
    )

    refusal = ["Another session has this address."]
    assert errors_on(pressed) == {"slug": refusal}
    assert in_list == refusal
    assert Session.objects.get() == session


def test_duplicating_needs_the_right_to_add(client):
    sign_in(client, "view_session", "change_session")
    session = make_session()
    url = reverse(f"{SESSIONS}change", args=[session.pk])

    html = client.get(url).content.decode()
    pressed = filled_in(client, url, agenda_session_duplicate="")
    form = {"action": "duplicate_chosen", "_selected_action": [session.pk]}
    client.post(reverse(f"{SESSIONS}changelist"), form)

    assert "agenda_session_duplicate" not in html
    assert pressed.status_code == 403
    assert Session.objects.get() == session
