"""The boxes of the form: separate, unticked, and each with its own text."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registration.models import ConsentRequest, Delegate
from tests.clock import a_second_later
from tests.factories import make_category
from tests.pages import Page, answers, open_page, sign_up, sign_up_address
from tests.registration.consents.asking import make_consent_request

HOSTILE = '<b>{{ 7|add:7 }}</b> & "quoted" {% csrf_token %} =1+1\nSecond line'


def boxes(page):
    return {box["name"]: box for box in page.all("input", type="checkbox")}


def agreed(delegate=None):
    delegate = delegate or Delegate.objects.latest("pk")
    rows = delegate.consents.standing().order_by("request")
    return list(rows.values_list("request__purpose", "text__version", "language"))


def test_without_any_the_form_says_nothing_of_them(client, category):
    make_consent_request(category.conference, is_asked=False)

    page = open_page(client, sign_up_address(category))

    assert boxes(page) == {}
    assert "What you agree to" not in page.words


def test_each_is_a_box_of_its_own_in_the_language_of_the_page(client, category):
    for purpose in ("news", "recording"):
        make_consent_request(category.conference, purpose)

    page = open_page(client, sign_up_address(category, "zh-hans"))

    # In the order of the purposes, whatever was switched on first.
    assert list(boxes(page)) == ["consent_recording", "consent_news"]
    for name, box in boxes(page).items():
        assert box.get("checked") is None
        assert box.get("required") is None
        label = page.one("label", **{"for": box["id"]})
        assert name.removeprefix("consent_") in label.text
        assert "本人同意" in label.text


def test_the_text_of_staff_is_text(client, category):
    make_consent_request(category.conference, text_en=HOSTILE)

    page = open_page(client, sign_up_address(category))

    label = page.one("label", **{"for": "id_consent_listed"})
    assert label.text.split("Second")[0].strip() == HOSTILE.split("\n")[0]
    assert "<b>{{" not in page.html


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, []),
        ({"consent_listed": "v1"}, [("listed", 1, "en")]),
        ({"consent_listed": "on"}, [("listed", 1, "en")]),
        ({"consent_listed": "on", "consent_news": "v1"}, None),
        ({"consent_listed": "v2"}, []),
        ({"consent_listed": "v" + "9" * 5000}, []),
        ({"consent_listed": "off", "consent_news": ""}, []),
        ({"consent_abroad": "on", "consent_nothing": "on"}, []),
    ],
)
def test_what_is_ticked_is_kept_and_nothing_else(client, category, sent, expected):
    for purpose in ("listed", "news"):
        make_consent_request(category.conference, purpose)
    if expected is None:
        expected = [("listed", 1, "en"), ("news", 1, "en")]

    assert sign_up(client, category, **sent).status_code == 302

    assert agreed() == expected


def test_who_had_the_page_open_agreed_to_what_they_read(client, category):
    make_consent_request(category.conference)
    page = open_page(client, sign_up_address(category))
    ConsentRequest.objects.update(text_en="Something else.")
    a_second_later()

    value = boxes(page)["consent_listed"]["value"]
    sign_up(client, category, consent_listed=value)

    assert agreed() == [("listed", 1, "en")]
    now = open_page(client, sign_up_address(category))
    assert boxes(now)["consent_listed"]["value"] == "v2"
    assert "Something else." in now.words


@pytest.mark.parametrize("is_changed", [False, True])
def test_a_form_that_comes_back_keeps_what_was_ticked(client, category, is_changed):
    """But not beside another text than the one that was agreed to."""
    for purpose in ("listed", "news"):
        make_consent_request(category.conference, purpose)
    if is_changed:
        ConsentRequest.objects.filter(purpose="listed").update(text_en="Another.")
        a_second_later()
    form = answers(category, consent_listed="v1")

    for more in ({"email": "nobody"}, {"switch_language": "en"}):
        response = client.post(sign_up_address(category), form | more)
        found = boxes(Page(response.content.decode()))
        assert (found["consent_listed"].get("checked") is None) is is_changed
        assert found["consent_news"].get("checked") is None
    assert Delegate.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ticked", [{}, {"consent_listed": "v1", "consent_news": "v1"}])
def test_they_cost_no_statement_of_their_own(client, ticked):
    category = make_category(places=9)
    sign_up(client, category, email="known@example.org")

    def statements(email, **form):
        with CaptureQueriesContext(connection) as captured:
            sign_up(client, category, email=email, **form)
        return len(captured)

    without = statements("first@example.org")
    for purpose in ("listed", "news"):
        make_consent_request(category.conference, purpose)
    open_page(client, sign_up_address(category))

    assert statements("second@example.org", **ticked) == without
    # S1: nobody learns from them either whether an address is known.
    assert statements("known@example.org", **ticked) == without
    assert len(agreed()) == len(ticked)
