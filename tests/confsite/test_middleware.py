"""What stands around every page, and what happens when the database goes."""

from contextlib import nullcontext

import pytest
from django.db import OperationalError, close_old_connections, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from agenda.models import Conference
from confsite import middleware, urls
from tests.clock import a_second_later
from tests.factories import make_conference, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.server]

calls: list[str] = []


def breaks_once(request):
    calls.append(request.method)
    if len(calls) == 1:
        raise OperationalError("server closed the connection unexpectedly")
    return HttpResponse("here again")


def breaks(request):
    calls.append(request.method)
    raise OperationalError("could not connect to server")


def waits(request):
    calls.append(request.method)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 10")
        cursor.execute("SELECT pg_sleep(20)")


urlpatterns = [
    path("waits/", waits),
    path("breaks-once/", breaks_once),
    path("breaks/", breaks),
    path("admin/breaks/", breaks),
    *urls.urlpatterns,
]
handler404, handler500 = urls.handler404, urls.handler500
# The middleware drops the connection, which a test's own transaction would not survive.
outage = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.confsite.test_middleware"),
]


@pytest.fixture(autouse=True)
def _no_calls():
    calls.clear()


class TestOutage:
    pytestmark = outage

    @pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
    def test_a_request_on_a_dead_connection_is_tried_once_more(self, client, method):
        response = client.generic(method, "/breaks-once/")

        assert response.status_code == 200
        assert calls == [method, method]

    def test_a_database_that_stays_away_is_a_calm_503(self, client):
        response = client.get("/breaks/")

        assert response.status_code == 503
        assert response["Retry-After"] == "5"
        assert calls == ["GET", "GET"]
        page = response.content.decode()
        assert 'lang="en"' in page
        assert 'lang="zh-Hans"' in page

    def test_a_change_by_staff_is_never_repeated(self):
        client = Client(enforce_csrf_checks=False)

        reading = client.get("/admin/breaks/")
        tries_of_reading = len(calls)
        calls.clear()
        writing = client.post("/admin/breaks/")

        assert (reading.status_code, tries_of_reading) == (503, 2)
        assert (writing.status_code, len(calls)) == (503, 1)

    def test_what_has_waited_as_long_as_it_may_is_not_tried_again(self, client):
        assert client.get("/waits/").status_code == 503
        assert calls == ["GET"]

    def test_other_errors_are_not_hidden(self):
        guard = middleware.DatabaseOutage(lambda request: HttpResponse())

        assert guard.process_exception(RequestFactory().get("/"), KeyError()) is None

    def test_a_killed_connection_costs_the_visitor_nothing(self, client):
        conference = make_conference()
        address = f"/en/{conference.slug}/"
        client.get(address)
        kill_this_connection()
        a_second_later()

        assert client.get(address).status_code == 200

    @pytest.mark.parametrize("page", ["/admin/", "/admin/agenda/session/"])
    def test_nor_does_it_cost_staff_who_read(self, client, page):
        """A middleware asks who they are, before any view can meet the outage."""
        client.force_login(make_staff())
        client.raise_request_exception = False
        kill_this_connection()

        assert client.get(page).status_code == 200

    def test_a_change_by_staff_is_given_up(self, client):
        client.force_login(make_staff())
        client.raise_request_exception = False
        kill_this_connection()

        answers = [client.post("/admin/logout/").status_code for _ in range(2)]

        assert answers == [503, 200]

    def test_a_server_that_is_gone_is_a_503_and_comes_back(self, client, monkeypatch):
        conference = make_conference()
        address = f"/zh-hans/{conference.slug}/"
        connection.close()
        with monkeypatch.context() as gone:
            gone.setitem(connection.settings_dict, "HOST", "127.0.0.1")
            gone.setitem(connection.settings_dict, "PORT", "1")
            a_second_later()
            during = client.get(address)
        after = client.get(address)

        assert (during.status_code, after.status_code) == (503, 200)


@pytest.mark.parametrize("path", ["/", "/en/x/my/y/", "/t/y/", "/admin/login/", "/no/"])
def test_no_answer_lets_its_address_into_a_referrer(client, path):
    assert client.get(path)["Referrer-Policy"] == "strict-origin"


def kill_this_connection() -> None:
    """The real thing: the server ends this very session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_checked", [True, False])
def test_what_a_thread_has_kept_is_tried_before_it_is_used(is_checked, monkeypatch):
    """The control: without the check the request meets a connection that is dead."""
    connection.close()
    if not is_checked:
        monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", False)
    kill_this_connection()
    # As every request begins.
    close_old_connections()

    with nullcontext() if is_checked else pytest.raises(OperationalError):
        assert not Conference.objects.exists()
    connection.close()


def test_public_pages_have_no_session_no_user_and_no_messages(client):
    conference = make_conference()

    response = client.get(f"/en/{conference.slug}/")

    assert response.status_code == 200
    for layer in ("session", "user", "_messages"):
        assert not hasattr(response.wsgi_request, layer)
    assert response.cookies == {}


def test_staff_pages_have_them(client):
    client.force_login(make_staff())

    response = client.get("/admin/")

    assert response.status_code == 200
    assert response.wsgi_request.user.is_authenticated


def test_public_pages_forbid_everything_from_elsewhere(client):
    response = client.get(f"/en/{make_conference().slug}/")

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert int(response["Content-Length"]) == len(response.content)


class TestPlainHttp:
    """Behind a proxy that ends TLS, to a site whose address begins with https."""

    @pytest.fixture(autouse=True)
    def _site(self, settings):
        settings.ALLOWED_HOSTS = ["conf.example", "www.conf.example", "testserver"]
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_SSL_HOST = "conf.example"
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    @pytest.mark.parametrize("path", ["/robots.txt?a=1", "/admin/login/", "/en/"])
    def test_leads_to_https(self, client, path):
        plain = client.get(path, headers={"host": "www.conf.example"})
        secure = client.get(path, headers={"x-forwarded-proto": "https"})

        assert plain.status_code == 301
        assert plain["Location"] == f"https://conf.example{path}"
        assert secure.status_code == 200

    def test_what_was_kept_for_https_is_not_sent_in_plain(self, client):
        for _ in range(2):
            client.get("/robots.txt", headers={"x-forwarded-proto": "https"})

        assert client.get("/robots.txt").status_code == 301

    def test_who_watches_the_process_asks_it_directly(self, client):
        assert client.get("/healthz").status_code == 200
