"""Many changes at a glance, and those that are under embargo."""

import copy
from typing import Any

import pytest
from django.utils.translation import override

from agenda.publishing.compare import compare
from tests.agenda.whole_programme import HOUR, changed, make_whole_snapshot
from tests.factories import STARTS_AT

YEAR = STARTS_AT.year
TOMORROW = STARTS_AT + 24 * HOUR


@pytest.fixture
def rows() -> Any:
    return make_whole_snapshot()


def at(moment) -> str:
    return moment.isoformat()


class TestInShort:
    def after(self, rows):
        after = copy.deepcopy(rows)
        opening, panel, signing = after["sessions"]
        opening["starts_at"] = at(STARTS_AT + HOUR / 2)
        panel |= {"starts_at": at(TOMORROW), "ends_at": at(TOMORROW + HOUR)}
        signing["is_cancelled"] = True
        after["conference"]["city_en"] = "Suzhou"
        return changed(rows, after)

    def test_counts_come_first(self, rows):
        found = self.after(rows)

        with override("zh-hans"):
            chinese = found.in_short
        assert found.in_short == (
            "4 changes: 2 sessions moved, 1 session cancelled, 1 other."
        )
        assert chinese == "4处变更：2个场次改期、1个场次取消、其他1处。"

    def test_one_change_is_one(self, rows):
        after = copy.deepcopy(rows)
        after["conference"]["city_en"] = "Suzhou"

        assert changed(rows, after).in_short == "1 change."

    def test_sessions_stand_under_their_day(self, rows):
        assert [
            (str(heading), len(found)) for heading, found in self.after(rows).groups
        ] == [
            ("The conference", 1),
            (f"9 July {YEAR}", 2),
            (f"10 July {YEAR}", 1),
        ]


class TestUnderEmbargo:
    """The public list holds nothing of it; that of the staff has it apart."""

    SOON = "2999-01-01T00:00:00+00:00"

    def test_a_new_agreement_under_embargo_is_for_staff_alone(self, rows):
        secret = copy.deepcopy(rows)
        secret["agreements"][0] |= {"embargo_until": self.SOON, "title_en": "Merger"}

        comparison = compare(without_first_agreement(rows), secret)

        assert comparison.shown == ()
        embargoed = [str(change) for change in comparison.embargoed]
        assert "“Merger” is new: Signing · Oxford, Zone." in embargoed
        assert (
            "Merger · Embargo until: – → 1 January 2999, 08:00 Nanjing · 00:00 London"
            in embargoed
        )

    def test_an_embargo_that_is_lifted_announces_the_agreement(self, rows):
        secret = copy.deepcopy(rows)
        secret["agreements"][0]["embargo_until"] = self.SOON

        comparison = compare(secret, rows)

        assert [str(change) for change in comparison.shown] == [
            "“Pact 1” is new: Signing · Oxford, Zone.",
            "“Pact 1” was signed.",
        ]
        assert [str(change) for change in comparison.embargoed] == [
            "Pact 1 · Embargo until: 1 January 2999, 08:00 Nanjing · 00:00 London → –"
        ]


def without_first_agreement(rows):
    rows = copy.deepcopy(rows)
    gone = rows["agreements"].pop(0)
    for table in ("parties", "signatures"):
        rows[table] = [r for r in rows[table] if r["agreement_id"] != gone["id"]]
    return rows
