"""The three tables of a programme, in the order in which they need each other."""

from collections.abc import Collection

from agenda.imports.lookups import ProgrammeLookups
from agenda.imports.organisations import OrganisationResource
from agenda.imports.sessions import SessionResource
from agenda.imports.speakers import SpeakerResource
from agenda.models import Conference
from confsite.tables.dry_run import ImportPlan
from confsite.tables.lookups import Models
from confsite.tables.recognition import Kind

KINDS: tuple[Kind, ...] = (OrganisationResource, SpeakerResource, SessionResource)


def import_plan(
    conference: Conference, allowed: Collection[Kind], may_add: Models
) -> ImportPlan:
    """For somebody who may import these, and add those where a row names one."""

    def look_up() -> ProgrammeLookups:
        # Anew: while an import waits its conference may change.
        now = Conference.objects.get(pk=conference.pk)
        return ProgrammeLookups(now, may_add, lock=True)

    return ImportPlan(KINDS, allowed, look_up)


def staging_target(conference: Conference) -> str:
    return f"programme of {conference.pk}"
