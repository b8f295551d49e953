"""What /metrics says of a site with several processes, whichever of them is asked."""

import os
import signal
import subprocess
import urllib.request

import pytest

from tests.confsite.metrics.reading import read
from tests.servers import running_site, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.slow]
COUNT = "confsite_request_duration_seconds_count"
PAGES = frozenset({"group": "page", "answer": "2xx"}.items())


def pages(site) -> float:
    """How many have been answered, as one of the processes says."""
    with urllib.request.urlopen(f"{site.url}/metrics", timeout=10) as answer:
        return read(answer.read().decode())[COUNT].get(PAGES, 0)


def workers(site) -> set[int]:
    web = site.records()["web"].pid
    listed = ["ps", "--ppid", str(web), "-o", "pid="]
    found = subprocess.run(listed, capture_output=True, text=True).stdout.split()
    return set(map(int, found))


def test_each_process_tells_of_all_and_of_those_that_died(tmp_path):
    with running_site(tmp_path, DEMO="0", WEB_WORKERS="2", MAIL_WORKERS="0") as site:
        for _ in range(40):
            assert site.get("/robots.txt") == 200
        assert {pages(site) for _ in range(20)} == {40}

        before = workers(site)
        os.kill(min(before), signal.SIGKILL)
        wait_until(lambda: len(workers(site) - before) == 1)
        wait_until(lambda: site.get("/healthz") == 200)
        for _ in range(20):
            wait_until(lambda: site.get("/robots.txt") == 200)

        assert {pages(site) for _ in range(20)} == {60}
