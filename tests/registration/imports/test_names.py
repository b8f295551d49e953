"""A whole name in one cell: divided where it shows how, and refused elsewhere."""

import pytest
from django.core.exceptions import ValidationError

from registration.imports.names import NameWriting, read_name

# What is written: family name, given name, Chinese name, title, left out.
NAMES = {
    "张伟": ("", "", "张伟"),
    "张　伟": ("", "", "张伟"),
    "欧阳娜娜 Ouyang Nana": ("Ouyang", "Nana", "欧阳娜娜"),
    "张伟（Zhang Wei）": ("Zhang", "Wei", "张伟"),
    "张伟/Wei Zhang": ("Zhang", "Wei", "张伟"),
    "OUYANG NANA 欧阳娜娜": ("OUYANG", "NANA", "欧阳娜娜"),
    "曾庆国 Zeng Qingguo": ("Zeng", "Qingguo", "曾庆国"),
    "吕布 LYU BU": ("LYU", "BU", "吕布"),
    "艾达·洛夫莱斯 Ada Lovelace": ("Lovelace", "Ada", "艾达·洛夫莱斯"),
    "阿卜杜拉・买买提": ("", "", "阿卜杜拉·买买提"),
    "ZHANG, Wei": ("ZHANG", "Wei", ""),
    "Ｗｅｉ　ＺＨＡＮＧ": ("ZHANG", "Wei", ""),
    "Ludwig VAN BEETHOVEN": ("VAN BEETHOVEN", "Ludwig", ""),
    "de la Cruz, Juan": ("de la Cruz", "Juan", ""),
    "J. Smith": ("Smith", "J.", ""),
    "Smith": ("Smith", "", ""),
    "Иван Петров": ("", "", "Иван Петров"),
    "李晓明 教授": ("", "", "李晓明", "教授"),
    "Lovelace, Prof Ada, FRS": ("Lovelace", "Ada", "", "Prof", "FRS"),
    "王静（女）": ("", "", "王静", "", "女"),
}


@pytest.mark.parametrize("written", NAMES)
def test_a_name_is_divided_where_it_shows_how(written):
    parts = (*NAMES[written], "", "")[:5]

    name = read_name(written)

    assert (
        name.family_name,
        name.given_name,
        name.native_name,
        name.title,
        name.left_out,
    ) == parts


@pytest.mark.parametrize(
    "written", ["Ada Lovelace", "ZHANG WEI", "填表人：王静", "合计", "Total 12 people"]
)
def test_nobody_guesses(written):
    with pytest.raises(ValidationError):
        read_name(written)


@pytest.mark.parametrize(
    ("writing", "family", "given"),
    [
        (NameWriting.GIVEN_FIRST, "van der Berg", "Ludwig"),
        (NameWriting.FAMILY_FIRST, "Ludwig", "van der Berg"),
    ],
)
def test_somebody_says_how_all_are_written(writing, family, given):
    name = read_name("Ludwig van der Berg", writing)

    assert (name.family_name, name.given_name) == (family, given)
