from types import SimpleNamespace

import pytest
from django.utils.translation import override

from confsite.names import NameInTwoScripts, NameOrder, is_han


class Person(NameInTwoScripts, SimpleNamespace):
    title = family_name = given_name = native_name = ""
    post_nominals = native_title = ""
    name_order = NameOrder.AUTO


LI = Person(family_name="Li", given_name="Xiaoming", native_name="李晓明", title="Prof")
WILLETTS = Person(
    title="Lord",
    given_name="David",
    family_name="Willetts",
    native_name="戴维·威勒特斯",
    post_nominals="FRS",
)
LUKASZ = Person(given_name="Łukasz", family_name="D'Arcy")


@pytest.mark.parametrize(
    ("person", "latin"),
    [
        (LI, "Prof Li Xiaoming"),
        (WILLETTS, "Lord David Willetts, FRS"),
        (LUKASZ, "Łukasz D'Arcy"),
        (Person(family_name="O"), "O"),
        (Person(given_name="Null"), "Null"),
        (
            Person(family_name="Li", given_name="Na", name_order=NameOrder.GIVEN_FIRST),
            "Na Li",
        ),
        (
            Person(
                family_name="Nagy", given_name="Anna", name_order=NameOrder.FAMILY_FIRST
            ),
            "Nagy Anna",
        ),
    ],
)
def test_a_latin_name_keeps_the_order_of_its_owner(person, latin):
    assert person.latin_name == latin


@pytest.mark.parametrize(
    ("language", "person", "shown", "other"),
    [
        ("en", LI, "Prof Li Xiaoming", "李晓明"),
        ("zh-hans", LI, "李晓明", "Prof Li Xiaoming"),
        ("en", LUKASZ, "Łukasz D'Arcy", ""),
        ("zh-hans", LUKASZ, "Łukasz D'Arcy", ""),
        ("en", Person(native_name="𠮷田喆"), "𠮷田喆", ""),
        ("zh-hans", Person(native_name="𠮷田喆"), "𠮷田喆", ""),
    ],
)
def test_a_name_is_shown_in_the_readers_script(language, person, shown, other):
    with override(language):
        assert person.display_name == shown
        assert person.other_name == other


def test_a_chinese_title_follows_the_name():
    person = Person(native_name="李晓明", native_title="教授")

    assert person.native == "李晓明教授"
    assert person.native.lang == "zh-Hans"


@pytest.mark.parametrize(
    ("language", "person", "letter"),
    [
        ("en", LI, "L"),
        ("zh-hans", LI, "李"),
        ("zh-hans", LUKASZ, "D"),
        ("en", Person(given_name="ada"), "A"),
        ("en", Person(native_name="𠮷田"), "𠮷"),
        ("en", Person(family_name="]]>&amp;"), "A"),
        ("en", Person(family_name="\u202e\u200bLi"), "L"),
        ("en", Person(family_name="\u202e", given_name="Ada"), "A"),
        ("zh-hans", Person(native_name="\u200b李明", family_name="Li"), "李"),
        ("zh-hans", Person(native_name="\u2060", family_name="Li"), "L"),
        ("en", Person(family_name="‘Okina"), "O"),
        ("en", Person(family_name="ʻOkina"), "O"),
        ("en", Person(family_name="e\u0301va"), "É"),
        ("en", Person(family_name="ßa"), "S"),
        ("en", Person(family_name=" 😀"), "😀"),
        ("en", Person(family_name="\u202e"), ""),
    ],
)
def test_a_monogram_is_the_first_letter_of_the_surname(language, person, letter):
    with override(language):
        assert person.monogram == letter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("李晓明", True),
        ("𠮷喆", True),
        ("戴维·威勒特斯", True),
        ("李 Li", False),
        ("アダ", False),
        ("", False),
        ("·", False),
    ],
)
def test_what_is_chinese_script(text, expected):
    assert is_han(text) is expected
