"""The limits: Django views without anything around them. Settings and server at once.

GET returns a constant; POST does what a sign-up does to the database, as raw SQL in one
transaction: two INSERTs and the UPDATE of the counter.
"""

import os
import uuid
from datetime import timedelta
from pathlib import Path

import environ
from django.http import HttpRequest, HttpResponse

SECRET_KEY = "bench"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "bench.bare"
MIDDLEWARE: list[str] = []
INSTALLED_APPS: list[str] = []
USE_TZ = True
DATABASES = {
    "default": environ.Env().db_url_config(os.environ["BENCH_DATABASE_URL"])
    | {"CONN_MAX_AGE": 600}
}
# What the page under measurement answers; both sides send the same bytes.
PAGE = (
    Path(os.environ["BENCH_PAGE"]).read_bytes() if "BENCH_PAGE" in os.environ else b""
)

DELEGATE = """
INSERT INTO bench_delegate
    (title, family_name, given_name, native_name, name_order, conference_id, uid,
     submission, reference, category_id, attendance, state, waiting_number, email,
     phone, organisation, position, country, language, link_version, calendar_sequence,
     signed_up_at)
VALUES ('', %s, %s, '', 'auto', 1, %s, %s, %s, 1, 'onsite', 'confirmed', NULL, %s, '',
        %s, '', '', 'en', 1, 0, now())
RETURNING id
"""
MAIL = """
INSERT INTO bench_mail
    (uid, delegate_id, kind, language, state, queued_at, due_at, attempts, claim,
     sent_at, recipient, subject, text, reason)
VALUES (%s, %s, 'confirmed', 'en', 'queued', now(), now() + %s, 0, NULL, NULL, '', '',
        '', '')
"""
QUOTA = "UPDATE bench_quota SET taken = taken + 1 WHERE id = 1 AND taken < size"


def page(request: HttpRequest) -> HttpResponse:
    return answer()


def not_modified(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=304)


def answer() -> HttpResponse:
    # Without a length the server would answer in chunks.
    return HttpResponse(PAGE, headers={"Content-Length": str(len(PAGE))})


def signup(request: HttpRequest) -> HttpResponse:
    from django.db import connection, transaction

    if request.method == "GET":
        return answer()
    data = request.POST
    with transaction.atomic(), connection.cursor() as cursor:
        key = data["submission"]
        cursor.execute(
            DELEGATE,
            [
                data["family_name"],
                data["given_name"],
                uuid.uuid4(),
                key,
                key[:8].upper(),
                data["email"],
                data["organisation"],
            ],
        )
        cursor.execute(MAIL, [uuid.uuid4(), cursor.fetchone()[0], timedelta(0)])
        cursor.execute(QUOTA)
    return HttpResponse(status=302, headers={"Location": "/", "Content-Length": "0"})


def __getattr__(name: str) -> object:
    # Loaded as settings first: urls and the application can only be made afterwards.
    if name == "urlpatterns":
        from django.urls import path

        return [
            path("bare/page/", page),
            path("bare/304/", not_modified),
            path("bare/signup/", signup),
        ]
    if name == "application":
        from django.core.wsgi import get_wsgi_application

        from confsite.threads import InThreads

        return InThreads(get_wsgi_application(), lambda path: 1_000_000)
    raise AttributeError(name)
