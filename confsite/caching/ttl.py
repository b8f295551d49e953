"""frozen: measured. What may be a second old."""

import time
from collections.abc import Callable, Hashable
from functools import update_wrapper
from threading import Condition, Lock
from typing import Generic, ParamSpec, TypeVar

from cachetools import TTLCache, cached

Asked = ParamSpec("Asked")
Result = TypeVar("Result")

# Seconds; longer than any answer of a database that is well.
PATIENCE = 5


def second() -> int:
    return int(time.monotonic())


def moment() -> tuple[int, int]:
    """Another one in every second, and after any `cache_clear()`."""
    return int(time.monotonic()), cached_for_a_second.cleared


class cached_for_a_second(Generic[Asked, Result]):  # noqa: N801 - a decorator
    """Remembers what a function returned, for at most a second, in this process.

    For what every public page asks and what changes some times a day. An exception is
    not remembered. `cache_clear()` makes the next call ask again.

    When the second is over one thread asks and the others wait for what it gets, so
    that a crowd costs no more than one visitor.
    """

    cleared = 0  # how often any of them was

    def __init__(self, function: Callable[Asked, Result]):
        update_wrapper(self, function)
        cache: TTLCache[Hashable, Result] = TTLCache(64, ttl=1, timer=second)
        lock = Lock()
        waiting = Patience(lock)
        self.remembered = cached(cache, of_this_moment, lock, waiting)(function)

    def __call__(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Result:
        while True:
            try:
                return self.remembered(*args, **kwargs)
            except Overtaken:
                pass  # in this second somebody else asks, or we do

    def cache_clear(self) -> None:
        self.remembered.cache_clear()
        cached_for_a_second.cleared += 1


def of_this_moment(*arguments: Hashable) -> Hashable:
    """What was asked in an earlier second is another question."""
    return (moment(), *arguments)


class Overtaken(Exception):
    """Somebody waits for the answer of a second that is over."""


class Patience(Condition):
    """If the one who asks hangs, those who wait still find out for themselves.

    For cachetools they would wait as long as it hangs.
    """

    def wait(self, timeout: float | None = None) -> bool:
        began = moment()
        told = super().wait(PATIENCE)
        if moment() != began:
            raise Overtaken
        return told
