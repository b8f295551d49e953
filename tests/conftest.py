"""What every test stands on: no network, no leftovers, nothing that costs a minute."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.template import RequestContext
from django.test import TransactionTestCase, client, override_settings
from django.test.utils import ContextList
from django.utils import translation
from xdist.scheduler.loadscope import LoadScopeScheduling

from confsite import translations
from confsite.celery import app
from registration.jobs import services as jobs
from registration.letters import outbox
from registration.models import Outbox
from registration.models.outbox import Here
from tests.clock import a_second_later
from tests.emptying import empty_tables
from tests.sink import Sink, running_sink

HERE = Path(__file__).parent
# What these rooms are about lies in the database: a module that reads none says `pure`.
# Elsewhere a test that reads it says `django_db`.
WITH_DATABASE = (
    HERE / "agenda",
    HERE / "registration",
    HERE / "confsite/admin",
    HERE / "confsite/caching",
    HERE / "confsite/staff",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        is_below = any(item.path.is_relative_to(room) for room in WITH_DATABASE)
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction"):
            # Locks, races and outages are the server's own.
            item.add_marker(pytest.mark.server)
        elif is_below and not mark and not item.get_closest_marker("pure"):
            item.add_marker(pytest.mark.django_db)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return OneSiteForTheBrowser(config, log)


class OneSiteForTheBrowser(LoadScopeScheduling):
    """Tests go where there is time; those of the browser share one site and worker."""

    def _split_scope(self, nodeid: str) -> str:
        return "tests/browser" if nodeid.startswith("tests/browser/") else nodeid


@pytest.fixture(scope="session", autouse=True)
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The site without hashed static files, slow passwords, a broker or a relay."""
    app.conf.broker_url = "memory://"
    translations.compile_all()
    with override_settings(
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
            },
        },
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        AUTHENTICATION_BACKENDS=["tests.exact_rights.ExactRights"],
        SITE_URL="https://confsite.example",
        # Port 1 refuses: a test that wants a mail server asks for one.
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=1,
        EMAIL_HOST_USER="",
        EMAIL_HOST_PASSWORD="",
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptying() -> Iterator[None]:
    def empty(_test: object) -> None:
        empty_tables()
        # Its migration has made it.
        Outbox.objects.create(released_for=Here())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_copy_of_the_context() -> Iterator[None]:
    """Of a page, not of each template that it includes: Django's client copies it seven
    hundred times, which is a third of what a page of the admin costs."""

    def store(known: dict[str, Any], context: Any, **_signal: Any) -> None:
        if "context" not in known and isinstance(context, RequestContext):
            known["context"] = ContextList([copy(context)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "store_rendered_templates", store)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """This machine alone: whatever asks for another host fails at once."""
    with pytest.MonkeyPatch.context() as patch:
        connect = socket.socket.connect

        def connect_here(self: socket.socket, address: Any) -> None:
            if self.family != socket.AF_UNIX and not is_loopback(address[0]):
                raise AssertionError(f"a test asked for the network: {address}")
            connect(self, address)

        patch.setattr(socket.socket, "connect", connect_here)
        yield


def is_loopback(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback


@pytest.fixture(autouse=True)
def _nothing_left_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits, the doorbell and the door's second start anew."""
    # The second of confsite/caching/ttl.py ends when a test says so, not in its middle.
    monkeypatch.setattr("confsite.caching.ttl.time", SimpleNamespace(monotonic=float))
    cache.clear()
    a_second_later()
    outbox._goes_on_until = 0.0
    # No worker listens; rings of one test would be heard in the next.
    monkeypatch.setattr(outbox.bell, "ask", lambda: None)
    monkeypatch.setattr(jobs.bell, "ask", lambda: None)
    # A request leaves its language behind; the next one brings its own.
    translation.deactivate()


@pytest.fixture(autouse=True)
def _locks_in_transactions() -> Iterator[None]:
    """What locks rows has a transaction of its own, not just the one around a test."""
    with connection.execute_wrapper(locks_in_a_transaction):
        yield


def locks_in_a_transaction(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    # A lock within a statement that writes lasts as long as it is wanted.
    locks = "FOR UPDATE" in sql or "FOR NO KEY UPDATE" in sql
    if locks and sql.lstrip().startswith("SELECT"):
        # Where there is none at all, Django says so.
        blocks = context["connection"].atomic_blocks
        assert not blocks or not blocks[-1]._from_testcase, (
            f"This locks rows outside a transaction: {sql}"
        )
    return execute(sql, params, many, context)


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A real mail server, and the settings that lead to it."""
    with running_sink() as server:
        settings.EMAIL_PORT = server.port
        yield server
