"""Chinese names in pinyin, as addresses have them."""

import pytest

from confsite.folding.order import in_pinyin


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("李晓明", "li xiaoming"),
        ("張偉", "zhang wei"),
        ("欧阳娜娜", "ouyang nana"),
        ("尉迟恭", "yuchi gong"),
        ("东方", "dongfang"),
        ("方东", "fang dong"),
        ("李", "li"),
        # Family names that are read otherwise than the word.
        ("曾国藩", "zeng guofan"),
        ("區志明", "ou zhiming"),
        ("张单", "zhang dan"),
        # The parts as somebody has typed them.
        ("曾 国藩", "zeng guofan"),
        ("埃莉诺·惠特科姆", "ailinuo huitekemu"),
        ("达芬奇先生", "dafenqixiansheng"),
        ("Łukasz Li", "lukasz li"),
        ("", ""),
        ("·", ""),
    ],
)
def test_a_name_is_written_as_its_owner_would(name, expected):
    assert in_pinyin(name) == expected
