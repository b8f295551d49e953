"""The shape of the house: which way the arrows point, and how large a room may be.
Each rule is asked about the house, and about a few lines that offend.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from registration.personal import views as personal
from tests.code import PACKAGES, ROOT, Code, is_below, read

# From the ground up: a room stands on those below it, and on none beside it.
FLOORS = (
    ("launcher",),
    ("confsite",),
    ("agenda",),
    ("registration.states", "registration.sign_up"),
    ("registration.errors", "registration.fields", "registration.letters.kinds"),
    ("registration.models",),
    ("registration.links", "registration.editions", "registration.published"),
    ("registration.letters", "registration.line", "registration.jobs"),
    ("registration.places", "registration.correspondence", "registration.numbers"),
    ("registration.refusals", "registration.exports", "registration.consents"),
    ("registration.enrolment", "registration.finding", "registration.ledger"),
    ("registration.arrivals", "registration.holds", "registration.returning"),
    ("registration.entering", "registration.moving", "registration.waitinglist"),
    ("registration.staff_actions", "registration.tagging", "registration.trials"),
    ("registration.duplicates", "registration.participants"),
    ("registration.many", "registration.papers", "registration.imports"),
    ("registration.privacy", "registration.signup", "registration.metrics"),
    ("registration.personal",),
    ("registration.tasks", "registration.admin", "registration.management"),
    ("registration.apps", "registration.urls", "confsite.demo"),
    # Where the project puts its apps together.
    ("confsite.urls", "confsite.management.commands.demo"),
)
BARE = [
    f"launcher.{name}"
    for name in ["home", "bootstrap", "postgres", "lifeline", "processes", "supervisor"]
]
INSTALLED = r"(django|environ|celery|aiosmtpd|psycopg2|granian)\b"
OURS = rf"({'|'.join(PACKAGES)})\b"
PUBLISHED = "agenda.release.content"
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
REMEMBERS = re.compile(r"(functools\.)?(lru_)?cache\b|(cachetools\.)?cached\b")
PLAIN = {
    *("Any", "None", "bool", "bytes", "datetime", "dict", "float", "frozenset"),
    *("int", "list", "str", "tuple"),
}
# What may be remembered outside confsite/caching though it is more than that.
CACHED = {
    "confsite.countries._choices": "pairs of words",
    "confsite.files.calendar._lines_for_all": "an event is plain data",
    "confsite.files.typefaces._faces": "typefaces are files of the project",
    "confsite.files.typefaces.advances": "typefaces are files of the project",
    "confsite.files.typefaces.letter": "typefaces are files of the project",
    "confsite.tables.heads.heads": "of the class, which lives as long",
    "confsite.tables.heads.heads_elsewhere": "of the class, which lives as long",
}


# -- Which way the arrows point --------------------------------------------------------


def imports_up_or_sideways(code: Code) -> Iterator[str]:
    for name, imported in code.graph.items():
        for other in imported:
            (floor, room), (below, other_room) = place(name), place(other)
            if (below, other_room) != (floor, room) and below >= floor:
                yield f"{name} imports {other}"
            if other_room == "launcher" and room not in ("launcher", "confsite"):
                yield f"{name} imports {other}"


def place(module: str) -> tuple[int, str]:
    """The floor and the room of a module: the smallest of those around it."""
    rooms = [
        (floor, room)
        for floor, rooms in enumerate(FLOORS)
        for room in rooms
        if is_below(module, room)
    ]
    # A package without a room of its own holds nothing.
    return max(rooms, key=lambda found: len(found[1]), default=(-1, module))


def circles(code: Code) -> Iterator[str]:
    """Modules that need each other, at whatever moment they import."""
    reached = {name: reach(code, name) for name in code.graph}
    rings = {
        tuple(sorted(other for other in reached[name] if name in reached[other]))
        for name in code.graph
        if name in reached[name]
    }
    yield from (" ⇄ ".join(ring) for ring in sorted(rings))


def reach(code: Code, start: str) -> set[str]:
    found: set[str] = set()
    ahead = [start]
    while ahead:
        new = code.graph[ahead.pop()] - found
        found |= new
        ahead += new
    return found


def imports_for_types_alone(code: Code) -> Iterator[str]:
    for name, tree in code.trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
                for inner in ast.walk(node):
                    for imported in code.imported(name, inner):
                        if is_below(imported, *PACKAGES):
                            yield f"{name} imports {imported} for types alone"


def forbidden(
    *rooms: str, names: str, but: str = ""
) -> Callable[[Code], Iterator[str]]:
    """No module of these rooms imports a name that begins like this."""

    def rule(code: Code) -> Iterator[str]:
        for module in code.below(*rooms):
            for name in sorted(code.imports[module]):
                if re.match(names, name) and not (but and re.match(but, name)):
                    yield f"{module} imports {name}"

    rule.__name__ = f"forbidden in {' '.join(rooms)}"
    return rule


def names_an_app(code: Code) -> Iterator[str]:
    """What every app stands on does not know them, not even by name."""
    for module in code.below("confsite.tables", "launcher"):
        for line in code.texts[module].splitlines():
            if "agenda" in line or "registration" in line:
                yield f"{module}: {line.strip()}"


# -- One word, one thing ---------------------------------------------------------------


def classes_of_one_name(code: Code) -> Iterator[str]:
    owners = defaultdict(list)
    for module, tree in code.trees.items():
        for node in tree.body:
            # Command is how Django finds a command.
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                owners[node.name].append(module)
    for name, modules in sorted(owners.items()):
        # What is published of a row is called as the row is.
        models = [module for module in modules if ".models" in module]
        is_twin = len(models) == 1 and {*modules} == {*models, PUBLISHED}
        if len(modules) > 1 and not is_twin:
            yield f"{name}: {', '.join(modules)}"


# -- Size ------------------------------------------------------------------------------


def too_long(code: Code) -> Iterator[str]:
    for module, text in code.texts.items():
        if (lines := len(text.splitlines())) > LONGEST_MODULE:
            yield f"{module} has {lines} lines"
        for node in ast.walk(code.trees[module]):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    yield f"{module}.{node.name} has {lines} lines"


# -- What is remembered ----------------------------------------------------------------


def remembers_more_than_plain_values(code: Code) -> Iterator[str]:
    """Only confsite/caching may hold a release, an availability, a form."""
    for module, tree in code.trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and not is_plain(node):
                name = f"{module}.{node.name}"
                makers = map(ast.unparse, node.decorator_list)
                remembers = any(REMEMBERS.match(maker) for maker in makers)
                is_excused = name in CACHED or is_below(module, "confsite.caching")
                if remembers and not is_excused:
                    yield name


def is_plain(function: ast.FunctionDef) -> bool:
    """Whether nothing but plain values goes in and comes out."""
    inside = function.args
    arguments = [*inside.posonlyargs, *inside.args, *inside.kwonlyargs]
    types = [argument.annotation for argument in arguments] + [function.returns]
    return (
        None not in types
        and {
            node.id
            for annotation in types
            for node in ast.walk(annotation or ast.Pass())
            if isinstance(node, ast.Name)
        }
        <= PLAIN
    )


# -- Habits ----------------------------------------------------------------------------


def views_that_filter_by_state(code: Code) -> Iterator[str]:
    """A set of rows is a QuerySet method whose name is the staff's word for it."""
    for module, text in code.texts.items():
        if "views" in module.split(".") and "state=" in text:
            yield module


