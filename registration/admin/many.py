"""Verbs of the list of delegates with more people than one waits for: jobs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from agenda.rights import conferences_of
from confsite.admin.actions import Outcome, Parameters
from confsite.keys import is_key
from registration.admin import selections
from registration.admin.forecasts import Forecast
from registration.jobs import services
from registration.jobs.kinds import KINDS
from registration.models import Delegate, DelegateSelection, Job

CANNOT_BE_UNDONE = gettext_lazy(
    "They are so many that it is done step by step, as a job: you see how far it has "
    "come, and can cancel it on the way. It cannot be undone as a whole; places are "
    "given as they stand when each has their turn."
)


@dataclass(frozen=True)
class ManyDelegates:
    """What confsite.admin.actions.LongWork asks for, of a kind of job."""

    kind: str
    counts: Forecast

    def keep(self, keys: Sequence[int], by: Any) -> str:
        """In the order in which they came: so they find places."""
        return str(DelegateSelection.of(sorted(keys), by).pk)

    def kept(self, name: str, by: Any) -> Sequence[int]:
        """Raises Http404: of people with whom somebody may not do this, as of none."""
        chosen = selection(name, by)
        allowed = conferences_of(by, KINDS[self.kind].permission)
        if allowed is not None:
            people = selections.of(name, Delegate.objects.all())
            if people.exclude(conference__in=allowed).exists():
                raise Http404
        return chosen.keys

    def forecast(self, name: str, parameters: Parameters) -> Outcome:
        return self.counts(selections.of(name, Delegate.objects.all()), parameters)

    def start(self, name: str, by: Any, parameters: Parameters) -> Job:
        chosen = selection(name, by)
        people = selections.of(name, Delegate.objects.order_by())
        conferences = set(people.values_list("conference", flat=True).distinct()[:2])
        return services.start(
            self.kind,
            conference=conferences.pop() if len(conferences) == 1 else None,
            by=by,
            arguments=as_json(parameters),
            selection=chosen,
        )


def selection(name: str, by: Any) -> DelegateSelection:
    """One's own. Raises Http404: a page of ours names none that is not there."""
    if not is_key(name):
        raise Http404
    return get_object_or_404(DelegateSelection, pk=int(name), by=by)


def as_json(parameters: Parameters) -> Mapping[str, Any]:
    """What a form says: of a row its key."""
    return {
        name: value.pk if isinstance(value, Model) else value
        for name, value in parameters.items()
    }
