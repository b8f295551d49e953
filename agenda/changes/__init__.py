"""What is different between two programmes, as a visitor would tell it.

Rows are the same by their id, so a session with another title is one change, not two.
What a visitor acts on is told in a sentence; every other column that the public can see
is a row of its name, before and after.
"""

from agenda.changes import agreements, facts, sessions
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
        *facts.of_speakers(before, after),
        *facts.of_places(before, after),
        *facts.of_organisations(before, after),
    )
