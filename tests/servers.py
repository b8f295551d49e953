"""Real processes for tests: a whole confsite, a Celery worker, which brokers answer."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from launcher import lifeline, processes
from launcher.home import CHECKOUT, Home, find_free_port

REDIS = "redis://127.0.0.1:6379/9"
RABBITMQ = "amqp://guest:guest@127.0.0.1:5672//"


def wait_until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something that other processes bring about."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not so within {seconds} seconds"
        time.sleep(0.05)


class Site:
    """A confsite of its own, as bin/up runs it."""

    def __init__(self, home: Home, port: int, process: subprocess.Popen[str]):
        self.home = home
        self.port = port
        self.process = process
        self.said: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **headers: str) -> int:
        """The status of a page; 0 if nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with closing(connection), suppress(OSError, http.client.HTTPException):
            connection.request("GET", path, headers=headers)
            return connection.getresponse().status
        return 0

    def records(self) -> dict[str, processes.Record]:
        """What runs now, by name."""
        return {record.name: record for record in processes.alive(self.home.run)}

    def wait_until_ready(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if self.said[-1] == "confsite is ready":
                return
        raise AssertionError("\n".join(self.said))

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=40)


def start_site(path: Path, port: int = 0, **environ: str) -> Site:
    """Start a confsite in this directory and return at once."""
    port = port or find_free_port()
    unset = ("DATABASE_URL", "EMAIL_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE")
    inherited = {name: value for name, value in os.environ.items() if name not in unset}
    given = {"CONFSITE_HOME": str(path), "PORT": str(port), **environ}
    process = subprocess.Popen(
        [*lifeline.tied(signal.SIGTERM), sys.executable, "-m", "launcher.up"],
        cwd=CHECKOUT,
        env=inherited | given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Site(Home(path), port, process)


@contextmanager
def running_site(path: Path, **environ: str) -> Iterator[Site]:
    """A confsite that answers; stopped at the end, however that comes."""
    site = start_site(path, **environ)
    try:
        site.wait_until_ready()
        yield site
    finally:
        if site.process.poll() is None:
            site.stop()
        assert site.process.stdout
        site.process.stdout.close()


@contextmanager
def running_worker(
    home: Home, database_url: str, **environ: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker on this database; its broker lies in the home unless given."""
    home.make()
    log = home.logs / "worker.log"
    command = [sys.executable, "-m", "celery", "-A", "confsite.celery", "--quiet"]
    working = ["worker", "--pool", "solo", "--loglevel", "INFO", "--without-gossip"]
    given = {"CONFSITE_HOME": str(home.path), "DATABASE_URL": database_url}
    given |= {"SITE_URL": "https://confsite.example", "SECRET_KEY": "key" * 20}
    given |= environ
    with log.open("wb") as out:
        worker = subprocess.Popen(
            [*lifeline.tied(signal.SIGTERM), *command, *working, "--without-mingle"],
            cwd=CHECKOUT,
            env={**os.environ, **given},
            stdout=out,
            stderr=out,
        )
    try:
        wait_until(lambda: b"ready." in log.read_bytes() or worker.poll() is not None)
        assert worker.poll() is None, log.read_text()
        yield worker
    finally:
        worker.kill()
        worker.wait()


def brokers_that_answer() -> list[str]:
    """Redis and RabbitMQ where this machine has them."""
    ports = {REDIS: 6379, RABBITMQ: 5672}
    return [url for url, port in ports.items() if is_open(port)]


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def run_python(script: str, *arguments: object) -> "subprocess.Popen[str]":
    """Run a script in a Python of its own, which finds our packages."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
