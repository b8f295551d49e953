"""What may be a second old."""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")


class lately(Generic[Result]):  # noqa: N801 - a decorator
    """Remembers what a function returned, for at most a second, in this process.

    For what every public page asks and what changes some times a day. An exception is
    not remembered. `forget()` makes the next call ask again.
    """

    def __init__(self, function: Callable[..., Result]):
        self.__doc__ = function.__doc__
        self.remembered = lru_cache(maxsize=64)(
            lambda second, *arguments: function(*arguments)
        )

    def __call__(self, *arguments: Any) -> Result:
        return self.remembered(int(time.monotonic()), *arguments)

    def forget(self) -> None:
        self.remembered.cache_clear()
