"""bin/run: one program of the site in the foreground, for whoever supervises it.

    bin/run web              answers, on LISTEN:PORT
    bin/run worker           sends letters
    bin/run beat             rings every few seconds
    bin/run wait             ends when the web of this machine answers
    bin/run manage …         manage.py

bin/up, the units and the containers in deploy/ all start what stands here.
"""

import http.client
import os
import sys
import time

from launcher.home import CHECKOUT

PROGRAMS = {
    "web": ["launcher.web"],
    # One letter at a time and nothing to tell other workers: they meet in the database.
    "worker": [
        *["celery", "-A", "confsite.celery", "--quiet", "worker", "--pool", "solo"],
        *["--loglevel", "WARNING", "--without-gossip"],
        *["--without-mingle", "--without-heartbeat"],
    ],
    "beat": [
        *["celery", "-A", "confsite.beat", "--quiet", "beat"],
        *["--scheduler", "celery.beat:Scheduler", "--loglevel", "WARNING"],
    ],
    "manage": ["manage"],
}
# Without it each thread of a process would keep memory of its own.
SPARING = {"MALLOC_ARENA_MAX": "2"}
WAIT = 60  # seconds


def main() -> None:
    name, arguments = (sys.argv[1:2] or [""])[0], sys.argv[2:]
    os.chdir(CHECKOUT)
    if name == "wait":
        wait(
            (os.environ.get("LISTEN") or "127.0.0.1").strip("[]"),
            int(os.environ.get("PORT") or 8000),
        )
    elif name in PROGRAMS:
        command = [sys.executable, "-m", *PROGRAMS[name], *arguments]
        os.execve(sys.executable, command, {**os.environ, **SPARING})  # noqa: S606
    else:
        sys.exit(f"bin/run: say what to run: {', '.join([*PROGRAMS, 'wait'])}.")


def wait(host: str, port: int) -> None:
    """Return when the site answers: only then may the next one be restarted."""
    deadline = time.monotonic() + WAIT
    while not answers(port, host):
        if time.monotonic() > deadline:
            sys.exit(f"bin/run: nobody answers on port {port} within {WAIT} seconds.")
        time.sleep(0.1)


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Does the site answer a request?"""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    main()
