"""The ring that wakes the worker: seldom, after the commit, and never in the way."""

from contextlib import suppress

import pytest
from django.db import transaction

from confsite.models import Heartbeat
from registration import tasks
from registration.letters import delivery, kinds, outbox
from tests.factories import (
    make_category,
    make_delegate,
    register_someone,
)
from tests.registration.delivery import (
    QUEUED,
)


class TestTheDoorbell:
    @pytest.fixture
    def rings(self, monkeypatch):
        rung: list[str] = []
        monkeypatch.setattr(outbox.app, "send_task", rung.append)
        return rung

    def test_is_rung_once_for_many_at_a_time(self, rings):
        for _ in range(5):
            outbox.wake_worker()

        assert rings == ["registration.letters.deliver"]

    def test_is_rung_again_after_a_moment(self, rings, monkeypatch):
        clock = iter([10.0, 10.1, 10.25])
        now = type("Clock", (), {"monotonic": lambda: next(clock)})
        monkeypatch.setattr(outbox, "time", now)

        for _ in range(3):
            outbox.wake_worker()

        assert len(rings) == 2

    def test_a_run_lingers_for_longer_than_rings_are_apart(self):
        assert delivery.DRAIN_FOR > outbox.WAKE_EVERY

    @pytest.mark.django_db(transaction=True)
    def test_is_rung_after_the_commit(self, rings):
        delegate = make_delegate()

        with transaction.atomic():
            outbox.queue(kinds.CONFIRMED, delegate)
            assert rings == []

        assert len(rings) == 1

    @pytest.mark.django_db(transaction=True)
    def test_that_is_broken_costs_nobody_anything(self, monkeypatch, caplog):
        def broken(name: str) -> None:
            raise ConnectionRefusedError(name)

        monkeypatch.setattr(outbox.app, "send_task", broken)

        delegate = register_someone(make_category())

        assert delegate.letters.get().state == QUEUED
        assert "ring" in caplog.text

    def test_that_is_broken_is_left_alone_for_a_while(self, monkeypatch):
        """A broker that hangs keeps one visitor in a process waiting, not all."""
        tries: list[float] = []
        seconds = 100.0
        now = type("Clock", (), {"monotonic": lambda: seconds})
        monkeypatch.setattr(outbox, "time", now)

        def broken(name: str) -> None:
            tries.append(seconds)
            raise ConnectionRefusedError(name)

        monkeypatch.setattr(outbox.app, "send_task", broken)
        for seconds in (100.0, 101.0, 104.9, 105.3, 106.0):  # noqa: B007 - the clock's
            with suppress(ConnectionRefusedError):
                outbox.wake_worker()

        assert tries == [100.0, 105.3]


class TestWhileLettersNeverCease:
    @pytest.fixture
    def runs(self, monkeypatch):
        """A run that is cut short each time, and how often there was one."""
        done: list[None] = []
        monkeypatch.setattr(outbox.app, "send_task", lambda name: None)

        def run(**how: float) -> None:
            done.append(None)
            outbox.ring_to_go_on()

        monkeypatch.setattr(delivery, "deliver", run)
        return done

    def test_rings_come_to_nothing_and_the_worker_shows_that_it_lives(self, runs):
        tasks.deliver()
        for _ in range(50):
            tasks.deliver()
            tasks.sweep()

        assert len(runs) == 1
        assert Heartbeat.objects.filter(name="sweep").exists()

    def test_each_run_leads_to_the_next(self, runs):
        tasks.deliver()
        tasks.go_on()
        tasks.go_on()

        assert len(runs) == 3

    def test_a_ring_that_was_lost_is_not_waited_for_long(self, runs, monkeypatch):
        tasks.deliver()
        monkeypatch.setattr(outbox, "_goes_on_until", 0.0)

        tasks.sweep()

        assert len(runs) == 2
