"""Saving in the admin: nobody overwrites a colleague, and nothing typed is lost."""

import pytest
from django.contrib import admin
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from agenda.models import Partner, Session, Speaker
from tests.admin_pages import errors_on, filled_in, form_on, office
from tests.cast import make_cast
from tests.confsite.admin.test_admin import make_everything
from tests.factories import (
    STARTS_AT,
    make_conference,
    make_organisation,
    make_room,
    make_session,
    make_speaker,
    make_staff,
)
from tests.threads import in_threads

pytestmark = pytest.mark.server

__all__ = ["office"]  # a fixture, used by its name

CHANGED = "Somebody has changed this since you opened the page: "


def page_of(row, page="change") -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}"
    return reverse(name, args=None if page == "add" else [row.pk])


def complaint(response) -> str:
    [words] = errors_on(response)["__all__"]
    return words


# -- Two windows -----------------------------------------------------------------------


def test_two_windows_do_not_overwrite_each_other(office):
    session = make_session(title_zh="", abstract_en="")
    first = form_on(office.get(page_of(session)))
    second = form_on(office.get(page_of(session)))

    office.post(page_of(session), first | {"title_zh": "开幕"})
    told = office.post(page_of(session), second | {"abstract_en": "What one hears."})
    session.refresh_from_db()
    before = (session.title_zh, session.abstract_en)
    again = office.post(page_of(session), form_on(told))

    session.refresh_from_db()
    assert complaint(told).startswith(f"{CHANGED}Title (中文): “–” → “开幕”. ")
    assert before == ("开幕", "")
    assert again.status_code == 302
    assert (session.title_zh, session.abstract_en) == ("开幕", "What one hears.")


def test_what_both_have_written_is_the_choice_of_the_second(office):
    session = make_session(title_en="One", abstract_en="x" * 100)
    fields = form_on(office.get(page_of(session)))
    Session.objects.update(title_en="Two", abstract_en="y" * 100)

    typed = fields | {"title_en": "Three", "abstract_en": "z" * 100}
    told = office.post(page_of(session), typed)
    office.post(page_of(session), form_on(told))

    session.refresh_from_db()
    assert "Abstract (English); " not in complaint(told)
    assert "Title (English): “One” → “Two”; Abstract (English). " in complaint(told)
    assert (session.title_en, session.abstract_en) == ("Three", "z" * 100)


def test_times_rooms_and_switches_are_told_in_words(office):
    conference = make_conference(time_zone="Asia/Shanghai")
    session = make_session(conference, room=make_room(conference, name_en="Hall"))
    fields = form_on(office.get(page_of(session)))
    Session.objects.update(
        starts_at=STARTS_AT.replace(minute=10), room=None, is_cancelled=True
    )

    told = office.post(page_of(session), fields | {"title_en": "Opening"})

    day = f"9 Jul {STARTS_AT.year}"
    assert f"Begins: “{day}, 14:00” → “{day}, 14:10”" in complaint(told)
    assert "Room: “Hall” → “–”" in complaint(told)
    assert "Cancelled: “No” → “Yes”" in complaint(told)
    shown = form_on(told)
    assert (shown["starts_at_1"], shown["room"]) == ("14:10:00", "")
    assert (shown["is_cancelled"], shown["title_en"]) == ("on", "Opening")


def test_sending_a_page_twice_is_no_quarrel_with_oneself(office):
    session = make_session()
    fields = form_on(office.get(page_of(session))) | {"title_en": "Opening"}

    answers = [office.post(page_of(session), fields) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]


def test_what_the_page_does_not_show_may_change(office):
    olga = make_cast().olga
    fields = form_on(office.get(page_of(olga)))
    type(olga).objects.filter(pk=olga.pk).update(waiting_number=None, language="zh")

    told = office.post(page_of(olga), fields | {"position": "Dean"})
    make_staff(email="other@example.org")

    assert complaint(told).startswith(CHANGED)
    assert "Waiting" not in complaint(told)


@pytest.mark.parametrize("sent", [None, "", "junk", "a:b:c", "\x00"])
def test_a_page_that_remembers_nothing_is_saved(office, sent):
    session = make_session()

    response = filled_in(office, page_of(session), title_en="New", _opened=sent)

    assert response.status_code == 302


@pytest.mark.parametrize(
    "model", admin.site._registry, ids=lambda m: m._meta.label_lower
)
def test_every_form_is_saved_as_it_was_opened(office, model):
    make_everything()
    row = model._default_manager.latest("pk")
    page = office.get(page_of(row))
    fields = form_on(page)
    if not page.context.get("has_change_permission"):
        return

    response = office.post(page_of(row), fields)

    assert fields["_opened"]
    assert response.status_code == 302 or CHANGED not in complaint(response)
    assert "_opened" not in form_on(office.get(page_of(row, "add")))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told():
    session = make_session(title_zh="", abstract_en="")
    staff = make_staff()
    url = page_of(session)
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(staff)
    changes = [{"title_zh": "开幕"}, {"abstract_en": "What one hears."}]
    forms = [form_on(browser.get(url)) for browser in browsers]

    answers = in_threads(
        2, lambda n: browsers[n].post(url, forms[n] | changes[n]).status_code
    )

    assert sorted(answers) == [200, 302]


