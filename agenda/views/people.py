"""Who takes part, where they come from, and what came of it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agenda.choices import Field, OrganisationKind
from agenda.release import alphabet, search, signing
from agenda.release.content import Organisation, Participation, Session, Speaker
from agenda.release.programme import Programme
from agenda.views.page import Page, public_page, serve
from confsite.countries import name_of
from confsite.folding.order import text_key

# So many are seen at a glance, in the order of precedence.
FEW = 12
KINDS = {
    OrganisationKind.GOVERNMENT: _("Government and public bodies"),
    OrganisationKind.UNIVERSITY: _("Universities"),
    OrganisationKind.RESEARCH: _("Research institutes"),
    OrganisationKind.COMPANY: _("Companies"),
    OrganisationKind.INVESTOR: _("Investors"),
    OrganisationKind.ASSOCIATION: _("Associations"),
    OrganisationKind.MEDIA: _("Media"),
    OrganisationKind.OTHER: _("Other organisations"),
}


@require_safe
def speakers(request: HttpRequest, conference: str) -> HttpResponse:
    words = search.asked(request.GET.get("q", ""))
    if not words:
        return serve(request, conference, Page("speakers"), speakers_facts)
    page = Page("speakers", query=urlencode({"q": words}))
    return serve(request, conference, page, found_facts, keep=False)


def speakers_facts(programme: Programme, page: Page) -> dict[str, Any]:
    if len(programme.speakers) <= FEW:
        return {"few": programme.speakers}
    return {"letters": alphabet.by_letter(programme.speakers)}


def found_facts(programme: Programme, page: Page) -> dict[str, Any]:
    words = QueryDict(page.query)["q"]
    return {
        "asked": words,
        "found": search.found(programme, words),
        # For search engines it is the page without a search.
        "path": reverse("agenda:speakers", args=[programme.conference.slug]),
    }


@public_page
def speaker(programme: Programme, page: Page) -> dict[str, Any]:
    speaker = programme.speaker(*page.args)
    if speaker is None:
        raise Http404
    house = speaker.organisation.name.plain if speaker.organisation else ""
    return {
        "speaker": speaker,
        "appearances": [
            (session, roles_of(speaker, session.people))
            for session in programme.sessions_of(speaker)
        ],
        "signed": signing.of_speaker(programme, speaker),
        "title": speaker.display_name.plain,
        "description": " · ".join(filter(None, [speaker.position.plain, house])),
        "image": speaker.portrait_url,
    }


def roles_of(speaker: Speaker, parts: tuple[Participation, ...]) -> str:
    return " · ".join(p.role_label for p in parts if p.speaker is speaker)


@public_page
def organisations(programme: Programme, page: Page) -> dict[str, Any]:
    ordered = sorted(programme.organisations, key=lambda house: text_key(house.name))
    kinds = []
    for kind, heading in KINDS.items():
        rows = [(o, country(programme, o)) for o in ordered if o.kind == kind]
        if rows:
            kinds.append((heading, rows))
    return {"kinds": kinds}


def country(programme: Programme, organisation: Organisation) -> str:
    return name_of(organisation.country, programme.conference.country_names)


@public_page
def organisation(programme: Programme, page: Page) -> dict[str, Any]:
    organisation = programme.organisation(int(*page.args))
    if organisation is None:
        raise Http404
    where = country(programme, organisation)
    sessions = sessions_of(programme, organisation)
    return {
        "organisation": organisation,
        "country": where,
        "is_partner": organisation in programme.conference.partners,
        "speakers": programme.speakers_of(organisation),
        "appearances": [(session, "") for session in sessions],
        "signings": signing.of_organisation(programme, organisation),
        "title": organisation.name.plain,
        "description": " · ".join(filter(None, [organisation.kind_label, where])),
    }


def sessions_of(programme: Programme, organisation: Organisation) -> list[Session]:
    """Where somebody from an organisation takes part, or it is a party itself."""
    return [
        session
        for session in programme.sessions
        if any(part.speaker.organisation is organisation for part in session.everybody)
        or any(
            party.organisation is organisation
            for agreement in session.agreements
            for party in agreement.parties
        )
    ]


@public_page
def results(programme: Programme, page: Page) -> dict[str, Any]:
    fields = signing.by_field(programme.concluded)
    return {"fields": fields, "counts": counts(programme)}


def counts(programme: Programme) -> dict[str, int]:
    """What came of it in numbers."""
    fields = [agreement.field for agreement, _session in programme.concluded]
    centres = fields.count(Field.CENTRE)
    return {
        "agreements": len(fields) - centres,
        "centres": centres,
        "speakers": len(programme.speakers),
        "recordings": len(programme.recordings),
    }
