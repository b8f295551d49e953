"""The programme as it stands now, for those who may see it before it is published."""

from datetime import datetime

from django.utils import timezone

from agenda.models import Conference
from agenda.publishing import compare
from agenda.publishing.publish import snapshot
from agenda.release.programme import Programme


def draft(conference: Conference, until: datetime | None = None) -> Programme:
    """What would be published now; with the embargoes ended up to a moment.

    Each call makes another one, so nothing made of it is ever found in a cache.
    """
    return compare.programme(snapshot(conference), until or timezone.now())
