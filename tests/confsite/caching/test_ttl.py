import gc
import time
import weakref
from threading import Event

import pytest
from cachetools import cached

from confsite.caching import ttl
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


def test_without_a_condition_everybody_would_ask(clock, asked, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(ttl, "cached", lambda cache, key, *turns: cached(cache, key))

    @cached_for_a_second
    def look(word: str) -> None:
        asked.append(word)
        time.sleep(0.05)

    in_threads(6, lambda n: look("one"))

    assert len(asked) > 1


@pytest.mark.parametrize("patience", [0.2, 60])
def test_nobody_waits_for_one_who_hangs(clock, asked, monkeypatch, patience):
    """Neither where nothing happens, nor where others are answered meanwhile."""
    monkeypatch.setattr(ttl, "PATIENCE", patience)
    over = Event()

    @cached_for_a_second
    def look(word: str) -> str:
        asked.append(word)
        if asked == ["one"]:
            over.wait(10)
        elif asked.count("one") == 2:
            over.set()
        return word

    def ask(n: int) -> str:
        if n < 2:
            return look("one")
        time.sleep(0.1)
        clock.now += 1
        return look("two") if patience == 60 else ""

    assert in_threads(3, ask)[:2] == ["one", "one"]
    assert over.is_set()
    assert asked.count("one") == 2


def test_what_was_asked_before_something_was_cleared_is_not_remembered(look, asked):
    """Somebody publishes while the programme is read."""

    @cached_for_a_second
    def read(word: str) -> str:
        asked.append(word)
        if len(asked) == 1:
            look.cache_clear()
        return word

    for _ in range(3):
        read("programme")

    assert asked == ["programme", "programme"]


def test_what_is_over_is_not_held(clock):
    class Answer:
        pass

    look = cached_for_a_second(lambda word: Answer())
    gone = weakref.ref(look("one"))

    clock.now = 8.0
    look("two")
    gc.collect()

    assert gone() is None
