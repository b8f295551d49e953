"""bin/test: a database, a browser where there can be one, and pytest.

Takes what pytest takes. --all adds the slow tests. With DATABASE_URL the tests use that
server and nothing is started.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from signal import SIGINT, SIGTERM

from launcher import lifeline, postgres
from launcher.home import Home, SetupError
from launcher.supervisor import Supervisor, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_PACKAGES = ("chromium", "fonts-noto-cjk")


def main() -> None:
    arguments = sys.argv[1:]
    try:
        with (
            lifeline.stoppable(),
            tempfile.TemporaryDirectory(
                prefix="confsite-test-", ignore_cleanup_errors=True
            ) as home,
        ):
            sys.exit(test(Home(home), arguments))
    except lifeline.Stopped:
        sys.exit("bin/test: stopped.")
    except SetupError as error:
        sys.exit(f"bin/test: {error}")


def test(home: Home, arguments: list[str]) -> int:
    browser = find_browser()
    with ExitStack() as stack:
        supervisor = stack.enter_context(Supervisor(home))
        os.environ["CONFSITE_HOME"] = str(home.path)
        if not os.environ.get("DATABASE_URL"):
            postgres.start(supervisor, durable=False)
        subprocess.run([sys.executable, "manage.py", "up", "--files"], check=True)
        if browser:
            os.environ["CHROMIUM"] = browser
        return run(pytest(arguments, has_browser=bool(browser)))


def pytest(arguments: list[str], *, has_browser: bool) -> list[str]:
    """The pytest command for these arguments of bin/test."""
    without = [] if "--all" in arguments else ["not slow"]
    if not has_browser:
        without.append("not browser")
    passed = [argument for argument in arguments if argument != "--all"]
    command = [sys.executable, "-m", "pytest"]
    if not any(argument.startswith("-n") for argument in passed):
        command += ["-n", "2"]
    # Whoever gives an expression of their own means exactly that.
    if without and "-m" not in passed:
        command += ["-m", " and ".join(without)]
    return [*command, *passed]


def run(command: list[str]) -> int:
    """Run pytest in this terminal; Ctrl-C lets it clean up and report."""
    process = subprocess.Popen([*lifeline.tied(SIGTERM), *command])
    try:
        return process.wait()
    except lifeline.Stopped:
        process.send_signal(SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
        raise


def find_browser() -> str | None:
    """A Chromium for the browser tests, installed if this machine lets us."""
    browser = installed_browser()
    if not browser and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {' and '.join(BROWSER_PACKAGES)} for the browser tests …")
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        subprocess.run([*install, *BROWSER_PACKAGES], env=quiet, check=False)
        browser = installed_browser()
    if not browser:
        missing = "there is no Chromium; install it, or name it in CHROMIUM."
        if os.environ.get("CI") == "true":
            raise SetupError(f"The browser tests cannot run: {missing}")
        say(f"The browser tests do NOT run: {missing}")
    return browser


def installed_browser() -> str | None:
    named = os.environ.get("CHROMIUM")
    found = map(shutil.which, [named] if named else BROWSERS)
    return next(filter(None, found), None)


if __name__ == "__main__":
    main()
