"""Seconds to publish 200 changed sessions. Limit: what the project allows itself."""

import statistics
from collections.abc import Iterator

from bench.result import Result
from bench.site import running

LIMIT = 0.5  # seconds


def measure() -> Iterator[Result]:
    with running(size="large", MAIL_WORKERS="0") as site:
        seconds = [float(line) for line in site.manage("-m", "bench.change").split()]
    yield Result("publish", round(statistics.median(seconds), 3), "s", LIMIT)