def test_two_windows_of_a_popup_do_not_overwrite_each_other(office):
    organisation = make_organisation()
    url = f"{page_of(organisation)}?_popup=1"
    fields = form_on(office.get(url))
    type(organisation).objects.update(short_name_en="Ox")

    told = office.post(url, fields | {"short_name_zh": "牛"})
    saved = office.post(url, form_on(told))

    organisation.refresh_from_db()
    assert complaint(told).startswith(CHANGED)
    assert saved.status_code == 200
    assert (organisation.short_name_en, organisation.short_name_zh) == ("Ox", "牛")


# -- Somebody else was faster ----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_lost_race_for_a_room_keeps_what_was_typed():
    conference = make_conference()
    room = make_room(conference)
    staff = make_staff()
    url = reverse("admin:agenda_session_add")
    day = f"{STARTS_AT:%Y-%m-%d}"
    browsers = [Client() for _browser in range(4)]
    for browser in browsers:
        browser.force_login(staff)

    def add(number: int):
        fields = {
            "conference": conference.pk,
            "title_en": f"Session {number}",
            "kind": "talk",
            "attendance": "hybrid",
            "room": room.pk,
            "starts_at_0": day,
            "starts_at_1": "14:00",
            "ends_at_0": day,
            "ends_at_1": "15:00",
        }
        return browsers[number].post(url, fields)

    answers = in_threads(4, add)

    losers = [answer for answer in answers if answer.status_code == 200]
    assert len(losers) == 3
    assert Session.objects.count() == 1
    for answer in losers:
        assert form_on(answer)["title_en"].startswith("Session ")
        assert "Another session is in this room then" in str(errors_on(answer))


def test_a_form_looks_again_when_somebody_was_faster(office, monkeypatch):
    conference = make_conference()
    taken = make_session(conference, room=make_room(conference), title_en="Welcome")
    other = make_session(conference)
    monkeypatch.setattr(Session, "validate_constraints", lambda *_, **__: None)
    looks = iter([None, taken])
    monkeypatch.setattr("agenda.services.rooms.in_its_room", lambda _: next(looks))

    response = filled_in(office, page_of(other), room=str(taken.room_id))

    assert errors_on(response) == {
        "room": ["Another session is in this room then: “Welcome”, 14:00–15:00."]
    }


def test_a_refusal_that_the_form_cannot_see_is_said_above_it(office, monkeypatch):
    def refuse(*args, **kwargs):
        raise IntegrityError

    session = make_session()
    monkeypatch.setattr(Session, "save", refuse)

    response = filled_in(office, page_of(session), title_en="Typed")

    assert complaint(response).startswith("This could not be saved.")
    assert form_on(response)["title_en"] == "Typed"


def test_a_refusal_comes_before_the_message_that_all_went_well(office, monkeypatch):
    """A key that leads nowhere is otherwise found out when all has been said."""
    speaker = make_speaker()
    save = Speaker.save

    def save_without_its_organisation(self, *args, **kwargs):
        self.organisation_id = 0
        save(self, *args, **kwargs)

    monkeypatch.setattr(Speaker, "save", save_without_its_organisation)

    response = filled_in(office, page_of(speaker), family_name="Typed")

    assert response.status_code == 200
    assert not list(response.context["messages"])
    assert form_on(response)["family_name"] == "Typed"
    assert complaint(response).startswith("This could not be saved.")


# -- Twice in one conference -----------------------------------------------------------


@pytest.mark.parametrize("is_there", [True, False])
def test_a_partner_is_named_once(office, is_there):
    conference, organisation = make_conference(), make_organisation()
    if is_there:
        conference.partners.create(organisation=organisation)
    fields = {"partners-TOTAL_FORMS": "2"}
    for number in range(is_there, 2):
        fields |= {
            f"partners-{number}-organisation": str(organisation.pk),
            f"partners-{number}-position": "1",
        }

    response = filled_in(office, page_of(conference), venue_en="Hall", **fields)

    assert "This organisation is a partner already." in str(errors_on(response))
    assert "%(" not in response.content.decode()
    assert form_on(response)["venue_en"] == "Hall"
    assert Partner.objects.count() == is_there


def test_a_country_is_named_once(office):
    conference = make_conference()
    fields = {"country_names-TOTAL_FORMS": "2"}
    for number in range(2):
        fields |= {f"country_names-{number}-country": "FR"}

    response = filled_in(office, page_of(conference), **fields)

    assert errors_on(response) == {
        "country_names-1-country": ["This country or region has a name already."]
    }
