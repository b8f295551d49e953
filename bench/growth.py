"""What a sign-up, a cancellation and 1,000 more places cost as a conference grows.

The time with 1,000,000 delegates over the time with 1,000, while 50,000 wait in both.
Limit: what the project promises itself, 1.2 times.
"""

import json
from collections.abc import Iterator

from bench.result import Result
from bench.site import running

SMALL, LARGE = 1_000, 1_000_000
LIMIT = 1.2


def measure() -> Iterator[Result]:
    with running(MAIL_WORKERS="0") as site:
        said = site.manage("-m", "bench.grow", str(SMALL), str(LARGE))
    small, large = map(json.loads, said.splitlines())
    for what, seconds in small.items():
        yield Result(f"growth {what}", round(large[what] / seconds, 2), "times", LIMIT)
