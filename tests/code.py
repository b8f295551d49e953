"""The code of the project as text and as modules, for tests about its shape."""

import ast
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("confsite", "agenda", "registration", "launcher")


def sources(*folders: str) -> list[Path]:
    """Every module below these folders except the migrations."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def dotted(path: Path) -> str:
    """The name under which a module is imported: of a package, the package's."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(
        ".__init__"
    )


def load(path: Path) -> ModuleType:
    return import_module(dotted(path))
