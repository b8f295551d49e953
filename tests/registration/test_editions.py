"""A new edition begins with the registration of the one before, and with nobody."""

from datetime import date, timedelta

import pytest
from django.apps import apps

from agenda.services import editions
from registration.models import Quota, RegistrationSettings
from tests.agenda.london import in_london, make_edition, make_london
from tests.factories import (
    make_category,
    make_quota,
    make_registration_settings,
    register_someone,
)
from tests.registration.consents.asking import make_consent_request

# A new model has to be thought of here.
COPIED = {"Category", "ConsentRequest", "Quota", "RegistrationSettings"}

# 24 March becomes 31 March, when the clocks go forward.
SUNDAY_COMES_A_WEEK_LATER = date(2030, 4, 3)


def make_before():
    """One that opens in winter and closes in summer, with a guest in its quota."""
    conference = make_london((2030, 3, 27))
    make_registration_settings(
        conference,
        opens_at=in_london(2030, 1, 10, 9),
        closes_at=in_london(2030, 3, 26, 20),
        corrections_until=in_london(2030, 3, 20, 12),
        reply_to="office@example.org",
    )
    conference.registration.retention_rules.create(kind="phone", days=90)
    category = make_category(conference, places=5, name_en="Press", position=2)
    make_quota(conference, attendance="online", size=None, name="Online")
    register_someone(category)
    return conference


def test_categories_quotas_and_settings_come_along():
    before = make_before()

    new = editions.new_edition(before, make_edition())

    category = new.categories.get()
    assert new.previous == before
    assert (category.name_en, category.position) == ("Press", 2)
    assert category != before.categories.get()
    assert [(q.category, q.attendance, q.size) for q in new.quotas.all()] == [
        (category, "", 5),
        (None, "online", None),
    ]
    assert new.registration.reply_to == "office@example.org"
    assert [(r.kind, r.days) for r in new.registration.retention_rules.all()] == [
        ("phone", 90)
    ]


def test_what_people_are_asked_comes_along_and_not_what_they_agreed_to():
    before = make_before()
    make_consent_request(before, text_en="List me.")
    register_someone(before.categories.get(), consents={"listed": 1})

    new = editions.new_edition(before, make_edition())

    request = new.consent_requests.get()
    assert (request.text_en, request.is_asked) == ("List me.", True)
    assert [text.version for text in request.texts.all()] == [1]
    assert not request.consents.exists()


def test_nobody_comes_along_and_every_place_is_free():
    before = make_before()
    Quota.objects.update(beyond=3)

    new = editions.new_edition(before, make_edition())

    assert new.delegates.count() == 0
    assert {(q.taken, q.beyond) for q in new.quotas.all()} == {(0, 0)}
    assert before.quotas.order_by("pk")[0].taken == 1
    people = {
        model
        for model in apps.get_app_config("registration").get_models()
        if any(f.name == "conference" for f in model._meta.fields)
        and not model.__name__.endswith("Event")
        and model.__name__ not in COPIED
    }
    assert not any(m._default_manager.filter(conference=new).exists() for m in people)


def test_the_hours_move_with_the_clock_on_the_wall():
    before = make_before()

    new = editions.new_edition(before, make_edition())

    hours = RegistrationSettings.objects.get(conference=new)
    # 364 days on: the clocks change on 31 March 2030, and on 30 March 2031.
    assert hours.opens_at == in_london(2031, 1, 9, 9)
    assert hours.closes_at == in_london(2031, 3, 25, 20)
    assert hours.corrections_until == in_london(2031, 3, 19, 12)


def test_registration_still_closes_after_it_opens_where_the_clocks_change():
    """Half past one to two in winter; on the new day that hour is missing."""
    before = make_london((2030, 3, 27))
    make_registration_settings(
        before,
        opens_at=in_london(2030, 3, 24, 1, 30),
        closes_at=in_london(2030, 3, 24, 2),
    )

    new = editions.new_edition(
        before, make_edition(first_day=SUNDAY_COMES_A_WEEK_LATER)
    )

    hours = new.registration
    assert hours.closes_at - hours.opens_at == timedelta(minutes=30)


@pytest.mark.parametrize("part", ["settings", "everything"])
def test_what_is_not_there_is_not_missed(part):
    before = make_london((2030, 3, 27))
    if part == "settings":
        make_category(before)

    new = editions.new_edition(before, make_edition())

    assert not RegistrationSettings.objects.filter(conference=new).exists()
    assert new.categories.count() == before.categories.count()
