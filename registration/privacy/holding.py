"""All that is held of one registration, for its person: as a page and as JSON.

One of the sections is a function of the delegate that gives its facts; a subject that
holds more adds its own to SECTIONS. What staff noted for one another is not handed out
by a link: it may speak of others as well, whose rights a person has to weigh. That
there is something is said, and staff take it out with the rest when they are asked.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import DateTimeField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from confsite.bilingual import Pair
from confsite.clocks import Moment
from confsite.words import headed
from registration.models import (
    Category,
    Delegate,
    Letter,
    ListedName,
    RetentionRule,
    StaffAction,
    Tag,
)
from registration.privacy.people import EVENTS
from registration.states import LetterState, Retained, StaffVerb

FORMAT, VERSION = "confsite-registration", 1
DETAILS = (
    *("title", "family_name", "given_name", "native_name", "name_order"),
    *("email", "phone", "organisation", "position", "country"),
    *("contact_name", "contact_email", "language", "mailing"),
)
PLACE = ("reference", "attendance", "state", "signed_up_at", "held_until", "proved_at")
# What the history tells: for the person whatever is theirs, and not how we keep it.
TOLD = (*DETAILS, *PLACE, "category_id", "waiting_number")
FOR_STAFF = (*TOLD, "note")


class HeldFact(NamedTuple):
    """What is held under a name that stays as it is, and how a person reads it."""

    name: str
    label: str
    value: Any
    shown: Any


class Section(NamedTuple):
    """Records of one kind, each of them some facts; `is_one` if there is always one."""

    name: str
    title: str
    records: list[list[HeldFact]]
    is_one: bool = False
    note: str = ""


class Reader(NamedTuple):
    """Whose registration it is, and whether staff read it on their behalf."""

    delegate: Delegate
    is_staff: bool


def column(
    row: Any, name: str, value: Any = None, label: str | Promise = ""
) -> HeldFact:
    """A column of a row: as it is stored, and as it is shown."""
    field = row._meta.get_field(name)
    stored = getattr(row, name) if value is None else value
    display = getattr(row, f"get_{field.name}_display", None)
    shown = display() if display and value is None else stored
    head = capfirst(str(label or field.verbose_name))
    return HeldFact(name, head, stored, shown)


def moment(name: str, label: str, at: datetime | None, delegate: Delegate) -> HeldFact:
    words = Moment(at, *delegate.conference.clocks).in_full if at else ""
    return HeldFact(name, label, at, words)


def in_both(pair: Pair) -> dict[str, str]:
    return {"en": str(pair.en), "zh": str(pair.zh)}


# -- The sections ----------------------------------------------------------------------


def registration(reader: Reader) -> Section:
    delegate = reader.delegate
    conference, category = delegate.conference, delegate.category
    facts = [
        HeldFact("conference", _("Conference"), conference.slug, conference.name),
        column(delegate, "reference"),
        HeldFact(
            "category",
            _("Category"),
            in_both(Category.name.pair(category)),
            category.name,
        ),
        column(delegate, "attendance"),
        column(delegate, "state"),
        moment("signed_up_at", _("Signed up"), delegate.signed_up_at, delegate),
        moment("held_until", _("Held until"), delegate.held_until, delegate),
        moment("proved_at", _("Address proved"), delegate.proved_at, delegate),
    ]
    return Section("registration", _("Your registration"), [facts], is_one=True)


def details(reader: Reader) -> Section:
    facts = [column(reader.delegate, name) for name in DETAILS]
    return Section("details", _("Your details"), [facts], is_one=True)


def tags(reader: Reader) -> Section:
    records = [
        [HeldFact("name", _("Tag"), in_both(Tag.name.pair(tag)), tag.name)]
        for tag in reader.delegate.tags.all()
    ]
    return Section("tags", _("Tags that staff gave you"), records)


def consents(reader: Reader) -> Section:
    """Each as it was given, with the words that were read then; and the name they chose
    for the list."""
    delegate = reader.delegate
    given = delegate.consents.select_related("request", "text")
    records = [
        [
            column(consent.request, "purpose"),
            HeldFact(
                "text",
                _("Text"),
                consent.text.shown_in(consent.language),
                consent.text.shown_in(consent.language),
            ),
            HeldFact(
                "version", _("Version"), consent.text.version, consent.text.version
            ),
            HeldFact(
                "language",
                _("Language"),
                consent.language,
                dict(settings.LANGUAGES).get(consent.language, consent.language),
            ),
            column(consent, "way"),
            moment("given_at", _("Agreed"), consent.given_at, delegate),
            moment("withdrawn_at", _("Withdrawn"), consent.withdrawn_at, delegate),
        ]
        for consent in given
    ]
    for row in ListedName.objects.filter(delegate=delegate):
        label = capfirst(str(row._meta.verbose_name))
        name = in_both(ListedName.name.pair(row))
        records.append([HeldFact("listed_name", label, name, row.name)])
    return Section("consents", _("What you agreed to"), records)


def notes(reader: Reader) -> Section:
    """The note and the reasons; behind the link only whether there are any."""
    delegate = reader.delegate
    actions = StaffAction.objects.about(str(delegate.pk)).exclude(reason="")
    if reader.is_staff:
        texts = [delegate.note, *actions.values_list("reason", flat=True)]
        records = [[HeldFact("text", _("Note"), text, text)] for text in texts if text]
        return Section("notes", _("Notes of staff"), records)
    has_some = bool(delegate.note) or actions.exists()
    note = _(
        "Staff have noted something for one another. It may speak of other people as "
        "well, so a person looks at it before it is handed out: write to us."
    )
    fact = HeldFact(
        "exist",
        _("Staff have noted something"),
        has_some,
        _("yes") if has_some else _("no"),
    )
    title = _("Notes of staff")
    return Section("notes", title, [[fact]], True, note if has_some else "")


def letters(reader: Reader) -> Section:
    delegate = reader.delegate
    return Section(
        "letters",
        _("Our letters to you"),
        [_of_letter(letter, delegate) for letter in delegate.letters.order_by("pk")],
    )


def _of_letter(letter: Letter, delegate: Delegate) -> list[HeldFact]:
    to = letter.recipient or delegate.mailbox
    was_sent = letter.state == LetterState.SENT
    return [
        column(letter, "kind"),
        column(letter, "state"),
        moment("queued_at", _("Queued"), letter.queued_at, delegate),
        moment("sent_at", _("Sent"), letter.sent_at, delegate),
        column(letter, "recipient", to if was_sent or letter.recipient else ""),
        column(letter, "subject"),
        column(letter, "text"),
        column(letter, "reason"),
    ]


def actions(reader: Reader) -> Section:
    """What staff did with them; why, as far as a letter told it."""
    delegate = reader.delegate
    done = StaffAction.objects.about(str(delegate.pk)).order_by("done_at")
    records = [
        [
            HeldFact("verb", _("Action"), action.verb, StaffVerb(action.verb).label),
            moment("done_at", _("Time"), action.done_at, delegate),
            moment("undone_at", _("Undone"), action.undone_at, delegate),
            HeldFact(
                "told", _("Told in the letter"), action.told.plain, action.told.plain
            ),
        ]
        for action in done
        if action.chose(delegate.pk)
    ]
    return Section("actions", _("What staff did"), records)


def history(reader: Reader) -> Section:
    """What was changed, when, and whether by staff: each column before and after."""
    names = FOR_STAFF if reader.is_staff else TOLD
    events = EVENTS.filter(pgh_obj=reader.delegate.pk).select_related("pgh_context")
    records, before = [], dict.fromkeys(names)
    for event in events.order_by("pgh_id"):
        now = {name: plain(getattr(event, name)) for name in names}
        changed = {
            name: [before[name], value]
            for name, value in now.items()
            if value != before[name] and (value or before[name])
        }
        before = now
        if changed:
            records.append(_of_event(event, changed, reader.delegate))
    return Section("history", _("What was changed"), records)


def _of_event(
    event: Any, changed: dict[str, list[Any]], of: Delegate
) -> list[HeldFact]:
    by_staff = bool(event.pgh_context and event.pgh_context.metadata.get("user"))
    labels = {name: capfirst(str(_label(name))) for name in changed}
    said = [
        headed(labels[name], f"{_in_words(of, name, b)} → {_in_words(of, name, a)}")
        for name, (b, a) in changed.items()
    ]
    return [
        moment("at", _("Time"), event.pgh_created_at, of),
        HeldFact(
            "by",
            _("By"),
            "staff" if by_staff else "person_or_program",
            _("staff") if by_staff else _("you, or the program"),
        ),
        HeldFact("changes", _("Changes"), changed, "\n".join(said)),
    ]


def _in_words(of: Delegate, name: str, value: Any) -> str:
    """A value of a column as it is called; a moment on both clocks."""
    field: Any = Delegate._meta.get_field(name)
    if not value:
        return "–"
    if field.is_relation:
        return str(field.related_model.objects.filter(pk=value).first() or value)
    if isinstance(field, DateTimeField):
        return Moment(datetime.fromisoformat(value), *of.conference.clocks).in_full
    return str(dict(field.flatchoices).get(value, value))


def _label(name: str) -> Any:
    return Delegate._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def others(reader: Reader) -> Section:
    """Forms that came with their address, and registrations that may be theirs, too.

    What stands in them somebody else may have typed.
    """
    delegate = reader.delegate
    forms = delegate.refused_sign_ups.order_by("received_at")
    facts = [
        HeldFact(
            "refused_forms",
            _("Forms that came with your address and were not taken"),
            [form.received_at for form in forms],
            forms.count(),
        ),
        HeldFact(
            "merged",
            _("Registrations that were merged into this one"),
            [merge.delegate.reference for merge in delegate.merges.all()],
            delegate.merges.count(),
        ),
    ]
    return Section("others", _("Beside your registration"), [facts], is_one=True)


def kept(reader: Reader) -> Section:
    """What goes by itself, and when."""
    delegate = reader.delegate
    rules = RetentionRule.objects.select_related("registration__conference")
    rules = rules.filter(registration=delegate.conference_id)
    records = [
        [
            column(rule, "kind"),
            moment("until", _("Kept until"), rule.due_at, delegate),
        ]
        for rule in rules
    ]
    if not any(rule.kind == Retained.ALL for rule in rules):
        rest = _("until you ask us to erase it")
        label = _("Whatever is not named here")
        records.append([HeldFact("rest", label, "asked", rest)])
    return Section("kept", _("How long we keep it"), records)


SECTIONS: list[Callable[[Reader], Section]] = [
    *(registration, details, consents, letters, history, actions, tags),
    *(notes, others, kept),
]


def of(delegate: Delegate, *, is_staff: bool = False) -> Iterator[Section]:
    """Everything, section by section."""
    reader = Reader(delegate, is_staff)
    return (section(reader) for section in SECTIONS)


def as_json(delegate: Delegate, *, is_staff: bool = False) -> dict[str, Any]:
    """The same as plain data, by names that stay; docs/registration.md lists them."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": plain(timezone.now()),
    }
    for section in of(delegate, is_staff=is_staff):
        records = [
            {fact.name: plain(fact.value) for fact in record}
            for record in section.records
        ]
        data[section.name] = records[0] if section.is_one else records
    return data


def plain(value: Any) -> Any:
    """As JSON holds it: moments in UTC, countries by their code."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value if isinstance(value, int | None) else str(value)
