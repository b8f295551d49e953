"""A confsite of its own to measure, and a bare server beside it."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load import Client
from launcher.home import Home, find_free_port

CHECKOUT = Path(__file__).resolve().parents[1]
SLUG = "bench"


@dataclass
class Site:
    """A running confsite with one open conference."""

    home: Home
    port: int
    process: subprocess.Popen[str]
    env: dict[str, str]
    seconds_to_ready: float

    def manage(self, *arguments: str) -> str:
        """What `manage.py` prints; bench.prepare and bench.work are run this way."""
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command,
            cwd=CHECKOUT,
            env=self.env,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout


@contextmanager
def running(*, size: str = "small", **variables: str) -> Iterator[Site]:
    """bin/up on a free port with an empty home, stopped at the end.

    Unless it shows the demo, there is one conference, of the size asked for.
    """
    with tempfile.TemporaryDirectory(prefix="confsite-bench-") as directory:
        port = find_free_port()
        env = {
            name: value
            for name, value in os.environ.items()
            if name
            not in ("DATABASE_URL", "EMAIL_URL", "CELERY_BROKER_URL", "CACHE_URL")
        } | {
            "CONFSITE_HOME": directory,
            "PORT": str(port),
            "DEMO": "0",
            "LIMITS": "0",
            "DJANGO_SETTINGS_MODULE": "confsite.settings",
            **variables,
        }
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "bin/up"],
            cwd=CHECKOUT,
            env=env,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            wait_for(process, "confsite is ready")
            seconds = time.monotonic() - began
            site = Site(Home(directory), port, process, env, seconds)
            if env["DEMO"] == "0":
                site.manage("-m", "bench.prepare", size)
            yield site
        finally:
            process.terminate()
            process.communicate(timeout=60)


@contextmanager
def bare(site: Site, page: bytes) -> Iterator[int]:
    """The bare views of bench.bare on the same kind of server; gives their port.

    They answer with `page` and write to the same database.
    """
    port = find_free_port()
    file = site.home.path / "bench-page"
    file.write_bytes(page)
    env = site.env | {
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "bench.bare",
        "BENCH_PAGE": str(file),
        "BENCH_DATABASE_URL": site.home.database_url(),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "launcher.web", "bench.bare"],
        cwd=CHECKOUT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_it_answers(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_for(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdout
    said = []
    for text in process.stdout:
        said.append(text)
        if text.strip() == line:
            return
    raise RuntimeError("bin/up ended early:\n" + "".join(said))


def wait_until_it_answers(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            Client(port).get("/bare/page/")
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
