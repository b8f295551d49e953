"""The first step of every bin/ command: an environment that has what it needs.

Only the standard library, and nothing that Python 3.6 cannot read: an old Python has to
get as far as the sentence that says so.
"""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

OLDEST_PYTHON = (3, 11)
# Where a link leads to: it may lead to the next release while this one runs.
CHECKOUT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VENV = os.path.join(CHECKOUT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")


def launch(
    module: str, requirements: str = "requirements.txt", *, takes_files: bool = False
) -> NoReturn:
    """Become the environment's Python that runs this module; never returns."""
    if sys.version_info < OLDEST_PYTHON:
        needed, found = map(dotted, (OLDEST_PYTHON, sys.version_info[:2]))
        give_up(
            f"confsite needs Python {needed} or newer, and this is {found}: "
            f"start it as, for example, python3.12 bin/{os.path.basename(sys.argv[0])}."
        )
    # A terminal that knows no “…” gets a question mark, not an error.
    os.environ.setdefault("PYTHONIOENCODING", ":replace")
    # A relative home is meant from where the command was given, and so is a file.
    if os.environ.get("CONFSITE_HOME"):
        os.environ["CONFSITE_HOME"] = os.path.abspath(os.environ["CONFSITE_HOME"])
    if takes_files:
        sys.argv[1:] = [
            argument if argument.startswith("-") else os.path.abspath(argument)
            for argument in sys.argv[1:]
        ]
    os.chdir(CHECKOUT)
    try:
        prepare(requirements)
    except KeyboardInterrupt:
        give_up("stopped before everything was installed; start again to go on.")
    except OSError as error:
        explain(str(error), ".venv cannot be made")
    os.execv(PYTHON, [PYTHON, "-m", module, *sys.argv[1:]])  # noqa: S606


def dotted(version: tuple) -> str:
    return ".".join(map(str, version))


def give_up(sentence: str) -> NoReturn:
    sys.stdout.flush()
    sys.exit(f"bin/{os.path.basename(sys.argv[0])}: {sentence}")


def prepare(requirements: str) -> None:
    """Make the environment and install into it what it lacks."""
    # Two commands may be started at once in a fresh clone.
    lock = os.open(CHECKOUT, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = Path(VENV, requirements + ".installed")
        wanted = hashlib.sha256(Path(CHECKOUT, requirements).read_bytes()).hexdigest()
        if os.path.exists(PYTHON) and stamp.exists() and stamp.read_text() == wanted:
            return
        if not has_pip():
            make_environment()
        install(requirements)
        stamp.write_text(wanted)
    finally:
        os.close(lock)


def has_pip() -> bool:
    """Is there an environment into which one can install?"""
    if not os.path.exists(PYTHON):
        return False
    command = [PYTHON, "-m", "pip", "--version"]
    return subprocess.run(command, capture_output=True).returncode == 0


def make_environment() -> None:
    """Make .venv anew; Debian keeps what this needs in a package of its own."""
    version = dotted(sys.version_info[:2])
    for module in ("venv", "ensurepip"):
        if not importlib.util.find_spec(module):
            give_up(
                f"this Python has no {module}: install it (on Debian and Ubuntu: "
                f"apt install python{version}-venv) and start again."
            )
    print(f"Making .venv with Python {version}...", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if answer.returncode:
        explain(answer.stdout.decode(errors="replace"), ".venv cannot be made")


def install(requirements: str) -> None:
    """Install exactly what the file names, one line of progress for each package."""
    total = len(re.findall(r"^[\w.-]+==", Path(requirements).read_text(), re.MULTILINE))
    print(f"Installing {total} packages of {requirements}...", flush=True)
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    pip = subprocess.Popen(
        [*command, "-r", requirements], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said, number = [], 0
    assert pip.stdout
    with pip.stdout:
        for line in pip.stdout:
            said.append(line.decode(errors="replace").rstrip())
            found = re.match(r"Collecting (\S+)==(\S+)", said[-1])
            if found:
                number += 1
                about = found.groups()
                print("  {}/{} {} {}".format(number, total, *about), flush=True)
            elif said[-1].startswith("Installing collected"):
                print("  unpacking...", flush=True)
    if pip.wait():
        explain("\n".join(said), "the packages cannot be installed")


def explain(output: str, what: str) -> NoReturn:
    """Give up with the reason that a program has printed."""
    if "No space left on device" in output:
        free = shutil.disk_usage(CHECKOUT).free // 2**20
        give_up(f"the disk is full: {CHECKOUT} has {free} MB free.")
    errors = [line for line in output.splitlines() if line.startswith("ERROR")]
    reason = (errors or output.splitlines() or ["no reason given"])[-1]
    give_up(f"{what} ({reason}): start again once that is put right.")
