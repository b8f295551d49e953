"""The environment is read strictly: what cannot be understood stops the start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOW = """
import json
from confsite import settings as s
names = ["SITE_URL", "SECURE", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_EMBEDDED", "LIMITS"]
names += ["CELERY_BROKER_URL", "ALLOWED_HOSTS", "SECURE_HSTS_SECONDS", "SECRET_KEY"]
names += ["SECURE_SSL_REDIRECT"]
CACHE = s.CACHES["default"].get("OPTIONS", {})
WAITS = [CACHE.get(f"socket_{part}timeout") for part in ("connect_", "")]
print(json.dumps({name: getattr(s, name) for name in names} | {"WAITS": WAITS}))
"""


def python(code: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run it with nothing in the environment but these variables."""
    environment = {
        "PATH": os.environ["PATH"],
        "CONFSITE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "confsite.settings",
    }
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env=environment | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


def values(home: Path, **variables: str) -> dict:
    result = python(SHOW, home, **variables)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_everything_has_a_default(tmp_path):
    found = values(tmp_path)

    assert found["SITE_URL"] == "http://127.0.0.1:8000"
    assert found["CELERY_BROKER_URL"] == "filesystem://"
    assert found["EMAIL_EMBEDDED"] is True
    assert found["EMAIL_HOST"] == "127.0.0.1"
    assert found["LIMITS"] is True
    assert len(found["SECRET_KEY"]) >= 50
    assert found["SECRET_KEY"] == values(tmp_path)["SECRET_KEY"]


def test_the_environment_is_heard(tmp_path):
    found = values(
        tmp_path,
        SITE_URL="https://conf.example/",
        EMAIL_URL="smtp://mail.example:2525",
        CELERY_BROKER_URL="redis://cache.example:6379/0",
        ALLOWED_HOSTS="conf.example,www.conf.example",
        LIMITS="0",
        SECRET_KEY="x" * 50,
    )

    assert found == {
        "SITE_URL": "https://conf.example",
        "SECURE": True,
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 2525,
        "EMAIL_EMBEDDED": False,
        "LIMITS": False,
        "CELERY_BROKER_URL": "redis://cache.example:6379/0",
        "ALLOWED_HOSTS": ["conf.example", "www.conf.example"],
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_SSL_REDIRECT": False,
        "WAITS": [None, None],
        "SECRET_KEY": "x" * 50,
    }


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "eight thousand"),
        ("PROXIES", "one"),
        ("MAIL_LEASE", "6m"),
        ("SWEEP_EVERY", ""),
        ("LIMITS", "perhaps"),
        ("DATABASE_URL", "mysql://localhost/confsite"),
        ("DATABASE_URL", "nonsense"),
        ("EMAIL_URL", "pigeon://loft"),
        ("CACHE_URL", "paper://desk"),
        ("CELERY_BROKER_URL", "pigeon://loft"),
        ("SITE_URL", "conf.example"),
    ],
)
def test_what_cannot_be_understood_stops_the_start_and_is_named(
    tmp_path, variable, value
):
    result = python("import confsite.settings", tmp_path, **{variable: value})

    assert result.returncode != 0
    assert variable in result.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(("proxies", "leads"), [("0", False), ("1", True)])
def test_plain_http_leads_to_https_if_a_proxy_can_tell_them_apart(
    tmp_path, proxies, leads
):
    """Without one each request would lead to itself, without end."""
    found = values(tmp_path, SITE_URL="https://conf.example/", PROXIES=proxies)

    assert found["SECURE_SSL_REDIRECT"] is leads


HUNG = """
import socket, django
silent = socket.create_server(("127.0.0.1", 0))
import os
os.environ["CACHE_URL"] = f"rediscache://127.0.0.1:{silent.getsockname()[1]}/1"
django.setup()
from django.core.cache import cache
try:
    cache.get("anything")
except OSError:
    pass
except Exception as error:
    assert "Timeout" in type(error).__name__, error
"""


def test_a_cache_that_hangs_is_given_up(tmp_path):
    """Redis' own patience is five seconds, or has no end."""
    assert values(tmp_path, CACHE_URL="rediscache://cache.example/1")["WAITS"] == [1, 1]
    assert python(HUNG, tmp_path).returncode == 0


def test_nothing_is_said_against_a_production_setting(tmp_path):
    result = python(
        "from django.core.management import execute_from_command_line as run\n"
        "run(['manage.py', 'check', '--deploy', '--fail-level', 'WARNING'])",
        tmp_path,
        SITE_URL="https://conf.example",
        PROXIES="1",
        ALLOWED_HOSTS="conf.example",
        SECRET_KEY="9$kq" * 20 + "abcdefghij",
        DATABASE_URL="postgres://confsite@db.example/confsite",
        EMAIL_URL="smtp+tls://u:p@mail.example:587",
        CELERY_BROKER_URL="redis://cache.example:6379/0",
        CACHE_URL="rediscache://cache.example:6379/1",
    )

    assert result.returncode == 0, result.stderr


def test_what_was_to_be_filled_in_stops_the_start(tmp_path):
    url = "postgres://confsite:CHANGE-ME@127.0.0.1/confsite"
    result = python("import confsite.settings", tmp_path, DATABASE_URL=url)

    assert result.returncode != 0
    assert "DATABASE_URL still says CHANGE-ME." in result.stderr
