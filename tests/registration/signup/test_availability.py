"""What one can sign up for, and how the front page puts it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override

from confsite.clocks import day_in_words
from registration.signup.availability import (
    Availability,
    NothingToSignUpFor,
    current_availability,
)
from registration.signup.status import status
from registration.states import Attendance
from tests.clock import a_second_later
from tests.factories import (
    make_category,
    make_conference,
    make_open_conference,
    make_quota,
    make_registration_settings,
    register_someone,
)

ONSITE, ONLINE = Attendance.ONSITE, Attendance.ONLINE


def midnight(days: int) -> datetime:
    """In Nanjing, so many days from now."""
    today = timezone.now().astimezone(ZoneInfo("Asia/Shanghai"))
    begins = today.replace(hour=0, minute=0, second=0, microsecond=0)
    return begins + timedelta(days=days)


def availability_of(conference) -> Availability:
    a_second_later()
    return current_availability(conference.slug)


def status_of(conference):
    a_second_later()
    with override("en"):
        return status(conference.slug)


class TestOffer:
    def test_there_is_none_without_a_desk_or_a_category(self):
        for conference in (make_conference(), make_open_conference()):
            with pytest.raises(NothingToSignUpFor):
                availability_of(conference)

    def test_categories_are_in_their_order_and_open(self):
        conference = make_open_conference()
        second = make_category(conference, position=2)
        first = make_category(conference, position=1)
        make_category(conference, is_open=False)
        make_category()

        availability = availability_of(conference)

        assert [category.pk for category in availability.categories] == [
            first.pk,
            second.pk,
        ]

    def test_quotas_of_a_sign_up_are_those_that_count_it(self):
        conference = make_open_conference()
        category = make_category(conference)
        total = make_quota(conference)
        onsite = make_quota(conference, attendance=ONSITE)
        own = make_quota(category=category)
        make_quota(category=make_category(conference))

        offered = availability_of(conference).category(category.pk)

        assert offered.quotas_for(ONSITE) == [total.pk, onsite.pk, own.pk]
        assert offered.quotas_for(ONLINE) == [total.pk, own.pk]

    def test_it_is_full_when_one_quota_is(self):
        category = make_category(places=5)
        make_quota(category.conference, attendance=ONSITE, size=1)
        register_someone(category, attendance=ONSITE)

        availability = availability_of(category.conference)

        assert availability.is_full(ONSITE) is True
        assert availability.is_full(ONLINE) is False
        assert availability.has_only_waiting_lists is False

    def test_the_same_rows_are_the_same_object(self):
        """What was rendered from it is kept as long as it lasts."""
        category = make_category(places=2)

        before = availability_of(category.conference)
        register_someone(category)
        halfway = availability_of(category.conference)
        register_someone(category)

        assert halfway is before
        assert availability_of(category.conference) is not before

    def test_reading_it_is_one_statement(self, django_assert_num_queries):
        conference = make_open_conference()
        for _ in range(3):
            make_quota(category=make_category(conference))

        with django_assert_num_queries(1):
            availability_of(conference)


class TestDoor:
    def test_is_closed_where_nothing_is_offered(self):
        assert status_of(make_conference()).state == "closed"

    @pytest.mark.parametrize(
        ("opens_at", "line"),
        [
            (midnight(10), "Registration opens on {day}."),
            (
                midnight(10) + timedelta(hours=9),
                "Registration opens on {day}, 09:00 Nanjing.",
            ),
        ],
    )
    def test_opens_on_a_day(self, opens_at, line):
        conference = make_conference(second_time_zone="")
        make_registration_settings(
            conference, opens_at=opens_at, closes_at=opens_at + timedelta(days=1)
        )
        make_category(conference)

        shown = status_of(conference)

        assert (shown.state, shown.label) == ("soon", "")
        assert shown.line == line.format(day=day_in_words(midnight(10).date()))

    @pytest.mark.parametrize(
        ("closes_at", "line"),
        [
            (midnight(10), "Open until {day} · On site: few places left"),
            (
                midnight(9) + timedelta(hours=18),
                "Open until {day}, 18:00 Nanjing · {london} London. "
                "On site: few places left",
            ),
        ],
    )
    def test_is_open_until_an_hour_on_both_clocks(self, closes_at, line):
        conference = make_conference()
        make_registration_settings(conference, closes_at=closes_at)
        make_category(conference, places=5, allows_online=False)
        london = f"{closes_at.astimezone(ZoneInfo('Europe/London')):%H:%M}"

        shown = status_of(conference)

        day = day_in_words(midnight(9).date())
        assert shown.line == line.format(day=day, london=london)

    def test_is_not_open_for_longer_than_the_conference_lasts(self):
        conference = make_conference(second_time_zone="")
        closes_at = conference.ends_at + timedelta(days=9)
        make_registration_settings(conference, closes_at=closes_at)
        make_category(conference)

        # 19:00 in Nanjing, as tests/factories.py has it.
        assert ", 19:00 Nanjing. " in status_of(conference).line

    def test_closes(self):
        conference = make_conference()
        make_registration_settings(
            conference, closes_at=timezone.now() - timedelta(minutes=1)
        )
        make_category(conference)

        assert status_of(conference)[:2] == ("closed", "")

    def test_is_no_more_when_the_conference_is_over(self):
        ends_at = timezone.now() - timedelta(minutes=1)
        conference = make_conference(
            starts_at=ends_at - timedelta(hours=1), ends_at=ends_at
        )
        make_registration_settings(conference)
        make_category(conference)

        assert status_of(conference)[:2] == ("over", "")

    def test_is_open_and_says_what_is_left(self):
        category = make_category()
        make_quota(category.conference, attendance=ONSITE, size=43)

        shown = status_of(category.conference)

        assert (shown.state, shown.label) == ("open", "Register")
        assert shown.url == f"/en/{category.conference.slug}/register/"
        assert "On site: about 40 places left" in shown.line
        assert "Online: places without limit" in shown.line

    @pytest.mark.parametrize(
        ("shared", "each", "left"),
        [
            # What all share bounds what the categories have between them.
            (100, None, 100),
            (100, 30, 60),
            (50, 30, 50),
            (None, 30, 60),
            (10, 30, 10),
        ],
    )
    def test_counts_places_once(self, shared, each, left):
        conference = make_open_conference()
        for _ in range(2):
            make_category(conference, places=each, allows_online=False)
        if shared is not None:
            make_quota(conference, size=shared)

        assert f"about {left} places left" in status_of(conference).line

    @pytest.mark.parametrize(
        ("full", "line"),
        [
            (1, "On site: few places left (waiting list: Guest A)"),
            (2, "On site: few places left (waiting list: Guest A, Guest B)"),
            (3, "On site: few places left (waiting list in some categories)"),
        ],
    )
    def test_names_the_categories_that_are_full_in_one_way(self, full, line):
        """Nobody is promised a place that is not for them."""
        conference = make_open_conference()
        for name in "ABCD":
            category = make_category(conference, name_en=f"Guest {name}")
            size = 0 if "ABCD".index(name) < full else 4
            make_quota(category=category, attendance=ONSITE, size=size)
            category.is_open = size == 0 or name == "D"
            category.save()

        shown = status_of(conference)

        assert (shown.state, shown.label) == ("open", "Register")
        assert f" {line} · Online: places without limit" in shown.line

    @pytest.mark.parametrize(
        ("quotas", "line"),
        [
            # What both ways share is not offered twice.
            (
                {"": 70},
                "On site: about 70 places left · Online: about 70 places left · "
                "about 70 places in all",
            ),
            (
                {"": 70, "onsite": 20, "online": 30},
                "On site: about 20 places left · Online: about 30 places left",
            ),
            (
                {"": 7, "onsite": 5},
                "On site: few places left · Online: few places left · "
                "few places in all",
            ),
        ],
    )
    def test_counts_places_for_both_ways_once(self, quotas, line):
        category = make_category()
        for way, size in quotas.items():
            make_quota(category.conference, attendance=way, size=size)

        assert status_of(category.conference).line.endswith(f". {line}")

    def test_leads_to_the_waiting_list_when_everything_is_full(self):
        category = make_category(places=1)
        register_someone(category)

        shown = status_of(category.conference)

        assert (shown.state, shown.label) == ("waiting", "Join the waiting list")
        assert "waiting list" in shown.line

    def test_speaks_the_language_of_the_page(self):
        category = make_category()

        with override("zh-hans"):
            shown = status(category.conference.slug)

        assert shown.url.startswith("/zh-hans/")
        assert shown.label != "Register"

    def test_is_asked_at_most_once_a_second(self, django_assert_num_queries):
        slug = make_category(places=3).conference.slug
        status(slug)

        with django_assert_num_queries(0):
            status(slug)
