"""What staff do with a few people at once, and, by the same functions, with many.

Each takes people, who wants it, and what a form says, as JSON can hold it. With many it
is a job, and called for some of them at a time.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from confsite.words import headed
from registration import correspondence, enrolment, staff_actions, tagging
from registration.errors import NoLongerThere
from registration.jobs.kinds import Tally, batch_kind
from registration.jobs.report import Report
from registration.models import Category, Delegate, Job, StaffAction, Tag
from registration.staff_actions import Grounds, Result
from registration.states import Attendance

People = Sequence[Delegate]
Work = Callable[..., Result]
Row = TypeVar("Row", bound=Model)
COUNTED = ("letters", "lose_their_place", "are_seated", "wait", "beyond")


# -- In words --------------------------------------------------------------------------


def in_words(numbers: Tally) -> list[str]:
    """What happens to people, in whole sentences."""
    lost, seated, letters, wait, beyond = (
        numbers.get(name, 0)
        for name in ("lose_their_place", "are_seated", "letters", "wait", "beyond")
    )
    effects = [
        lost
        and ngettext(
            "%d person loses their place.", "%d people lose their place.", lost
        )
        % lost,
        wait
        and ngettext(
            "%d person finds no place there and waits.",
            "%d people find no place there and wait.",
            wait,
        )
        % wait,
        beyond
        and ngettext(
            "%d place is beyond the limit.", "%d places are beyond the limit.", beyond
        )
        % beyond,
        letters
        and ngettext("%d letter leaves.", "%d letters leave.", letters) % letters,
        seated and move_up(seated),
    ]
    return [effect for effect in effects if effect]


def asked(arguments: Mapping[str, Any]) -> list[str]:
    """Where to, which tag, and why: as staff have said when they started it."""
    way = arguments.get("attendance")
    found = {
        _("Category"): named(Category, arguments.get("category")),
        _("Attendance"): Attendance(way).label if way else "",
        _("Tag"): named(Tag, arguments.get("tag")),
        _("Reason"): arguments.get("reason") or arguments.get("text"),
    }
    return [headed(head, text) for head, text in found.items() if text]


def named(model: type[Any], key: int | None) -> str:
    """What it is called now; nothing of one that is gone."""
    row = model.objects.filter(pk=key).first() if key else None
    return str(row.name) if row else ""


def move_up(number: int) -> str:
    return (
        ngettext(
            "%d person moves up from the waiting list.",
            "%d people move up from the waiting list.",
            number,
        )
        % number
    )


# -- What is done ----------------------------------------------------------------------


def decision(which: enrolment.Decision) -> Work:
    def decide(people: People, by: Any, *, only_try: bool, **grounds: str) -> Result:
        reason = Grounds(**grounds)
        return staff_actions.decide(people, which, by, reason=reason, only_try=only_try)

    return decide


def restore(
    people: People, by: Any, *, only_try: bool, beyond: bool = False, reason: str = ""
) -> Result:
    grounds = Grounds(reason)
    return staff_actions.restore_all(
        people, by, beyond=beyond, reason=grounds, only_try=only_try
    )


def move(
    people: People,
    by: Any,
    *,
    only_try: bool,
    category: int | None = None,
    attendance: str = "",
    beyond: bool = False,
    letter: bool = False,
    reason: str = "",
) -> Result:
    return staff_actions.move(
        people,
        by,
        category=still_there(Category, category) if category else None,
        attendance=attendance or None,
        beyond=beyond,
        letter=letter,
        reason=Grounds(reason),
        only_try=only_try,
    )


def tag(people: People, by: Any, *, only_try: bool, tag: int) -> Result:
    return _tagging(tagging.tag, people, tag, only_try=only_try)


def untag(people: People, by: Any, *, only_try: bool, tag: int) -> Result:
    return _tagging(tagging.untag, people, tag, only_try=only_try)


@transaction.atomic
def _tagging(
    work: Callable[..., tagging.Refused], people: People, tag: int, *, only_try: bool
) -> Result:
    refused = work(people, still_there(Tag, tag))
    if only_try:
        transaction.set_rollback(True)
    return Result(len(people) - len(refused), 0, 0, 0, [*refused], action=None)


def close_links(people: People, by: Any, *, only_try: bool) -> Result:
    if not only_try:
        correspondence.close_links(people)
    return Result(len(people), 0, 0, 0, [], action=None)


def still_there(model: type[Row], key: int) -> Row:
    """What a form has chosen. Raises NoLongerThere."""
    row = model._default_manager.filter(pk=key).first()
    if row is None:
        raise NoLongerThere
    return row


# -- The same as jobs ------------------------------------------------------------------


def staff_job(
    name: str,
    label: str | Promise,
    work: Work,
    next_verbs: Mapping[str, str | Promise] | None = None,
    **looks: Any,
) -> None:
    """Register it as a job, with the verbs that may follow."""

    looks |= {"in_words": in_words, "asked": asked, "next_verbs": next_verbs or {}}

    @batch_kind(name, label=label, **looks)
    def batch(job: Job, keys: Sequence[int], report: Report) -> Tally:
        people = list(Delegate.objects.filter(pk__in=keys).order_by("pk"))
        result = work(people, job.by, only_try=False, **job.arguments)
        if result.action and result.number:
            StaffAction.objects.filter(pk=result.action).update(job=job)
        for delegate, refusal in result.refused:
            report.refuse(refusal, delegate=delegate)
        return {name: getattr(result, name) for name in COUNTED}


approve = decision(enrolment.APPROVAL)
decline = decision(enrolment.REFUSAL)
cancel = decision(enrolment.CANCELLATION)
RESTORE = {"restore": _("Restore these people")}
CANCEL = {"cancel": _("Cancel these registrations")}

staff_job("approve", _("Approve"), approve, CANCEL)
staff_job("decline", _("Decline"), decline, RESTORE)
staff_job("cancel", _("Cancel registrations"), cancel, RESTORE)
staff_job("restore", _("Restore registrations"), restore, CANCEL, at_least=10)
staff_job("keep", _("Keep places"), staff_actions.keep)
staff_job("send_again", _("Send letters again"), staff_actions.send_again)
staff_job("move", _("Move"), move, {"move": _("Move these people again")})
staff_job(
    "tag", pgettext_lazy("verb", "Tag"), tag, {"untag": _("Take the tag away again")}
)
staff_job("untag", _("Take a tag away"), untag, {"tag": _("Tag these people")})
staff_job("close_links", _("Close links"), close_links)
