"""What says that the database is away: by kind, for the driver's words differ."""

import subprocess
import sys

import psycopg2
import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    close_old_connections,
    connection,
    connections,
)
from django.db.transaction import TransactionManagementError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from agenda.models import Conference
from confsite import middleware, outage
from confsite.outage import is_outage
from launcher.home import CHECKOUT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server]


SHOW = """
import django, sys
if sys.argv[1] == "web":
    from confsite import wsgi
django.setup()
from django.db import connection
for name in "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout":
    with connection.cursor() as cursor:
        cursor.execute("SHOW " + name)
        print(*cursor.fetchone())
"""


@pytest.mark.parametrize(
    ("process", "limits"), [("web", "30s 15s 1min"), ("worker", "0 0 0")]
)
def test_the_web_alone_is_limited(process, limits):
    shown = subprocess.run(
        [sys.executable, "-c", SHOW, process],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
    )

    assert shown.stdout.split() == limits.split(), shown.stderr


def error(kind, cause):
    made = kind("server closed the connection unexpectedly")
    made.__cause__ = cause
    return made


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("terminating connection due to administrator command"),
        InterfaceError("connection already closed"),
        error(DatabaseError, psycopg2.DatabaseError("PGRES_TUPLES_OK and no message")),
    ],
)
def test_what_the_driver_says_of_a_session_that_died(error):
    assert is_outage(error)


@pytest.mark.parametrize(
    "error",
    [
        None,
        KeyError("server closed the connection unexpectedly"),
        IntegrityError("duplicate key"),
        ProgrammingError("no results to fetch"),
        DatabaseError("Save with update_fields did not affect any rows."),
    ],
)
def test_mistakes_of_ours_are_not_hidden(error):
    connection.ensure_connection()

    assert not is_outage(error)


def test_what_follows_on_a_connection_that_is_gone_is_the_outage_too():
    connection.ensure_connection()
    broken = TransactionManagementError("An error occurred in the transaction.")
    assert not is_outage(broken)

    connection.connection.close()

    assert is_outage(broken)
    connection.close()


def test_what_the_server_says_has_a_code(db):
    with pytest.raises(ProgrammingError) as mistake, connection.cursor() as cursor:
        cursor.execute("SELECT nonsense")

    assert not is_outage(mistake.value)


class TestWhetherAConnectionIsAlive:
    @pytest.fixture
    def clock(self, monkeypatch) -> list[float]:
        now = [100.0]
        monkeypatch.setattr(outage.time, "monotonic", lambda: now[-1])
        return now

    @pytest.fixture
    def asked(self, monkeypatch, clock) -> list[float]:
        """When it was asked; the connection is new."""
        times: list[float] = []
        wrapper = connections["default"]

        def is_usable(self) -> bool:
            times.append(clock[-1])
            return True

        connection.close()
        monkeypatch.setattr(wrapper, "trusted_until", 0.0, raising=False)
        monkeypatch.setattr(type(wrapper), "is_usable", is_usable)
        return times

    def visit(self, method: str, path: str) -> None:
        # As every request begins.
        close_old_connections()
        middleware.DatabaseOutage(look)(RequestFactory().generic(method, path))

    def test_is_asked_once_a_second(self, asked, clock):
        for now in (100.0, 100.5, 100.9, 101.5, 101.6, 102.4):
            clock.append(now)
            self.visit("POST", "/en/x/register/")

        assert asked == [101.5]

    def test_is_asked_each_time_where_nothing_is_repeated(self, asked):
        for _ in range(3):
            self.visit("POST", "/admin/agenda/session/1/change/")

        assert len(asked) == 2


def look(request: HttpRequest) -> HttpResponse:
    Conference.objects.exists()
    return HttpResponse()
