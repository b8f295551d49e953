"""Public pages as they would be if the programme were published as it stands now.

Made past every cache, of a programme that nobody else has.
"""

from inspect import unwrap

from django.http import Http404, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import (
    get_language,
    get_language_from_path,
    override,
)

from agenda.registration_status import RegistrationStatus
from agenda.release import now
from agenda.release.programme import Programme
from agenda.release.selection import Selection
from agenda.views import pages, people, programme
from agenda.views.page import Facts, Page, nothing, rendered

# What each page shows besides the programme. There are no changes, nor files.
FACTS: dict[str, Facts] = {
    "front": pages.front_facts,
    "programme": programme.facts,
    "speakers": people.speakers_facts,
    "privacy": nothing,
    "accessibility": nothing,
}
PLAIN = (
    pages.session,
    people.speaker,
    people.organisations,
    people.organisation,
    people.results,
)
FACTS |= {view.__name__: unwrap(view) for view in PLAIN}


def page(
    shown: Programme, path: str, query: QueryDict, status: RegistrationStatus
) -> str:
    """The page with this address, in the active language. Raises Http404."""
    name, args = view_of(path)
    if name not in FACTS:
        raise Http404
    asked = Page(name, args)
    if name == "programme":
        asked = programme.page_of(shown, Selection.of(query, shown))
    elif name == "front":
        asked = Page(name, phase=now.phase(shown))
    is_over = shown.conference.is_over
    asked = asked._replace(is_over=is_over, registration=status)
    made = rendered(shown, get_language() or "en", asked, FACTS[name])
    return made.body.decode()


def view_of(path: str) -> tuple[str, tuple[str, ...]]:
    """The name of a public page and what its address names after the conference."""
    try:
        # Addresses are found in the active language alone.
        with override(get_language_from_path(path)):
            match = resolve(path)
    except Resolver404:
        return "", ()
    if match.app_name != "agenda":
        return "", ()
    args = [str(v) for key, v in match.kwargs.items() if key != "conference"]
    return match.url_name or "", tuple(args)
