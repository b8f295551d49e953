"""Organisations that are merged while others merge, or write what names them."""

import threading

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import QuerySet

from agenda.errors import OrganisationGone, OrganisationsInUse
from agenda.models import Organisation, Speaker
from agenda.services import organisations
from confsite.tables import dry_run
from tests.factories import make_conference, make_organisation, make_speaker
from tests.threads import PATIENCE, in_threads

pytestmark = pytest.mark.server


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    @pytest.mark.parametrize("crosswise", [False, True])
    def test_one_of_two_merges_happens(self, crosswise):
        one, two = make_organisation(), make_organisation()
        make_speaker(organisation=one)
        make_speaker(organisation=two)

        told = merged_twice(one, two, crosswise=crosswise)

        stays = Organisation.objects.get()
        assert told == ["1", "OrganisationGone"]
        assert {s.organisation for s in Speaker.objects.all()} == {stays}

    def test_without_the_lock_both_would_happen(self, monkeypatch):
        """The negative control."""
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)
        monkeypatch.setattr(dry_run, "wait_for_others", lambda: None)
        told = []
        for _ in range(10):
            one, two = make_organisation(), make_organisation()
            make_speaker(organisation=two)
            told += merged_twice(one, two, crosswise=False)

        assert told.count("OrganisationGone") < 10

    def test_whoever_names_one_meanwhile_is_moved_along_or_refused(self):
        keep, gone = make_organisation(), make_organisation()
        conferences = [make_conference() for _ in range(4)]

        def name_or_merge(number):
            if number == len(conferences):
                organisations.merge(keep, [gone])
                return None
            try:
                return make_speaker(conferences[number], organisation=gone).pk
            except IntegrityError:
                return None

        told = in_threads(len(conferences) + 1, name_or_merge)

        named = keep.speakers.values_list("pk", flat=True)
        assert set(named) == {pk for pk in told if pk}
        assert Speaker.objects.count() == len(named)

    def test_nobody_waits_in_a_circle(self, monkeypatch):
        """Somebody writes a row that names one that goes, and then another row."""
        keep, gone = make_organisation(), make_organisation()
        speaker = make_speaker(organisation=gone)
        writes, has_tried = threading.Event(), threading.Event()
        pause = organisations.pause
        monkeypatch.setattr(organisations, "pause", lambda: (has_tried.set(), pause()))

        def name_or_merge(number):
            if number:
                assert writes.wait(PATIENCE)
                return organisations.merge(keep, [gone]).moved
            with transaction.atomic():
                Speaker.objects.filter(pk=speaker.pk).update(position_en="Chair")
                writes.set()
                assert has_tried.wait(PATIENCE)
                make_speaker(speaker.conference, organisation=gone)
            return None

        assert in_threads(2, name_or_merge) == [None, 2]
        assert {row.organisation for row in Speaker.objects.all()} == {keep}

    def test_who_never_ends_is_not_waited_for(self, monkeypatch):
        keep, gone = make_organisation(), make_organisation()
        speaker = make_speaker(organisation=gone)
        monkeypatch.setattr(organisations, "TRIES", 2)

        def write_or_merge(number):
            if number:
                Speaker.objects.filter(pk=speaker.pk).update(position_en="Chair")
                ready.wait(PATIENCE)
                refused.wait(PATIENCE)
                return None
            ready.wait(PATIENCE)
            try:
                return organisations.merge(keep, [gone])
            except OrganisationsInUse:
                return "in use"
            finally:
                refused.set()

        ready, refused = threading.Barrier(2), threading.Event()
        told = in_threads(2, lambda n: in_transaction(write_or_merge, n))
        assert told == ["in use", None]
        assert Organisation.objects.count() == 2

    def test_nobody_else_waits(self):
        """A merge holds its organisations, and no table."""
        keep, gone, other = (make_organisation() for _ in range(3))
        speaker = make_speaker(organisation=gone)
        has_merged, has_written = threading.Event(), threading.Event()

        def write_or_merge(number):
            if number:
                assert has_merged.wait(PATIENCE)
                make_speaker(speaker.conference, organisation=other)
                has_written.set()
                return
            with transaction.atomic():
                organisations.merge(keep, [gone])
                has_merged.set()
                assert has_written.wait(PATIENCE)

        in_threads(2, write_or_merge)
        assert {s.organisation for s in Speaker.objects.all()} == {keep, other}


def in_transaction(work, number):
    with transaction.atomic():
        return work(number)


def merged_twice(one, two, *, crosswise):
    """What two merges at the same moment say: how many rows they moved, or why not."""

    def merge(number):
        keep, gone = (two, one) if crosswise and number else (one, two)
        try:
            return str(organisations.merge(keep, [gone]).moved)
        except (OrganisationGone, DatabaseError) as error:
            return type(error).__name__

    return sorted(in_threads(2, merge))
