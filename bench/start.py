"""Seconds from bin/up to ready, demo included. Limit: PostgreSQL and Django alone."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from bench.result import Result
from bench.site import CHECKOUT, running
from launcher import postgres
from launcher.home import Home


def measure() -> Iterator[Result]:
    with running(DEMO="1") as site:
        value = site.seconds_to_ready
    yield Result("start", round(value, 2), "s", round(limit(), 2))


def limit() -> float:
    """A new database cluster, started, and one `import django`."""
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="confsite-bench-") as directory,
        postgres.running(Home(directory)),
    ):
        subprocess.run(
            [sys.executable, "-c", "import django"], cwd=CHECKOUT, check=True
        )
        return time.monotonic() - began
