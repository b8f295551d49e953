"""Keeping a place that is held, on one's own page; opening it changes nothing."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from registration import holds
from registration.models import Delegate, Letter, RegistrationSettings
from registration.states import Attendance, DelegateState, Holding
from tests.factories import make_category, make_join_option, make_room, register_someone
from tests.pages import Page, open_page
from tests.registration.personal.test_page import path
from tests.registration.seats import letters_of


@pytest.fixture
def held():
    category = make_category(places=1)
    RegistrationSettings.objects.update(holding=Holding.ALWAYS)
    return Delegate.objects.get(pk=register_someone(category, hold_hours=24).pk)


@pytest.fixture
def lapsed(held):
    Letter.objects.update(attempts=1)
    Delegate.objects.update(held_until=Now() - timedelta(hours=1))
    holds.release()
    return Delegate.objects.get(pk=held.pk)


def press(client: Client, page: Page) -> Page:
    """The one large button."""
    (form,) = [e for e in page.all("form") if e.get("class") == "actions"]
    return open_page(client, client.post(form["action"])["Location"])


class TestAHeldPlace:
    def test_says_until_when_and_has_no_ticket_yet(self, client, held):
        page = open_page(client, path(held))

        assert "A place on site is held for you." in page.words
        assert "Keep it until" in page.words
        assert ("Nanjing" in page.words, "London" in page.words) == (True, True)
        assert not [e for e in page.all("svg") if "qr" in (e.get("class") or "")]
        assert client.get(path(held, "calendar")).status_code == 404

    @pytest.mark.parametrize("method", ["get", "head", "options"])
    @pytest.mark.parametrize("page", ["my", "keep", "resend", "cancel", "come_back"])
    def test_stays_held_however_often_it_is_opened(self, client, held, method, page):
        for _ in range(2):
            getattr(client, method)(path(held, page))

        assert Delegate.objects.get(pk=held.pk).held_until == held.held_until
        assert letters_of(held) == ["held"]

    def test_is_theirs_with_one_press(self, client, held):
        page = press(client, open_page(client, path(held)))

        assert "The place is yours." in page.html
        assert "You have a place on site." in page.words
        assert [e for e in page.all("svg") if "qr" in (e.get("class") or "")]
        assert client.get(path(held, "calendar")).status_code == 200
        assert letters_of(held) == ["held", "confirmed"]

    def test_without_a_cookie_it_is_one_press_away(self, held):
        strict = Client(enforce_csrf_checks=True)

        refused = strict.post(path(held, "keep"))

        shown = Page(refused.content.decode())
        assert refused.status_code == 403
        assert Delegate.objects.get(pk=held.pk).is_held
        token = shown.all("input", name="csrfmiddlewaretoken")[0]["value"]
        strict.post(path(held, "keep"), {"csrfmiddlewaretoken": token})
        assert not Delegate.objects.get(pk=held.pk).is_held

    def test_is_kept_by_whatever_they_do_there(self, client, held):
        client.post(path(held, "resend"))

        assert not Delegate.objects.get(pk=held.pk).is_held
        assert letters_of(held) == ["held", "confirmed"]

    def test_online_shows_no_way_in_before(self, client, held):
        make_join_option(make_room(held.conference), url="https://video.example/9")
        Delegate.objects.update(attendance=Attendance.ONLINE)

        before = open_page(client, path(held))
        after = press(client, before)

        assert "video.example" not in before.html
        assert "video.example" in after.html

    def test_of_another_language_is_kept_in_it(self, client, held):
        held.language = "zh-hans"

        page = open_page(client, path(held))

        assert "已为您暂时保留一个现场席位。" in page.words
        assert "确认保留席位" in page.words


class TestWhoWaits:
    def test_can_say_beforehand_that_they_read_their_mailbox(self, client, held):
        waiting = register_someone(held.category)

        page = press(client, open_page(client, path(waiting)))

        assert "When it is your turn the place is yours at once." in page.html
        assert Delegate.objects.get(pk=waiting.pk).proved_at
        assert "I read this mailbox" not in page.html

    def test_is_not_asked_where_no_place_is_held(self, client, held):
        waiting = register_someone(held.category)
        RegistrationSettings.objects.update(holding=Holding.NEVER)

        assert "I read this mailbox" not in open_page(client, path(waiting)).html


class TestALapsedPlace:
    def test_says_so_and_offers_the_way_back(self, client, lapsed):
        page = open_page(client, path(lapsed))

        assert "Your place was not kept in time." in page.words
        assert "It was held until" in page.words

        again = press(client, page)

        assert "You are registered again." in again.html
        assert "You have a place on site." in again.words

    def test_leads_to_the_line_where_all_are_taken(self, client, lapsed):
        register_someone(lapsed.category)

        page = press(client, open_page(client, path(lapsed)))

        assert "You are number 1 in line." in page.words

    def test_offers_nothing_once_nobody_can_sign_up(self, client, lapsed):
        RegistrationSettings.objects.update(closes_at=timezone.now())

        page = open_page(client, path(lapsed))
        response = client.post(path(lapsed, "come_back"))

        assert "Register again" not in page.html
        assert response["Location"].endswith("?done=closed")
        assert Delegate.objects.get(pk=lapsed.pk).state == DelegateState.CANCELLED

    def test_says_where_the_address_is_registered_again(self, client, lapsed):
        register_someone(lapsed.category, email=lapsed.email)

        response = client.post(path(lapsed, "come_back"))

        assert response["Location"].endswith("?done=again")
        shown = open_page(client, response["Location"])
        assert "has been registered again meanwhile" in shown.html
