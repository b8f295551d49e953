"""What is remembered of releases, and no longer than each is shown."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary, ref

from cachetools import LRUCache, cached

Arguments = ParamSpec("Arguments")
Release = TypeVar("Release")
Result = TypeVar("Result")


class NewestOfEach(Generic[Release]):
    """Holds one release of each conference: a newer one pushes the older one out."""

    def __init__(self, conferences: int):
        self.conferences = conferences
        self.held: dict[int, Release] = {}
        self.lock = Lock()

    def get(self, conference: int) -> Release | None:
        return self.held.get(conference)

    def put(self, conference: int, release: Release) -> None:
        with self.lock:
            self.held.pop(conference, None)
            self.held[conference] = release
            if len(self.held) > self.conferences:
                del self.held[next(iter(self.held))]


def once_per_release(
    function: Callable[[Release], Result],
) -> Callable[[Release], Result]:
    """Remembers what a function makes of a release, for as long as that is held."""
    made: WeakKeyDictionary[Release, Result] = WeakKeyDictionary()
    return cached(made, key=lambda release: release)(function)


def cached_per_release(
    maxsize: int, key: Callable[..., Hashable] | None = None
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Remembers the last few results of a function of a release and other things."""
    made: LRUCache[Hashable, Any] = LRUCache(maxsize)
    return cached(made, key or weakly, Lock())


def weakly(*arguments: object) -> Hashable:
    """Texts as they are, and of all else the thing itself, which this does not hold."""
    return tuple([a if isinstance(a, str) else ref(a) for a in arguments])
