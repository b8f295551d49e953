"""What people read and press about their data, and what staff do for them."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from confsite.models import Export
from registration import enrolment, links
from registration.letters import kinds
from registration.models import Delegate, Erasure, Letter
from tests.factories import make_staff
from tests.pages import open_page
from tests.registration.delivery import deliver
from tests.registration.personal.test_page import path
from tests.registration.privacy.marked import MARKS, WORDS, places_of, register_marked


@pytest.fixture
def marked():
    return Delegate.objects.get(pk=register_marked().pk)


@pytest.fixture
def staff(client):
    client.force_login(make_staff(email="sam@example.org"))
    return client


def admin(delegate, page):
    return reverse(f"admin:registration_delegate_{page}", args=[delegate.pk])


def confirming(delegate):
    letter = Letter.objects.filter(delegate=delegate, kind=kinds.CONFIRM_ERASURE)
    return links.of_letter(letter.latest("pk")).partition("confsite.example")[2]


class TestMyData:
    @pytest.mark.usefixtures("sink")
    def test_is_everything_but_what_staff_wrote_for_one_another(self, client, marked):
        deliver()
        read = client.get(path(marked, "data_file"))
        data = json.loads(read.content)
        page = open_page(client, path(marked, "data"))

        assert read["Cache-Control"] == "no-store, private"
        assert "attachment" in read["Content-Disposition"]
        details = {k: v for k, v in MARKS.items() if k != "note"}
        assert {k: data["details"][k] for k in details} == details
        assert data["registration"]["reference"] == marked.reference
        assert [letter["kind"] for letter in data["letters"]] == ["confirmed"]
        assert data["letters"][0]["recipient"] == MARKS["email"]
        assert data["history"][0]["changes"]["email"] == [None, MARKS["email"]]
        assert data["notes"] == {"exist": True}
        for text in (read.content.decode(), page.html):
            assert MARKS["note"] not in text
            assert links.token("my", marked) not in text or text == page.html
        for word in details.values():
            assert word in page.html

    def test_says_in_words_what_was_changed(self, client, marked):
        enrolment.cancel(marked)

        page = open_page(client, path(marked, "data"))

        assert "State: confirmed → cancelled" in page.words
        assert f"Category: – → {marked.category}" in page.words
        assert "Signed up: – → " in page.words
        assert " UTC" not in page.words

    def test_staff_hand_out_their_notes_as_well_and_that_is_recorded(
        self, staff, marked
    ):
        read = staff.get(admin(marked, "data"))

        assert json.loads(read.content)["notes"] == [{"text": MARKS["note"]}]
        assert Export.objects.get().what == f"registration-{marked.reference}.json"


class TestEraseMe:
    def test_is_asked_confirmed_by_a_letter_and_done(self, client, marked, sink):
        page = open_page(client, path(marked, "erase"))
        assert "your place goes to somebody else" in page.html
        response = client.post(path(marked, "erase"))
        assert response["Location"].endswith("?done=erase")
        deliver()
        link = confirming(marked)
        assert link in sink.letters[-1].get_body(("plain",)).get_content()
        for _time in range(2):
            assert client.get(link).status_code == 200
        assert places_of(WORDS)

        response = client.post(link)

        receipt = open_page(client, response["Location"])
        assert "Your data has been erased" in receipt.html
        assert not [word for word in WORDS if word in receipt.html]
        deliver()
        assert places_of(WORDS) == {}
        assert client.post(link).status_code == 410
        assert client.get(path(marked)).status_code == 404

    def test_without_a_mailbox_people_ask_us(self, client, marked):
        Delegate.objects.update(email="", contact_email="")

        assert "Please ask us" in open_page(client, path(marked, "erase")).html
        assert client.post(path(marked, "erase"))["Location"].endswith("nobody")

    def test_without_a_cookie_it_is_one_press_away(self, client, marked):
        client.post(path(marked, "erase"))
        refused = Client(enforce_csrf_checks=True).post(confirming(marked))

        assert refused.status_code == 403
        assert "Erase my data" in refused.content.decode()
        assert Delegate.objects.get().erased_at is None


class TestStaff:
    def test_write_to_them_and_see_how_it_stands(self, staff, marked):
        staff.post(admin(marked, "erase"), {"letter": "1"})

        page = open_page(staff, admin(marked, "change"))
        assert "asked for, not confirmed" in page.html
        assert Erasure.objects.get().asked_by.email == "sam@example.org"
        assert staff.post(confirming(marked)).status_code == 302
        page = open_page(staff, admin(marked, "change"))
        assert "nothing is held about them any more" in page.html

    def test_erase_at_once_only_when_they_are_sure(self, staff, marked):
        refused = staff.post(admin(marked, "erase"), {})
        assert "Make sure who asks" in refused.content.decode()
        assert Delegate.objects.get().erased_at is None

        staff.post(admin(marked, "erase"), {"is_sure": "on"}, follow=True)

        erasure = Erasure.objects.get()
        assert erasure.done_by.email == "sam@example.org"
        shown = open_page(
            staff, reverse("admin:registration_erasure_change", args=[erasure.pk])
        )
        assert "Telephone numbers: " in shown.html
        assert (
            admin(marked, "erase") not in open_page(staff, admin(marked, "change")).html
        )
        response = staff.post(admin(marked, "change"), {"email": "x@example.org"})
        assert response.status_code == 403

    def test_without_the_right_do_not(self, client, marked):
        client.force_login(make_staff(is_superuser=False))

        for page in ("erase", "data"):
            assert (
                client.post(admin(marked, page), {"is_sure": "on"}).status_code == 403
            )
        assert Delegate.objects.get().erased_at is None
