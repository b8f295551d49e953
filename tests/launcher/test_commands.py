"""What bin/test and bin/check decide before they run anything."""

import pytest

from launcher import check, test
from launcher.home import CHECKOUT, SetupError

TWO = ["-n", "2"]


@pytest.mark.parametrize(
    ("arguments", "has_browser", "expected"),
    [
        ([], True, [*TWO, "-m", "not slow"]),
        (["--all"], True, TWO),
        (["--all"], False, [*TWO, "-m", "not browser"]),
        ([], False, [*TWO, "-m", "not slow and not browser"]),
        (["-n0", "tests/agenda"], True, ["-m", "not slow", "-n0", "tests/agenda"]),
        (["-m", "faults"], True, [*TWO, "-m", "faults"]),
    ],
)
def test_arguments_go_on_to_pytest(arguments, has_browser, expected):
    command = test.pytest(arguments, has_browser=has_browser)

    assert command[1:] == ["-m", "pytest", *expected]


def test_a_named_browser_is_taken(tmp_path, monkeypatch):
    browser = tmp_path / "my-chromium"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(browser))

    assert test.find_browser() == str(browser)


def test_without_a_browser_it_says_what_does_not_run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("CI", raising=False)

    assert test.find_browser() is None
    assert capsys.readouterr().out.startswith("The browser tests do NOT run: ")


def test_ci_does_not_pass_without_a_browser(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("CI", "true")

    with pytest.raises(SetupError, match="browser tests cannot run"):
        test.find_browser()


def test_the_locked_requirements_are_in_step():
    assert check.requirement_complaints(CHECKOUT) == []


PROJECT = """
[project]
dependencies = ["One_Two>=1.5", "three"]
[dependency-groups]
dev = ["four>=4"]
"""


@pytest.mark.parametrize(
    ("locked", "developing", "complaint"),
    [
        (
            "one-two==1.4\nthree==1\n",
            "one-two==1.4\nthree==1\nfour==4\n",
            "requirements.txt has 1.4 of One_Two>=1.5.",
        ),
        (
            "one-two==1.5\n",
            "one-two==1.5\nthree==1\nfour==4\n",
            "requirements.txt has None of three.",
        ),
        (
            "one-two==1.5\nthree==1\n",
            "one-two==1.5\nthree==1\n",
            "requirements-dev.txt has None of four>=4.",
        ),
        (
            "one-two==1.5\nthree==1\n",
            "one-two==1.5\nthree==2\nfour==4\n",
            "three is 1 in requirements.txt but 2 in requirements-dev.txt.",
        ),
    ],
)
def test_requirements_out_of_step_are_named(tmp_path, locked, developing, complaint):
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "requirements.txt").write_text(locked)
    (tmp_path / "requirements-dev.txt").write_text(developing)

    assert complaint in check.requirement_complaints(tmp_path)
