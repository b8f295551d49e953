"""Whoever asks for a ring waits for nobody, and is heard."""

import subprocess
import sys
import threading

import pytest

from confsite.bell import Bell
from tests.servers import wait_until


class Broker:
    """Counts the rings that it takes; may hang or refuse meanwhile."""

    def __init__(self):
        self.rings = 0
        self.is_awake = threading.Event()
        self.is_awake.set()
        self.refuses = False
        self.is_asked = threading.Event()

    def ring(self):
        self.is_asked.set()
        assert self.is_awake.wait(20)
        if self.refuses:
            raise ConnectionRefusedError("nobody at home")
        self.rings += 1


@pytest.fixture
def broker():
    return Broker()


def test_whoever_asks_does_not_wait_for_a_broker_that_hangs(broker):
    """And all that ask meanwhile are heard afterwards, by one ring."""
    broker.is_awake.clear()
    bell = Bell(broker.ring, 0, 0)
    bell.ask()
    assert broker.is_asked.wait(20)

    for _ in range(50):
        bell.ask()

    assert broker.rings == 0
    broker.is_awake.set()
    wait_until(lambda: broker.rings == 2)


def test_between_two_rings_it_rests(broker, monkeypatch):
    rests, goes_on = [], threading.Event()

    def rest(seconds):
        rests.append((seconds, broker.rings))
        assert goes_on.wait(20)

    monkeypatch.setattr("confsite.bell.time.sleep", rest)
    bell = Bell(broker.ring, 0.2, 5)
    bell.ask()
    while not rests:
        bell.ask()
    bell.ask()
    assert rests == [(0.2, 1)]

    goes_on.set()
    while len(rests) < 2:
        pass
    assert rests[1] == (0.2, 2)


def test_a_broker_that_refuses_is_told_and_left_alone_for_longer(
    broker, monkeypatch, caplog
):
    rests, ended = [], threading.Event()
    broker.refuses = True

    def rest(seconds):
        rests.append(seconds)
        assert ended.wait(20)

    monkeypatch.setattr("confsite.bell.time.sleep", rest)
    Bell(broker.ring, 0.2, 5).ask()
    while not rests:
        pass

    assert rests == [5]
    assert "nobody at home" in caplog.text
    ended.set()


def test_who_asks_and_ends_is_heard():
    """Also in a child of multiprocessing, which ends in a way of its own."""
    script = """
import multiprocessing, time
from confsite.bell import Bell
bell = Bell(lambda: print("ring", flush=True), 100, 100)
def work():
    bell.ask()
    while bell.asked.is_set():
        time.sleep(0.01)
    bell.ask()
if __name__ == "__main__":
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    child.join()
    work()
"""
    command = [sys.executable, "-c", script]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert said.stdout.split() == ["ring"] * 4
