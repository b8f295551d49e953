"""What staff do with many people: the same services as with a few, as jobs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from registration import correspondence, enrolment, staff_actions
from registration.jobs.kinds import Tally, batch_kind
from registration.jobs.report import Report
from registration.models import Delegate, Job, StaffAction
from registration.staff_actions import Result

Arguments = Mapping[str, Any]
Work = Callable[[Sequence[Delegate], Any, Arguments], Result]
COUNTED = ("letters", "lose_their_place", "are_seated")


def in_words(numbers: Tally) -> list[str]:
    """What happens to people, in whole sentences."""
    lost, seated, letters = (
        numbers.get(name, 0) for name in ("lose_their_place", "are_seated", "letters")
    )
    effects = [
        lost
        and ngettext(
            "%d person loses their place.", "%d people lose their place.", lost
        )
        % lost,
        letters
        and ngettext("%d letter leaves.", "%d letters leave.", letters) % letters,
        seated and move_up(seated),
    ]
    return [effect for effect in effects if effect]


def move_up(number: int) -> str:
    return (
        ngettext(
            "%d person moves up from the waiting list.",
            "%d people move up from the waiting list.",
            number,
        )
        % number
    )


def staff_job(
    name: str, label: str | Promise, work: Work, **next_verbs: str | Promise
) -> None:
    """Register a service of staff as a job, with the verbs that may follow it."""

    @batch_kind(name, label=label, in_words=in_words, next_verbs=next_verbs)
    def batch(job: Job, keys: Sequence[int], report: Report) -> Tally:
        people = Delegate.objects.filter(pk__in=keys).order_by("pk")
        result = work(people, job.by, job.arguments)
        if result.number:
            StaffAction.objects.filter(pk=result.action).update(job=job)
        for delegate, refusal in result.refused:
            report.refuse(refusal, delegate=delegate)
        return {name: getattr(result, name) for name in COUNTED}


def decision(which: enrolment.Decision) -> Work:
    return lambda people, by, said: staff_actions.decide(
        people, which, by, only_try=False
    )


def restore(people: Sequence[Delegate], by: Any, said: Arguments) -> Result:
    beyond = bool(said.get("beyond"))
    return staff_actions.restore_all(people, by, beyond=beyond, only_try=False)


def send_again(people: Sequence[Delegate], by: Any, said: Arguments) -> Result:
    return staff_actions.send_again(people, by, only_try=False)


def keep(people: Sequence[Delegate], by: Any, said: Arguments) -> Result:
    return staff_actions.keep(people, by, only_try=False)


RESTORE = {"restore": _("Restore these people")}
CANCEL = {"cancel": _("Cancel these registrations")}

staff_job("approve", _("Approve"), decision(enrolment.APPROVAL), **CANCEL)
staff_job("decline", _("Decline"), decision(enrolment.REFUSAL), **RESTORE)
staff_job(
    "cancel", _("Cancel registrations"), decision(enrolment.CANCELLATION), **RESTORE
)
staff_job("keep", _("Keep places"), keep, **CANCEL)
staff_job("send_again", _("Send letters again"), send_again)
staff_job("restore", _("Restore registrations"), restore, **CANCEL)


@batch_kind("close_links", label=_("Close links"))
def close_links(job: Job, keys: Sequence[int], report: Report) -> Tally:
    correspondence.close_links(Delegate.objects.filter(pk__in=keys))
    return {}
