"""One row of each kind in a conference, and an address of each page about them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.contrib import admin
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from agenda.models import Conference, Partner
from confsite.models import Export, FailedSignIns, SavedView
from confsite.tables.spreadsheet import Table
from registration import trials
from registration.duplicates.services import pair_by_hand
from registration.models import (
    DelegateFile,
    Outbox,
    RefusedRow,
    RetentionReport,
    StaffAction,
)
from registration.privacy import erasing
from tests import factories as make
from tests.registration.consents.asking import make_consent_request

# What the addresses of pages name besides a row.
WORDS = {
    "language": "en",
    "what": "programme",
    "kind": "sessions",
    "page": "agenda/",
    "key": uuid4(),
}


@dataclass
class World:
    """A conference in which every text says the mark."""

    mark: str
    conference: Conference
    rows: dict[str, Any] = field(default_factory=dict)

    def key_of(self, model: str) -> Any:
        return self.rows[model].pk

    def args(self, name: str, names: set[str]) -> dict[str, Any]:
        """What the pattern of a page asks for, of this conference."""
        app, _underscore, rest = name.partition("_")
        model = f"{app}.{rest.split('_')[0]}"
        known = {
            **WORDS,
            "object_id": self.rows[model].pk if model in self.rows else 1,
            "conference": self.conference.pk,
            "pk": self.conference.pk,
            "action": self.rows["registration.staffaction"].pk,
        }
        if name == "registration_delegate_view":
            known["pk"] = self.rows["confsite.savedview"].pk
        if name.startswith("registration_delegate_list"):
            known["what"] = "door"
        if name == "registration_registrationsettings_delegate_columns":
            known["key"] = self.rows["registration.delegatefile"].pk
        return {key: known[key] for key in names}


def make_world(mark: str) -> World:
    boss = make.make_staff(email=f"boss@{mark}.example")
    conference = make.make_open_conference(
        published=False, name_en=f"Name {mark}", name_zh=mark, slug=mark.lower()
    )
    world = World(mark, conference)
    programme = make_programme(world)
    people = make_people(world, boss)
    colleague = make.make_colleague(
        conference, "door", email=f"door@{mark}.example", first_name=mark
    )
    job = make.make_job(people[0], by=boss)
    RefusedRow.objects.create(
        job=job, delegate=people[0].pk, cells=[mark], reason_en=mark
    )
    others = [
        *(conference, conference.registration, colleague, job),
        make.publish(conference),
        Export.objects.create(
            by=f"boss@{mark}.example", what=mark, rows=1, conference_id=conference.pk
        ),
        SavedView.objects.create(
            of="registration.delegate",
            owner=boss,
            name=mark,
            is_shared=True,
            conference_id=conference.pk,
        ),
        StaffAction.objects.create(
            verb="approved", by=boss, keys=[people[0].pk], number=1, reason=mark
        ),
        DelegateFile.of({mark: Table(["Name"], [[mark]])}, conference, boss),
        Outbox.objects.get(),
        FailedSignIns.objects.create(
            day=conference.starts_at.date(), account=mark, tries=1
        ),
    ]
    for row in [*programme, *people, *others]:
        world.rows.setdefault(row._meta.label_lower, row)
    return world


def make_programme(world: World) -> list[Any]:
    mark, conference = world.mark, world.conference
    room = make.make_room(conference, name_en=f"Room {mark}")
    session = make.make_session(
        conference, title_en=f"Session {mark}", kind="signing", room=room
    )
    speaker = make.make_speaker(conference, family_name=mark, given_name="Ada")
    make.make_participation(session, speaker)
    organisation = make.make_organisation(name_en="Shared Institute")
    Partner.objects.create(conference=conference, organisation=organisation)
    make.make_join_option(room, label_en=mark, url=f"https://{mark}.example/join")
    return [
        *(room, session, speaker, organisation),
        make.make_track(conference, name_en=f"Track {mark}"),
        make.make_agreement(session, title_en=f"Pact {mark}", parties=[organisation]),
    ]


def make_people(world: World, boss: Any) -> list[Any]:
    mark, conference = world.mark, world.conference
    category = make.make_category(conference, name_en=f"Kind {mark}")
    one, two = (
        make.make_delegate(
            category=category,
            family_name=f"Person{mark}",
            email=f"person{n}@{mark}.example",
            organisation=f"Home of {mark}",
            note=f"Note {mark}",
            country="CN",
        )
        for n in (1, 2)
    )
    tag = make.make_tag(conference, name_en=f"Tag {mark}")
    one.tags.add(tag)
    trial = trials.register(
        make.make_signup(category, family_name=f"Trial{mark}"), boss
    )
    waiting = make.make_delegate(
        category=category, family_name=f"Wait{mark}", state="waiting"
    )
    return [
        *(one, two, waiting, category, tag, trial),
        make.make_quota(conference, name=f"Quota {mark}", attendance="online"),
        make.make_letter(one, subject=f"Letter {mark}", text=mark),
        make_consent_request(conference, text_en=f"Yes to {mark}."),
        erasing.ask(one, boss),
        RetentionReport.objects.create(
            conference=conference, kind="phone", days=9, removed={"phone": 1}, left=0
        ),
        pair_by_hand([one, two]),
    ]


def admin_pages() -> dict[str, list[set[str]]]:
    """The name of every page of the admin, with what each of its patterns asks for."""
    found: dict[str, list[set[str]]] = {}

    def walk(resolver: Any, path: str) -> None:
        for entry in resolver.url_patterns:
            here = path + str(entry.pattern)
            if isinstance(entry, URLResolver):
                walk(entry, here)
            elif isinstance(entry, URLPattern) and here.startswith("admin/"):
                names = set(entry.pattern.converters) | set(
                    entry.pattern.regex.groupindex
                )
                found.setdefault(entry.name or "", []).append(names)

    walk(get_resolver(), "")
    return found


def lists() -> list[str]:
    """The address of each list of rows."""
    return [
        f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for model in admin.site._registry
    ]
