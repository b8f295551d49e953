"""What staff choose for a whole file, beside what stands in it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from registration.imports.names import NameWriting
from registration.states import Mailing


@dataclass(frozen=True)
class ImportChoices:
    """For rows that do not say it themselves, and for what no row can say."""

    # The column below each head, by the key of the head; "" is left out.
    columns: Mapping[str, str] = field(default_factory=dict)
    category: int | None = None
    attendance: str = ""
    writing: str = NameWriting.UNKNOWN.value
    mailing: str = Mailing.NEVER.value
    # Whether who finds no place gets one beyond the limit, and why.
    beyond: bool = False
    reason: str = ""
    # Whether those who may be there already are entered all the same.
    with_duplicates: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**stored)
