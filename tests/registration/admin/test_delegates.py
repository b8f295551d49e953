"""Delegates in the admin: it looks and calls services; nothing gets past them."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from registration import enrolment, links
from registration.letters import kinds
from registration.models import Category, Delegate, Letter, Quota
from registration.states import DelegateState, LetterState
from tests.admin_pages import act, filled_in, form_on, office
from tests.cast import make_cast
from tests.factories import (
    make_category,
    make_delegate,
    make_letter,
    make_quota,
    make_registration_settings,
    register_someone,
)

pytestmark = pytest.mark.server

__all__ = ["office"]  # a fixture, used by its name

LIST = "/admin/registration/delegate/"


def page_of(delegate):
    return reverse("admin:registration_delegate_change", args=[delegate.pk])


def names_on(client, **query):
    """The people of the list, as it is filtered."""
    return {
        row.family_name for row in client.get(LIST, query).context["cl"].result_list
    }


def state_of(delegate):
    return Delegate.objects.get(pk=delegate.pk).state


# -- The list --------------------------------------------------------------------------


def make_row():
    make_letter(make_delegate())


LISTS = {
    "delegate": (make_row, 14),
    "letter": (make_row, 9),
    "category": (make_category, 7),
    "quota": (make_quota, 7),
    "registrationsettings": (make_registration_settings, 6),
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_any_number(
    office, name, rows, django_assert_num_queries
):
    make, queries = LISTS[name]
    for _row in range(rows):
        make()
    url = reverse(f"admin:registration_{name}_changelist")
    office.get(url)

    with django_assert_num_queries(queries):
        office.get(url)


def test_the_list_tells_how_people_stand_and_what_was_written_last(office):
    cast = make_cast()
    mail = enrolment_letter(cast.olga)
    Letter.objects.filter(pk=mail.pk).update(state=LetterState.FAILED, reason="550")
    make_letter(cast.deng, kind=kinds.ALREADY_REGISTERED)

    page = office.get(LIST)

    rows = {row.family_name: row.latest for row in page.context["cl"].result_list}
    assert rows == {
        "Petrova": {"kind": "confirmed", "state": "failed"},
        "Deng": {"kind": "already_registered", "state": "queued"},
    }
    for words in ("set aside", "on the waiting list", "邓小萍", "Deng Xiaoping"):
        assert words in page.content.decode()


def enrolment_letter(delegate):
    return delegate.letters.get()


@pytest.mark.parametrize("words", ["petrova", "olga PETROVA", "olga@example", "OLGA@"])
def test_people_are_found_by_name_and_address(office, words):
    cast = make_cast()
    assert {cast.olga.pk, cast.deng.pk}

    assert names_on(office, q=words) == {"Petrova"}


def test_people_are_found_by_chinese_name_and_reference(office):
    cast = make_cast()
    assert {cast.olga.pk, cast.deng.pk}

    assert names_on(office, q="小萍") == {"Deng"}
    assert names_on(office, q=cast.olga.reference.lower()) == {"Petrova"}


def test_people_are_filtered_by_conference_category_attendance_and_state(office):
    cast = make_cast()
    other = cast.hana
    online = make_category(cast.conference)
    register_someone(online, family_name="Online", attendance="online")
    Category.objects.filter(pk=other.category_id).update(name_en="Elsewhere")
    assert cast.deng.state == DelegateState.WAITING

    assert names_on(office, conference__id__exact=other.conference_id) == {"Novak"}
    assert names_on(office, category__id__exact=other.category_id) == {"Novak"}
    assert names_on(office, attendance__exact="online") == {"Online"}
    assert names_on(office, state__exact="waiting") == {"Deng"}


def test_the_categories_on_offer_are_those_of_the_conference(office):
    cast = make_cast()
    elsewhere = make_category(name_en="Elsewhere")

    every = office.get(LIST).content.decode()
    chosen = office.get(LIST, {"conference__id__exact": cast.conference.pk})

    option = f'value="{elsewhere.pk}"'
    assert f"Elsewhere · {elsewhere.conference}" in every
    assert "Elsewhere" not in chosen.content.decode()
    assert option in every


def test_staff_read_the_place_in_line_that_people_read(office):
    category = make_category(places=1)
    elsewhere = make_category(places=0)
    register_someone(elsewhere)
    people = [register_someone(category) for _n in range(3)]
    conference = category.conference_id

    rows = office.get(LIST, {"conference__id__exact": conference, "o": "5"}).context[
        "cl"
    ]

    assert [(row.pk, row.line) for row in rows.result_list] == [
        (people[1].pk, 1),
        (people[2].pk, 2),
        (people[0].pk, None),
    ]


@pytest.mark.parametrize(
    ("end", "words"),
    [(enrolment.decline, "declined on"), (enrolment.cancel, "cancelled on")],
)
def test_who_registers_again_is_marked(office, end, words):
    category = make_category(needs_approval=True)
    first = register_someone(category, email="ada@example.org")
    other = register_someone(category, email="lovelace@example.org")
    end(first)

    again = register_someone(category, email="ADA@example.org")

    listed = office.get(LIST).content.decode()
    assert words in listed
    assert "&lt;span" not in listed
    page = office.get(page_of(again)).content.decode()
    assert words in page
    assert page_of(first) in page
    assert words not in office.get(page_of(other)).content.decode()


def test_staff_see_forms_that_were_not_taken(office):
    olga = make_cast().olga
    register_someone(olga.category, email=olga.email, family_name="Byron")

    page = office.get(page_of(olga)).content.decode()

    assert "Ada Byron" in page


def test_a_changed_address_closes_the_links_and_gets_a_letter(office):
    olga = make_cast().olga
    before, token = olga.email, links.token("my", olga)

    answer_ = filled_in(office, page_of(olga), email="olga@example.com", title="Dr")

    olga.refresh_from_db()
    assert (olga.email, olga.title) == ("olga@example.com", "Dr")
    with pytest.raises(links.BadLink):
        links.delegate_of("my", token)
    written = [(mail.kind, mail.recipient) for mail in olga.letters.order_by("pk")]
    assert written[1:] == [(kinds.CONFIRMED, ""), (kinds.ADDRESS_CHANGED, before)]
    assert answer_.status_code == 302


def test_settings_stay_while_there_are_delegates(office):
    cast = make_cast()
    assert {cast.olga, cast.deng}
    registration = cast.conference.registration
    page = reverse(
        "admin:registration_registrationsettings_delete", args=[registration.pk]
    )

    assert "2 delegates" in office.get(page).content.decode()
    office.post(page, {"post": "yes"})

    assert type(registration).objects.filter(pk=registration.pk).exists()
    with pytest.raises(IntegrityError, match="settings_stay"), transaction.atomic():
        registration.delete()


def test_what_people_typed_is_shown_as_text(office):
    delegate = make_delegate(
        family_name="<script>alert(1)</script>",
        organisation="<img src=x onerror=alert(1)>",
        native_name='"><svg onload=alert(1)>',
    )

    for url in (
        LIST,
        page_of(delegate),
        page_of(delegate).replace("change", "history"),
    ):
        page = office.get(url).content.decode()
        for tag in ("<script>alert", "<img src=x", "<svg onload"):
            assert tag not in page


def test_the_history_tells_what_staff_know_by_name(office):
    delegate = make_delegate()
    delegate.attendance = "online"
    delegate.save()
    Delegate.objects.update(link_version=2)
    url = reverse("admin:registration_delegate_history", args=[delegate.pk])

    changes = office.get(url).context["changes"]

    [difference] = changes[0].differences
    assert str(difference.name) == "attendance"
    assert len(changes) == 2


def test_no_page_shows_a_personal_link(office):
    delegate = make_cast().olga
    token = links.token("my", delegate)

    for url in (
        LIST,
        page_of(delegate),
        page_of(delegate).replace("change", "history"),
    ):
        assert token not in office.get(url).content.decode()
    assert delegate.reference in office.get(page_of(delegate)).content.decode()


# -- Nothing gets past the services ----------------------------------------------------


def test_no_crafted_form_moves_what_services_move(office):
    cast = make_cast()
    deng = Delegate.objects.get(pk=cast.deng.pk)
    elsewhere = make_category()

    filled_in(
        office,
        page_of(deng),
        given_name="Moved",
        state="confirmed",
        state_word="confirmed",
        category=str(elsewhere.pk),
        conference=str(elsewhere.conference_id),
        attendance="online",
        waiting_number="1",
        link_version="9",
        reference="AAAAAAAA",
        calendar_sequence="5",
    )

    after = Delegate.objects.get(pk=deng.pk)
    assert after.given_name == "Moved"
    columns = (
        "state",
        "category_id",
        "conference_id",
        "attendance",
        "waiting_number",
        "link_version",
        "reference",
        "calendar_sequence",
    )
    for column in columns:
        assert getattr(after, column) == getattr(deng, column), column


def test_a_page_that_was_opened_earlier_does_not_bring_back_the_state(
    office, monkeypatch
):
    """The delegate cancels between the read and the write of the staff's form."""
    olga = make_cast().olga
    fields = form_on(office.get(page_of(olga))) | {"given_name": "Olya"}
    clean = Delegate.full_clean

    def cancelled_meanwhile(self, *args, **kwargs):
        enrolment.cancel(Delegate.objects.get(pk=olga.pk))
        clean(self, *args, **kwargs)

    monkeypatch.setattr(Delegate, "full_clean", cancelled_meanwhile)
    office.post(page_of(olga), fields)

    after = Delegate.objects.get(pk=olga.pk)
    assert (after.given_name, after.state) == ("Olya", DelegateState.CANCELLED)
    assert Quota.objects.get().taken == 0


def test_nobody_deletes_a_delegate(office):
    olga = make_cast().olga

    delete = office.post(page_of(olga).replace("change", "delete"), {"post": "yes"})
    act(office, "delete_selected", olga)

    assert delete.status_code == 403
    assert Delegate.objects.filter(pk=olga.pk).exists()


def test_a_category_with_delegates_stays(office):
    cast = make_cast()
    assert cast.olga
    url = reverse("admin:registration_category_delete", args=[cast.category.pk])

    page = office.post(url, {"post": "yes"})

    assert page.status_code == 200
    assert "Olga Petrova" in page.content.decode()
    assert Category.objects.filter(pk=cast.category.pk).exists()
