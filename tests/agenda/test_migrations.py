"""Addresses that conferences had before anybody wrote them down."""

from importlib import import_module

from django.db import connection

from agenda.models import Conference, FormerSlug
from tests.factories import make_conference

filling = import_module("agenda.migrations.0006_former_slugs_from_history")


def test_former_addresses_come_from_the_history_and_may_come_twice():
    conference = make_conference(slug="first")
    for slug in ("second", "third", "second"):
        Conference.objects.filter(pk=conference.pk).update(slug=slug)
    make_conference(slug="another")
    FormerSlug.objects.all().delete()

    for _time in range(2):
        with connection.cursor() as cursor:
            cursor.execute(filling.FILL)

    found = conference.former_slugs.values_list("slug", flat=True)
    assert list(found) == ["third", "first"]
    assert FormerSlug.objects.count() == 2
