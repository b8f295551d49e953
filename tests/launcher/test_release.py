"""A new release is set up and started beside the old one, which goes on."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from signal import SIGTERM

import pytest

from launcher import lifeline
from launcher.home import CHECKOUT, find_free_port
from tests.launcher.test_web import ask, conference
from tests.servers import Site, running_site, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.slow]

STYLE = re.compile(r"/static/css/site\.[0-9a-f]{12}\.css")
NEWS = "/* of the new release */"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    path = tmp_path_factory.mktemp("release")
    with running_site(path, WEB_WORKERS="1", MAIL_WORKERS="0") as site:
        yield site


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """This checkout with another style sheet."""
    path = tmp_path_factory.mktemp("checkout") / "confsite"
    left_out = shutil.ignore_patterns(".git", ".venv", "var", "tests", "__pycache__")
    shutil.copytree(CHECKOUT, path, ignore=left_out)
    with (path / "static/css/site.css").open("a") as style:
        style.write(NEWS)
    return path


def environment(site, port: int) -> dict[str, str]:
    return os.environ | {
        "CONFSITE_HOME": str(site.home.path),
        "DATABASE_URL": site.home.database_url(),
        "SECRET_KEY": site.home.secret_key(),
        "SITE_URL": site.url,
        "PORT": str(port),
        "WEB_WORKERS": "1",
    }


@contextmanager
def running_web(site, release):
    """The web of a release on the home and the database of this site."""
    port = find_free_port()
    command = [*lifeline.tied(SIGTERM), sys.executable, "-m", "launcher.web"]
    web = subprocess.Popen(command, cwd=release, env=environment(site, port))
    new = Site(site.home, port, web)  # type: ignore[arg-type]
    try:
        wait_until(lambda: new.get("/healthz") == 200, seconds=60)
        yield new
    finally:
        web.terminate()
        web.wait(60)


def style_of(site) -> str:
    status, page = ask(site, conference(site))
    assert status == 200
    return STYLE.search(page)[0]


def test_each_sends_what_its_pages_name_and_the_new_one_also_the_old(site, release):
    old = style_of(site)

    command = [sys.executable, "manage.py", "up", "--files"]
    subprocess.run(command, cwd=release, env=environment(site, 1), check=True)

    assert style_of(site) == old
    status, text = ask(site, old)
    assert (status, NEWS in text) == (200, False)
    with running_web(site, release) as web:
        new = style_of(web)
        assert new != old
        assert {path: NEWS in ask(web, path)[1] for path in (old, new)} == {
            old: False,
            new: True,
        }
        # What only the new one knows the old one says plainly that it does not have:
        # a proxy asks the next one then.
        assert ask(site, new)[0] == 404
        assert ask(site, old)[0] == ask(web, old)[0] == 200
