"""Days and times as people and spreadsheets write them, in the clock of their place."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from confsite.tables import times
from confsite.tables.days import DayReader

# 14:00 to 15:00 in Nanjing.
OLD = (datetime(2030, 7, 9, 6, tzinfo=UTC), datetime(2030, 7, 9, 7, tzinfo=UTC))
TALK = {"day": "2030-07-09", "begins": "14:00", "ends": "15:00"}
# As for a conference that lasts from the ninth to the eleventh.
READER = times.TimeReader(DayReader(date(2030, 7, 9), date(2030, 7, 11)))
WRITE_A_DAY = "Write a day as 2030-07-09: the year, the month, the day."
WRITE_A_TIME = "Write a time as 14:30, or with its day as 2030-07-09 14:30."


@pytest.fixture(autouse=True)
def _nanjing():
    with timezone.override("Asia/Shanghai"):
        yield


@pytest.mark.parametrize(
    ("cells", "minutes"),
    [
        (TALK, 60),
        ({"day": "2030/7/9", "begins": "14：00", "ends": "15.30"}, 90),
        ({"day": "2030年7月9日", "begins": "14:00:00", "ends": "14:30"}, 30),
        ({"day": "2030-07-09 00:00", "begins": "14:00", "ends": "16:00"}, 120),
        ({"begins": "2030-07-09 14:00", "ends": "2030-07-10T15:00"}, 25 * 60),
    ],
)
def test_days_and_times_as_spreadsheets_write_them(cells, minutes):
    starts_at, ends_at = times.read_span(cells, None, READER)

    assert starts_at == OLD[0]
    assert ends_at - starts_at == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"day": "tomorrow"}, "day", WRITE_A_DAY),
        ({"day": "2030-02-30"}, "day", WRITE_A_DAY),
        ({"day": "9999-12-31"}, "day", WRITE_A_DAY),
        ({"begins": "2"}, "begins", WRITE_A_TIME),
        ({"begins": "2-3"}, "begins", WRITE_A_TIME),
        ({"begins": "上午2:00"}, "begins", WRITE_A_TIME),
        ({"begins": "14:30 AM"}, "begins", WRITE_A_TIME),
        ({"begins": "14:30 London"}, "begins", WRITE_A_TIME),
        ({"begins": "-" * 30_000 + "1:00"}, "begins", WRITE_A_TIME),
        (
            {"begins": "14:00-15:30"},
            "ends",
            "This is another time than in “begins”.",
        ),
        (
            {"duration": "long"},
            "duration",
            "Write in minutes how long it takes, as 45.",
        ),
        ({"begins": "24:00"}, "begins", WRITE_A_TIME),
        (
            {"begins": "2030-01-01 14:00"},
            "begins",
            "This is another day than in “day”.",
        ),
    ],
)
def test_a_time_that_cannot_be_is_refused_at_its_column(cells, column, reason):
    with pytest.raises(ValidationError) as refused:
        times.read_span(TALK | cells, None, READER)

    assert refused.value.message_dict == {column: [reason]}


def test_something_new_needs_a_day_and_both_times():
    with pytest.raises(ValidationError) as without_times:
        times.read_span({"day": "2030-07-09"}, None, READER)
    with pytest.raises(ValidationError) as without_day:
        times.read_span({"begins": "14:00", "ends": "15:00"}, None, READER)

    assert list(without_times.value.message_dict) == ["begins", "ends"]
    assert list(without_day.value.message_dict) == ["day"]


@pytest.mark.parametrize(
    ("cells", "begins", "ends"),
    [
        ({"day": "2030-07-11"}, (11, 14), (11, 15)),
        ({"begins": "13:00"}, (9, 13), (9, 15)),
        ({"begins": "2030-07-10 13:00"}, (10, 13), (10, 15)),
        ({"ends": "16:00"}, (9, 14), (9, 16)),
    ],
)
def test_what_is_not_said_stays_as_it_was(cells, begins, ends):
    read = map(timezone.localtime, times.read_span(cells, OLD, READER))

    assert [(moment.day, moment.hour) for moment in read] == [begins, ends]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2:30 PM", "14:30"),
        ("2:30pm", "14:30"),
        ("2.30 p.m.", "14:30"),
        ("2 pm", "14:00"),
        ("12:30 AM", "00:30"),
        ("12:15 PM", "12:15"),
        ("PM 2:30", "14:30"),
        ("下午2:30", "14:30"),
        ("下午２：３０", "14:30"),
        ("下午 2点半", "14:30"),
        ("下午14:30", "14:30"),
        ("中午12点", "12:00"),
        ("晚上7点一刻", "19:15"),
        ("12时15分", "12:15"),
        ("晚7:30", "19:30"),
        ("9點30分", "09:30"),
        ("14時", "14:00"),
        ("14h30", "14:30"),
        ("9:05:30", "09:05:30"),
        ("14:30-15:15", "14:30 15:15"),
        ("14:30–15:15", "14:30 15:15"),
        ("14：30～15：15", "14:30 15:15"),
        ("14:30 至 15:15", "14:30 15:15"),
        ("2:30 to 3:15 PM", "14:30 15:15"),
        ("11:30-1:15 PM", "11:30 13:15"),
        ("2–3 pm", "14:00 15:00"),
        ("9-10:30 AM", "09:00 10:30"),
        ("下午2:30-3:15", "14:30 15:15"),
        ("上午11:30-12:30", "11:30 12:30"),
        ("上午9:00—下午1:00", "09:00 13:00"),
        ("2030-07-09 14:30-15:15", "2030-07-09 14:30 15:15"),
        ("7月9日下午2:30", "2030-07-09 14:30"),
        ("9 Jul 2030 2:30 PM", "2030-07-09 14:30"),
        (
            "2030-07-09 23:00 - 2030-07-10 00:30",
            "2030-07-09 23:00 2030-07-10 00:30",
        ),
        ("2030-07-09T14:30:00+08:00", "2030-07-09 14:30"),
        ("2030-07-09T06:30:00Z", "2030-07-09 14:30"),
    ],
)
def test_times_as_people_and_programs_write_them(written, expected):
    read = READER.read(written)

    assert " ".join(str(part) for pair in read for part in pair if part) == " ".join(
        part if "-" in part else time.fromisoformat(part).isoformat()
        for part in expected.split()
    )


@pytest.mark.parametrize(
    ("cells", "ends"),
    [
        ({"begins": "14:00-15:30"}, (9, 15, 30)),
        ({"begins": "14:00", "duration": "45"}, (9, 14, 45)),
        ({"begins": "14:00", "duration": "1小时30分钟"}, (9, 15, 30)),
        ({"begins": "14:00", "duration": "0:45"}, (9, 14, 45)),
        ({"begins": "14:00", "duration": "45 min", "ends": "15:00"}, (9, 15, 0)),
        ({"begins": "22:00", "ends": "0:30", "end_day": "2030-07-10"}, (10, 0, 30)),
    ],
)
def test_an_end_may_be_said_in_other_ways(cells, ends):
    span = times.read_span({"day": "2030-07-09"} | cells, None, READER)

    last = timezone.localtime(span[1])
    assert (last.day, last.hour, last.minute) == ends


@pytest.mark.parametrize("day", ["2031-03-30", "2031-10-26"])
def test_a_time_that_the_clock_skips_or_repeats_is_refused(day):
    cells = {"day": day, "begins": "01:30", "ends": "04:00"}

    with (
        timezone.override("Europe/London"),
        pytest.raises(ValidationError) as refused,
    ):
        times.read_span(cells, None, READER)

    assert list(refused.value.message_dict) == ["begins"]


@pytest.mark.parametrize("hours", [1, 12])
def test_what_is_written_is_read_as_the_same(hours):
    span = (OLD[0], OLD[0] + timedelta(hours=hours, seconds=30))

    cells = times.write_span(*span)

    assert times.read_span(cells, None, READER) == span
    assert READER.days.read(cells["day"]) == date(2030, 7, 9)
    assert cells["ends"] == {1: "15:00:30", 12: "2030-07-10 02:00:30"}[hours]
