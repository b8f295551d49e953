"""Seconds to check ten thousand people of a file, and to import them, by the worker.

From the bytes of the workbook until the job is over, with progress on the way. Limits:
what the project allows itself.
"""

from collections.abc import Iterator

from bench.result import Result
from bench.site import running

NUMBER = 10_000
LIMITS = {"import check 10000": 10.0, "import 10000": 20.0}


def measure() -> Iterator[Result]:
    with running() as site:
        said = site.manage("-m", "bench.bring", str(NUMBER)).split()
    for (name, limit), seconds in zip(LIMITS.items(), said, strict=True):
        yield Result(name, round(float(seconds), 2), "s", limit)
