"""Texts in two languages: a column pair such as title_en and title_zh, and the property
title that speaks the active one and falls back to the other."""

from collections.abc import Callable
from typing import Any, NamedTuple, Self, overload

from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import format_lazy
from django.utils.translation import get_language, override, pgettext_lazy

from confsite.markup import MOST_LETTERS, MarkupColumn, cleaned_markup

# Django's code of a language, the suffix of its columns, and its BCP 47 tag.
LANGUAGES = {"en": ("en", "en"), "zh-hans": ("zh", "zh-Hans")}


IN_LANGUAGE = pgettext_lazy("title in a language", "{} ({})")


def suffix() -> str:
    """The suffix of the columns in the active language: "en" or "zh"."""
    return LANGUAGES.get(get_language() or "en", LANGUAGES["en"])[0]


class Text(str):
    """A text that knows its language.

    In a template it marks itself with its own lang where it is not in the language of
    the page. `plain` is the bare text, for titles and attributes.
    """

    lang: str
    is_markup: bool

    def __new__(cls, text: str, lang: str, *, is_markup: bool = False) -> Self:
        self = super().__new__(cls, text)
        self.lang = lang
        self.is_markup = is_markup
        return self

    @property
    def plain(self) -> str:
        return str.__str__(self)

    def __html__(self) -> SafeString:
        # Markup comes from cleaned_markup() alone: nh3 has been over it.
        safe = mark_safe if self.is_markup else conditional_escape
        text = safe(self.plain)
        active = LANGUAGES.get(get_language() or "en", LANGUAGES["en"])[1]
        if not self or self.lang == active:
            return text
        tag = "div" if self.is_markup else "span"
        return format_html('<{} lang="{}">{}</{}>', tag, self.lang, text, tag)


class Pair(NamedTuple):
    """The same text in both languages."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.active.plain

    def __html__(self) -> SafeString:
        return self.active.__html__()

    @property
    def active(self) -> Text:
        """The text in the active language, or else in the other one."""
        wanted, other = (self.zh, self.en) if suffix() == "zh" else (self.en, self.zh)
        use_chinese = (suffix() == "zh") == bool(wanted or not other)
        return self.half("zh") if use_chinese else self.half("en")

    def half(self, ending: str) -> Text:
        text, tag = (self.zh, "zh-Hans") if ending == "zh" else (self.en, "en")
        return text if isinstance(text, Text) else Text(text, tag)

    def apart_from(self, other: "Pair") -> tuple[Text, Text]:
        """Both in the active language, or in the one in which alone they differ."""
        if self.active != other.active:
            return self.active, other.active
        ending = "en" if suffix() == "zh" else "zh"
        return self.half(ending), other.half(ending)


def in_both(say: Callable[[], object]) -> Pair:
    """What a function says in either language; a Text keeps its own."""
    said = []
    for language in LANGUAGES:
        with override(language):
            words = say()
            said.append(words if isinstance(words, Text) else str(words))
    return Pair(*said)


class Bilingual:
    """`title = Bilingual("title")` beside the columns title_en and title_zh.

    With markup the columns hold Markdown, and what is spoken is harmless HTML.
    """

    def __init__(self, name: str, *, markup: bool = False):
        self.name = name
        self.markup = markup

    @overload
    def __get__(self, instance: None, owner: type) -> "Bilingual": ...
    @overload
    def __get__(self, instance: object, owner: type) -> Text: ...
    def __get__(self, instance: Any, owner: type) -> "Bilingual | Text":
        if instance is None:
            return self
        text = self.pair(instance).active
        if self.markup and text:
            return Text(cleaned_markup(text), text.lang, is_markup=True)
        return text

    def pair(self, instance: Any) -> Pair:
        return Pair(
            getattr(instance, f"{self.name}_en"), getattr(instance, f"{self.name}_zh")
        )


class BilingualColumns(Bilingual):
    """`title = short_text(_("title"))` makes the columns title_en and title_zh.

    Each may be empty while the other is not.
    """

    def __init__(self, kind: type[models.Field], verbose_name: Any, **options: Any):
        super().__init__("")
        self.verbose_name = verbose_name
        self.columns = [
            kind(format_lazy(IN_LANGUAGE, verbose_name, language), **options)
            for language in ("English", "中文")
        ]

    def contribute_to_class(self, model: Any, name: str) -> None:
        self.name = name
        for suffix, column in zip(("en", "zh"), self.columns, strict=True):
            model.add_to_class(f"{name}_{suffix}", column)
        setattr(model, name, self)


def short_text(verbose_name: Any, max_length: int = 300) -> BilingualColumns:
    return BilingualColumns(
        models.CharField, verbose_name, max_length=max_length, blank=True, default=""
    )


def long_text(verbose_name: Any, max_length: int = MOST_LETTERS) -> BilingualColumns:
    """In Markdown."""
    return BilingualColumns(
        MarkupColumn, verbose_name, max_length=max_length, blank=True, default=""
    )


def either(name: str) -> models.Q:
    """The condition that a pair is there in at least one language."""
    return ~models.Q(**{f"{name}_en": "", f"{name}_zh": ""})


def side_by_side(*names: str) -> list[tuple[str, str]]:
    """Rows of an admin fieldset: the two languages of each text side by side."""
    return [(f"{name}_en", f"{name}_zh") for name in names]
