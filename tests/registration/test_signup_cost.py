"""What a sign-up costs, in statements."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_category,
    make_quota,
)
from tests.pages import open_page, sign_up, sign_up_address


class TestWhatItCosts:
    """The number of statements is a promise; a larger one has to be argued for."""

    @pytest.fixture(autouse=True)
    def _steady(self, monkeypatch):
        # What is looked up once in a second must not change in the middle of a test.
        self.at(1, monkeypatch)

    def at(self, second: int, monkeypatch) -> None:
        clock = SimpleNamespace(monotonic=lambda: second)
        for module in ("offer", "door"):
            monkeypatch.setattr(f"registration.{module}.time", clock)

    def statements(self, act) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            act()
        return [query["sql"] for query in captured]

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("quotas", [1, 5])
    def test_signing_up_is_six_statements_for_any_number_of_quotas(
        self, client, quotas
    ):
        category = make_category(places=9)
        for attendance in ("onsite", "online", "")[: quotas - 1]:
            make_quota(category.conference, attendance=attendance)
        if quotas == 5:
            make_quota(category=category, attendance="onsite")
        sign_up(client, category, email="first@example.org")

        seen = self.statements(lambda: sign_up(client, category))

        assert category.delegates.count() == 2
        assert [sql.split()[0] for sql in seen] == [
            "SELECT",  # what is offered, and which release is public
            "BEGIN",
            "INSERT",  # the delegate
            "INSERT",  # the letter
            "WITH",  # the places
            "COMMIT",
        ]

    @pytest.mark.django_db(transaction=True)
    def test_joining_the_waiting_list_is_two_more(self, client):
        category = make_category(places=0)
        sign_up(client, category, email="first@example.org")

        seen = self.statements(lambda: sign_up(client, category))

        assert len(seen) == 8

    def test_the_form_is_rendered_once_and_then_free(self, client, category):
        open_page(client, sign_up_address(category))

        assert (
            self.statements(lambda: open_page(client, sign_up_address(category))) == []
        )

    def test_looking_again_later_is_one_statement(self, client, category, monkeypatch):
        open_page(client, sign_up_address(category))
        self.at(3, monkeypatch)

        seen = self.statements(lambda: open_page(client, sign_up_address(category)))

        assert len(seen) == 1

    def test_the_answer_is_few_statements(self, client, category):
        response = sign_up(client, category)
        open_page(client, response["Location"])

        seen = self.statements(lambda: open_page(client, response["Location"]))

        assert len(seen) == 1
