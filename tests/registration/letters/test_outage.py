"""O1: the database goes in the middle of a sign-up, and nothing is lost or doubled."""

import pytest
from django.db import OperationalError, connection

from registration import enrolment
from registration.models import Delegate, Letter
from tests.pages import sign_up

pytestmark = pytest.mark.django_db(transaction=True)


def kill_our_connection() -> None:
    """As a restart of PostgreSQL does it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()


def test_a_connection_that_died_since_the_last_request(client, category):
    kill_our_connection()

    response = sign_up(client, category)

    assert response.status_code == 302
    assert Delegate.objects.count() == Letter.objects.count() == 1


@pytest.mark.parametrize("moment", ["before", "between", "after"])
def test_a_connection_that_dies_on_the_way(client, category, monkeypatch, moment):
    """Before anything is written, before the commit, and before we hear of it."""
    register, take = enrolment.register, enrolment.places.take
    deaths = iter([None])

    def die_once(at: str) -> None:
        if at == moment and next(deaths, True) is None:
            kill_our_connection()
            raise OperationalError("server closed the connection unexpectedly")

    def dying_register(signup):
        die_once("before")
        delegate = register(signup)
        die_once("after")
        return delegate

    def dying_take(delegate):
        die_once("between")
        return take(delegate)

    monkeypatch.setattr(enrolment, "register", dying_register)
    monkeypatch.setattr(enrolment.places, "take", dying_take)

    response = sign_up(client, category)

    assert next(deaths, "died") == "died"
    assert response.status_code == 302
    assert Delegate.objects.count() == Letter.objects.count() == 1


def test_while_it_is_away_people_are_asked_to_come_again(client, category, monkeypatch):
    connection.close()
    with monkeypatch.context() as gone:
        gone.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        gone.setitem(connection.settings_dict, "PORT", "1")
        response = sign_up(client, category)

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert b'lang="zh-Hans"' in response.content
    assert Delegate.objects.count() == 0
