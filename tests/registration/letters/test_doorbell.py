"""The ring that wakes the worker: seldom, after the commit, and never in the way."""

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
    def asked(self, monkeypatch):
        """Each time that somebody asks for a ring."""
        times: list[None] = []
        monkeypatch.setattr(outbox.bell, "ask", lambda: times.append(None))
        return times

    def test_leads_to_a_run(self, monkeypatch):
        rung: list[str] = []
        monkeypatch.setattr(outbox.app, "send_task", rung.append)

        outbox.bell.ring()

        assert rung == [tasks.deliver.name]

    def test_a_run_lingers_for_longer_than_rings_are_apart(self):
        assert delivery.DRAIN_FOR > outbox.WAKE_EVERY

    @pytest.mark.django_db(transaction=True)
    def test_is_rung_after_the_commit(self, asked):
        delegate = make_delegate()

        with transaction.atomic():
            outbox.queue(kinds.CONFIRMED, delegate)
            assert asked == []

        assert len(asked) == 1

    @pytest.mark.django_db(transaction=True)
    def test_that_is_broken_costs_nobody_anything(self, monkeypatch, caplog):
        def broken() -> None:
            raise ConnectionRefusedError("no thread can be started")

        monkeypatch.setattr(outbox.bell, "ask", broken)

        delegate = register_someone(make_category())

        assert delegate.letters.get().state == QUEUED
        assert "no thread" in caplog.text


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
