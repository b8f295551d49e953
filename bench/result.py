"""What a measurement says."""

from typing import NamedTuple


class Result(NamedTuple):
    bench: str
    value: float
    unit: str
    limit: float

    @property
    def ratio(self) -> float:
        return round(self.value / self.limit, 3) if self.limit else 0.0
