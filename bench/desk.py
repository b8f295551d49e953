"""What the bench of the admin needs from inside the site.

python -m bench.desk sign-in            prints the cookie of a member of staff
python -m bench.desk fill 100000        until there are so many delegates
python -m bench.desk reads PATH TABLE   prints what a page reads of a table, as JSON
python -m bench.desk delegate           prints the key of one of them
"""

import json
import sys
from datetime import UTC, datetime

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from agenda.models import Conference  # noqa: E402
from bench.grow import grow  # noqa: E402
from bench.site import SLUG  # noqa: E402
from confsite.models import User  # noqa: E402
from registration.models import Delegate  # noqa: E402

EMAIL = "office@example.org"
WAITING = 20  # one of so many
ANOTHER = {
    "name_en": "Another conference",
    "starts_at": datetime(2031, 7, 4, 1, tzinfo=UTC),
    "ends_at": datetime(2031, 7, 4, 9, tzinfo=UTC),
    "time_zone": "Asia/Shanghai",
    "clock_en": "Nanjing",
}


def browser() -> Client:
    user = User.objects.filter(email=EMAIL).first()
    client = Client()
    client.force_login(user or User.objects.create_superuser(EMAIL))
    return client


def sign_in() -> str:
    """As name and value. There is another conference, too: a list has to choose."""
    Conference.objects.get_or_create(slug="another", defaults=ANOTHER)
    name = settings.SESSION_COOKIE_NAME
    return f"{name} {browser().cookies[name].value}"


def fill(number: int) -> None:
    category = Conference.objects.get(slug=SLUG).categories.get()
    missing = number - Delegate.objects.count()
    grow(category, missing // WAITING, "waiting")
    grow(category, missing - missing // WAITING, "confirmed")


def reads(path: str, table: str) -> list[str]:
    """The statements by which a page reads this table, with their values in them."""
    settings.ALLOWED_HOSTS = ["*"]
    client = browser()
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return [
        query["sql"]
        for query in captured.captured_queries
        if f'FROM "{table}"' in query["sql"]
    ]


def main(what: str, *arguments: str) -> None:
    if what == "sign-in":
        print(sign_in())
    elif what == "fill":
        fill(int(arguments[0]))
    elif what == "delegate":
        print(Delegate.objects.order_by("-pk")[10].pk)
    else:
        print(json.dumps(reads(*arguments)))


if __name__ == "__main__":
    main(*sys.argv[1:])
