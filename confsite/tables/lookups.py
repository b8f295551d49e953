"""What the rows of a file can be about, and what they can name."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction

from confsite.bilingual import Pair
from confsite.tables.names import M, NameIndex

Models = Collection[type[models.Model]]


class Lookups:
    """The rows of an app by their names, read once for all rows of a file.

    An app adds a cached property for each index. Days and times are in the clock of
    `time_zone`. `may_add` are the models of which a name that nobody knows makes a new
    row. With `lock` nobody else changes the rows before the transaction ends.
    """

    def __init__(self, time_zone: str, may_add: Models = (), *, lock: bool = False):
        self.time_zone = time_zone
        self.may_add = may_add
        self.lock = lock

    def country_names(self) -> Mapping[str, Pair]:
        """What countries and regions are called here, by code, where not as usual."""
        return {}

    def index_of(self, model: type[models.Model]) -> NameIndex[Any]:
        """The rows of a model that others refer to."""
        raise NotImplementedError

    def blank(self, model: type[models.Model]) -> Any:
        """A new one of these, without its name."""
        raise NotImplementedError

    def in_order(self, rows: models.QuerySet[M]) -> models.QuerySet[M]:
        """By id, so that two who lock them never wait for each other in a circle."""
        rows = rows.order_by("pk")
        return rows.select_for_update(no_key=True) if self.lock else rows

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """One of the database, and of what is known of it here."""
        indexes = [own for own in vars(self).values() if isinstance(own, NameIndex)]
        before = [dict(index.rows) for index in indexes]
        try:
            with transaction.atomic():
                yield
        except BaseException:
            for index, rows in zip(indexes, before, strict=True):
                index.rows = rows
            raise
