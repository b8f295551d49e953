"""How often one network address may send forms."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from registration.models import Delegate, FormCount
from registration.signup import limits
from registration.signup.limits import COME_BACK, SIGN_UPS
from tests.factories import make_category
from tests.pages import Page, answers, sign_up, sign_up_address
from tests.threads import in_threads


def request_from(address: str = "10.0.0.1", forwarded: str = ""):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory(headers=headers).post("/", REMOTE_ADDR=address)


def statuses_of(category, times: int, **changes: str) -> list[int]:
    return [
        sign_up(
            Client(), category, **{"email": f"guest{n}@example.org"} | changes
        ).status_code
        for n in range(times)
    ]


@pytest.fixture
def few(monkeypatch):
    """So many may come within the period."""

    def set_limits(sign_ups: int, come_back: int = 9) -> None:
        few = {SIGN_UPS: sign_ups, COME_BACK: come_back}
        monkeypatch.setattr(limits, "LIMITS", few)

    return set_limits


class TestTheHall:
    def test_two_hundred_people_behind_one_address_are_welcome(self, category, client):
        statuses = {
            sign_up(client, category, email=f"guest{n}@example.org").status_code
            for n in range(200)
        }

        assert statuses == {302}
        assert Delegate.objects.count() == 200

    def test_what_is_refused_uses_up_nobodys_sign_up(self, category, few):
        few(sign_ups=2)

        refused = statuses_of(category, 5, email="nonsense")
        accepted = statuses_of(category, 3)

        assert refused == [200] * 5
        assert accepted == [302, 302, 429]

    def test_nor_does_a_question_about_the_waiting_list(self, few):
        few(sign_ups=2)
        category = make_category(places=0)

        asked = statuses_of(category, 5, told="")
        accepted = statuses_of(category, 3)

        assert asked == [200] * 5
        assert accepted == [302, 302, 429]

    def test_a_flood_from_one_address_is_held_back(self, category, few):
        few(sign_ups=3)

        statuses = statuses_of(category, 5)
        elsewhere = sign_up(Client(REMOTE_ADDR="203.0.113.9"), category)

        assert statuses == [302, 302, 302, 429, 429]
        assert elsewhere.status_code == 302
        assert Delegate.objects.count() == 4

    def test_forms_that_are_refused_are_not_read_without_end(self, category, few):
        few(sign_ups=3, come_back=2)

        assert statuses_of(category, 4, email="nonsense") == [200, 200, 429, 429]
        assert statuses_of(category, 1) == [302]

    @pytest.mark.parametrize(
        ("language", "words"),
        [("en", "Please wait a few minutes"), ("zh-hans", "请稍候几分钟")],
    )
    def test_who_is_held_back_keeps_what_was_typed(
        self, category, few, language, words
    ):
        few(sign_ups=1)
        statuses_of(category, 1)
        form = answers(category, position="D'Arcy & 李")

        response = Client().post(sign_up_address(category, language), form)

        page = Page(response.content.decode())
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= limits.PERIOD
        assert page.title.startswith(words)
        for name in ("position", "email", "submission"):
            assert page.answers[name] == form[name]

    def test_a_mistake_is_named_even_then(self, category, few):
        few(sign_ups=1, come_back=1)
        statuses_of(category, 1, email="nonsense")

        response = sign_up(Client(), category, email="nonsense")

        page = Page(response.content.decode())
        assert response.status_code == 429
        assert [name for name, _words in page.errors] == ["email"]


class TestTheAddress:
    def test_a_forged_header_changes_nothing(self, category, few):
        few(sign_ups=2)

        statuses = [
            sign_up(
                Client(headers={"X-Forwarded-For": f"198.51.100.{n}"}),
                category,
                email=f"guest{n}@example.org",
            ).status_code
            for n in range(4)
        ]

        assert statuses == [302, 302, 429, 429]

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "address"),
        [
            (0, "198.51.100.1", "10.0.0.1"),
            (1, "198.51.100.1", "198.51.100.1"),
            # Whatever the visitor wrote stands to the left of what our proxy added.
            (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
            (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
            (2, "198.51.100.1", "10.0.0.1"),
            (1, "", "10.0.0.1"),
        ],
    )
    def test_as_many_proxies_are_believed_as_there_are(
        self, settings, proxies, forwarded, address
    ):
        settings.PROXIES = proxies

        assert limits.network_address(request_from("10.0.0.1", forwarded)) == address

    @pytest.mark.parametrize(
        ("written", "network"),
        [
            ("198.51.100.1:4711", "198.51.100.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
            ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("::ffff:198.51.100.1", "198.51.100.1"),
            *(
                (junk, "10.0.0.1")
                for junk in ("unknown", "1.2.3", "[", "a:1", "9" * 99)
            ),
        ],
    )
    def test_is_read_as_proxies_write_it(self, settings, written, network):
        settings.PROXIES = 1

        assert limits.network_address(request_from("10.0.0.1", written)) == network

    def test_of_a_house_is_one_whatever_its_last_half(self, few):
        few(sign_ups=1)

        over = [
            limits.is_over_limit(request_from(f"2001:db8::{n}"), SIGN_UPS)
            for n in (1, 2)
        ]

        assert over == [False, True]

    def test_is_kept_nowhere(self):
        limits.is_over_limit(request_from("203.0.113.77"), SIGN_UPS)

        assert "203.0.113.77" not in str(FormCount.objects.values().get())


class TestTheCount:
    def test_load_tests_may_turn_it_off(self, settings, few):
        few(sign_ups=1)
        settings.LIMITS = False

        over = [limits.is_over_limit(request_from(), SIGN_UPS) for _ in range(5)]
        limits.take_back(request_from(), SIGN_UPS)

        assert over == [False] * 5
        assert FormCount.objects.count() == 0

    def test_begins_anew_and_forgets_what_was(self, few, monkeypatch):
        few(sign_ups=1)
        now = [0]
        clock = type("Clock", (), {"time": lambda: now[0]})
        monkeypatch.setattr(limits, "time", clock)

        over = []
        for now[0] in (0, 5, limits.PERIOD):
            over.append(limits.is_over_limit(request_from(), SIGN_UPS))

        assert over == [False, True, False]
        assert FormCount.objects.get().period == 1

    @pytest.mark.django_db(transaction=True)
    def test_is_one_for_all_who_count_at_the_same_time(self, few):
        few(sign_ups=5)

        over = in_threads(12, lambda n: limits.is_over_limit(request_from(), SIGN_UPS))

        assert sorted(over) == [False] * 5 + [True] * 7

    @pytest.mark.django_db(transaction=True)
    def test_that_cannot_be_made_limits_nobody(self, category, client, monkeypatch):
        monkeypatch.setattr(limits, "COUNT", "SELECT * FROM nowhere")

        assert sign_up(client, category).status_code == 302

    def test_waits_for_no_disk(self):
        """An unlogged table: its commits write no log."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relpersistence FROM pg_class WHERE relname = %s",
                [FormCount._meta.db_table],
            )

            assert cursor.fetchone() == ("u",)
