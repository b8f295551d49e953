"""A file that was taken out and is brought in again changes nothing."""

import pytest
from django.urls import reverse

from confsite.tables.result import RowStatus
from registration.imports import services
from registration.models import Delegate, Tag
from tests.admin_pages import filled_in, office
from tests.factories import make_category, make_delegate, make_quota
from tests.registration.exports.test_export import take, whole
from tests.registration.imports.imported import brought, changes, reasons, results

__all__ = ["office"]  # a fixture, used by its name

pytestmark = [pytest.mark.django_db, pytest.mark.server]

# What a spreadsheet program would rather calculate, and what a reader might split.
AWKWARD = [
    {"native_name": "张伟", "family_name": "Zhang", "given_name": "Wei", "title": "Dr"},
    {"family_name": "=Dr", "given_name": "-x", "organisation": "@home, “Ltd.”"},
    {"family_name": "O'Brien (née Smith)", "position": "+44", "note": "two\nlines"},
    {"email": "", "contact_name": "王丽", "contact_email": "office@example.org"},
    {"email": "", "phone": "+8613800138000", "country": "CN", "mailing": "never"},
    {"state": "waiting", "attendance": "online", "language": "zh-hans"},
]


@pytest.fixture
def category():
    category = make_category(name_zh="高校")
    make_quota(category.conference)
    people = [make_delegate(category=category, **columns) for columns in AWKWARD]
    for name in ("press", "VIP, blue"):
        tag = Tag.objects.create(conference=category.conference, name_en=name)
        people[0].tagged.create(tag=tag)
    return category


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_row_is_unchanged(office, category, language, kind):
    office.cookies["django_language"] = language
    content = whole(take(office, category.conference, kind=kind))

    file, _by = brought(category, services.read(content))

    found = results(file)
    assert len(found) == len(AWKWARD)
    differing = [row for row in found if row.status != RowStatus.UNCHANGED]
    assert [(row.name, changes(row), reasons(row)) for row in differing] == []


def test_a_note_that_staff_typed_is_unchanged_too(office, category):
    """Browsers send other line breaks than files have."""
    delegate = Delegate.objects.get(family_name="Zhang")
    page = reverse("admin:registration_delegate_change", args=[delegate.pk])
    assert filled_in(office, page, note="by train\r\nfrom Harbin").status_code == 302

    content = whole(take(office, category.conference))
    file, _by = brought(category, services.read(content))

    assert {row.status for row in results(file)} == {RowStatus.UNCHANGED}


def test_a_row_that_differs_is_not(office, category):
    """The negative control."""
    content = whole(take(office, category.conference))
    Delegate.objects.filter(family_name="Zhang").update(title="Prof")

    file, _by = brought(category, services.read(content))

    statuses = sorted(row.status for row in results(file))
    assert statuses == sorted(
        [RowStatus.CHANGED, *[RowStatus.UNCHANGED] * (len(AWKWARD) - 1)]
    )
