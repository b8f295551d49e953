"""bin/up: everything a confsite needs, set up and kept running."""

import errno
import json
import os
import signal
import socket
import sys
from contextlib import ExitStack, suppress
from typing import NoReturn
from urllib.parse import urlsplit

from launcher import lifeline, postgres
from launcher.home import (
    Home,
    SetupError,
    home_from_environ,
    is_free,
    missing_in_production,
)
from launcher.run import PROGRAMS, SPARING, answers
from launcher.supervisor import Child, Supervisor, say
from launcher.unprivileged import Somebody, socket_of, somebody_for

# Later ranks stop first: nobody signs up while what a sign-up needs goes away.
DATABASE, MAILBOX, WORKER, BEAT, WEB, SETUP = range(6)


def main() -> None:
    home = home_from_environ()
    try:
        with lifeline.stoppable():
            run(home)
    except lifeline.Stopped:
        say("confsite has stopped.")
    except SetupError as error:
        give_up(str(error))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        give_up(f"The disk is full: make room for {home.path}.")


def give_up(sentence: str) -> NoReturn:
    sys.exit(f"bin/up: {sentence}")


def run(home: Home) -> None:
    """Set up, start, say so, and keep everything running until a signal comes."""
    if complaint := missing_in_production():
        raise SetupError(complaint)
    port = number("PORT", 8000, 1, 65535)
    web_workers = number("WEB_WORKERS", 2, 1, 64)
    mail_workers = number("MAIL_WORKERS", 1, 0, 64)
    with Supervisor(home) as supervisor, ExitStack() as stack:
        user = somebody_for(home, port)
        if user is None and not os.geteuid():
            say("The site runs as root: it cannot become somebody else (setpriv).")
        stack.enter_context(held(port, user))
        os.environ |= {
            "CONFSITE_HOME": str(home.path),
            "PORT": str(port),
            "WEB_WORKERS": str(web_workers),
            "LISTEN": "127.0.0.1",
        }
        if not os.environ.get("DATABASE_URL"):
            say("Starting PostgreSQL …")
            postgres.start(supervisor)
        staff = set_up(supervisor)
        say("Starting the site, the mail worker and the mailbox …")
        found = children(home, mail_workers)
        home.mailbox_key()
        if user:
            home.share(user.uid, user.gid)
        for child in found:
            child.command = [*(user.prefix if user else ()), *child.command]
            supervisor.keep(child)
        supervisor.wait_until(lambda: answers(port), seconds=60)
        announce(home, port, staff)
        supervisor.watch()


def number(name: str, default: int, least: int, most: int) -> int:
    """A variable that must be a whole number, or a sentence that names it."""
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise SetupError(
            f"{name} must be a number from {least} to {most}, not {value!r}."
        )
    return int(value)


def held(port: int, user: Somebody | None) -> socket.socket:
    """Keep others from the port that the web is going to share with this socket."""
    if port < 1024 and os.geteuid():
        raise SetupError(
            f"Port {port} is for root alone: choose one above 1023 as PORT."
        )
    if not is_free(port):
        raise SetupError(
            f"Port {port} of 127.0.0.1 is taken: stop the program that uses it, or "
            "choose another port with PORT=8001 bin/up."
        )
    holder = socket_of(user)
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    # Somebody's old connection may linger, which disturbs only this socket.
    with suppress(OSError):
        holder.bind(("127.0.0.1", port))
    return holder


def set_up(supervisor: Supervisor) -> dict[str, str | None]:
    """Run manage.py up, which ends with the staff account as JSON."""
    staff: dict[str, str | None] = {}
    command = [*lifeline.tied(signal.SIGTERM), sys.executable, "manage.py", "up"]
    setup = Child("setup", command, rank=SETUP)
    for line in supervisor.run(setup):
        if line.startswith("{"):
            staff = json.loads(line)
        else:
            say(line.rstrip())
    return staff


def children(home: Home, mail_workers: int) -> list[Child]:
    """Everything but the database, in the order in which it starts."""
    found = []
    if not os.environ.get("EMAIL_URL"):
        if not is_free(home.smtp_port()):
            (home.path / "smtp-port").unlink()
            # Who runs the mailbox may not write this.
            home.smtp_port()
        found.append(python("mailbox", MAILBOX, "launcher.mailbox"))
    for one in range(1, mail_workers + 1):
        name = f"mail{one}"
        called = ["--hostname", f"{name}@%h"]
        found.append(python(name, WORKER, *PROGRAMS["worker"], *called))
    found.append(python("beat", BEAT, *PROGRAMS["beat"]))
    found.append(python("web", WEB, *PROGRAMS["web"]))
    return found


def python(name: str, rank: int, *module: str) -> Child:
    command = [*lifeline.tied(signal.SIGTERM), sys.executable, "-m", *module]
    return Child(name, command, rank, env=SPARING)


def announce(home: Home, port: int, staff: dict[str, str | None]) -> None:
    site = f"http://127.0.0.1:{port}"
    password = staff.get("password") or "the one you have chosen"
    if file := staff.get("file"):
        password = f"in {file}"
    mailbox = f"{site}/mailbox/open/{home.mailbox_key()}/"
    if given := os.environ.get("EMAIL_URL"):
        mailbox = f"letters go to {urlsplit(given).hostname}"
    say("")
    say(f"  Site      {site}/")
    say(f"  Admin     {site}/admin/")
    say(f"            e-mail: {staff.get('email')}   password: {password}")
    say(f"  Mailbox   {mailbox}")
    say(f"  Logs      {home.logs}")
    say("")
    say("confsite is ready")


if __name__ == "__main__":
    main()
