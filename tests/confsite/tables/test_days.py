"""Days as people and spreadsheets write them, in the order that the file decides."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from confsite.tables.days import DayReader

FIRST, LAST = date(2030, 7, 1), date(2030, 7, 4)
SECOND = date(2030, 7, 2)


def read(written: str, *others: str, first: date = FIRST, last: date = LAST) -> date:
    """A day of a file in which the others stand as well."""
    return DayReader.of(first, last, [written, *others]).read(written)


def refusal(written: str, *others: str) -> str:
    with pytest.raises(ValidationError) as refused:
        read(written, *others)
    return refused.value.message


@pytest.mark.parametrize(
    "written",
    [
        "2030-07-02",
        "2030/7/2",
        "2030.7.2",
        "20300702",
        "2030年7月2日",
        "2030年7月2日（星期二）",
        "２０３０年７月２日 周二",
        "2030-07-02 00:00:00",
        "7月2日",
        "7月2号（周二）",
        "02.07.2030",
        "2.7.",
        "2 July 2030",
        "2nd July",
        "Tuesday, July 2, 2030",
        "Tue 2 Jul",
        "2-Jul-2030",
        "Jul 2",
        "7/2/2030",
        "7/2",
        "2/7/30",
    ],
)
def test_the_second_of_july_in_many_ways(written):
    assert read(written) == SECOND


@pytest.mark.parametrize(
    ("written", "others", "expected"),
    [
        ("3/4/2027", ["3/27/2027"], date(2027, 3, 4)),
        ("3/4/2027", ["27/3/2027"], date(2027, 4, 3)),
        ("3/4/27", ["28/3/27"], date(2027, 4, 3)),
        ("27/3/28", ["27/3/31"], date(2027, 3, 28)),
        # What is written in words says nothing of an order.
        ("3/4/2027", ["3/27/2027", "5 April 2027", "2027-04-05"], date(2027, 3, 4)),
    ],
)
def test_the_other_days_of_the_file_say_in_which_order_it_writes(
    written, others, expected
):
    assert read(written, *others, first=date(2027, 1, 1)) == expected


@pytest.mark.parametrize(
    ("written", "first", "last", "expected"),
    [
        ("7/9/2030", date(2030, 7, 9), date(2030, 7, 10), date(2030, 7, 9)),
        ("7/9/2030", date(2030, 9, 7), date(2030, 9, 8), date(2030, 9, 7)),
        ("1月2日", date(2030, 12, 30), date(2031, 1, 3), date(2031, 1, 2)),
        # Outside the conference, where it is refused for that.
        ("9.7.2030", date(2031, 1, 1), date(2031, 1, 3), date(2030, 7, 9)),
        ("13/7/2030", date(2031, 1, 1), date(2031, 1, 3), date(2030, 7, 13)),
    ],
)
def test_the_days_of_the_conference_decide_where_the_file_does_not(
    written, first, last, expected
):
    assert read(written, first=first, last=last) == expected


def test_a_day_that_may_be_two_is_refused_with_both():
    reason = refusal("9/8/2030")

    assert reason == (
        "This may be 9 August 2030 or 8 September 2030. "
        "Write a day as 2030-07-09: the year, the month, the day."
    )


def test_a_file_that_keeps_to_no_order_decides_nothing():
    assert read("13/7/2030", "7/13/2030") == date(2030, 7, 13)
    assert refusal("9/8/2030", "13/7/2030", "7/13/2030").startswith("This may be")


def test_a_weekday_that_is_another_is_pointed_out():
    assert refusal("2030年7月2日（星期三）") == (
        "2 July 2030 is a Tuesday: correct the day or the weekday."
    )
    with translation.override("zh-hans"):
        assert "星期二" in refusal("2 July 2030 (Wed)")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "July",
        "31/31/2030",
        "2030-02-30",
        "32 July",
        "12",
        "2/2/2/2",
        "7月",
        "x" * 9999,
    ],
)
def test_what_is_no_day_is_refused(written):
    assert refusal(written) == (
        "Write a day as 2030-07-09: the year, the month, the day."
    )