def writes_from_a_signal(code: Code) -> Iterator[str]:
    for module, text in code.texts.items():
        if "@receiver" in text or "django.db.models.signals" in text:
            yield module


# -- The rules, each with what it finds in a few lines that offend ---------------------

Rule = Callable[[Code], Iterator[str]]
MODEL = "from agenda.models import Session"
RULES: list[tuple[Rule, dict[str, str], list[str]]] = [
    (
        imports_up_or_sideways,
        {
            "launcher.up": "import confsite.settings",
            "confsite.settings": "",
            "confsite.urls": "import registration.urls",
            "confsite.csp": "def f():\n    from agenda import rules",
            "agenda.rules": "",
            "registration.urls": "from registration.signup import views",
            "registration.signup.views": "from registration.personal import views",
            "registration.personal.views": "from launcher import up",
            "registration.letters.kinds": "from registration.models import Letter",
            "registration.models": "from registration.letters import kinds",
        },
        [
            "launcher.up imports confsite.settings",
            "confsite.csp imports agenda.rules",
            "registration.signup.views imports registration.personal.views",
            "registration.personal.views imports launcher.up",
            "registration.letters.kinds imports registration.models",
        ],
    ),
    (
        circles,
        {
            "a": "from b import c",
            "b.c": "def f():\n    import b.d",
            "b.d": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a",
            "b.e": "import a",
        },
        ["a ⇄ b.c ⇄ b.d"],
    ),
    (
        imports_for_types_alone,
        {"agenda.rules": f"if TYPE_CHECKING:\n    import fpdf\n    {MODEL}"},
        ["agenda.rules imports agenda.models.Session for types alone"],
    ),
    (
        names_an_app,
        {"launcher.up": "APP = 'agenda'", "confsite.urls": "import agenda.urls"},
        ["launcher.up: APP = 'agenda'"],
    ),
    (
        forbidden(
            "confsite.caching", "confsite.files", names=r"(.*\.)?(models|apps)\b"
        ),
        {
            "confsite.files.pdf": MODEL,
            "confsite.caching.ttl": "import django.db.models",
        },
        [
            "confsite.files.pdf imports agenda.models.Session",
            "confsite.caching.ttl imports django.db.models",
        ],
    ),
    (
        # They are made of plain data.
        forbidden("confsite.files", names=rf"django\b|{OURS}", but="confsite.files"),
        {"confsite.files.qr": "import confsite.files.pdf, confsite.text, django.http"},
        [
            "confsite.files.qr imports confsite.text",
            "confsite.files.qr imports django.http",
        ],
    ),
    (
        forbidden("registration.states", names=OURS),
        {"registration.states": "import confsite.text", "registration.links": MODEL},
        ["registration.states imports confsite.text"],
    ),
    (
        # A refusal is a fact and its sentence, whatever it is about.
        forbidden("registration.errors", names=r"(agenda|registration|launcher)\b"),
        {"registration.errors": "import confsite.exceptions, registration.states"},
        ["registration.errors imports registration.states"],
    ),
    (
        forbidden(*PACKAGES, names=r"(tests|bench|pytest)\b"),
        {"agenda.rules": "import re, pytest"},
        ["agenda.rules imports pytest"],
    ),
    (
        # bin/up imports these with the bare Python, before there is an environment.
        forbidden(*BARE, names=INSTALLED),
        {"launcher.home": "import os, django.conf", "launcher.up": "import celery"},
        ["launcher.home imports django.conf"],
    ),
    (
        classes_of_one_name,
        {
            "agenda.models.session": "class Session: ...\nclass Part: ...",
            PUBLISHED: "class Session: ...\nclass Line: ...",
            "agenda.papers.words": "class Part: ...\nclass Line: ...",
        },
        [
            "Line: agenda.release.content, agenda.papers.words",
            "Part: agenda.models.session, agenda.papers.words",
        ],
    ),
    (
        remembers_more_than_plain_values,
        {
            "agenda.views.page": "@cache\ndef release(pk: int) -> Release: ...",
            "agenda.rules": "@lru_cache(maxsize=8)\ndef word(n: int) -> str: ...",
            "confsite.caching.pages": "@cache\ndef page(a: Release) -> bytes: ...",
            "registration.links": "@functools.cache\ndef form(key): ...",
        },
        ["agenda.views.page.release", "registration.links.form"],
    ),
    (
        views_that_filter_by_state,
        {"a.views": "rows.filter(state=1)", "a.services": "rows.filter(state=1)"},
        ["a.views"],
    ),
    (writes_from_a_signal, {"a": "@receiver(saved)\ndef f(): ..."}, ["a"]),
]


