"""Leafing through many people stands in the record; looking for one does not."""

import pytest

from confsite.models import Export
from registration.admin import browsing
from registration.admin.delegate import DelegateAdmin
from tests.admin_pages import office
from tests.factories import make_category, make_delegate

__all__ = ["office"]  # a fixture, used by its name


@pytest.fixture
def address(monkeypatch):
    monkeypatch.setattr(DelegateAdmin, "list_per_page", 1)
    monkeypatch.setattr(browsing, "PAGES", 2)
    category = make_category()
    for n in range(4):
        make_delegate(category=category, family_name=f"Li{n}")
    list_of = "/admin/registration/delegate/?conference__id__exact="
    return f"{list_of}{category.conference_id}"


@pytest.mark.parametrize("more", ["", "&p=2", "&q=Li3", "&p=99"])
def test_the_first_pages_are_not_written_down(office, address, more):
    office.get(address + more)

    assert not Export.objects.exists()


def test_a_page_far_down_is_with_who_and_what_was_looked_for(office, address):
    office.get(f"{address}&q=Li&p=3")

    read = Export.objects.get()
    assert (read.what, read.rows) == ("delegates-page-3", 1)
    assert str(read.conference_id) == address.rpartition("=")[2]
    assert read.selection.endswith("Search: Li")
    assert read.by
