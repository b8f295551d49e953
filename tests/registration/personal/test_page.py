"""The page behind the personal link."""

import re
from urllib.parse import urlsplit

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from registration import correspondence, links
from registration.letters import kinds
from registration.models import Delegate, Letter
from registration.states import DelegateState
from tests.clock import a_second_later
from tests.factories import (
    make_category,
    make_conference,
    make_delegate,
    make_staff,
    register_someone,
)
from tests.pages import Page, open_page

PAGES = ("my", "cancel", "calendar")


def path(delegate: Delegate, page: str = "my", *, token: str = "") -> str:
    slug = delegate.conference.slug
    with override(delegate.language):
        return reverse(
            f"registration:{page}", args=[slug, token or links.token("my", delegate)]
        )


@pytest.fixture
def delegate():
    return register_someone(
        make_category(places=1),
        family_name="Li",
        given_name="Xiaoming",
        native_name="李晓明",
    )


class TestThePage:
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_shows_what_a_guest_needs_at_the_door(self, client, delegate, language):
        delegate.language = language

        page = open_page(client, path(delegate))

        for words in ("Li Xiaoming", "李晓明", delegate.reference, "14:00", "07:00"):
            assert words in page.html
        assert len([e for e in page.all("svg") if "qr" in (e.get("class") or "")]) == 1
        assert path(delegate, "cancel") in page.html
        assert page.html.count("<h1") == 1

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            (DelegateState.CONFIRMED, "You have a place on site."),
            (DelegateState.PENDING, "Your registration is awaiting approval."),
            (DelegateState.WAITING, "You are on the waiting list."),
            (DelegateState.OFFERED, "A place is reserved for you."),
            (DelegateState.DECLINED, "We could not accept your registration."),
            (DelegateState.CANCELLED, "Your registration is cancelled."),
        ],
    )
    def test_says_how_things_stand_in_a_sentence(self, client, state, words):
        delegate = make_delegate(state=state)

        assert words in open_page(client, path(delegate)).html

    def test_says_what_number_in_line_one_is(self, client):
        category = make_category(places=0)
        line = [register_someone(category) for _ in range(3)]

        for number, waiting in enumerate(line, start=1):
            assert f"number {number} in line" in open_page(client, path(waiting)).html

    @pytest.mark.parametrize("state", [DelegateState.DECLINED, DelegateState.CANCELLED])
    def test_offers_nothing_when_it_is_over(self, client, state):
        delegate = make_delegate(state=state)

        page = open_page(client, path(delegate))

        assert path(delegate, "cancel") not in page.html
        assert client.get(path(delegate, "calendar")).status_code == 404

    def test_costs_few_statements(self, client, delegate):
        open_page(client, path(delegate))

        with CaptureQueriesContext(connection) as captured:
            open_page(client, path(delegate))

        assert len(captured) <= 3


class TestLooking:
    """S2: a mail scanner, a prefetch or a HEAD changes nothing."""

    @pytest.mark.parametrize("method", ["get", "head", "options"])
    @pytest.mark.parametrize("page", [*PAGES, "resend"])
    def test_changes_nothing(self, client, delegate, method, page):
        tables = (Delegate, Letter)
        before = [list(table.objects.order_by("pk").values()) for table in tables]

        with CaptureQueriesContext(connection) as captured:
            getattr(client, method)(path(delegate, page))

        verbs = {query["sql"].split()[0] for query in captured}
        assert verbs <= {"SELECT"}
        after = [list(table.objects.order_by("pk").values()) for table in tables]
        assert after == before

    def test_without_a_token_of_the_form_changes_nothing(self, delegate):
        strict = Client(enforce_csrf_checks=True)
        for page in ("cancel", "resend"):
            assert strict.post(path(delegate, page)).status_code == 403

        delegate.refresh_from_db()
        assert delegate.state == DelegateState.CONFIRMED
        assert delegate.letters.count() == 1

    @pytest.mark.parametrize("page", PAGES)
    def test_is_for_no_cache_no_search_engine_and_no_other_site(
        self, client, delegate, page
    ):
        response = client.get(path(delegate, page))

        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store, private"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "strict-origin"
        assert "ETag" not in response

    def test_the_answer_to_a_change_is_as_private(self, client, delegate):
        response = client.post(path(delegate, "resend"))

        assert response.status_code == 302
        assert response["Cache-Control"] == "no-store, private"
        assert response["Referrer-Policy"] == "strict-origin"


