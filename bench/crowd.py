"""Fills a conference with people, no two alike: python -m bench.crowd 1000000.

Prints how a browser asks for their list as a file, and the seconds of a bare COPY.
"""

import json
import sys
import tempfile
import time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import (  # noqa: E402
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.middleware.csrf import _get_new_csrf_string  # noqa: E402
from django.urls import reverse  # noqa: E402

from agenda.models import Conference  # noqa: E402
from bench.site import SLUG  # noqa: E402
from confsite.models import User  # noqa: E402
from registration.exports import columns  # noqa: E402
from registration.models import Delegate  # noqa: E402

FILL = """
INSERT INTO registration_delegate (
    conference_id, uid, submission, reference, category_id, attendance, state,
    email, phone, organisation, position, country, language,
    link_version, calendar_sequence, signed_up_at,
    title, family_name, given_name, native_name, name_order, search_text, name_key
)
SELECT %(conference)s, gen_random_uuid(), gen_random_uuid(),
    lpad(to_hex(n), 8, '0'), %(category)s,
    (ARRAY['onsite', 'online'])[1 + n %% 2], 'confirmed',
    'person' || n || '@example.org', '+86138' || lpad(n::text, 8, '0'),
    'University of Example Town, Institute No. ' || n %% 977, 'Professor of ' || n,
    (ARRAY['CN', 'GB', 'DE', 'SG'])[1 + n %% 4], (ARRAY['en', 'zh-hans'])[1 + n %% 2],
    1, 0, now() - n * interval '1 second',
    (ARRAY['', 'Prof', 'Dr'])[1 + n %% 3],
    (ARRAY['Li', 'Wang', 'Smith', 'Okafor', 'Novak'])[1 + n %% 5], 'Person' || n,
    CASE WHEN n %% 2 = 0 THEN '李' || chr(19968 + n %% 5000) ELSE '' END,
    'auto', 'person' || n, 'li person' || n
FROM generate_series(1, %(number)s) AS n
"""


def fill(number: int) -> Conference:
    conference = Conference.objects.get(slug=SLUG)
    category = conference.categories.get()
    values = {
        "conference": conference.pk,
        "category": category.pk,
        "number": number,
    }
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registration_delegate DISABLE TRIGGER USER")
        cursor.execute(FILL, values)
        cursor.execute("ALTER TABLE registration_delegate ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE registration_delegate")
    return conference


def copy_seconds(conference: Conference) -> float:
    """Of the same columns, as the database has them, to a file."""
    values = [column.value(conference) for column in columns.COLUMNS.values()]
    rows = Delegate.objects.filter(conference=conference).values_list(*values)
    sql, params = rows.query.sql_with_params()
    connection.ensure_connection()
    driver = connection.connection
    assert driver
    with tempfile.TemporaryFile() as file, driver.cursor() as cursor:
        statement = cursor.mogrify(sql, params).decode()
        began = time.perf_counter()
        cursor.copy_expert(f"COPY ({statement}) TO STDOUT WITH (FORMAT csv)", file)
        return time.perf_counter() - began


def door(conference: Conference) -> dict[str, object]:
    """Somebody signed in, with the page of the export before them."""
    user = User.objects.create_superuser("bench@example.org", "bench")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    token = _get_new_csrf_string()
    cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    page = reverse("admin:registration_delegate_export")
    return {
        "path": f"{page}?conference__id__exact={conference.pk}",
        "headers": {
            "Cookie": f"{cookies}; {settings.CSRF_COOKIE_NAME}={token}",
            "Origin": settings.SITE_URL,
        },
        "fields": [("csrfmiddlewaretoken", token)]
        + [("columns", code) for code in columns.COLUMNS],
    }


def main(number: int) -> None:
    conference = fill(number)
    said = {"copy_seconds": copy_seconds(conference), "door": door(conference)}
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
