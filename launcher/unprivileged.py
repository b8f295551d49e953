"""As whom the site runs when root starts it: somebody who owns next to nothing.

Whoever breaks into the web or into the worker is then not root. They read the secrets
of the home, write letters into the mailbox and rings into the broker; the home itself,
its logs and the records of its processes stay root's, who writes there.
"""

import os
import pwd
import socket
import subprocess
import sys
from dataclasses import dataclass

from launcher.home import CHECKOUT, NOBODY, Home

LOWEST_PORT = 1024
# To read a checkout below a directory that only root may enter, and only if there is
# no other way.
REACHING = ("dac_read_search",)


@dataclass(frozen=True)
class Somebody:
    """A user, and what goes before a command so that it runs as them."""

    uid: int
    gid: int
    prefix: tuple[str, ...]


def somebody_for(home: Home, port: int) -> Somebody | None:
    """None where root did not start us, or cannot become somebody else."""
    if os.geteuid():
        return None
    uid = next(filter(None, map(owner, (home.path, CHECKOUT))), NOBODY)
    gid = group_of(uid)
    listening = ("net_bind_service",) if port < LOWEST_PORT else ()
    for capabilities in (listening, (*listening, *REACHING)):
        prefix = become(uid, gid, capabilities)
        if can_read(CHECKOUT, prefix):
            return Somebody(uid, gid, prefix)
    return None


def owner(path: "os.PathLike[str]") -> int:
    return os.stat(path).st_uid


def group_of(uid: int) -> int:
    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        return uid


def become(uid: int, gid: int, capabilities: tuple[str, ...]) -> tuple[str, ...]:
    given = ",".join(f"+{name}" for name in capabilities)
    kept = [f"--inh-caps={given}", f"--ambient-caps={given}"] if given else []
    who = [f"--reuid={uid}", f"--regid={gid}", "--clear-groups", "--no-new-privs"]
    return ("setpriv", *who, *kept, "--")


def can_read(checkout: "os.PathLike[str]", prefix: tuple[str, ...]) -> bool:
    """Whether our programs run like this at all."""
    # By a shell: setpriv itself still reaches what the program after it does not.
    script = 'cd "$1" && exec "$0" -c "import django, launcher.home"'
    command = [*prefix, "sh", "-c", script, sys.executable, str(checkout)]
    try:
        done = subprocess.run(command, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


def socket_of(user: Somebody | None) -> socket.socket:
    """A socket that is theirs: a port is shared between sockets of one user alone."""
    if not user:
        return socket.socket()
    os.seteuid(user.uid)
    try:
        return socket.socket()
    finally:
        os.seteuid(0)
