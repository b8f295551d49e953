"""Prometheus' text format 0.0.4: what /metrics says, from plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Sample(NamedTuple):
    """One number; of a histogram several names belong together."""

    value: float
    labels: Mapping[str, str] = {}
    suffix: str = ""


@dataclass(frozen=True)
class Family:
    """Numbers of one kind, which differ in their labels."""

    name: str
    kind: str  # counter, gauge or histogram
    help: str
    samples: Iterable[Sample]

    def lines(self) -> Iterable[str]:
        yield f"# HELP {self.name} {self.help}"
        yield f"# TYPE {self.name} {self.kind}"
        for value, labels, suffix in self.samples:
            yield f"{self.name}{suffix}{written(labels)} {number(value)}"


def exposition(families: Iterable[Family]) -> str:
    return "".join(f"{line}\n" for family in families for line in family.lines())


def written(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    pairs = [f'{name}="{escaped(value)}"' for name, value in labels.items()]
    return "{" + ",".join(pairs) + "}"


def escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def number(value: float) -> str:
    return repr(int(value)) if value == int(value) else repr(float(value))
