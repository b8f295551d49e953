"""S1: no number tells a stranger that one more has signed up."""

import re
from typing import Any

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.utils.translation import override

from registration import enrolment
from registration.models import Quota
from registration.models.quota import CurrentPeriod
from registration.signup.status import about, in_all, status
from tests.clock import a_second_later
from tests.crawler import Crawl
from tests.factories import make_category, make_quota, register_someone
from tests.threads import in_threads

KEPT_BY_A_TRIGGER = "registration.Quota:quota_remembers_what_was_taken"


@pytest.fixture
def category():
    return make_category(places=15)


def ten_minutes_later() -> None:
    with pgtrigger.ignore(KEPT_BY_A_TRIGGER):
        Quota.objects.update(moved_in=0)


def line(category) -> str:
    a_second_later()
    with override("en"):
        return status(category.conference.slug).line


def as_shown(category) -> int:
    return category.conference.quotas.with_taken_as_shown().get().taken_as_shown


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (432, "about 430 places left"),
        (45, "about 50 places left"),
        (44, "about 40 places left"),
        (10, "about 10 places left"),
        (9, "few places left"),
        (1, "few places left"),
        (0, "few places left"),
    ],
)
@pytest.mark.pure
def test_numbers_are_coarse(left, words):
    with override("en"):
        assert about(left) == words
        assert in_all(left) == words.replace("left", "in all")


def test_a_number_is_that_of_the_moment_at_which_ten_minutes_began(category):
    for _ in range(6):
        register_someone(category)
    assert "about 20 places left" in line(category)

    ten_minutes_later()

    assert "few places left" in line(category)


def test_within_ten_minutes_it_is_the_same_whatever_happens(category):
    ten_minutes_later()
    first, second = register_someone(category), register_someone(category)
    assert as_shown(category) == 0
    ten_minutes_later()

    enrolment.cancel(first)
    register_someone(category)
    enrolment.cancel(second)

    assert (as_shown(category), category.quotas.get().taken) == (2, 1)


def test_it_is_as_of_the_ten_minutes_of_the_database(category):
    register_someone(category)

    now = Quota.objects.annotate(now=CurrentPeriod()).get()

    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now())::bigint / 600")
        [period] = cursor.fetchone()
    assert now.moved_in in (period, period - 1)
    assert now.now in (period, period + 1)


def test_no_form_of_staff_brings_an_old_number_back(category):
    old = category.quotas.get()
    register_someone(category)

    old.name = "Guests of the city"
    old.save(update_fields=["name", "taken_before", "moved_in"])

    assert as_shown(category) == 0
    assert category.quotas.get().moved_in > 0


def test_the_switch_to_the_waiting_list_is_at_once():
    category = make_category(places=1)
    assert "few places left" in line(category)

    register_someone(category)

    assert line(category).endswith("On site: waiting list · Online: waiting list")


@pytest.mark.django_db(transaction=True)
def test_all_who_sign_up_at_once_leave_one_number(category):
    ten_minutes_later()

    in_threads(8, lambda n: register_someone(category))

    assert (as_shown(category), category.quotas.get().taken) == (0, 8)


class Reader(Client):
    """Keeps every text that it has been answered with."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}

    def get(self, path: str, *args: Any, **kwargs: Any) -> Any:
        response = super().get(path, *args, **kwargs)
        if re.search("text|json|xml", response.headers["Content-Type"]):
            self.texts[path] = response.content.decode()
        return response


@pytest.mark.parametrize("minutes", [0, 10])
def test_no_page_and_no_file_has_the_exact_number(minutes):
    """74321 places of which five are taken: 74316 stands nowhere, before or after."""
    category = make_category()
    make_quota(category=category, size=74321)
    for _ in range(5):
        register_someone(category)
    if minutes:
        ten_minutes_later()
    a_second_later()
    reader = Reader()
    front = f"/{category.conference.slug}/"

    Crawl(reader, {"testserver"}, ("/admin/", "/static/")).follow(f"/en{front}")

    shown = {url for url, text in reader.texts.items() if "74320" in text}
    assert shown >= {f"/en{front}", f"/zh-hans{front}"}
    # As a word: a token may hold any digits.
    word = re.compile(r"\b743(16|21)\b")
    exact = {url for url, text in reader.texts.items() if word.search(text)}
    assert exact == set()
