"""The same file imported by several people at the same moment."""

import threading

import pytest

from agenda.imports.organisations import OrganisationResource
from agenda.models import Organisation
from confsite.tables import dry_run
from tests.agenda.imports.imported import everything
from tests.confsite.tables.staff import a_table
from tests.factories import make_conference
from tests.threads import PATIENCE, in_threads

PEOPLE = 4


def import_at_once():
    """Each has seen that the organisation is new, and presses the button."""
    conference = make_conference()
    # No constraint forbids two organisations of one name.
    tables = {"": a_table({"name_en": "Institute", "country": "CN"})}
    shown = dry_run.check(tables, everything(conference)).fingerprint

    def press(_number):
        try:
            dry_run.carry_out(tables, everything(conference), shown=shown)
        except dry_run.ResultChanged as changed:
            return changed.result.rows[0].status.value
        return "imported"

    return sorted(in_threads(PEOPLE, press))


@pytest.mark.django_db(transaction=True)
def test_a_file_that_several_import_at_once_is_imported_once():
    assert import_at_once() == ["imported", "unchanged", "unchanged", "unchanged"]
    assert Organisation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_waiting_for_each_other_everybody_would_import_it(monkeypatch):
    """The negative control of the test above."""
    all_have_looked = threading.Barrier(PEOPLE)
    import_rows = OrganisationResource.import_rows

    def look_first(self, rows):
        assert not self.index.rows
        if threading.current_thread() is not threading.main_thread():
            all_have_looked.wait(PATIENCE)
        return import_rows(self, rows)

    monkeypatch.setattr(OrganisationResource, "import_rows", look_first)
    monkeypatch.setattr(dry_run, "wait_for_others", lambda: None)

    assert import_at_once() == ["imported"] * PEOPLE
    assert Organisation.objects.count() == PEOPLE
