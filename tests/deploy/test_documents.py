"""What the documents and deploy/ name is there, and what is there is named."""

import ast
import os
import re

import pytest
import yaml
from django.core.management import get_commands

from launcher.run import PROGRAMS
from tests.code import ROOT
from tests.deploy.tools import DEPLOY, sections

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
UNITS = DEPLOY / "systemd"
# Of the tests, of this machine, of programs that are not ours.
NOT_OURS = {
    *(
        "TEST_DATABASE",
        "DJANGO_SETTINGS_MODULE",
        "PYTHONIOENCODING",
        "PYTHONUNBUFFERED",
    ),
    *("CI", "CHROMIUM", "PATH", "HOME", "BENCH_PAGE", "BENCH_DATABASE_URL"),
    *("MALLOC_ARENA_MAX", "DATABASE_PASSWORD", "NOTIFY_SOCKET"),
}
READERS = {"env", "env.list", "env.int", "env.str", "env.switch", "env.address"}
READERS |= {"os.environ.get", "os.environ.setdefault", "number"}


def read_by(text: str) -> set[str]:
    """The variables of the environment that a module reads."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=func, args=[ast.Constant(value=str(name)), *_]):
                if ast.unparse(func) in READERS:
                    found.add(name)
            case ast.Subscript(value=value, slice=ast.Constant(value=str(name))):
                if ast.unparse(value) == "os.environ":
                    found.add(name)
    return found


def read_by_the_site() -> set[str]:
    modules = [
        *(ROOT / "confsite").rglob("*.py"),
        *(ROOT / "launcher").glob("*.py"),
    ]
    return set().union(*(read_by(m.read_text()) for m in modules)) - NOT_OURS


def documented() -> set[str]:
    rows = re.findall(r"(?m)^\| (`[^|]*) \|", (ROOT / "docs/settings.md").read_text())
    return set(re.findall(r"`(\w+)`", " ".join(rows)))


def assigned(text: str) -> set[str]:
    return set(re.findall(r"(?m)^\s*#? ?([A-Z][A-Z_]+)=", text))


def test_a_variable_is_seen_however_it_is_read():
    text = 'env("A"), env.int("B", default=1), os.environ["C"], os.environ.get("D")'

    assert read_by(text) == {"A", "B", "C", "D"}


def test_the_settings_that_are_documented_are_those_that_are_read():
    assert documented() == read_by_the_site()


@pytest.mark.parametrize(
    "file", ["environment.example", "Containerfile", "systemd/confsite-web@.service"]
)
def test_what_deploy_sets_is_read(file):
    text = (DEPLOY / file).read_text()
    inline = set(re.findall(r"\b([A-Z][A-Z_]+)=", text))

    assert inline
    assert inline - documented() - NOT_OURS <= {"ExecStart"}


def test_what_containers_are_given_is_read():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())

    assert set(compose["x-site"]["environment"]) <= documented()


def test_the_example_has_all_that_production_needs():
    given = assigned((DEPLOY / "environment.example").read_text())
    needed = {"SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "PROXIES", "DATABASE_URL"}
    needed |= {"CELERY_BROKER_URL", "CACHE_URL", "EMAIL_URL", "MAIL_DOMAIN", "DEMO"}

    assert needed <= given


# -- What the documents say to type ----------------------------------------------------


def commands(text: str) -> list[str]:
    """Lines of code blocks, and code within the text."""
    blocks = re.findall(r"(?m)^    (.*)$", text)
    blocks += "\n".join(re.findall(r"(?s)```\w*\n(.*?)```", text)).splitlines()
    return blocks + re.findall(r"`([^`\n]+)`", text)


def misnamed(text: str) -> list[str]:
    """What a document names and is not there."""
    found = []
    for command in commands(text):
        for program in re.findall(r"(?:^|\s)bin/(\w+)", command):
            if not os.access(ROOT / "bin" / program, os.X_OK):
                found.append(f"bin/{program}")
        for word in re.findall(r"bin/run (\w+)", command):
            if word not in {*PROGRAMS, "wait"}:
                found.append(f"bin/run {word}")
        for word in re.findall(r"(?:bin/run manage|manage\.py) (\w+)", command):
            if word not in get_commands():
                found.append(f"manage.py {word}")
        for unit in re.findall(r"\bconfsite-(\w+@?)", command):
            if unit in ("web@", "worker@", "beat") or not is_unit(command):
                continue
            found.append(f"confsite-{unit}")
        for path in re.findall(r"\b((?:deploy|docs|launcher)/[\w./@-]+\w)", command):
            if not (ROOT / path).exists():
                found.append(path)
    return found


def is_unit(command: str) -> bool:
    return "systemctl" in command or "journalctl" in command


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_and_file_of_a_document_is_there(document):
    assert misnamed(document.read_text()) == []


def test_what_is_not_there_is_seen():
    text = """
    confsite bin/up x && bin/nothing
    confsite bin/run wbe && bin/run manage migrat
    systemctl restart confsite-mail@1
    cp deploy/nothing.conf /etc
    """

    assert misnamed(text) == [
        "bin/nothing",
        "bin/run wbe",
        "manage.py migrat",
        "confsite-mail@",
        "deploy/nothing.conf",
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(document):
    links = re.findall(r"\]\(([^)#:]+)[^)]*\)", document.read_text())

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_file_of_deploy_is_named_in_the_operations():
    text = (ROOT / "docs/operations.md").read_text()
    folders = {path.relative_to(ROOT) for path in DEPLOY.rglob("*") if path.is_file()}

    unnamed = [
        str(path)
        for path in sorted(folders)
        if not any(str(part) in text for part in [path, *path.parents][:-2])
    ]
    assert unnamed == []


def test_the_units_are_those_that_the_operations_start():
    text = (ROOT / "docs/operations.md").read_text()

    for unit in UNITS.glob("*.service"):
        assert unit.stem in text
        assert sections(unit)["ExecStart"]


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 120
