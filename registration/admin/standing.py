"""How a delegate stands, and why: in whole sentences, from what was written down."""

from typing import Any

from django.utils.translation import gettext as _

from confsite.admin.columns import moment_in_words
from confsite.admin.history import HistoryEntry
from confsite.differences import Difference
from confsite.words import all_of, headed, sentences
from registration.models import Delegate, Quota, StaffAction
from registration.models.staff_action import DelegateChange
from registration.states import DelegateState, Mailing, StaffVerb

# What brought somebody where they stand; what only wrote to them did not.
MOST = 100
DECIDING = [verb for verb in StaffVerb if verb != StaffVerb.SENT_AGAIN]


def standing(delegate: Delegate) -> list[str]:
    """Sentences for the top of a delegate's page."""
    action = latest(delegate)
    change = action.change_of(delegate.pk) if action else None
    said = [how(delegate, change)]
    if action and change:
        said.append(by_whom(delegate, action))
    elif not action:
        said.append(by_themselves(delegate))
    return [*filter(None, said), *letters(delegate)]


def latest(delegate: Delegate) -> StaffAction | None:
    """What staff did last that still holds."""
    done = StaffAction.objects.about(str(delegate.pk)).filter(
        undone_at=None, verb__in=DECIDING
    )
    for action in done.select_related("by").order_by("-done_at")[:5]:
        change = action.change_of(delegate.pk)
        if change and change.still_holds(delegate):
            return action
    return None


def how(delegate: Delegate, change: DelegateChange | None) -> str:
    match delegate.state:
        case DelegateState.WAITING:
            return waiting(delegate)
        case DelegateState.PENDING:
            return _("Awaiting approval, because the category %s needs it.") % (
                delegate.category
            )
        case DelegateState.CONFIRMED if change and change.is_beyond:
            return _("Confirmed, in a place beyond the limit.")
        case DelegateState.CONFIRMED:
            return _("Confirmed: they have a place.")
        case DelegateState.OFFERED:
            return _("A place is offered to them.")
        case DelegateState.DECLINED:
            return _("Declined.")
    if delegate.has_lapsed:
        return _("Cancelled: they did not keep the place that was held for them.")
    return _("Cancelled.")


def waiting(delegate: Delegate) -> str:
    number = Delegate.objects.ahead_of(delegate).count() + 1
    full = Quota.objects.counting(
        delegate.conference_id, delegate.category_id, delegate.attendance
    ).full()
    if not full:
        return _("On the waiting list, at place %d.") % number
    return _(
        "On the waiting list, at place %(number)d, because there is no place left of: "
        "%(quotas)s."
    ) % {"number": number, "quotas": all_of(full)}


def by_whom(delegate: Delegate, action: StaffAction) -> str:
    """Entered by Hana on 3 May: speaker's guest."""
    clock, _second = delegate.conference.clocks
    words = _("%(verb)s by %(who)s on %(when)s") % {
        "verb": action.get_verb_display(),
        "who": action.by or _("somebody who is staff no longer"),
        "when": moment_in_words(action.done_at, clock),
    }
    if not action.chose(delegate.pk):
        when = moment_in_words(action.done_at, clock)
        return _("They got a place that became free on %s.") % when
    told = action.told.plain
    return sentences(
        headed(words, action.reason) if action.reason else _("%s.") % words,
        headed(_("Told in the letter"), told) if told else "",
    )


def reasons(delegate: Delegate) -> list[HistoryEntry]:
    """What the history cannot know: why staff did it, and what changed no row."""
    done = StaffAction.objects.about(str(delegate.pk)).select_related("by")
    return [
        entry(action)
        for action in done.order_by("-done_at")[:MOST]
        if action.chose(delegate.pk)
    ]


def entry(action: StaffAction) -> HistoryEntry:
    said = [(_("reason"), action.reason), (_("told in the letter"), action.told.plain)]
    if action.undone_at:
        said.append((_("undone"), _("yes")))
    who = str(action.by) if action.by else _("Somebody who is staff no longer")
    verb = _("Action: %s") % action.get_verb_display()
    differences = [Difference(name, "", words) for name, words in said if words]
    return HistoryEntry(action.done_at, verb, "", who, tuple(differences))


def by_themselves(delegate: Delegate) -> str:
    """What was none of the staff's doing, as far as that is known."""
    if delegate.state != DelegateState.CANCELLED or delegate.has_lapsed:
        return ""
    events: Any = delegate.events  # type: ignore[attr-defined]
    event = events.filter(state=delegate.state).order_by("pgh_id").last()
    if event is None or (event.pgh_context and event.pgh_context.metadata.get("user")):
        return ""
    clock, _second = delegate.conference.clocks
    when = moment_in_words(event.pgh_created_at, clock)
    return _("By themselves, on their page, on %s.") % when


def letters(delegate: Delegate) -> list[str]:
    """Where letters go, where that is not as usual."""
    if delegate.mailing == Mailing.NEVER:
        return [_("No letters go to them: staff have chosen so.")]
    if not delegate.mailbox:
        return [_("No letter can reach them: print it.")]
    if delegate.mailing == Mailing.LATER:
        return [
            _("No letter has gone to them yet: the first follows when you send it.")
        ]
    if not delegate.email:
        contact = delegate.contact_name or delegate.contact_email
        return [_("Their letters go to %s.") % contact]
    return []
