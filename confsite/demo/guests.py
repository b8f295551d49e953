"""Rows of registration from an edition: settings, categories and who signed up."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from agenda.models import Conference
from confsite.demo.columns import in_columns
from confsite.demo.editions import Edition
from registration import enrolment
from registration.enrolment import SignUp
from registration.models import Category, Quota, RegistrationSettings
from registration.states import Attendance


def open_registration(conference: Conference, edition: Edition, now: datetime) -> None:
    """Its settings, its categories and its quotas."""
    hours = dict(edition["registration"])
    closes_at = conference.starts_at - timedelta(days=hours.pop("closes_days_before"))
    opens_before = hours.pop("opens_days_before", None)
    opens_at = (
        now - timedelta(hours=1)
        if opens_before is None
        else conference.starts_at - timedelta(days=opens_before)
    )
    RegistrationSettings.objects.create(
        conference=conference,
        opens_at=opens_at,
        closes_at=closes_at,
        **in_columns(hours),
    )
    categories = {
        key: Category.objects.create(
            conference=conference, position=position, **in_columns(row)
        )
        for position, (key, row) in enumerate(edition["categories"].items())
    }
    for row in edition["quotas"]:
        Quota.objects.create(
            conference=conference,
            attendance=Attendance.ONSITE,
            **row | {"category": categories.get(row.get("category"))},
        )
    for number, row in enumerate(edition["delegates"], start=1):
        sign_up(categories[row["category"]], number, row)


def sign_up(category: Category, number: int, row: dict[str, Any]) -> None:
    """Let a person in by the way that everybody goes, so that places are counted."""
    told = {key: row[key] for key in row if key not in ("category", "approve")}
    delegate = enrolment.register(
        SignUp(
            submission=uuid.uuid4(),
            conference_id=category.conference_id,
            category_id=category.pk,
            email=f"guest{number:02}@example.org",
            needs_approval=category.needs_approval,
            **{"attendance": Attendance.ONSITE} | told,
        )
    )
    if row.get("approve"):
        enrolment.approve(delegate)
