"""The code of the project as text, as trees and as a graph of imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("confsite", "agenda", "registration", "launcher")


@dataclass(frozen=True)
class Code:
    """Modules by the name under which they are imported, or made up for a test."""

    texts: dict[str, str]

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        return {name: ast.parse(text) for name, text in self.texts.items()}

    def below(self, *rooms: str) -> Iterator[str]:
        return (name for name in self.texts if is_below(name, *rooms))

    @cached_property
    def imports(self) -> dict[str, set[str]]:
        """What each module imports anywhere in it, dotted to the last name."""
        return {
            name: {
                imported
                for node in ast.walk(tree)
                for imported in self.imported(name, node)
            }
            for name, tree in self.trees.items()
        }

    def imported(self, module: str, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=name, level=level, names=names):
                above = self.above(module, level) if level else []
                start = ".".join([*above, *([name] if name else [])])
                yield from (f"{start}.{alias.name}" for alias in names)

    def above(self, module: str, level: int) -> list[str]:
        """Where a relative import of so many dots begins."""
        # Of a package it is the __init__ that imports.
        is_package = any(name.startswith(f"{module}.") for name in self.texts)
        parts = module.split(".")
        return parts[: len(parts) - level + is_package]

    @cached_property
    def graph(self) -> dict[str, set[str]]:
        """Which of these modules each of them imports."""
        return {
            name: {self.module_of(one) for one in imports} - {"", name}
            for name, imports in self.imports.items()
        }

    def module_of(self, dotted: str) -> str:
        """The module in which a name lies; nothing if that is none of these."""
        if dotted in self.texts:
            return dotted
        above = dotted.rpartition(".")[0]
        return above if above in self.texts else ""


def is_below(name: str, *rooms: str) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def read(*folders: str) -> Code:
    """Every module of these folders except the migrations."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return Code(
        {
            dotted(path): path.read_text()
            for path in sorted(found)
            if "migrations" not in path.parts
        }
    )


def dotted(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")
