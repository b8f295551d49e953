"""Which errors say that the database is away, whatever its driver calls them."""

from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection


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
