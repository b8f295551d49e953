"""What may be a second old."""

import time
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")

# Seconds; longer than any answer of a database that is well.
PATIENCE = 5


def moment() -> tuple[int, int]:
    """Another one in every second, and after any `cache_clear()`."""
    return int(time.monotonic()), cached_for_a_second.cleared


class cached_for_a_second(Generic[Result]):  # noqa: N801 - a decorator
    """Remembers what a function returned, for at most a second, in this process.

    For what every public page asks and what changes some times a day. An exception is
    not remembered. `cache_clear()` makes the next call ask again.

    When the second is over one thread asks and the others wait for what it gets, so
    that a crowd costs no more than one visitor.
    """

    cleared = 0  # how often anything was, by any of them

    def __init__(self, function: Callable[..., Result]):
        self.__doc__ = function.__doc__
        self.remembered = lru_cache(maxsize=64)(
            lambda second, *arguments: function(*arguments)
        )
        self.turn = Lock()

    def __call__(self, *arguments: Any) -> Result:
        # If the one who asks hangs, the others still find out for themselves.
        is_ours = self.turn.acquire(timeout=PATIENCE)
        try:
            return self.remembered(int(time.monotonic()), *arguments)
        finally:
            if is_ours:
                self.turn.release()

    def cache_clear(self) -> None:
        self.remembered.cache_clear()
        cached_for_a_second.cleared += 1
