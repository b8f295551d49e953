import os
from pathlib import Path

import pytest
from babel.messages import Message
from django.core.management import CommandError, call_command
from django.utils import translation

from confsite import translations
from confsite.translations import OURS, VENDOR


@pytest.fixture
def locale(tmp_path: Path, settings) -> Path:
    """An empty place for translations, and a project of one template beside it."""
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.BASE_DIR = tmp_path
    for source in translations.SOURCES:
        (tmp_path / source).mkdir()
    translations.folder().mkdir(parents=True)
    return translations.folder()


def template(locale: Path, text: str) -> None:
    (locale.parents[2] / "templates" / "page.html").write_text(
        "{% load i18n %}\n" + text
    )


def translate(locale: Path, msgid: str, msgstr: str) -> None:
    (locale / OURS).write_text(
        (locale / OURS)
        .read_text()
        .replace(f'{msgid}"\nmsgstr ""', f'{msgid}"\nmsgstr "{msgstr}"')
    )


@pytest.mark.parametrize("name", [OURS, VENDOR])
def test_everything_has_its_chinese(name):
    assert list(translations.problems(name)) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% translate "Register" %}', [("Register", None)]),
        (
            "{% blocktranslate trimmed %}\n  One\n  line\n{% endblocktranslate %}",
            [("One line", None)],
        ),
        (
            '   {% translate "a" %}\n {% translate "b" context "c" %}',
            [("a", None), ("b", "c")],
        ),
        (
            "{% blocktranslate count n=1 %}a{% plural %}{{ n }}{% endblocktranslate %}",
            [(("a", "%(n)s"), None)],
        ),
        ('{% translate "400 %" %}', [("400 %%", None)]),
    ],
)
def test_texts_of_templates_are_found(source, found, locale):
    template(locale, source)

    texts = [(text.text, text.context) for text in translations.our_texts()]

    assert texts == found


def test_texts_of_code_are_found(locale):
    (locale.parents[2] / "agenda" / "code.py").write_text(
        '_("one")\n_(name)\n'
        'pgettext_lazy("day", "two")\n'
        'ngettext("%d day", "%d days", 3)\n'
    )

    texts = [(text.text, text.context) for text in translations.our_texts()]

    assert texts == [("one", None), ("two", "day"), (("%d day", "%d days"), None)]


def test_translations_are_kept_and_what_is_gone_goes(locale):
    template(locale, '{% translate "Register" %}{% translate "Cancel it" %}')
    translations.update(OURS)
    translate(locale, "Register", "登记参会")
    template(locale, '{% translate "Register" %}{% translate "New" %}')

    translations.update(OURS)

    said = {m.id: m.string for m in translations.texts(translations.read(OURS))}
    assert said == {"Register": "登记参会", "New": ""}


def test_file_changes_only_with_the_texts(locale):
    template(locale, '{% translate "b" %}{% translate "a" %}')
    translations.update(OURS)
    before = (locale / OURS).read_text()

    template(locale, '\n\n{% translate "a" %}{% translate "b" %}')
    translations.update(OURS)

    assert (locale / OURS).read_text() == before


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        (Message("Open", "打开"), None),
        (Message("Open", ""), "empty"),
        (Message("Open", "打开", flags=["fuzzy"]), "fuzzy"),
        (Message("%(n)s of %(all)s", "共%(all)s，第%(n)s"), None),
        (Message("%(n)s of %(all)s", "第%(n)s"), "other placeholders"),
        (Message("Until %s", "截至%d"), "other placeholders"),
        (Message("400 %% large", "400%%"), None),
        (Message("{name} is here", "{nane}已到"), "other placeholders"),
        (Message(("%d place", "%d places"), ("%d 席",)), None),
        (Message(("one place", "%d places"), ("一席",)), "other placeholders"),
    ],
)
def test_every_kind_of_mistake_has_its_name(message, problem):
    problems = [text.split(":")[0] for text in translations.problems_of(message)]

    assert problems == ([problem] if problem else [])


def test_check_names_what_is_missing_and_what_is_superfluous(locale):
    template(locale, '{% translate "Old" %}')
    translations.update(OURS)
    translate(locale, "Old", "旧")
    template(locale, '{% translate "New" %}')

    with pytest.raises(CommandError) as refusal:
        call_command("messages", "--check")

    lines = [line for line in str(refusal.value).splitlines() if line.startswith(OURS)]
    assert lines == [
        "django.po: missing: 'New' (templates/page.html)",
        "django.po: superfluous: 'Old' (templates/page.html)",
    ]


def test_compiled_once_and_again_when_a_translation_changes(locale):
    template(locale, '{% translate "Register" %}')
    translations.update(OURS)
    (locale / VENDOR).write_text("")
    os.utime(locale / OURS, (1, 1))
    os.utime(locale / VENDOR, (1, 1))

    assert translations.compile_all() is True
    assert translations.compile_all() is False
    translate(locale, "Register", "登记参会一下")
    os.utime(locale / "django.mo", (2, 2))
    assert translations.compile_all() is True
    with translation.override("zh-hans"):
        assert translation.gettext("Register") == "登记参会一下"


def test_our_words_win_over_those_of_others(locale):
    template(locale, '{% translate "Save" %}')
    translations.update(OURS)
    translate(locale, "Save", "我们的")
    (locale / VENDOR).write_text('msgid "Save"\nmsgstr "别人的"\n')

    translations.compile_all()

    with translation.override("zh-hans"):
        assert translation.gettext("Save") == "我们的"


@pytest.fixture(autouse=True)
def _own_words_afterwards():
    """Forget what a test has loaded."""
    yield
    translations.forget()
