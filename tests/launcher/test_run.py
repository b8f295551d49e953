"""bin/run: what a supervisor of one's own starts."""

import http.client
import importlib.util
import os
import socket

import pytest

from launcher import run, up
from launcher.home import Home, find_free_port


@pytest.mark.parametrize("name", run.PROGRAMS)
def test_each_program_is_a_module_that_is_there(name, monkeypatch):
    started = []
    monkeypatch.setattr("sys.argv", ["run", name, "--version"])
    monkeypatch.setattr(os, "execve", lambda *call: started.append(call))
    run.main()

    [(_python, command, environ)] = started
    assert command[1:] == ["-m", *run.PROGRAMS[name], "--version"]
    assert importlib.util.find_spec(command[2])
    assert environ["MALLOC_ARENA_MAX"] == "2"


def test_bin_up_starts_the_same(tmp_path, monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp://elsewhere")
    started = {c.name: c.command for c in up.children(Home(tmp_path), mail_workers=1)}

    for child, name in {"web": "web", "beat": "beat", "mail1": "worker"}.items():
        program = run.PROGRAMS[name]
        begin = started[child].index(program[0])
        assert started[child][begin:][: len(program)] == program


def test_another_word_is_answered_with_those_there_are(monkeypatch):
    monkeypatch.setattr("sys.argv", ["run", "wbe"])

    with pytest.raises(SystemExit, match="say what to run: web, worker, beat, manage"):
        run.main()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_it_waits_until_somebody_answers(host, monkeypatch):
    answers = iter([False, False, True])
    monkeypatch.setattr(run, "answers", lambda *_where: next(answers))
    run.wait(host, 8000)

    assert next(answers, "none left") == "none left"


def test_it_does_not_wait_for_ever(monkeypatch):
    monkeypatch.setattr(run, "WAIT", 0)

    with pytest.raises(SystemExit, match="nobody answers on port"):
        run.wait("127.0.0.1", find_free_port())


def test_a_port_that_is_silent_is_no_answer(monkeypatch):
    monkeypatch.setattr(
        http.client.HTTPConnection, "__init__", impatient(http.client.HTTPConnection)
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not run.answers(server.getsockname()[1])


def impatient(connection):
    original = connection.__init__

    def init(self, *args, **options):
        original(self, *args, **options | {"timeout": 0.1})

    return init
