"""Chinese names in pinyin, as addresses have them."""

import pytest

from confsite.pinyin import OF_TWO, READ_AS, in_pinyin


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("李晓明", "li xiaoming"),
        ("張偉", "zhang wei"),
        ("王静", "wang jing"),
        ("欧阳娜娜", "ouyang nana"),
        ("司马光", "sima guang"),
        ("尉迟恭", "yuchi gong"),
        ("万俟卨", "moqi xie"),
        ("东方", "dongfang"),
        ("方东", "fang dong"),
        ("李", "li"),
        # As it is in passports: GB/T 28039.
        ("吕绿", "lyu lyu"),
        ("女略", "nyu lyue"),
        # Family names that are read otherwise than the word.
        ("曾国藩", "zeng guofan"),
        ("单田芳", "shan tianfang"),
        ("解缙", "xie jin"),
        ("仇英", "qiu ying"),
        ("區志明", "ou zhiming"),
        ("张单", "zhang dan"),
        # The parts as somebody has typed them.
        ("曾 国藩", "zeng guofan"),
        ("埃莉诺·惠特科姆", "ailinuo huitekemu"),
        ("达芬奇先生", "dafenqixiansheng"),
        ("Łukasz Li", "Łukasz Li"),
        ("Li 晓明", "Li xiaoming"),
        ("𠮷田", "tian"),
        ("さくら", "さくら"),
        ("", ""),
        ("·", ""),
    ],
)
def test_a_name_is_written_as_its_owner_would(name, expected):
    assert in_pinyin(name) == expected


def test_the_tables_hold_family_names():
    assert {len(name) for name in OF_TWO} == {2}
    assert {name for name in READ_AS if len(name) > 1} <= OF_TWO
