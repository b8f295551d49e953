import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from confsite.csp import ContentSecurityPolicy
from tests.factories import make_conference

HEADER = "Content-Security-Policy"


def policy(path: str, response: HttpResponse | None = None) -> dict[str, str]:
    """The directives that a page at this path is sent with."""
    middleware = ContentSecurityPolicy(lambda request: response or HttpResponse())
    header = middleware(RequestFactory().get(path))[HEADER]
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


@pytest.mark.django_db
def test_a_public_page_takes_scripts_and_styles_from_this_site_alone(client):
    conference = make_conference()

    header = client.get(f"/en/{conference.slug}/")[HEADER]

    assert "default-src 'none'" in header
    assert "script-src 'self';" in f"{header};"
    assert "unsafe" not in header


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("GET", "/en/nothing/", "testserver", 404),
        ("GET", "/", "evil.example", 400),
        ("GET", "/en", "testserver", 301),
        ("GET", "/en/?q=%00", "testserver", 400),
        ("PUT", "/mailbox/", "127.0.0.1", 405),
        ("POST", "/admin/login/", "testserver", 403),
        ("GET", "/static/css/site.css", "testserver", 200),
        ("GET", "/healthz", "testserver", 200),
    ],
)
def test_every_answer_has_a_policy(settings, tmp_path, method, path, host, status):
    (tmp_path / "css").mkdir()
    (tmp_path / "css/site.css").touch()
    settings.STATIC_ROOT = str(tmp_path)
    client = Client(enforce_csrf_checks=path == "/admin/login/")

    response = client.generic(method, path, headers={"host": host})

    response.close()
    assert response.status_code == status
    assert "default-src 'none'" in response[HEADER]


@pytest.mark.parametrize(
    "path", ["/", "/en/x/register/", "/mailbox/", "/administration/"]
)
def test_only_the_admin_gets_the_looser_policy(path):
    assert policy(path)["style-src"] == "'self'"
    assert policy("/admin/")["style-src"] == "'self' 'unsafe-inline'"


def test_the_admin_is_loosened_in_three_directives_only():
    strict, loose = policy("/"), policy("/admin/")

    changed = {name for name in strict if strict[name] != loose[name]}

    assert changed == {"script-src", "style-src", "frame-ancestors"}
    assert loose["frame-ancestors"] == "'self'"
    assert strict["frame-ancestors"] == "'none'"


def test_a_page_with_a_policy_of_its_own_keeps_it():
    own = HttpResponse(headers={HEADER: "sandbox allow-scripts"})
    widened = HttpResponse()
    widened._csp_update = {"frame-src": ["'self'"]}

    assert policy("/mailbox/", own) == {"sandbox": "allow-scripts"}
    assert policy("/mailbox/", widened)["frame-src"] == "'self'"
    assert policy("/mailbox/", widened)["style-src"] == "'self'"
