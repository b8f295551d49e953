"""The Chinese of the site, collected and compiled with Babel alone; no gettext tools.

Two files lie beside each other: django.po holds what this project says, vendor.po what
apps of others say that bring no Chinese of their own. Both become one django.mo.
"""

import gettext
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NamedTuple

import django
from babel.messages import Catalog, Message
from babel.messages.extract import (
    DEFAULT_KEYWORDS,
    extract_from_dir,
    extract_python,
)
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

LOCALE = "zh_Hans"
OURS, VENDOR = "django.po", "vendor.po"
SOURCES = ("confsite", "agenda", "registration", "templates")
# Installed apps of which no page shows a word: what they do is said in our own.
SILENT = ("allauth.",)
OTHER_FOLDERS = {"contrib", "migrations", "tests"}
OF_DJANGO = ("gettext", "ngettext", "pgettext", "npgettext")
KEYWORDS = DEFAULT_KEYWORDS | {"gettext_noop": None}
KEYWORDS |= {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in OF_DJANGO}
METHODS = [
    ("**.py", "python"),
    ("**.html", "confsite.translations:extract_template"),
    ("**.txt", "confsite.translations:extract_template"),
]
# Without dates and names of tools, so that it never changes by itself.
HEADER = """\
# {title}
# Written by `manage.py messages`; what stands in msgstr is kept.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
TITLES = {
    OURS: "The Chinese of confsite. docs/glossary.md names the words to use.",
    VENDOR: "The Chinese of installed apps that bring none of their own.",
}
# What `%` formatting and str.format() put a value into; not the doubled sign.
PLACEHOLDER = re.compile(r"%%|%(?:\(\w+\))?[sdif]|\{\w*\}")


def folder() -> Path:
    """Where the Chinese lies."""
    return Path(settings.LOCALE_PATHS[0]) / LOCALE / "LC_MESSAGES"


# -- Compile -----------------------------------------------------------------------


def compile_all() -> bool:
    """Write django.mo where a .po is newer, and say whether that was so.

    A process that has loaded the old one loads the new one with its next word.
    """
    sources = [folder() / name for name in (OURS, VENDOR)]
    compiled = folder() / "django.mo"
    newest = max(source.stat().st_mtime_ns for source in sources)
    if compiled.exists() and compiled.stat().st_mtime_ns > newest:
        return False
    whole = Catalog(locale=LOCALE, charset="utf-8")
    for source in sources:
        for message in read(source.name):
            if message.id:
                whole[message.id] = message
    # Several processes may do this at once, and others read: never half a file.
    draft = compiled.with_suffix(f".{os.getpid()}.mo")
    with draft.open("wb") as file:
        write_mo(file, whole)
    draft.replace(compiled)
    forget()
    return True


def forget() -> None:
    """Have this process read the compiled file anew with its next word."""
    # What Django's development server does; there is no call of its own for it.
    translation_file_changed(None, folder() / "django.mo")


# -- Collect -----------------------------------------------------------------------


def collected(name: str) -> Catalog:
    """Every text that is to be translated in OURS or VENDOR, without translations."""
    catalog = Catalog(locale=LOCALE, charset="utf-8")
    found = our_texts() if name == OURS else vendor_texts()
    for text, context, origin in found:
        # Babel's types know no location without a line.
        catalog.add(text, locations=[(origin, None)], context=context)  # type: ignore
    return catalog


class Found(NamedTuple):
    """A text where it stands; with its plural it is a pair."""

    text: str | tuple[str, ...]
    context: str | None
    origin: str


def our_texts() -> Iterator[Found]:
    for source in SOURCES:
        yield from texts_below(settings.BASE_DIR / source, settings.BASE_DIR)


def vendor_texts() -> Iterator[Found]:
    """What installed apps say and neither they nor Django have in Chinese."""
    known = list(foreign_catalogs())
    for app in apps.get_app_configs():
        path = Path(app.path)
        is_ours = path == settings.BASE_DIR / app.label
        if is_ours or own_locale(path) or app.name.startswith(SILENT):
            continue
        for found in texts_below(path, path.parents[app.name.count(".")]):
            if not any(is_translated(catalog, found) for catalog in known):
                yield found


def texts_below(root: Path, base: Path) -> Iterator[Found]:
    """The texts in Python files and templates, in a stable order."""
    found = extract_from_dir(
        root,
        METHODS,
        keywords=KEYWORDS,
        # An installed app that lies in another one's contrib/ is found by itself.
        directory_filter=lambda path: Path(path).name not in OTHER_FOLDERS,
    )
    for name, _line, text, _comments, context in found:
        yield Found(text, context, (root / name).relative_to(base).as_posix())


def extract_template(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple]:
    """What is left of a template are calls of gettext on crooked indentation."""
    lines = templatize(file.read().decode(), origin=file.name).splitlines()
    source = "\n".join(line.strip() for line in lines)
    yield from extract_python(BytesIO(source.encode()), keywords, comment_tags, options)


def foreign_catalogs() -> Iterator[gettext.NullTranslations]:
    """The Chinese that Django and the installed apps bring along."""
    yield _load(Path(django.__file__).parent / "conf/locale")
    for app in apps.get_app_configs():
        if locale := own_locale(Path(app.path)):
            yield _load(locale)


def own_locale(app: Path) -> Path | None:
    path = app / "locale"
    return path if (path / LOCALE).is_dir() else None


def is_translated(catalog: gettext.NullTranslations, found: Found) -> bool:
    text = as_tuple(found.text)[0]
    if found.context:
        return catalog.pgettext(found.context, text) != text
    return catalog.gettext(text) != text or catalog.ngettext(text, text, 2) != text


def _load(locale: Path) -> gettext.NullTranslations:
    return gettext.translation("django", locale, [LOCALE], fallback=True)


# -- Read, write, compare ----------------------------------------------------------


def read(name: str) -> Catalog:
    path = folder() / name
    if not path.exists():
        return Catalog(locale=LOCALE, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, charset="utf-8", abort_invalid=True)


def update(name: str) -> Catalog:
    """Write the file anew: every text there is and no other, translations kept."""
    old, new = read(name), collected(name)
    for message in texts(new):
        if known := old.get(message.id, message.context):
            message.string = known.string
    body = BytesIO()
    write_po(
        body, new, width=88, omit_header=True, sort_output=True, include_lineno=False
    )
    path = folder() / name
    path.write_text(
        HEADER.format(title=TITLES[name]) + body.getvalue().decode().lstrip()
    )
    return new


def problems(name: str) -> Iterator[str]:
    """What is wrong with a file, in words."""
    written, wanted = read(name), collected(name)
    for message in texts(wanted):
        known = written.get(message.id, message.context)
        if known is None:
            yield f"missing: {in_words(message)}"
            continue
        yield from problems_of(known)
    for message in texts(written):
        if wanted.get(message.id, message.context) is None:
            yield f"superfluous: {in_words(message)}"


def problems_of(message: Message) -> Iterator[str]:
    strings = as_tuple(message.string)
    if not all(strings):
        yield f"empty: {in_words(message)}"
    elif message.fuzzy:
        yield f"fuzzy: {in_words(message)}"
    # Chinese has one form; it stands for any number, as the plural does.
    elif any(places(as_tuple(message.id)[-1]) != places(text) for text in strings):
        yield f"other placeholders: {in_words(message)}"


def texts(catalog: Catalog) -> Iterable[Message]:
    return (message for message in catalog if message.id)


def places(text: str) -> Counter[str]:
    return Counter(found for found in PLACEHOLDER.findall(text) if found != "%%")


def as_tuple(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def in_words(message: Message) -> str:
    text = as_tuple(message.id)[0]
    where = ", ".join(sorted({origin for origin, _line in message.locations}))
    context = f" [{message.context}]" if message.context else ""
    return f"{text!r}{context}" + (f" ({where})" if where else "")
