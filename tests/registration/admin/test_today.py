"""Today: what needs a person, each line with the way to exactly those rows."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agenda.models import Conference
from registration import trials
from registration.models import Quota
from tests.admin_pages import office
from tests.factories import (
    make_category,
    make_conference,
    make_delegate,
    make_letter,
    make_open_conference,
    make_participation,
    make_quota,
    make_registration_settings,
    make_session,
    make_signup,
    make_staff,
    publish,
)
from tests.registration.consents.asking import make_consent_request

__all__ = ["office"]  # a fixture, used by its name

TODAY = reverse("admin:index")


def lines(client) -> dict[str, tuple[int, str]]:
    """The icon of each line, with its number and its address."""
    found = client.get(TODAY).context["lines"]
    return {line.icon: (line.number, line.url) for line in found}


def rows(client, url: str) -> list[int]:
    return [row.pk for row in client.get(url).context["cl"].result_list]


@pytest.fixture
def category():
    return make_category(make_open_conference(), places=0)


def somebody_with(*rights: str):
    staff = make_staff(is_superuser=False)
    staff.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return staff


def test_each_line_leads_to_exactly_its_rows(office, category):
    elsewhere = make_category()
    pending = make_delegate(category=category, state="pending")
    make_delegate(category=category)
    failed = make_letter(pending, state="failed", reason="no")
    make_letter(pending)
    make_letter(make_delegate(category=elsewhere, state="pending"), state="failed")
    trial = trials.register(make_signup(category), make_staff())
    Conference.objects.filter(pk=elsewhere.conference_id).update(
        ends_at=timezone.now() - timedelta(1), starts_at=timezone.now() - timedelta(2)
    )

    found = lines(office)

    assert {icon: rows(office, url) for icon, (_n, url) in found.items()} == {
        "pending": [pending.pk],
        "unsubscribe": [failed.pk],
        "science": [trial.pk],
    }
    assert {number for number, _url in found.values()} == {1}


def test_people_who_wait_though_places_are_free_are_found(office, category):
    other = make_category(category.conference)
    make_quota(category=other, attendance="online", size=0)
    waiting = make_delegate(category=other, state="waiting")
    make_delegate(category=other, state="waiting", attendance="online")
    make_delegate(category=category, state="waiting")

    number, url = lines(office)["event_seat"]

    assert number == 1
    assert rows(office, url) == [waiting.pk]


def test_nothing_to_do_is_said_kindly(office, category):
    page = office.get(TODAY)

    assert page.context["lines"] == []
    assert "Nothing waits for you." in page.content.decode()


def test_the_programme_is_looked_at(office, category):
    conference = category.conference
    session = make_session(conference, title_zh="")
    make_session(conference, title_en="", title_zh="致辞")
    make_participation(session)

    found = lines(office)

    assert found["translate"][0] == 2
    assert found["warning"][0] == 1
    assert found["visibility_off"][0] > 0
    page = office.get(found["translate"][1]).content.decode()
    assert 'id="untranslated"' in page

    publish(conference)
    assert "visibility_off" not in lines(office)


@pytest.mark.parametrize(
    ("right", "icons"),
    [
        ("view_delegate", set()),
        ("change_delegate", {"pending"}),
        ("reach_delegate", {"science"}),
        ("view_letter", {"unsubscribe"}),
        ("view_conference", {"translate"}),
    ],
)
def test_nobody_is_told_of_what_they_may_not_see(client, category, right, icons):
    delegate = make_delegate(category=category, state="pending")
    make_letter(delegate, state="failed")
    trials.register(make_signup(category), make_staff())
    Conference.objects.filter(pk=category.conference_id).update(about_en="About")
    client.force_login(somebody_with(right))

    found = lines(client)
    page = client.get(TODAY)

    assert set(found) - {"visibility_off"} == icons
    assert ("charts" in page.context) is (right == "view_delegate")
    assert all(client.get(url).status_code == 200 for _n, url in found.values())


def test_staff_without_rights_see_nothing_of_it(client, category):
    make_delegate(category=category, state="pending")
    client.force_login(somebody_with())

    page = client.get(TODAY).content.decode()

    assert "What needs you" not in page
    assert "Innovation Conference" not in page.partition("<main")[2]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_charts_stand_beside_those_of_the_edition_before(office, category, language):
    office.cookies["django_language"] = language
    before = make_conference(
        name_en="Last year",
        name_zh="去年",
        starts_at=timezone.now() - timedelta(300),
        ends_at=timezone.now() - timedelta(299),
    )
    same = make_category(before, name_en=category.name_en, name_zh=category.name_zh)
    for _n in range(3):
        make_delegate(category=same, country="CN")
    make_delegate(category=category, country="CN", organisation="江北新区")
    Conference.objects.filter(pk=category.conference_id).update(previous=before)

    page = office.get(TODAY)
    charts = {chart.heading: chart for chart in page.context["charts"]}
    text = page.content.decode()

    assert len(charts) == 6
    by_category = charts["By category" if language == "en" else "按类别"]
    assert [row[1:] for row in by_category.rows] == [("1", "3")]
    assert ("Last year" if language == "en" else "去年") in text
    assert 'lang="zh-Hans"' in text
    assert text.count('<svg class="figures"') == 6


def test_an_edition_before_is_read_at_as_many_days_from_its_beginning(office):
    now = timezone.now()
    conference = make_open_conference(
        starts_at=now + timedelta(10), ends_at=now + timedelta(11)
    )
    before = make_conference(
        starts_at=now - timedelta(100), ends_at=now - timedelta(99)
    )
    Conference.objects.filter(pk=conference.pk).update(previous=before)
    make_delegate(conference=conference)
    for days_before_it in (12, 11, 9, 1):
        delegate = make_delegate(conference=before)
        at = before.starts_at - timedelta(days_before_it)
        type(delegate).objects.filter(pk=delegate.pk).update(signed_up_at=at)
    office.get(reverse("admin:agenda_conference_choose", args=[conference.pk]))

    compared = office.get(TODAY).context["compared"]

    assert compared.endswith("Innovation Conference had 2.")


def test_a_conference_that_is_being_counted_says_so(office, category, monkeypatch):
    monkeypatch.setattr("registration.numbers.FEW", 0)
    monkeypatch.setattr("registration.numbers.bell.ask", lambda: None)
    make_delegate(category=category)

    page = office.get(TODAY).content.decode()

    assert "They are being counted." in page
    assert 'http-equiv="refresh"' in page


# -- Before the opening ----------------------------------------------------------------


def test_before_the_opening_there_is_a_list_with_ticks(office):
    conference = make_conference(published=False, city_en="", city_zh="")

    def ticked() -> list[bool]:
        return [step.is_done for step in office.get(TODAY).context["steps"]]

    assert ticked() == [False] * 9
    Conference.objects.filter(pk=conference.pk).update(city_en="Nanjing")
    make_session(conference, room=None)
    settings = make_registration_settings(
        conference, opens_at=timezone.now() + timedelta(1)
    )
    category = make_category(conference)
    make_quota(conference)
    assert ticked() == [True, False, True, True, True, True, False, False, False]

    trials.register(make_signup(category), make_staff())
    make_consent_request(conference, is_asked=False)
    publish(conference)
    assert ticked() == [True, False, True, True, True, True, True, True, True]

    settings.opens_at = timezone.now() - timedelta(1)
    settings.save()
    assert office.get(TODAY).context["steps"] == []


def test_each_step_leads_somewhere(office):
    conference = make_conference(published=False)
    make_registration_settings(conference)
    make_category(conference)

    for step in office.get(TODAY).context["steps"]:
        assert office.get(step.url).status_code == 200, step.name


def test_nobody_is_led_to_a_step_that_is_not_theirs(client):
    make_conference(published=False)
    client.force_login(somebody_with("view_conference", "view_room"))

    urls = [bool(step.url) for step in client.get(TODAY).context["steps"]]

    assert urls == [True] + [False] * 8


# -- Which conference ------------------------------------------------------------------


def test_it_is_of_the_chosen_conference_or_of_the_next(office):
    now = timezone.now()
    _later, soon, over = (
        make_conference(starts_at=now + timedelta(d), ends_at=now + timedelta(d + 1))
        for d in (50, 5, -50)
    )

    assert office.get(TODAY).context["conference"] == soon
    office.get(reverse("admin:agenda_conference_choose", args=[over.pk]))
    assert office.get(TODAY).context["conference"] == over
    office.get(reverse("admin:agenda_conference_choose_all"))
    page = office.get(TODAY)
    assert "conference" not in page.context or not page.context.get("conference")
    assert len(page.context["choices"]) == 3


@pytest.mark.parametrize("people", [1, 20])
def test_it_costs_the_same_for_any_number(office, people):
    category = make_category(make_open_conference(), places=0)
    for n in range(people):
        delegate = make_delegate(category=category, state="pending", country="CN")
        make_letter(delegate, state="failed")
        make_delegate(category=category, state="waiting", organisation=f"House {n}")
        make_participation(make_session(category.conference))
    Quota.objects.update(size=0)
    office.get(TODAY)

    with CaptureQueriesContext(connection) as queries:
        office.get(TODAY)

    assert len(queries) == 22
