"""What is different between two programmes, as a visitor would tell it.

Rows are the same by their id, so a session with another title is one change, not two.
Whatever the public can see leads to a sentence: what has none of its own is told by the
name of its column.
"""

from agenda.changes import agreements, facts, people, sessions
from agenda.changes.change import Change
from agenda.release.programme import Programme


def changes(
    before: Programme, after: Programme, *, with_embargoes: bool = False
) -> tuple[Change, ...]:
    """Everything that differs. What neither programme shows is in no sentence.

    With embargoes also that one begins, moves or is lifted: for staff alone.
    """
    return (
        *facts.of_conference(before, after),
        *sessions.changes(before, after),
        *agreements.changes(before, after, with_embargoes=with_embargoes),
        *people.of_speakers(before, after),
        *facts.of_places(before, after),
        *people.of_organisations(before, after),
    )