@cache
def house() -> Code:
    return read(*PACKAGES)


@pytest.mark.parametrize("rule", [rule for rule, _offending, _found in RULES])
def test_the_house_keeps_the_rule(rule):
    assert "\n".join(sorted(rule(house()))) == ""


@pytest.mark.parametrize(("rule", "offending", "found"), RULES)
def test_the_rule_finds_who_offends(rule, offending, found):
    assert sorted(rule(Code(offending))) == sorted(found)


def test_modules_and_functions_have_one_subject():
    assert list(too_long(read(*PACKAGES, "tests", "bench"))) == []


def test_what_has_two_subjects_is_found():
    function = "def f():\n" + "    pass\n" * LONGEST_FUNCTION
    code = Code({"a": function, "b": "\n" * (LONGEST_MODULE + 1), "c": "\n" * 400})

    assert list(too_long(code)) == ["a.f has 51 lines", "b has 401 lines"]


def test_the_launcher_is_a_package_without_code_of_its_own():
    assert (ROOT / "launcher/__init__.py").read_text() == ""


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def test_every_personal_view_has_a_guard():
    views = {
        pattern.callback
        for pattern in patterns(get_resolver())
        if pattern.callback.__module__ == personal.__name__
    }

    unguarded = {v.__name__ for v in views if not getattr(v, "is_guarded", False)}
    assert len(views) >= 5
    # It shows nothing of the person, and has a purpose and a look-up of its own.
    assert unguarded == {"ticket"}
