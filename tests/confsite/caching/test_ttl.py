import time
from threading import Event, Semaphore

import pytest

from confsite.caching.ttl import cached_for_a_second, moment
from tests.threads import in_threads


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets: clock.now."""
    clock = type("Clock", (), {"now": 7.0})
    clock.monotonic = lambda: clock.now
    monkeypatch.setattr("confsite.caching.ttl.time", clock)
    return clock


@pytest.fixture
def asked():
    return []


@pytest.fixture
def look(asked):
    @cached_for_a_second
    def look(word: str) -> str:
        """Look it up."""
        asked.append(word)
        if word == "missing":
            raise KeyError(word)
        return word.upper()

    return look


def test_an_answer_is_remembered_for_a_second(clock, look, asked):
    assert [look("one"), look("one"), look("two")] == ["ONE", "ONE", "TWO"]
    assert asked == ["one", "two"]

    clock.now = 8.0

    assert look("one") == "ONE"
    assert asked == ["one", "two", "one"]


def test_an_error_is_not_remembered(clock, look, asked):
    for _ in range(2):
        with pytest.raises(KeyError):
            look("missing")

    assert asked == ["missing", "missing"]


def test_an_answer_can_be_forgotten(clock, look, asked):
    look("one")
    look.cache_clear()
    look("one")

    assert asked == ["one", "one"]


def test_it_still_says_what_it_does(look):
    assert look.__doc__ == "Look it up."


def test_a_moment_lasts_a_second_and_until_something_is_forgotten(clock, look):
    first = moment()
    clock.now = 7.9
    assert moment() == first

    look.cache_clear()
    second = moment()
    clock.now = 8.0
    third = moment()

    assert len({first, second, third}) == 3


@pytest.fixture
def slow_look(clock, asked):
    @cached_for_a_second
    def look(word: str) -> object:
        asked.append(word)
        time.sleep(0.05)
        return object()

    return look


def test_a_crowd_asks_once(slow_look, asked):
    answers = in_threads(6, lambda n: slow_look("one"))

    assert asked == ["one"]
    assert len(set(answers)) == 1


def test_without_taking_turns_everybody_would_ask(slow_look, asked):
    """The negative control."""
    slow_look.turn = Semaphore(6)

    in_threads(6, lambda n: slow_look("one"))

    assert len(asked) > 1


def test_nobody_waits_for_one_who_hangs(clock, monkeypatch):
    monkeypatch.setattr("confsite.caching.ttl.PATIENCE", 0.05)
    asked, over = [], Event()

    @cached_for_a_second
    def look(word: str) -> str:
        asked.append(word)
        if len(asked) == 1:
            over.wait(10)
        else:
            over.set()
        return word

    assert in_threads(2, lambda n: look("one")) == ["one", "one"]
    assert asked == ["one", "one"]
