"""The sign-up form and the one answer, as a visitor meets them."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from confsite.steps import LONG, STEP
from registration.letters import kinds
from registration.models import Delegate, Letter, RegistrationSettings
from registration.states import DelegateState
from tests.clock import a_second_later
from tests.factories import (
    make_category,
    make_conference,
    make_registration_settings,
    register_someone,
)
from tests.pages import Page, answers, open_page, sign_up, sign_up_address
from tests.threads import in_threads


class TestTheStory:
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_a_form_is_filled_in_and_answered(self, client, category, language):
        page = open_page(client, sign_up_address(category, language))
        filled = page.answers | {
            "category": str(category.pk),
            "attendance": "onsite",
            "native_name": "李晓明",
            "email": "xiaoming@example.org",
        }

        response = client.post(sign_up_address(category, language), filled)

        assert response.status_code == 302
        assert response["Location"] == (
            f"/{language}/{category.conference.slug}/register/received/"
        )
        delegate = Delegate.objects.get()
        assert delegate.native_name == "李晓明"
        assert delegate.language == language
        assert delegate.letters.get().kind == kinds.CONFIRMED
        received = open_page(client, response["Location"])
        assert "x…g@example.org" in received.html
        assert "xiaoming@example.org" not in received.html

    def test_one_form_that_works_without_javascript(self, client, category):
        page = open_page(client, sign_up_address(category))

        form = page.one("form", id="signup")
        assert form["method"] == "post"
        names = {e["name"] for e in page.elements if "name" in e.attributes}
        assert names >= {
            *("category", "attendance", "title", "family_name", "given_name"),
            *("native_name", "email", "phone", "organisation", "position", "country"),
            *("language", "submission", "csrfmiddlewaretoken"),
        }
        assert "onclick" not in page.html
        assert "style=" not in page.html
        assert [e for e in page.all("script") if e.text.strip()] == []

    def test_every_question_has_a_label_and_the_right_keyboard(self, client, category):
        page = open_page(client, sign_up_address(category))

        labelled = {e["for"] for e in page.all("label")}
        for element in [*page.all("input"), *page.all("select")]:
            if element.get("type") not in ("hidden", "submit"):
                assert element["id"] in labelled
        assert page.one("input", name="email")["type"] == "email"
        assert page.one("input", name="email")["autocomplete"] == "email"
        assert page.one("input", name="phone")["type"] == "tel"
        assert page.one("input", name="native_name")["lang"] == "zh-Hans"

    def test_each_visitor_gets_a_key_and_a_token_of_their_own(self, category):
        pages = [open_page(Client(), sign_up_address(category)) for _ in range(2)]

        for name in ("submission", "csrfmiddlewaretoken"):
            first, second = (page.one("input", name=name)["value"] for page in pages)
            assert first != second
        assert uuid.UUID(pages[0].answers["submission"]).version == 4

    def test_the_form_is_protected_against_other_sites(self, category):
        strict = Client(enforce_csrf_checks=True)
        page = open_page(strict, sign_up_address(category))
        honest = answers(category) | {
            "csrfmiddlewaretoken": page.answers["csrfmiddlewaretoken"]
        }

        assert strict.post(sign_up_address(category), honest).status_code == 302
        assert sign_up(strict, category).status_code == 403
        assert Delegate.objects.count() == 1

    def test_the_form_is_for_this_browser_alone(self, client, category):
        response = client.get(sign_up_address(category))

        assert response["Cache-Control"] == "private, no-cache"
        assert "Cookie" in response["Vary"]

    def test_the_form_weighs_little(self, client, category):
        assert len(client.get(sign_up_address(category)).content) < 60_000


def without_token(response) -> bytes:
    """A page as everybody gets it, but for the token against forged forms."""
    name = b'name="csrfmiddlewaretoken" value="'
    before, rest = response.content.split(name)
    return before + rest.split(b'"', 1)[1]


class TestTheOneAnswer:
    """S1: nobody learns whether an address is registered."""

    def answer(self, category, **changes: str) -> tuple:
        client = Client()
        response = sign_up(client, category, **changes)
        received = client.get(response["Location"])
        cookies = {
            name: {k: v for k, v in cookie.items() if k != "expires"}
            for name, cookie in response.cookies.items()
        }
        headers = dict(response.headers)
        return (
            *(response.status_code, headers, response.content, cookies),
            *(received.status_code, dict(received.headers), without_token(received)),
        )

    def test_is_the_same_for_a_known_address(self, category):
        register_someone(category, email="alma@example.org")

        known = self.answer(category, email="alma@example.org")
        new = self.answer(category, email="anna@example.org")

        assert known == new

    def test_is_the_same_however_the_known_address_is_written(self, category):
        """What is shown back is what was typed, not what is stored."""
        register_someone(category, email="Alma@example.org")

        known = self.answer(category, email="alma@example.org")
        new = self.answer(category, email="anna@example.org")

        assert known == new

    @pytest.mark.parametrize("name", ["alma", "anna", "andrea"])
    def test_leaves_on_a_step_whoever_has_sent_it(self, client, name):
        """A stopwatch must find all on the same one. A page waits for none."""
        category = make_category(places=2)
        for seated in ("alma", "andy"):
            register_someone(category, email=f"{seated}@example.org")

        sent = sign_up(client, category, email=f"{name}@example.org")
        page = client.get(sign_up_address(category))

        assert sent.wsgi_request.META[STEP] == LONG
        assert STEP not in page.wsgi_request.META

    def test_leaves_on_a_step_when_the_address_is_corrected(self, client, category):
        received = sign_up(client, category, email="anna@exmaple.org")["Location"]

        corrected = client.post(received, {"email": "anna@example.org"})

        assert corrected.wsgi_request.META[STEP] == LONG

    def test_is_the_same_for_who_has_to_wait(self):
        category = make_category(places=1)

        seated = self.answer(category, email="alma@example.org")
        waiting = self.answer(category, email="anna@example.org")

        assert seated == waiting
        assert Delegate.objects.waiting().count() == 1

    def test_asks_the_same_of_the_form(self, category):
        """An address that is known raises no error at its field."""
        register_someone(category, email="alma@example.org")

        response = sign_up(Client(), category, email="alma@example.org")

        assert response.status_code == 302

    def test_shows_no_address_that_was_not_typed_here(self, client, category):
        address = f"/en/{category.conference.slug}/register/received/"

        page = open_page(client, address)
        client.cookies["received"] = "made-up"
        forged = open_page(client, address)

        assert "…@" not in page.html
        assert "…@" not in forged.html
        assert client.get(address)["Cache-Control"] == "private, no-store"


class TestTheSameFormAgain:
    def test_pressing_twice_is_one_registration(self, client, category):
        form = answers(category)

        first = client.post(sign_up_address(category), form)
        second = client.post(sign_up_address(category), form)

        assert first["Location"] == second["Location"]
        assert Delegate.objects.count() == Letter.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_fifty_copies_at_once_are_one_registration_with_one_letter(self):
        category = make_category(places=5)
        form, address = answers(category), sign_up_address(category)

        statuses = in_threads(50, lambda n: Client().post(address, form).status_code)

        assert set(statuses) == {302}
        assert Delegate.objects.count() == Letter.objects.count() == 1
        assert category.quotas.get().taken == 1

    @pytest.mark.django_db(transaction=True)
    def test_without_the_key_they_would_be_fifty(self, monkeypatch):
        """The negative control: different keys and addresses are different people."""
        category = make_category(places=5)
        address = sign_up_address(category)

        def post(n: int) -> int:
            form = answers(category, email=f"guest{n}@example.org")
            return Client().post(address, form).status_code

        statuses = in_threads(12, post)

        assert set(statuses) == {302}
        assert Delegate.objects.count() == Letter.objects.count() == 12
        assert category.delegates.holding_a_place().count() == 5
        assert category.delegates.waiting().count() == 7


class TestTheDesk:
    @pytest.mark.parametrize(
        "hours",
        [
            {"opens_at": timedelta(days=1), "closes_at": timedelta(days=2)},
            {"opens_at": timedelta(days=-2), "closes_at": timedelta(days=-1)},
        ],
    )
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_that_is_not_open_takes_nobody(self, client, category, language, hours):
        now = timezone.now()
        RegistrationSettings.objects.update(
            **{name: now + delta for name, delta in hours.items()}
        )

        shown = open_page(client, sign_up_address(category, language))
        posted = sign_up(client, category, language)

        assert shown.all("form", id="signup") == []
        assert posted.status_code == 200
        assert Delegate.objects.count() == 0

    def test_of_a_conference_that_is_over_takes_nobody(self, client):
        ends_at = timezone.now() - timedelta(days=1)
        conference = make_conference(
            starts_at=ends_at - timedelta(hours=1), ends_at=ends_at
        )
        make_registration_settings(conference)
        category = make_category(conference)

        assert sign_up(client, category).status_code == 200
        assert Delegate.objects.count() == 0

    def test_that_is_not_there_is_a_404(self, client):
        conference = make_conference()

        assert client.get(f"/en/{conference.slug}/register/").status_code == 404
        assert client.get("/en/nowhere/register/").status_code == 404

    def test_of_a_conference_that_is_not_published_is_a_404(self, client):
        conference = make_conference(published=False)
        make_registration_settings(conference)
        category = make_category(conference)

        assert client.get(sign_up_address(category)).status_code == 404
        assert sign_up(client, category).status_code == 404
        assert Delegate.objects.count() == 0

    def test_does_not_offer_a_category_that_is_closed(self, client, category):
        closed = make_category(category.conference, is_open=False)

        page = open_page(client, sign_up_address(category))
        response = sign_up(client, closed)

        values = {e["value"] for e in page.all("input", name="category")}
        assert values == {str(category.pk)}
        assert response.status_code == 200
        assert Delegate.objects.count() == 0

    def test_does_not_take_a_category_of_another_conference(self, client, category):
        elsewhere = make_category()

        response = client.post(sign_up_address(category), answers(elsewhere))

        assert response.status_code == 200
        assert Delegate.objects.count() == 0

    def test_offers_the_waiting_list_when_everything_is_full(self, client):
        category = make_category(places=1)
        sign_up(client, category)
        a_second_later()

        page = open_page(client, sign_up_address(category))

        assert "waiting list" in page.one("h1").text

    def test_that_fills_up_while_the_form_is_open_lets_people_wait(self, client):
        category = make_category(places=1)
        form = open_page(client, sign_up_address(category)).answers
        register_someone(category)

        late = {"attendance": "onsite", "family_name": "Late"}
        late["email"] = "late@example.org"

        asked = client.post(sign_up_address(category), form | late)
        form = Page(asked.content.decode()).answers
        response = client.post(sign_up_address(category), form)

        assert asked.status_code == 200
        assert response.status_code == 302
        late = Delegate.objects.get(email="late@example.org")
        assert late.state == DelegateState.WAITING
