import pytest
from django.utils.translation import override

from confsite import countries
from confsite.bilingual import Pair

# The organiser decides how these are named; this is what stands when nobody has. A new
# release of the list or its translation must not change it unseen.
AS_SHIPPED = {
    "en": {"CN": "China", "GB": "United Kingdom", "HK": "Hong Kong", "TW": "Taiwan"},
    "zh-hans": {"CN": "中国", "GB": "英国", "HK": "香港", "TW": "台湾"},
}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_names_as_shipped_are_known(language):
    with override(language):
        names = dict(countries.choices(()))

    assert {code: names[code] for code in AS_SHIPPED[language]} == AS_SHIPPED[language]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_organisers_words_stand_above_every_translation(language):
    wording = (
        ("TW", Pair("Taiwan, China", "中国台湾")),
        ("HK", Pair("Hong Kong SAR", "")),
    )

    with override(language):
        names = dict(countries.choices(wording))

    if language == "en":
        assert (names["TW"], names["HK"]) == ("Taiwan, China", "Hong Kong SAR")
    else:
        assert (names["TW"], names["HK"]) == ("中国台湾", "Hong Kong SAR")
    assert type(names["TW"]) is str


def test_an_entry_can_be_left_out():
    with override("en"):
        names = dict(countries.choices((("TW", None), ("XX", None))))

    assert "TW" not in names
    assert len(names) == len(countries.choices(())) - 1


def test_china_and_the_united_kingdom_come_first():
    with override("en"):
        codes = [code for code, _name in countries.choices(())]

    # Nothing is chosen before a person chooses.
    assert codes[:3] == ["", "CN", "GB"]


def test_chinese_names_are_in_the_order_of_their_pinyin():
    with override("zh-hans"):
        names = [name for _code, name in countries.choices(())][3:]

    # ā bā bǐ bì bīng dé fàn fēi fěi máo nán nǎo ní shèng sī, as dictionaries have them.
    some = (
        "阿尔巴尼亚 巴西 比利时 秘鲁 冰岛 德国 梵蒂冈 菲律宾 斐济 毛里求斯 南苏丹 瑙鲁"
    )
    some += " 尼泊尔 圣卢西亚 斯瓦尔巴群岛和扬马延岛 乍得 智利"
    assert [name for name in names if name in some.split()] == some.split()
    assert (names[0], names[-1]) == ("阿尔巴尼亚", "中非共和国")


def test_english_names_are_in_the_order_of_their_letters():
    with override("en"):
        names = [
            name for _code, name in countries.choices((("AF", Pair("Zuletzt", "")),))
        ]

    assert names[3:6] == ["Åland Islands", "Albania", "Algeria"]
    assert names[-1] == "Zuletzt"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_name_is_there_once_and_without_blanks_around_it(language):
    with override(language):
        names = [name for _code, name in countries.choices(())]

    assert names == [name.strip() for name in names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("code", "english", "chinese"),
    [
        ("GB", "United Kingdom", "英国"),
        ("TW", "Taiwan, China", "中国台湾"),
        ("MO", "Macao SAR", "Macao SAR"),
        ("JP", "Japan", "日本"),
        ("HK", "", ""),
        ("", "", ""),
    ],
)
def test_one_country_is_named_by_the_organisers_words(code, english, chinese):
    wording = (
        ("TW", Pair("Taiwan, China", "中国台湾")),
        ("MO", Pair("Macao SAR", "")),
        ("JP", Pair("", "")),
        ("HK", None),
    )

    with override("en"):
        assert countries.name_of(code, wording) == english
    with override("zh-hans"):
        assert countries.name_of(code, wording) == chinese
