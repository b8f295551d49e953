"""Programs that judge what deploy/ ships; .ci/run installs them on Debian."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.code import ROOT

DEPLOY = ROOT / "deploy"
# Where Debian keeps some, out of the way of those who are not root.
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def tool(name: str, *, in_ci: bool = True) -> str:
    """Where it is. Without it a test says that it did not run; in CI it fails."""
    if found := shutil.which(name, path=PATH):
        return found
    if in_ci and os.environ.get("CI") == "true":
        pytest.fail(f"There is no {name}: .ci/run installs it on Debian as root.")
    pytest.skip(f"did NOT run: there is no {name}")


def ask(*command: str | Path, **environ: str) -> str:
    """What a program says; the test fails if it complains."""
    done = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def sections(unit: Path) -> dict[str, list[str]]:
    """Every setting of a unit; one may stand there several times."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"(?m)^(\w+)=(.*)$", unit.read_text()):
        found.setdefault(name, []).append(value)
    return found
