"""Rows of registration from an edition: settings, categories and who signed up."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from agenda.models import Conference
from confsite.demo.columns import create
from confsite.demo.editions import Edition
from registration import enrolment
from registration.consents import defaults
from registration.enrolment import SignUp
from registration.models import (
    Category,
    ConsentRequest,
    Quota,
    RegistrationSettings,
    Tag,
)
from registration.states import Attendance


def open_registration(conference: Conference, edition: Edition, now: datetime) -> None:
    """Its settings, its categories, its quotas and its tags."""
    hours, begins = edition["registration"], conference.starts_at
    opens_before = hours.get("opens_days_before")
    create(
        RegistrationSettings,
        hours,
        *("opens_days_before", "closes_days_before"),
        conference=conference,
        opens_at=begins - timedelta(days=opens_before)
        if opens_before is not None
        else now - timedelta(hours=1),
        closes_at=begins - timedelta(days=hours["closes_days_before"]),
    )
    categories = {
        key: create(Category, row, conference=conference, position=position)
        for position, (key, row) in enumerate(edition["categories"].items())
    }
    for row in edition["quotas"]:
        Quota.objects.create(
            conference=conference,
            attendance=Attendance.ONSITE,
            **row | {"category": categories.get(row.get("category"))},
        )
    for row in edition.get("tags", []):
        create(Tag, row, conference=conference)
    for row in edition.get("consents", []):
        text = defaults.text(row["purpose"], conference)
        texts = {"text_en": text.en, "text_zh": text.zh}
        create(ConsentRequest, row, conference=conference, **texts)
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
    if delegate and row.get("approve"):
        enrolment.approve(delegate)
