"""What somebody agrees to, on their personal page: one press each way."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registration import enrolment
from registration.models import Consent, ConsentRequest, Delegate
from registration.states import ConsentWay, DelegateState
from tests.factories import make_category, register_someone
from tests.pages import Page, open_page
from tests.registration.consents.asking import make_consent_request
from tests.registration.personal.test_page import path

BUTTONS = {"agree": "I agree", "withdraw": "Withdraw"}


@pytest.fixture
def delegate():
    category = make_category()
    for purpose in ("listed", "news"):
        make_consent_request(category.conference, purpose)
    return register_someone(category, consents={"listed": 1})


def press(client, delegate, page, purpose="listed", version="1"):
    return client.post(
        path(delegate, page), {"purpose": purpose, "version": version}, follow=True
    )


def stands(delegate):
    rows = delegate.consents.standing().order_by("request")
    return list(
        rows.values_list("request__purpose", "text__version", "language", "way")
    )


def test_one_press_withdraws_and_one_press_gives(client, delegate):
    page = open_page(client, path(delegate))
    assert "I agree to listed." in page.words
    assert "You agreed on" in page.words

    for verb, expected in (
        ("withdraw", []),
        ("agree", [("listed", 1, "en", ConsentWay.PAGE)]),
    ):
        [form] = [
            f for f in page.all("form") if f.get("action") == path(delegate, verb)
        ][:1]
        assert BUTTONS[verb] in form.text
        response = press(client, delegate, verb)
        page = Page(response.content.decode())
        assert stands(delegate) == expected
        # Pressed once more it says the same.
        press(client, delegate, verb)
        assert stands(delegate) == expected
    assert delegate.consents.count() == 2


def test_the_language_is_that_of_the_page(client, delegate):
    Delegate.objects.update(language="en")
    delegate.language = "zh-hans"

    press(client, delegate, "agree", "news")

    assert ("news", 1, "zh-hans", ConsentWay.PAGE) in stands(delegate)


def test_a_text_that_changed_meanwhile_is_to_be_read_again(client, delegate):
    ConsentRequest.objects.filter(purpose="news").update(text_en="Quite another.")

    response = press(client, delegate, "agree", "news")

    page = Page(response.content.decode())
    assert "Please read it again." in page.html
    assert "Quite another." in page.words
    assert [purpose for purpose, *_rest in stands(delegate)] == ["listed"]


def test_who_agreed_to_an_earlier_text_stays_with_it(client, delegate):
    ConsentRequest.objects.update(text_en="Another.", is_asked=False)

    page = open_page(client, path(delegate))

    # And whatever is asked no more can still be withdrawn.
    assert "I agree to listed." in page.words
    assert "Another." not in page.words
    press(client, delegate, "withdraw")
    assert stands(delegate) == []


def test_whose_registration_is_over_can_withdraw_and_not_agree(client, delegate):
    Delegate.objects.update(state=DelegateState.CANCELLED)

    page = open_page(client, path(delegate))
    assert path(delegate, "agree") not in page.html
    press(client, delegate, "agree", "news")
    press(client, delegate, "withdraw")

    assert stands(delegate) == []


@pytest.mark.parametrize("verb", BUTTONS)
@pytest.mark.parametrize("purpose", ["", "nothing", "listed\0", "abroad"])
def test_no_other_purpose_is_known(client, delegate, verb, purpose):
    for version in ("1", "", "x", "9" * 5000):
        response = press(client, delegate, verb, purpose, version)
        assert response.status_code in (200, 404)
    assert Consent.objects.count() == 1


def test_a_test_changes_nothing(client, delegate):
    Delegate.with_tests.update(is_test=True, email="")

    press(client, delegate, "withdraw")
    press(client, delegate, "agree", "news")

    assert len(stands(delegate)) == 1


@pytest.mark.parametrize("verb", BUTTONS)
def test_without_a_token_of_the_form_it_comes_back(delegate, verb):
    visitor = Client(enforce_csrf_checks=True)

    response = visitor.post(path(delegate, verb), {"purpose": "listed"})

    assert response.status_code == 403
    assert path(delegate, "withdraw") in response.content.decode()
    assert len(stands(delegate)) == 1
    assert visitor.get(path(delegate, verb)).status_code == 405


def test_the_page_costs_two_statements_more_with_any_number(client, delegate):
    def statements(one):
        open_page(client, path(one))
        with CaptureQueriesContext(connection) as captured:
            open_page(client, path(one))
        return len(captured)

    nobody_is_asked = register_someone(make_category())

    assert statements(delegate) == statements(nobody_is_asked) + 2


def test_who_has_cancelled_is_not_asked_for_a_name_in_the_list(client, delegate):
    name = "Your name in the list of participants"
    assert name in open_page(client, path(delegate)).words

    enrolment.cancel(delegate)

    page = open_page(client, path(delegate))
    assert name not in page.words
    assert "Withdraw" in page.words
