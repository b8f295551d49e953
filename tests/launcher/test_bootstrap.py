"""The first step of every command, as far as it goes without a network."""

import ast
import os
import stat
import subprocess
import sys

import pytest

from launcher import bootstrap
from launcher.home import CHECKOUT

COMMANDS = ["up", "test", "check", "bench"]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """An empty checkout with nothing to install."""
    (tmp_path / "requirements.txt").write_text("one==1.0\ntwo==2.0\n    # via one\n")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(bootstrap, "CHECKOUT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "VENV", str(venv))
    monkeypatch.setattr(bootstrap, "PYTHON", str(venv / "bin" / "python"))
    monkeypatch.setattr(sys, "argv", ["/somewhere/bin/up"])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fake_python(checkout, script):
    """An environment whose Python is a script that notes how it is called."""
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(f'#!/bin/sh\necho "$@" >> {checkout}/calls\n{script}\n')
    python.chmod(0o755)


def failing(words):
    """A pip that does not get through."""
    return f'case "$*" in *install*) echo "{words}"; exit 1;; esac'


def calls(checkout):
    file = checkout / "calls"
    return file.read_text().splitlines() if file.exists() else []


@pytest.mark.parametrize("name", ["bin/" + name for name in COMMANDS])
def test_an_old_python_can_read_the_commands(name):
    ast.parse((CHECKOUT / name).read_text(), feature_version=(3, 6))

    assert (CHECKOUT / name).stat().st_mode & stat.S_IXUSR


def test_an_old_python_can_read_the_first_step():
    source = (CHECKOUT / "launcher/bootstrap.py").read_text()

    ast.parse(source, feature_version=(3, 6))
    for package in ("launcher",):
        assert (CHECKOUT / package / "__init__.py").read_text() == ""


def test_an_old_python_is_told_so(checkout, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 1))

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer.* is 3\.8:"):
        bootstrap.launch("nothing")


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_debian_without_venv_is_told_the_package(checkout, monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(SystemExit, match=rf"has no {module}: .*apt install python3\."):
        bootstrap.prepare("requirements.txt")


def test_every_package_is_a_line_of_progress(checkout, capfd):
    fake_python(checkout, "echo Collecting one==1.0; echo Collecting two==2.0 from x")

    bootstrap.prepare("requirements.txt")

    assert capfd.readouterr().out.splitlines() == [
        "Installing 2 packages of requirements.txt...",
        "  1/2 one 1.0",
        "  2/2 two 2.0",
    ]
    assert "--require-hashes --no-deps" in calls(checkout)[-1]


def test_a_failure_lets_the_next_command_in(checkout):
    fake_python(checkout, failing("ERROR: no network"))
    for _ in range(2):
        with pytest.raises(SystemExit):
            bootstrap.prepare("requirements.txt")


def test_nothing_happens_when_nothing_changed(checkout):
    fake_python(checkout, "exit 0")
    bootstrap.prepare("requirements.txt")
    before = calls(checkout)

    bootstrap.prepare("requirements.txt")

    assert calls(checkout) == before


def test_new_requirements_are_installed(checkout):
    fake_python(checkout, "exit 0")
    bootstrap.prepare("requirements.txt")

    (checkout / "requirements.txt").write_text("one==1.1\n")
    bootstrap.prepare("requirements.txt")

    installed = [call for call in calls(checkout) if "install" in call]
    assert len(installed) == 2


def test_an_installation_that_failed_is_tried_again(checkout):
    fake_python(
        checkout, 'case "$*" in *install*) echo ERROR: no network; exit 1;; esac'
    )
    for _ in range(2):
        with pytest.raises(SystemExit, match=r"cannot be installed .*no network"):
            bootstrap.prepare("requirements.txt")

    fake_python(checkout, "exit 0")
    bootstrap.prepare("requirements.txt")

    assert (checkout / ".venv" / "requirements.txt.installed").exists()


def test_a_full_disk_is_named(checkout):
    fake_python(checkout, failing("OSError: [Errno 28] No space left on device"))

    with pytest.raises(SystemExit, match="bin/up: the disk is full"):
        bootstrap.prepare("requirements.txt")


@pytest.mark.slow
def test_an_environment_that_was_half_made_is_made_again(checkout):
    (checkout / "requirements.txt").write_text("")
    fake_python(checkout, "exit 1")

    bootstrap.prepare("requirements.txt")

    version = [bootstrap.PYTHON, "-m", "pip", "--version"]
    assert subprocess.run(version, capture_output=True).returncode == 0


def test_a_relative_home_is_meant_from_where_one_stands(checkout, monkeypatch):
    started = []
    monkeypatch.setenv("CONFSITE_HOME", "data")
    monkeypatch.setattr(bootstrap, "prepare", lambda requirements: None)
    monkeypatch.setattr(os, "execv", lambda *call: started.append(call))
    (checkout / "below").mkdir()
    monkeypatch.chdir(checkout / "below")

    bootstrap.launch("launcher.up")

    assert os.environ["CONFSITE_HOME"] == str(checkout / "below" / "data")
    assert started == [(bootstrap.PYTHON, [bootstrap.PYTHON, "-m", "launcher.up"])]


def test_a_relative_file_is_meant_from_where_one_stands(checkout, monkeypatch):
    started = []
    monkeypatch.setattr(bootstrap, "prepare", lambda requirements: None)
    monkeypatch.setattr(os, "execv", lambda python, command: started.append(command))
    monkeypatch.setattr(sys, "argv", ["bin/restore", "--replace", "../copy.zip"])
    (checkout / "below").mkdir()
    monkeypatch.chdir(checkout / "below")

    bootstrap.launch("launcher.restore", takes_files=True)

    given = ["--replace", str(checkout / "copy.zip")]
    assert started == [[bootstrap.PYTHON, "-m", "launcher.restore", *given]]
