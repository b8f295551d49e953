"""What has been kept for its time goes by itself, and a report says how much."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agenda.models import Conference
from registration import enrolment, links, staff_actions, tagging
from registration.models import (
    Delegate,
    Letter,
    RetentionReport,
    RetentionRule,
    StaffAction,
)
from registration.privacy import retention
from registration.staff_actions import Grounds
from registration.states import Retained
from tests.admin_pages import filled_in, office
from tests.factories import (
    make_category,
    make_open_conference,
    make_staff,
    make_tag,
    publish,
    register_someone,
)
from tests.registration.privacy.marked import MARKS, WORDS, places_of, register_marked

__all__ = ["office"]  # a fixture, used by its name

DAYS = 30


@pytest.fixture
def marked():
    """Somebody of whom everything is known, whose conference ended ten days ago."""
    marked = register_marked()
    tagging.tag([marked], make_tag(marked.conference))
    why = Grounds("Qnotex said so")
    staff_actions.decide(
        [marked], enrolment.CANCELLATION, make_staff(), reason=why, only_try=False
    )
    left = {"state": "sent", "sent_at": timezone.now()}
    Letter.objects.update(recipient="qmailx@example.org", text="Qgivenx", **left)
    ends = timezone.now() - timedelta(days=10)
    conference = Conference.objects.filter(pk=marked.conference_id)
    conference.update(starts_at=ends - timedelta(hours=9), ends_at=ends)
    return Delegate.objects.get(pk=marked.pk)


def rule(delegate, kind="phone", days=DAYS, *, set_days_ago=50):
    conference = delegate.conference_id
    made = RetentionRule.objects.create(
        registration_id=conference, kind=kind, days=days
    )
    at = timezone.now() - timedelta(days=set_days_ago)
    RetentionRule.objects.filter(pk=made.pk).update(changed_at=at)
    return made


def a_month_passes():
    """The clock moves on, that of the rules and of the conference."""
    for conference in Conference.objects.all():
        moved = {
            name: getattr(conference, name) - timedelta(days=31)
            for name in ("starts_at", "ends_at")
        }
        Conference.objects.filter(pk=conference.pk).update(**moved)
    RetentionRule.objects.update(looked_at=None)


def test_nothing_goes_before_its_time_and_then_it_does(marked):
    rule(marked)
    retention.run_due()
    assert not RetentionReport.objects.exists()

    a_month_passes()
    retention.run_due()

    report = RetentionReport.objects.get()
    assert (report.removed, report.left, report.days) == ({"phone": 3}, 0, DAYS)
    assert report.finished_at
    assert places_of({MARKS["phone"]}) == {}
    assert places_of({MARKS["family_name"]})


@pytest.mark.parametrize("kind", Retained)
def test_of_each_kind_nothing_is_left(marked, kind):
    rule(marked, kind, days=1)
    before = retention.held(marked.conference_id, kind)

    retention.run_due()

    report = RetentionReport.objects.get()
    assert before > 0
    assert report.values >= before
    assert report.left == retention.held(marked.conference_id, kind) == 0


def test_when_everything_goes_nobody_is_named_and_the_numbers_stay(marked):
    rule(marked, Retained.ALL, days=1)
    state, country = marked.state, marked.country

    retention.run_due()

    marked.refresh_from_db()
    assert places_of(WORDS) == {}
    assert marked.erased_at
    assert (marked.state, marked.country) == (state, country)


def test_what_was_only_just_set_waits_for_a_day(marked):
    rule(marked, days=1, set_days_ago=0)

    retention.run_due()

    assert not RetentionReport.objects.exists()


def test_other_conferences_and_kinds_keep_theirs(marked):
    other = register_someone(
        make_category(make_open_conference()),
        phone="+442079460959",
        email="o@x.test",
    )
    rule(marked, days=1)

    retention.run_due()

    other.refresh_from_db()
    marked.refresh_from_db()
    assert (other.phone, marked.phone) == ("+442079460959", "")
    assert StaffAction.objects.exclude(reason="").exists()


def test_it_goes_on_where_it_was_stopped_and_reports_once(marked, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 1)
    for n in range(3):
        register_someone(marked.category, n, phone="+442079460959")
    rule(marked, days=1)

    retention.run_due(seconds=0)
    [half] = RetentionReport.objects.all()
    retention.step(half.pk)
    half.refresh_from_db()
    assert (half.finished_at, half.left, half.values) == (None, None, 3)
    retention.run_due()

    half.refresh_from_db()
    assert half.finished_at
    assert half.left == 0
    assert not Delegate.objects.exclude(phone="").exists()


def test_what_comes_in_later_goes_the_next_day_and_nothing_is_reported_of_nothing(
    marked,
):
    rule(marked, days=1)
    retention.run_due()
    RetentionRule.objects.update(looked_at=timezone.now() - timedelta(days=2))
    retention.run_due()
    assert RetentionReport.objects.count() == 1

    Delegate.objects.update(phone="+442079460959")
    RetentionRule.objects.update(looked_at=timezone.now() - timedelta(days=2))
    retention.run_due()

    assert RetentionReport.objects.count() == 2
    assert not Delegate.objects.exclude(phone="").exists()


def test_a_conference_without_people_has_a_report_too(marked):
    empty = make_open_conference()
    ends = timezone.now() - timedelta(days=10)
    Conference.objects.filter(pk=empty.pk).update(
        starts_at=ends - timedelta(hours=1), ends_at=ends
    )
    RetentionRule.objects.create(registration_id=empty.pk, kind="phone", days=0)
    RetentionRule.objects.update(changed_at=timezone.now() - timedelta(days=2))

    retention.run_due()

    assert RetentionReport.objects.get().removed == {}


@pytest.mark.parametrize("days", [3651, -1])
def test_the_database_takes_no_time_that_is_none(marked, days):
    with pytest.raises(IntegrityError), transaction.atomic():
        rule(marked, days=days)


# -- The pages -------------------------------------------------------------------------


@pytest.fixture
def settings_page(marked):
    name = "admin:registration_registrationsettings_change"
    return reverse(name, args=[marked.conference_id])


def test_staff_set_a_time_and_read_what_it_will_do(office, marked, settings_page):
    new = {"retention_rules-0-kind": "phone", "retention_rules-0-days": "20"}
    total = {"retention_rules-TOTAL_FORMS": "1"}

    filled_in(office, settings_page, **new, **total)

    made = RetentionRule.objects.get()
    shown = office.get(settings_page).content.decode()
    assert (made.kind, made.days) == ("phone", 20)
    assert f"{made.due_at:%Y}" in shown
    assert re.search(r"values held now.*\b3\b", shown, re.DOTALL)


def test_the_same_thing_has_one_time(office, marked, settings_page):
    both = {f"retention_rules-{n}-kind": "phone" for n in (0, 1)}
    days = {f"retention_rules-{n}-days": "20" for n in (0, 1)}

    page = filled_in(
        office, settings_page, **both, **days, **{"retention_rules-TOTAL_FORMS": "2"}
    )

    assert page.status_code == 200
    assert not RetentionRule.objects.exists()


def test_people_read_how_long_it_is_kept(client, marked):
    rule(marked)
    rule(marked, "notes", days=5)
    publish(marked.conference)

    page = client.get(links.my(marked, "data")).content.decode()
    file = client.get(links.my(marked, "data_file")).json()

    assert "How long we keep it" in page
    assert "Telephone numbers" in page
    assert [one.get("kind") for one in file["kept"]] == ["notes", "phone", None]


def test_the_reports_are_read_and_say_how_much(office, marked):
    rule(marked, days=1)
    retention.run_due()
    report = RetentionReport.objects.get()

    page = office.get(
        reverse("admin:registration_retentionreport_change", args=[report.pk])
    ).content.decode()

    assert "Telephone numbers: 3" in page
