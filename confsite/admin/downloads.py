"""Files that are made while they leave, however long, each of them in the record."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import PurePath

from django.db import connection, transaction
from django.db.models.functions import Now
from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from confsite.admin.pages import CONTENT_TYPES, StaffRequest
from confsite.exceptions import ServiceError
from confsite.models import Export
from confsite.spool import SPOOLED
from confsite.tables.streaming import Row, csv_parts, xlsx_parts

# The key of the locks that are held while a file is made: each keeps a thread busy.
MAKING = 0x65787074
TAKE_TURN = (
    "SELECT pg_try_advisory_xact_lock(%s, 1) OR pg_try_advisory_xact_lock(%s, 2)"
)


class TwoAreBeingMade(ServiceError):
    message = _(
        "Two files are being made at this moment. Try again in a minute: yours would "
        "slow everybody down."
    )


class CountedBatches:
    """Says how many rows have passed."""

    def __init__(self, batches: Generator[Sequence[Row], None, None]) -> None:
        self.batches = batches
        self.number = 0

    def __iter__(self) -> Iterator[Sequence[Row]]:
        for rows in self.batches:
            yield rows
            self.number += len(rows)

    def close(self) -> None:
        """Now, and not when somebody collects it: a cursor ends before its query's
        transaction does."""
        self.batches.close()


def stream(
    request: StaffRequest,
    name: str,
    title: str,
    heads: Row,
    batches: Generator[Sequence[Row], None, None],
    selection: str = "",
    *,
    conference: int | None,
) -> StreamingHttpResponse:
    """The rows as the file that the name says. Raises TwoAreBeingMade."""
    if not take_turn():
        raise TwoAreBeingMade
    counted = CountedBatches(batches)
    suffix = PurePath(name).suffix
    parts = (
        csv_parts(heads, counted)
        if suffix == ".csv"
        else xlsx_parts(title, heads, counted)
    )
    export = Export.objects.create(
        by=request.user.email,
        what=name[:200],
        rows=0,
        columns=list(heads),
        selection=selection,
        conference_id=conference,
        finished_at=None,
    )
    request.META[SPOOLED] = True
    return StreamingHttpResponse(
        recorded(export, parts, counted),
        content_type=CONTENT_TYPES[suffix],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def recorded(
    export: Export, parts: Iterable[bytes], counted: CountedBatches
) -> Iterator[bytes]:
    """All of it as it was at one moment; at its end, or where it breaks off, written
    down: how many rows there were until then."""
    finished_at = None
    try:
        with transaction.atomic(), closing(counted):
            # Whoever came in between makes a third one: that does no harm.
            take_turn()
            yield from parts
        finished_at = Now()
    finally:
        rows = Export.objects.filter(pk=export.pk)
        rows.update(rows=counted.number, finished_at=finished_at)


def take_turn() -> bool:
    """Whether one more file may be made; within a transaction until it ends."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN, [MAKING, MAKING])
        return bool(cursor.fetchone()[0])
