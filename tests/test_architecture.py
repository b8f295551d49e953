"""The shape of the house: which way the arrows point, and how large a room may be."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from registration.personal import views as personal

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("confsite", "agenda", "registration", "launcher")
MODULES = sorted(
    path
    for package in (*PACKAGES, "tests", "bench")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
# urls.py is where the project puts its apps together.
JOINTS = {
    ROOT / "confsite/urls.py",
    ROOT / "confsite/management/commands/demo.py",
    *(ROOT / "confsite/demo").glob("*.py"),
}


@cache
def imports(path: Path) -> list[str]:
    """The dotted names that a module imports, anywhere in it."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Import(names=names):
                found += (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), level=0, names=names):
                found += (f"{module}.{alias.name}" for alias in names)
    return found


def imports_of(folder: str, *packages: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in MODULES
        if path.is_relative_to(ROOT / folder)
        and not any(path.is_relative_to(joint) for joint in JOINTS)
        for name in imports(path)
        if name.split(".")[0] in packages
    ]


@pytest.mark.parametrize(
    ("folder", "above"),
    [
        ("launcher", ("confsite", "agenda", "registration")),
        ("confsite", ("agenda", "registration")),
        ("agenda", ("registration",)),
    ],
)
def test_arrows_point_one_way(folder, above):
    assert imports_of(folder, *above) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_code_does_not_know_its_tests(package):
    assert imports_of(package, "tests", "bench", "pytest") == []


@pytest.mark.parametrize("leaf", ["registration/states.py", "registration/errors.py"])
def test_leaves_import_nothing_of_ours(leaf):
    assert imports_of(leaf, *PACKAGES) == []


def test_files_are_made_of_plain_data():
    known = [
        name for name in imports_of("confsite/files", *PACKAGES) if ".files" in name
    ]

    assert imports_of("confsite/files", "django") == []
    assert [n for n in imports_of("confsite/files", *PACKAGES) if n not in known] == []


def test_the_launcher_needs_nothing_installed():
    """bin/up imports these with the bare Python, before there is an environment."""
    third_party = ("django", "environ", "celery", "aiosmtpd", "psycopg2", "gunicorn")
    for name in (
        "home",
        "bootstrap",
        "postgres",
        "lifeline",
        "processes",
        "supervisor",
    ):
        assert imports_of(f"launcher/{name}.py", *third_party) == []
    assert (ROOT / "launcher/__init__.py").read_text() == ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_have_one_subject(path):
    source = path.read_text()
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    too_long = [
        node.name
        for node in functions
        if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert too_long == []
    assert len(source.splitlines()) <= LONGEST_MODULE


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

    unguarded = {
        view.__name__ for view in views if not getattr(view, "is_guarded", False)
    }
    assert len(views) >= 5
    # It shows nothing of the person, and has a purpose and a look-up of its own.
    assert unguarded == {"ticket"}


def test_no_view_filters_by_state():
    """A set of rows is a QuerySet method whose name is the staff's word for it."""
    views = [
        path for path in MODULES if "views" in path.parts or path.name == "views.py"
    ]

    assert [path.name for path in views if "state=" in path.read_text()] == []


def test_nothing_writes_from_a_signal():
    assert imports_of("", "django.db.models.signals") == []
    receivers = [path for path in MODULES if "@receiver" in path.read_text()]
    assert [path for path in receivers if path != Path(__file__)] == []
