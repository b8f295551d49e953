from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from confsite.bilingual import Pair
from confsite.clocks import (
    Clock,
    Moment,
    clock,
    day_in_words,
    days_in_words,
    days_of_the_week,
)

NANJING = Clock("Asia/Shanghai", Pair("Nanjing", "南京"))
LONDON = Clock("Europe/London", Pair("London", "伦敦"))


def moment(*utc: int, other: Clock | None = LONDON) -> Moment:
    return Moment(datetime(*utc, tzinfo=UTC), NANJING, other)


@pytest.mark.parametrize(
    ("utc", "english", "chinese"),
    [
        # Summer in London: seven hours apart. Winter: eight.
        ((2020, 7, 9, 6), "14:00 Nanjing · 07:00 London", "14:00 南京 · 07:00 伦敦"),
        ((2020, 1, 9, 6), "14:00 Nanjing · 06:00 London", "14:00 南京 · 06:00 伦敦"),
        # The hour in which London's clocks go back, before and after.
        ((2020, 10, 25, 0, 30), "08:30 Nanjing · 01:30 London", None),
        ((2020, 10, 25, 1, 30), "09:30 Nanjing · 01:30 London", None),
    ],
)
def test_a_moment_is_told_on_both_clocks(utc, english, chinese):
    with override("en"):
        assert str(moment(*utc)) == english
    if chinese:
        with override("zh-hans"):
            assert str(moment(*utc)) == chinese


@pytest.mark.parametrize(
    ("utc", "from_then", "until_then"),
    [
        ((2020, 7, 8, 16), "9 July 2020", "8 July 2020"),
        (
            (2020, 7, 9, 15, 59, 59),
            "9 July 2020, 23:59 Nanjing · 16:59 London",
            "9 July 2020",
        ),
        (
            (2020, 7, 9, 10),
            "9 July 2020, 18:00 Nanjing · 11:00 London",
            "9 July 2020, 18:00 Nanjing · 11:00 London",
        ),
    ],
)
def test_what_begins_or_ends_with_a_day_is_told_by_the_day_alone(
    utc, from_then, until_then
):
    with override("en"):
        assert moment(*utc).as_beginning == from_then
        assert moment(*utc).as_end == until_then


def test_in_chinese_a_day_and_an_hour_stand_together():
    with override("zh-hans"):
        assert moment(2020, 7, 9, 10).as_end == (
            "2020年7月9日（星期四）18:00 南京 · 11:00 伦敦"
        )


def test_a_moment_in_full_says_its_day_first():
    with override("en"):
        assert moment(2020, 7, 9, 6).in_full == (
            "9 July 2020, 14:00 Nanjing · 07:00 London"
        )
    with override("zh-hans"):
        assert moment(2020, 7, 9, 6).in_full == (
            "2020年7月9日（星期四）14:00 南京 · 07:00 伦敦"
        )


def test_the_second_clock_names_the_day_where_it_is_another():
    early = moment(2020, 7, 8, 22, 30)

    with override("en"):
        assert str(early) == "06:30 Nanjing · 23:30 London (8 July)"
        assert early.second_day == "8 July"
    with override("zh-hans"):
        assert early.second_day == "7月8日"
        assert early.second.startswith("23:30 伦敦")


def test_one_clock_alone_says_one_time():
    only = moment(2020, 7, 9, 6, other=None)

    with override("en"):
        assert str(only) == "14:00 Nanjing"
        assert (only.second, only.second_time, only.second_label) == ("", "", "")


@pytest.mark.parametrize(
    ("zone", "label", "called"),
    [
        ("Asia/Shanghai", Pair("Nanjing", "南京"), ["Nanjing", "南京"]),
        ("Asia/Shanghai", Pair("", "南京"), ["南京", "南京"]),
        ("Asia/Shanghai", Pair("", ""), ["Shanghai", "Shanghai"]),
        ("America/Argentina/Buenos_Aires", Pair("", ""), ["Buenos Aires"] * 2),
        ("UTC", Pair("", ""), ["UTC", "UTC"]),
    ],
)
def test_a_clock_without_a_name_is_called_after_the_city_of_its_zone(
    zone, label, called
):
    moment = Moment(datetime(2020, 7, 9, 6, tzinfo=UTC), clock(zone, label))
    told = []
    for language in ("en", "zh-hans"):
        with override(language):
            told.append(str(moment).removeprefix(f"{moment.time} "))

    assert told == called


def test_machines_read_the_offset_of_the_conference():
    assert moment(2020, 7, 9, 6).iso == "2020-07-09T14:00:00+08:00"


@pytest.mark.parametrize(
    ("first", "last", "english", "chinese"),
    [
        (
            date(2020, 7, 9),
            date(2020, 7, 9),
            "9 July 2020",
            "2020年7月9日（星期四）",
        ),
        (
            date(2020, 7, 9),
            date(2020, 7, 11),
            "9–11 July 2020",
            "2020年7月9日至11日",
        ),
        (
            date(2020, 7, 30),
            date(2020, 8, 1),
            "30 July – 1 August 2020",
            "2020年7月30日至8月1日",
        ),
        (
            date(2020, 12, 31),
            date(2021, 1, 2),
            "31 December 2020 – 2 January 2021",
            "2020年12月31日至2021年1月2日",
        ),
    ],
)
def test_days_are_written_out(first, last, english, chinese):
    with override("en"):
        assert days_in_words(first, last) == english
    with override("zh-hans"):
        assert days_in_words(first, last) == chinese


def test_the_date_is_that_of_the_conference_not_of_utc():
    late = moment(2020, 7, 8, 17)

    with override("en"):
        assert late.date == "9 July 2020"
    with override("zh-hans"):
        assert late.date == day_in_words(date(2020, 7, 9)) == "2020年7月9日（星期四）"


@pytest.mark.parametrize(
    ("last", "english", "chinese"),
    [
        (
            date(2020, 7, 9),
            "Thursday 9 July 2020",
            "2020年7月9日（星期四）",
        ),
        (
            date(2020, 7, 11),
            "Thursday 9 – Saturday 11 July 2020",
            "2020年7月9日（星期四）至11日（星期六）",
        ),
        (
            date(2020, 8, 1),
            "Thursday 9 July – Saturday 1 August 2020",
            "2020年7月9日（星期四）至8月1日（星期六）",
        ),
        (
            date(2021, 1, 1),
            "Thursday 9 July 2020 – Friday 1 January 2021",
            "2020年7月9日（星期四）至2021年1月1日（星期五）",
        ),
    ],
)
def test_days_with_their_names(last, english, chinese):
    for language, words in {"en": english, "zh-hans": chinese}.items():
        with override(language):
            assert days_of_the_week(date(2020, 7, 9), last) == words
