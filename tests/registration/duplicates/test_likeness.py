"""Who may be whom: names in any order and in two scripts, telephones, near names."""

from types import SimpleNamespace

import pytest

from registration.duplicates.likeness import likeness
from registration.duplicates.people import KeyKind, person
from registration.states import Likelihood, Sign

pytestmark = pytest.mark.pure
KNOWN = {"nanjing university": "#1", "南京大学": "#1"}


def somebody(family="", given="", native="", **facts):
    columns = {"phone": "", "organisation": "", "email": ""} | facts
    names = {"family_name": family, "given_name": given, "native_name": native}
    return person(SimpleNamespace(**names, **columns), KNOWN)


def alike(one, other, *, few=True):
    """The likelihood and the signs, looking at the keys that the two share."""
    kinds = one.keys(1)
    shared = {kinds[key] for key in kinds.keys() & other.keys(1).keys()}
    found = likeness(one, other, shared, few=few) if shared else None
    return found and (Likelihood(found.likelihood).name, found.signs)


LI = [
    somebody("LI", "Xiaoming"),
    somebody("Xiaoming", "Li"),
    somebody("Li", "Xiao Ming"),
    somebody("Li", "Xiao-Ming"),
    somebody("Li Xiaoming"),
    somebody(given="Xiaoming Li"),
    somebody(native="Li Xiaoming"),
    somebody(native="李晓明"),
    somebody(native="李 晓明"),
    somebody("李", "晓明"),
    somebody("Ｌｉ", "Xiǎomíng"),
    somebody("Li", "Xiaoming", "李曉明"),
]


@pytest.mark.parametrize("other", LI)
@pytest.mark.parametrize("one", LI)
def test_a_name_is_found_in_any_order_and_in_both_scripts(one, other):
    likelihood, [sign] = alike(one, other)

    assert likelihood == "POSSIBLE"
    assert sign in (Sign.NAME, Sign.SCRIPTS)


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("曾伟", ("Zeng", "Wei")),
        ("曾伟", ("Ceng", "Wei")),
        ("单雄信", ("Shan", "Xiongxin")),
        ("吕布", ("Lyu", "Bu")),
        ("吕布", ("Lü", "Bu")),
        ("吕布", ("LV", "Bu")),
        ("欧阳修", ("Ouyang", "Xiu")),
        ("陳偉", ("Chen", "Wei")),
    ],
)
def test_a_surname_is_read_in_each_way(native, latin):
    assert alike(somebody(native=native), somebody(*latin)) == (
        "POSSIBLE",
        [Sign.SCRIPTS],
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (somebody("Li", "Xiaoming"), somebody("Xiao", "Mingli")),
        (somebody("Zhang", "Wei", "张伟"), somebody("Zhang", "Wei", "张炜")),
        (somebody("Li", "Xiaoming"), somebody("Li", "Xiaoning")),
        (somebody(native="李晓明"), somebody(native="李小明")),
    ],
)
def test_another_name_is_another_person(one, other):
    assert alike(one, other) is None


NJU = {"organisation": "Nanjing University"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Li", "X."), ("Xiaoming", "Li")),
        (("Li", "X. M."), ("Li", "Xiaoming")),
        (("Li", "Xiaomin"), ("Li", "Xiaoming")),
        (("Li", "Hsiao-ming"), ("Li", "Xiaoming")),
        (("Smith", "Jon"), ("Smith", "John")),
        (("Smith", "John Paul"), ("Smith", "John")),
        (("Smyth", "John"), ("Smith", "John")),
        (("", "", "李小明"), ("", "", "李晓明")),
    ],
)
def test_a_near_name_in_one_organisation(one, other):
    one, other = somebody(*one, **NJU), somebody(*other, organisation="南京大学")

    assert alike(one, other) == ("POSSIBLE", [Sign.NEAR, Sign.ORGANISATION])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Zhang", "Wei"), ("Zhang", "Lei")),
        (("Zhang", "Li"), ("Zhang", "Liang")),
        (("Smith", "John"), ("Smith", "Jane")),
        (("Smith", "John"), ("Jones", "John")),
        (("", "", "王伟"), ("", "", "王薇薇")),
    ],
)
def test_colleagues_are_not_one_person(one, other):
    assert alike(somebody(*one, **NJU), somebody(*other, **NJU)) is None


PHONE = {"phone": "+8613800138000"}
LI_MING = ("Li", "Ming")


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (
            somebody(*LI_MING, **PHONE),
            somebody("Bai", "Ning", **PHONE),
            ("POSSIBLE", [Sign.TELEPHONE]),
        ),
        (
            somebody(*LI_MING, **PHONE),
            somebody(*LI_MING, **PHONE),
            ("LIKELY", [Sign.NAME, Sign.TELEPHONE]),
        ),
        (
            somebody(*LI_MING, **NJU),
            somebody(native="李明", organisation="南京大学"),
            ("LIKELY", [Sign.SCRIPTS, Sign.ORGANISATION]),
        ),
    ],
)
def test_telephone_and_organisation_speak_for_it(one, other, found):
    assert alike(one, other) == found


BOTH = somebody(*LI_MING, phone="+1", organisation="A")


@pytest.mark.parametrize(
    ("other", "in_small", "in_large"),
    [
        (somebody(*LI_MING), "POSSIBLE", "FAINT"),
        (somebody(*LI_MING, organisation="中国"), "POSSIBLE", "FAINT"),
        (somebody(*LI_MING, organisation="B"), "FAINT", None),
        (somebody(*LI_MING, phone="+2"), "FAINT", None),
        (somebody(*LI_MING, phone="+2", organisation="B"), None, None),
    ],
)
def test_a_name_alone_tells_less_the_more_differs(other, in_small, in_large):
    assert alike(BOTH, other) == (in_small and (in_small, [Sign.NAME]))
    assert alike(BOTH, other, few=False) == (in_large and (in_large, [Sign.NAME]))


def test_keys_tell_conferences_and_kinds_apart():
    someone = somebody(*LI_MING, "李明", **PHONE, **NJU)

    assert set(someone.keys(1).values()) == set(KeyKind)
    assert not someone.keys(1).keys() & someone.keys(2).keys()
