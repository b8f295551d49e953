"""bin/check: everything that can be said about the code without running it."""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from launcher.home import CHECKOUT
from launcher.supervisor import say

COMMANDS = sorted(map(str, (CHECKOUT / "bin").iterdir()))
MANAGE = ["-W", "ignore::RuntimeWarning", "manage.py"]
CHECKS = {
    "format": ["-m", "ruff", "format", "--check", ".", *COMMANDS],
    "lint": ["-m", "ruff", "check", ".", *COMMANDS],
    "types": ["-m", "mypy"],
    "settings": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
    # There is no database here, of which Django would warn.
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "translations": [*MANAGE, "messages", "--check"],
}
# What a site in production is told; with less, the deployment checks rightly complain.
PRODUCTION = {"SITE_URL": "https://conference.example.org", "PROXIES": "1"}


def main() -> None:
    failed = []
    with tempfile.TemporaryDirectory(prefix="confsite-check-") as home:
        environment = {**os.environ, "CONFSITE_HOME": home, **PRODUCTION}
        for name, command in CHECKS.items():
            say(f"== {name}")
            if subprocess.run([sys.executable, *command], env=environment).returncode:
                failed.append(name)
    say("== requirements")
    complaints = requirement_complaints(CHECKOUT)
    for complaint in complaints:
        say(complaint)
    if complaints:
        failed.append("requirements")
    if failed:
        sys.exit(f"bin/check: failed: {', '.join(failed)}.")
    say("All is well.")


def requirement_complaints(checkout: Path) -> list[str]:
    """Where the locked versions are out of step with pyproject.toml."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"]
    locked = pins(checkout / "requirements.txt")
    developing = pins(checkout / "requirements-dev.txt")
    group = project["dependency-groups"]["dev"]
    complaints = missing(wanted, locked, "requirements.txt")
    complaints += missing([*wanted, *group], developing, "requirements-dev.txt")
    return complaints + [
        f"{name} is {version} in requirements.txt but {developing.get(name)} in "
        "requirements-dev.txt."
        for name, version in locked.items()
        if developing.get(name) != version
    ]


def missing(wanted: list[str], locked: dict[str, str], where: str) -> list[str]:
    complaints = []
    for requirement in map(Requirement, wanted):
        version = locked.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version):
            complaints.append(f"{where} has {version} of {requirement}.")
    return complaints


def pins(file: Path) -> dict[str, str]:
    """Every locked package and its version."""
    found = re.findall(r"^([\w.-]+)==([\w.]+)", file.read_text(), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


if __name__ == "__main__":
    main()
