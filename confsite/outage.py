"""What becomes of a request whose database is away, or does not come to an end."""

import time
from typing import Any

from django.conf import settings
from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection

# What a statement ends with that has run, or has waited for a lock, for too long.
QUERY_CANCELED, LOCK_NOT_AVAILABLE = "57014", "55P03"

# Seconds for which a connection that was found alive is not asked again.
TRUSTED_FOR = 1.0


def is_outage(error: BaseException | None) -> bool:
    """By what it is and by what became of the connection, never by its words."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return isinstance(error, Error) and (is_nameless(error) or is_closed())


def is_nameless(error: Error) -> bool:
    """Whether the driver has met something for which the server had no word left.

    Over a Unix socket a session that is killed ends so: nothing but the plain class,
    and without the code that each error has which a server sends.
    """
    has_code = getattr(error.__cause__, "pgcode", "") is not None
    return type(error) is DatabaseError and not has_code


def is_closed() -> bool:
    return connection.connection is None or bool(connection.connection.closed)


def has_waited(error: BaseException | None) -> bool:
    """Whether a limit of limit_the_web() ended it: to repeat it is to wait again."""
    code = getattr(getattr(error, "__cause__", None), "pgcode", None)
    return code in (QUERY_CANCELED, LOCK_NOT_AVAILABLE)


def trust_the_connection() -> bool:
    """Spare what this thread holds the question whether it is alive, once a second.

    For requests that are repeated if it has died since: a statement less for each.
    """
    known: Any = connection
    is_trusted = time.monotonic() < getattr(known, "trusted_until", 0.0)
    if is_trusted:
        known.health_check_done = True
    return is_trusted


def note_that_it_lives() -> None:
    """Trust what was asked in this request, or is new."""
    known: Any = connection
    if known.health_check_done:
        known.trusted_until = time.monotonic() + TRUSTED_FOR


def limit_the_web() -> None:
    """Bound what a request of this process may wait for and hold in the database."""
    options = settings.DATABASES["default"]["OPTIONS"]
    limits = [f"-c {name}={ms}" for name, ms in settings.WEB_DATABASE_LIMITS.items()]
    options["options"] = " ".join([options.get("options", ""), *limits]).strip()
