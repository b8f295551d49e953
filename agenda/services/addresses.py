"""The address of a conference."""

from django.db import transaction

from agenda.models import Conference
from agenda.release import programme


@transaction.atomic
def change_address(conference: Conference, slug: str) -> None:
    """Move the pages of a conference to another address, at once and without a release.

    The one before leads on: the row remembers it.
    """
    conference.slug = slug
    conference.save(update_fields=["slug"])
    transaction.on_commit(programme.latest.cache_clear)
