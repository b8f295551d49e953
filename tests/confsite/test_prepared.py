"""Statements that are planned once for each connection."""

from contextlib import suppress

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from confsite import prepared
from registration.models import Quota
from tests.factories import make_quota

pytestmark = pytest.mark.django_db(transaction=True)

TAKE = "UPDATE registration_quota SET taken = taken + %s WHERE id = ANY(%s)"


def take(number: object, *quotas: Quota) -> None:
    with connection.cursor() as cursor:
        prepared.execute(cursor, (TAKE, (number, [quota.pk for quota in quotas])))


def names() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return {name for (name,) in cursor.fetchall()}


def taken() -> list[int]:
    return list(Quota.objects.order_by("pk").values_list("taken", flat=True))


@pytest.fixture(autouse=True)
def _of_a_new_connection():
    connection.close()


def test_a_statement_is_planned_once():
    first, second = make_quota(), make_quota()

    take(2, first, second)
    before = names()
    take(1, second)
    take(1)

    assert taken() == [2, 3]
    assert names() == before
    assert len(before) == 1


def test_several_are_one_message_and_the_last_answers():
    quota = make_quota()
    take_two = (TAKE, (2, [quota.pk]))
    with CaptureQueriesContext(connection) as seen, connection.cursor() as cursor:
        prepared.execute(cursor, take_two, take_two, ("SELECT %s + 1", (2,)))
        answer = cursor.fetchone()

    assert (answer, taken(), len(seen)) == ((3,), [4], 1)


def test_another_connection_plans_it_anew():
    quota = make_quota()
    take(1, quota)
    connection.close()

    take(1, quota)

    assert (taken(), len(names())) == ([2], 1)


def test_it_outlives_the_transaction_in_which_it_was_planned():
    quota = make_quota()
    with suppress(ZeroDivisionError), transaction.atomic():
        take(1, quota)
        raise ZeroDivisionError

    take(1, quota)

    assert taken() == [1]


def test_what_it_breaks_is_told_by_its_name():
    with pytest.raises(IntegrityError, match="quota_never_overbooked"):
        take(11, make_quota(size=10))


def test_a_value_is_a_value():
    quota = make_quota()

    with pytest.raises(DataError):
        take("1); DROP TABLE registration_quota; --", quota)

    assert taken() == [0]


def test_behind_a_pooler_nothing_is_planned_ahead(monkeypatch):
    """Another session answers there, as Django's own setting for cursors says."""
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    quota = make_quota()

    take(1, quota)

    assert (taken(), names()) == ([1], set())
