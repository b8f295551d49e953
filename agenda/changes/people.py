"""What changed in the speakers and the organisations."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from agenda import models
from agenda.changes.change import (
    Change,
    Label,
    Person,
    Sentence,
    Subject,
    Title,
    What,
    Words,
    say,
)
from agenda.changes.columns import difference, differences, renamed
from agenda.changes.orders import by_id, is_reordered
from agenda.release.content import Organisation, Speaker
from agenda.release.programme import Programme
from confsite.bilingual import Bilingual

# Of which the name in either script is made.
NAME = {
    "title",
    "family_name",
    "given_name",
    "native_name",
    "name_order",
    "post_nominals",
    "native_title",
}


def of_speakers(before: Programme, after: Programme) -> Iterator[Change]:
    was, now = by_id(before.speakers), by_id(after.speakers)
    for speaker in after.speakers:
        known = was.get(speaker.id)
        if known:
            for sentence in of_speaker(known, speaker):
                yield Change(Subject.SPEAKER, What.OTHER, sentence)
        else:
            words = _("%(person)s is among the speakers now.")
            sentence = say(words, person=Person(speaker))
            yield Change(Subject.SPEAKER, What.NEW, sentence)
    for speaker in before.speakers:
        if speaker.id not in now:
            words = _("%(person)s is not among the speakers any more.")
            sentence = say(words, person=Person(speaker))
            yield Change(Subject.SPEAKER, What.GONE, sentence)
    if is_reordered(list(was), list(now)):
        sentence = say(_("The speakers are named in another order."))
        yield Change(Subject.SPEAKER, What.OTHER, sentence)


def of_speaker(before: Speaker, after: Speaker) -> Iterator[Sentence]:
    name = Person(after)
    for what, was, now in (
        (_("name in Latin letters"), before.latin_name, after.latin_name),
        (_("name in Chinese"), before.native, after.native),
    ):
        if was != now:
            yield difference(name, what, was or None, now or None)
    yield from of_employer(name, before.organisation, after.organisation)
    told = {*NAME, "organisation"}
    yield from differences(name, models.Speaker, before, after, but=told)


def of_employer(
    name: Person, before: Organisation | None, after: Organisation | None
) -> Iterator[Sentence]:
    """Whom somebody belongs to; what changed about the organisation is told with it."""
    if (before and before.id) == (after and after.id):
        return
    what = Label(models.Speaker, "organisation")
    was, now = (name_of(house) if house else None for house in (before, after))
    yield difference(name, what, was, now)


def name_of(organisation: Organisation) -> Words:
    return Words(Bilingual("name").pair(organisation))


def of_organisations(before: Programme, after: Programme) -> Iterator[Change]:
    """Of those that stay: new ones come with a speaker, a partner or an agreement."""
    was = by_id(before.organisations)
    overrides = after.conference.country_names
    for organisation in after.organisations:
        known = was.get(organisation.id)
        if known is None or known == organisation:
            continue
        name = Title(name_of(organisation).pair)
        was_called = Title(name_of(known).pair)
        model = models.Organisation
        named = renamed(was_called, name, model, "name", known, organisation)
        # Its other names are for searches: nobody reads them.
        told = {"name", "aliases"}
        others = differences(
            name, model, known, organisation, but=told, overrides=overrides
        )
        for sentence in (*named, *others):
            yield Change(Subject.ORGANISATION, What.OTHER, sentence)
