"""Publishing: what staff have written becomes what the public reads."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from agenda.errors import ProgrammeError
from agenda.models import (
    Agreement,
    AgreementParty,
    Conference,
    JoinOption,
    Organisation,
    Participation,
    Release,
    Signature,
    Speaker,
)
from agenda.publishing.sequences import changed_in, said_at
from agenda.release import programme
from confsite.folding.columns import KEPT
from confsite.models import User

Rows = dict[str, Any]
# What a row says to staff alone: no release holds it.
FOR_STAFF = {"previous_id"}


class ProgrammeChanged(ProgrammeError):
    message = _(
        "Somebody has changed the programme since you opened this page. "
        "Nothing was published: please look at it again."
    )


class PublishedMeanwhile(ProgrammeError):
    message = _(
        "Somebody has published release %(number)d since you opened this page. "
        "Nothing was published again: please look at it once more."
    )

    def __init__(self, latest: int):
        self.latest = latest

    def __str__(self) -> str:
        return super().__str__() % {"number": self.latest}


@dataclass(frozen=True)
class Draft:
    """What would be published now, under the next number."""

    rows: Rows
    last: Release | None

    @classmethod
    def of(cls, conference: Conference) -> "Draft":
        return cls(snapshot(conference), conference.releases.first())

    @property
    def number(self) -> int:
        return self.last.number + 1 if self.last else 1

    @property
    def digest(self) -> str:
        """Stands for every row: who has looked at these says so by it."""
        text = json.dumps(self.rows, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def snapshot(self) -> Rows:
        """The rows as the release keeps them: with what they know of earlier ones."""
        return self.with_moves | {
            "changed_in": changed_in(self.rows, self.number, self.last),
            "said_at": said_at(self.rows, self.last),
        }

    @property
    def with_moves(self) -> Rows:
        """A session knows when it began before."""
        if not self.last:
            return self.rows
        earlier = self.last.snapshot["sessions"]
        return self.rows | {
            "sessions": remembering_moves(self.rows["sessions"], earlier)
        }

    @property
    def differs(self) -> bool:
        """Whether the release would hold anything that the last one does not."""
        if not self.last:
            return True
        # Of an older snapshot the column of the moves may be missing.
        kept = self.last.snapshot
        moves = remembering_moves(kept["sessions"], kept["sessions"])
        unknown = dict.fromkeys(("changed_in", "said_at"))
        return self.with_moves | unknown != kept | {"sessions": moves} | unknown


@transaction.atomic
def publish(
    conference: Conference,
    *,
    by: User | None = None,
    note: str = "",
    digest: str | None = None,
) -> Release:
    """Make the programme public as it stands now, under the next number.

    Two at once give two releases, one after the other. With the digest of the draft
    that somebody has looked at, it is published as it was then: ProgrammeChanged else.
    """
    lock(conference)
    draft = Draft.of(conference)
    if digest is not None and digest != draft.digest:
        raise ProgrammeChanged
    return release(conference, draft, by, note)


@transaction.atomic
def publish_again(
    earlier: Release,
    *,
    by: User | None = None,
    note: str = "",
    latest: int | None = None,
) -> Release:
    """Make what an earlier release showed public again, under the next number.

    The rows of the staff stay as they are. A session says when it began in the release
    that visitors have seen last, if that was another time. With the number of the
    latest release that somebody has looked at: PublishedMeanwhile, if it is not that.
    """
    conference = earlier.conference
    lock(conference)
    draft = Draft(earlier.snapshot, conference.releases.first())
    if latest is not None and latest + 1 != draft.number:
        raise PublishedMeanwhile(draft.number - 1)
    return release(conference, draft, by, note)


def lock(conference: Conference) -> None:
    """Wait for whoever publishes the same conference at this moment."""
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)


def release(
    conference: Conference, draft: Draft, by: User | None, note: str
) -> Release:
    transaction.on_commit(programme.latest.cache_clear)
    return Release.objects.create(
        conference=conference,
        number=draft.number,
        note=note,
        made_by=by,
        snapshot=draft.snapshot,
    )


def remembering_moves(sessions: list[Rows], earlier: list[Rows]) -> list[Rows]:
    """Each session with when it began before, if that was another time."""
    known = {row["id"]: row for row in earlier}
    return [moved(row, known.get(row["id"], row)) for row in sessions]


def moved(row: Rows, before: Rows) -> Rows:
    was, now = (parse_datetime(known["starts_at"]) for known in (before, row))
    moved_from = before.get("moved_from_at") if was == now else before["starts_at"]
    return row | {"moved_from_at": moved_from}


# -- The rows of a programme -----------------------------------------------------------


def snapshot(conference: Conference) -> Rows:
    """Every row of the programme, in both languages, in the order of its pages."""
    agreements = Agreement.objects.announced().filter(session__conference=conference)
    tables = at_once(
        {
            "conference": Conference.objects.filter(pk=conference.pk).values(
                *said(Conference)
            ),
            "country_names": conference.country_names.order_by("country").values(),
            "organisations": organisations(conference).values(*said(Organisation)),
            "partners": conference.partners.values(),
            "rooms": conference.rooms.values(),
            "tracks": conference.tracks.values(),
            "speakers": speakers(conference).values(*said(Speaker)),
            "sessions": conference.sessions.values(),
            # Not the address: whoever has it gets in.
            "join_options": JoinOption.objects.filter(
                room__conference=conference
            ).values("id", "room_id", "label_en", "label_zh", "region", "channel"),
            "participations": Participation.objects.filter(
                session__conference=conference
            ).values(),
            "agreements": agreements.values(),
            "parties": AgreementParty.objects.filter(agreement__in=agreements).values(),
            "signatures": Signature.objects.filter(agreement__in=agreements).values(),
        }
    )
    (itself,) = tables["conference"]
    return tables | {"conference": itself}


def said(model: type[Model]) -> list[str]:
    """The columns of a row that visitors may read of."""
    names = [field.attname for field in model._meta.concrete_fields]
    return [name for name in names if name not in KEPT and name not in FOR_STAFF]


def at_once(tables: dict[str, QuerySet[Any, Any]]) -> dict[str, list[Rows]]:
    """The rows of all these, as JSON has them, as of one moment.

    In one statement, so that nobody's change is in one table and missing in another.
    """
    columns: list[str] = []
    parameters: list[Any] = []
    for queryset in tables.values():
        sql, values = queryset.query.sql_with_params()
        columns.append(
            f"(SELECT coalesce(json_agg(one), '[]')::text FROM ({sql}) AS one)"  # noqa: S608 - Django's own SQL
        )
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", parameters)
        found = cursor.fetchone()
    return {name: json.loads(rows) for name, rows in zip(tables, found, strict=True)}


def speakers(conference: Conference) -> QuerySet[Speaker]:
    """All of a conference but those who come to sign a draft and for nothing else."""
    signs = Signature.objects.filter(speaker=OuterRef("pk"))
    is_secret = (
        Exists(signs)
        & ~Exists(signs.filter(agreement__in=Agreement.objects.announced()))
        & ~Exists(Participation.objects.filter(speaker=OuterRef("pk")))
    )
    return conference.speakers.exclude(is_secret, role="")


def organisations(conference: Conference) -> QuerySet[Organisation]:
    """Those that the programme of a conference names, in an order that never varies."""
    named = Organisation.objects.filter(speakers__in=speakers(conference))
    partners = Organisation.objects.filter(partnerships__conference=conference)
    announced = Agreement.objects.announced().filter(session__conference=conference)
    parties = Organisation.objects.filter(agreements__in=announced)
    return Organisation.objects.filter(
        Q(pk__in=named.values("pk"))
        | Q(pk__in=partners.values("pk"))
        | Q(pk__in=parties.values("pk"))
    ).order_by("name_en", "name_zh", "pk")
