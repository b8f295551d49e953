"""The files of the embedded server are written anew after somebody was erased."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from confsite.models import Heartbeat
from registration.models import Delegate, Erasure
from registration.privacy import erasing, scrubbing
from tests.registration.delivery import deliver
from tests.registration.privacy.marked import register_marked


@pytest.fixture
def embedded(monkeypatch):
    monkeypatch.setattr(scrubbing, "IS_EMBEDDED", "SELECT true")


def file_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relfilenode FROM pg_class WHERE relname = %s", [table])
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("embedded")
def test_every_table_of_people_has_another_file_once(sink):
    delegate = register_marked()
    assert not scrubbing.scrub_if_due()
    before = file_of("registration_delegate"), file_of("registration_letter")

    erasing.erase(delegate)
    assert scrubbing.scrub_if_due()

    after = file_of("registration_delegate"), file_of("registration_letter")
    assert not set(before) & set(after)
    assert Delegate.objects.get().erased_at
    assert not scrubbing.scrub_if_due()
    # The address was in the row of the last letter until then.
    deliver()
    assert scrubbing.scrub_if_due()
    assert not scrubbing.scrub_if_due()


def test_another_server_is_left_to_its_operators():
    erasing.erase(register_marked())

    assert scrubbing.is_due()
    assert not scrubbing.scrub_if_due()


def test_what_was_long_ago_is_done():
    erasing.erase(register_marked())
    Heartbeat.objects.create(name=scrubbing.SCRUBBED, at=Erasure.objects.get().done_at)
    assert not scrubbing.is_due()
    Heartbeat.objects.update(at=Now() - timedelta(hours=1))
    assert scrubbing.is_due()
