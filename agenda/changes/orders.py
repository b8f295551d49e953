"""The same rows before and after: by their id, and in their order."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class HasId(Protocol):
    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=HasId)


def by_id(rows: Iterable[Row]) -> dict[int, Row]:
    return {row.id: row for row in rows}


def is_reordered(before: Sequence[object], after: Sequence[object]) -> bool:
    """Whether what is in both stands in another order; new and gone move nothing."""
    was, now = set(before), set(after)
    stays = [key for key in before if key in now], [key for key in after if key in was]
    return stays[0] != stays[1]