class TestAWrongLink:
    @pytest.mark.parametrize("page", [*PAGES, "resend"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_is_a_404_and_changes_nothing(self, client, delegate, page, method):
        stranger = make_delegate()
        wrong = (
            links.token("ticket", delegate),
            links.token("my", stranger),
            f"{delegate.reference.lower()}-{'A' * 24}",
            delegate.reference,
            "nonsense",
        )

        statuses = {
            getattr(client, method)(path(delegate, page, token=token)).status_code
            for token in wrong
        }

        assert statuses <= {404, 405}
        delegate.refresh_from_db()
        assert delegate.state == DelegateState.CONFIRMED

    def test_of_a_closed_version_is_a_404(self, client, delegate):
        old = path(delegate)
        Delegate.objects.filter(pk=delegate.pk).update(link_version=2)

        assert client.get(old).status_code == 404

    def test_looks_like_any_other_page_that_is_not_there(self, client, delegate):
        wrong = client.get(path(delegate, token=f"{'A' * 8}-x"))
        known = client.get(path(delegate, token=f"{delegate.reference.lower()}-x"))

        assert wrong.content == known.content
        assert wrong.headers == known.headers


class TestALinkFromBefore:
    """The conference has had another address since the letter was sent."""

    def move(self, delegate, slug: str) -> None:
        type(delegate.conference).objects.filter(pk=delegate.conference_id).update(
            slug=slug
        )
        a_second_later()

    @pytest.mark.parametrize("page", PAGES)
    def test_leads_on_and_stays_private(self, client, delegate, page):
        before = path(delegate, page)
        self.move(delegate, "renamed")
        delegate.refresh_from_db()
        delegate.conference.refresh_from_db()

        response = client.get(f"{before}?done=sent")

        assert response.status_code == 301
        assert response["Location"] == f"{path(delegate, page)}?done=sent"
        assert response["Cache-Control"] == "no-store, private"
        assert client.get(response["Location"]).status_code == 200

    def test_leads_on_when_another_conference_has_the_address(self, client, delegate):
        before, slug = path(delegate), delegate.conference.slug
        self.move(delegate, "renamed")
        make_conference(slug=slug)
        a_second_later()

        assert client.get(before).status_code == 301
        assert client.get(f"/en/{slug}/").status_code == 200

    def test_takes_a_form_along(self, client, delegate):
        before = path(delegate, "cancel")
        self.move(delegate, "renamed")

        response = client.post(before, follow=True)

        assert [status for _url, status in response.redirect_chain] == [308, 302]
        delegate.refresh_from_db()
        assert delegate.state == DelegateState.CANCELLED

    def test_of_the_badge_needs_no_address(self, client, delegate):
        code = urlsplit(links.ticket(delegate)).path
        self.move(delegate, "renamed")

        page = open_page(client, code)

        assert "/en/renamed/" in page.html

    def test_is_opened_by_nothing_that_is_wrong(self, client, delegate):
        wrong = path(delegate, token=f"{delegate.reference.lower()}-{'A' * 24}")
        self.move(delegate, "renamed")

        response = client.get(wrong, follow=True)

        assert response.status_code == 404


class TestCancelling:
    def test_asks_first_and_then_gives_the_place_to_who_waits(self, client, delegate):
        waiting = register_someone(delegate.category)
        asked = open_page(client, path(delegate, "cancel"))
        assert [e.get("method") for e in asked.all("form")] == ["post"]

        response = client.post(path(delegate, "cancel"))

        assert response["Location"] == f"{path(delegate)}?done=cancelled"
        assert "has been cancelled" in open_page(client, response["Location"]).html
        waiting.refresh_from_db()
        assert waiting.state == DelegateState.CONFIRMED
        letters = delegate.letters.order_by("pk").values_list("kind", flat=True)
        assert list(letters) == [kinds.CONFIRMED, kinds.CANCELLED]

    def test_twice_says_that_it_was_over(self, client, delegate):
        client.post(path(delegate, "cancel"))

        response = client.post(path(delegate, "cancel"))

        assert response["Location"].endswith("?done=over")
        assert delegate.letters.count() == 2

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            (DelegateState.CONFIRMED, "Your place becomes free"),
            (DelegateState.WAITING, "You lose your number on the waiting list"),
        ],
    )
    def test_says_what_becomes_of_a_place_only_where_there_is_one(
        self, client, state, words
    ):
        delegate = make_delegate(state=state)

        asked = open_page(client, path(delegate, "cancel")).words
        folded = open_page(client, path(delegate)).words

        assert words in asked
        assert ("place" in asked) is ("your place" in folded) is delegate.holds_a_place

    @pytest.mark.parametrize("page", ["cancel", "resend"])
    @pytest.mark.parametrize(
        ("language", "words"),
        [("en", "cookies are off"), ("zh-hans", "Cookie 已被禁用")],
    )
    def test_without_a_cookie_it_is_one_press_away(
        self, delegate, page, language, words
    ):
        delegate.language = language
        strict = Client(enforce_csrf_checks=True)

        refused = strict.post(path(delegate, page))

        shown = Page(refused.content.decode())
        assert refused.status_code == 403
        assert refused["Cache-Control"] == "no-store, private"
        assert words in shown.words
        token = shown.all("input", name="csrfmiddlewaretoken")[0]["value"]
        pressed = strict.post(path(delegate, page), {"csrfmiddlewaretoken": token})
        assert pressed.status_code == 302

    def test_without_a_cookie_a_wrong_link_is_a_404_as_ever(self, delegate):
        strict = Client(enforce_csrf_checks=True)

        response = strict.post(path(delegate, "cancel", token="x"))

        assert response.status_code == 404


