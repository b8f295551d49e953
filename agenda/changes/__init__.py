"""What is different between two programmes, as a visitor would tell it.

Rows are the same by their id, so a session with another title is one change, not two.
What a visitor acts on is told in a sentence; every other column that the public can see
is a row of its name, before and after.
"""

from agenda.changes.change import Change, Changes
from agenda.changes.columns import by_id
from agenda.changes.sentences import SORTS
from agenda.release.programme import Programme


def changes(
    before: Programme, after: Programme, *, with_embargoes: bool = False
) -> Changes:
    """Everything that differs. What neither programme shows is in no sentence.

    With embargoes also that one begins, moves or is lifted: for staff alone.
    """
    found: list[Change] = []
    for sort in SORTS:
        was, now = (by_id(sort.rows(programme)) for programme in (before, after))
        # In the order of today; what is gone comes last.
        for pk in now | was:
            row = sort(was.get(pk), now.get(pk), before, after)
            found += row.changes()
            if with_embargoes and row.now and row.differs("embargo_until"):
                found.append(row.column("embargo_until"))
        if sort.is_ordered:
            whole = sort(before.conference, after.conference, before, after)
            found += whole.order(sort.model._meta.verbose_name_plural, was, now)
    return Changes(found)