class TestSendingAgain:
    def test_queues_the_letter(self, client, delegate):
        response = client.post(path(delegate, "resend"))

        assert response["Location"] == f"{path(delegate)}?done=sent"
        assert delegate.letters.count() == 2

    def test_stops_at_the_limit_and_says_so(self, client, delegate):
        for _ in range(5):
            response = client.post(path(delegate, "resend"))

        assert response["Location"].endswith("?done=too_many")
        assert "several times" in open_page(client, response["Location"]).html
        assert delegate.letters.count() == correspondence.LETTERS_AN_HOUR


class TestTheCalendarFile:
    def test_is_one_entry_without_a_secret(self, client, delegate):
        response = client.get(path(delegate, "calendar"))

        assert response["Content-Type"].startswith("text/calendar")
        assert "attachment" in response["Content-Disposition"]
        (event,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
        assert str(event["UID"]).startswith(str(delegate.uid))
        assert links.mac("my", delegate).encode() not in response.content


class TestTheTicket:
    def ticket_path(self, delegate) -> str:
        return urlsplit(links.ticket(delegate)).path

    def test_says_nothing_of_the_person(self, client, delegate):
        response = client.get(self.ticket_path(delegate), follow=True)

        page = response.content.decode()
        assert response.status_code == 200
        for secret in (delegate.family_name, delegate.native_name, delegate.email):
            assert secret not in page
        assert delegate.reference not in page
        assert links.mac("my", delegate) not in page
        assert response["Cache-Control"] == "no-store, private"
        assert response["X-Robots-Tag"] == "noindex, nofollow"

    def test_leads_staff_to_whose_it_is(self, client, delegate):
        register_someone(delegate.category, family_name="Somebody")
        page = open_page(client, self.ticket_path(delegate), follow=True)
        (link,) = [e for e in page.all("a") if "/admin/" in (e.get("href") or "")]

        stranger = client.get(link["href"])
        client.force_login(make_staff())
        found = client.get(link["href"]).content.decode()

        assert stranger.status_code == 302
        assert "Xiaoming" in found
        assert "Somebody" not in found

    def test_is_the_same_code_in_every_language(self, delegate):
        codes = set()
        for language in ("en", "zh-hans"):
            with override(language):
                codes.add(links.ticket(delegate))

        assert len(codes) == 1

    def test_of_a_closed_version_is_a_404(self, client, delegate):
        old = self.ticket_path(delegate)
        Delegate.objects.update(link_version=2)

        assert client.get(old, follow=True).status_code == 404


def test_no_link_leaves_the_page_but_to_this_site(client, delegate):
    """A link that led elsewhere would carry the address along in the referrer."""
    page = open_page(client, path(delegate))

    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page.html)
    away = [a for a in addresses if urlsplit(a).netloc not in ("", "confsite.example")]
    assert away == []
