"""Whom a search among the speakers finds, and the page that shows it."""

import pytest

from agenda.release import programme, search
from confsite.caching.pages import FILTERED, PAGES
from tests.clock import a_second_later
from tests.factories import (
    make_agreement,
    make_conference,
    make_organisation,
    make_session,
    make_signature,
    make_speaker,
    publish,
)
from tests.pages import Page, open_page

BAD = [
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "%(x)s",
    "%",
    "\x01",
    "\u202etxt",
    "\u200b",
    "' OR 1=1 --",
    "先生",
    "李" * 100,
    "李教授" * 33,
    "=1+1",
    "👨‍👩‍👧",
    "الخوارزمي",
    "Z̃̈́̂a̧̧l̾̿g̊o" * 50,
    "x" * 10_000,
    "﷽" * 100,
]


@pytest.fixture
def conference():
    conference = make_conference(published=False, slug="founding")
    zone = make_organisation(
        name_en="Development Zone",
        name_zh="经济技术开发区",
        short_name_en="JDZ",
        aliases="Old Park\n老园区",
    )
    for columns in (
        {
            "slug": "lyu",
            "family_name": "LYU",
            "given_name": "Na",
            "native_name": "吕娜",
        },
        {"slug": "lue", "family_name": "Lü", "given_name": "Bo", "native_name": "吕波"},
        {"slug": "lv", "family_name": "Lv", "given_name": "Qi", "native_name": "吕奇"},
        {"slug": "lu", "family_name": "Lu", "given_name": "Wei", "native_name": "吕伟"},
        {"slug": "li", "native_name": "李世贵", "native_title": "教授"}
        | {"family_name": "Li", "given_name": "Shigui", "organisation": zone}
        | {"title": "Professor"},
        {"slug": "lukasz", "family_name": "Zieliński", "given_name": "Łukasz"},
        {"slug": "odowd", "family_name": "O’Dowd", "given_name": "Aoife"},
        {"slug": "cole", "family_name": "Abernathy-Cole", "given_name": "Tom"},
        {"slug": "silva", "family_name": "Silva", "given_name": "João"},
        {"slug": "whitcombe", "family_name": "Whitcombe", "given_name": "Eleanor"}
        | {"native_name": "埃莉诺·惠特科姆"}
        | {"position_en": "Chair of the Council", "position_zh": "理事会主席"},
        {"slug": "ouyang", "native_name": "欧阳\u200b静", "native_title": "院士"}
        | {"family_name": "Ouyang", "given_name": "Jing", "position_zh": "江宁区区长"},
        {"slug": "rare", "family_name": "", "given_name": "", "native_name": "𠮷喆"},
    ):
        make_speaker(conference, **columns)
    publish(conference)
    return conference


def found(text: str) -> list[str]:
    published = programme.latest("founding")
    return sorted(speaker.slug for speaker in search.found(published, text))


@pytest.mark.parametrize("typed", ["LÜ", "lu", "LV", "Lyu", "ｌü", "lu\u0308"])
def test_a_surname_is_found_in_every_spelling_of_its_pinyin(conference, typed):
    slugs = set(found(typed))

    assert {"lyu", "lue", "lv", "lu"} <= slugs
    assert not slugs & {"li", "odowd", "whitcombe", "lukasz"}


@pytest.mark.parametrize("typed", ["Zeng Guofan", "zengguofan", "Zeng"])
def test_a_name_in_chinese_alone_is_found_by_its_pinyin(conference, typed):
    columns = {"family_name": "", "given_name": "", "native_name": "曾国藩"}
    make_speaker(conference, slug="zeng", **columns)
    publish(conference)

    assert found(typed) == ["zeng"]


def test_u_is_v_in_chinese_names_alone(conference):
    make_speaker(conference, family_name="Nyhuis", slug="nyhuis")
    publish(conference)

    assert found("lukasz") == ["lukasz"]
    assert found("lvkasz") == []
    assert found("nyhuis") == ["nyhuis"]
    assert found("nvhuis") == []


def test_a_name_in_pinyin_is_not_the_beginning_of_another(conference):
    make_speaker(conference, family_name="Page", given_name="Lillian", slug="lillian")
    publish(conference)

    assert found("li") == found("Professor Li") == ["li"]
    assert found("lil") == ["lillian"]
    assert found("li page") == ["lillian"]


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("吕", ["lu", "lue", "lv", "lyu"]),
        ("吕娜", ["lyu"]),
        ("Li Shigui", ["li"]),
        ("shigui li", ["li"]),
        ("李世贵教授", ["li"]),
        ("李教授", ["li"]),
        ("李 教授", ["li"]),
        ("李教", []),
        ("李院士", []),
        ("贵教授", ["li"]),
        ("李教授 开发区", ["li"]),
        ("李教授 吕", []),
        ("李先生", ["li"]),
        ("李世贵 先生", ["li"]),
        ("吕女士", ["lu", "lue", "lv", "lyu"]),
        ("欧阳院士", ["ouyang"]),
        ("欧阳区长", ["ouyang"]),
        ("惠特科姆主席", ["whitcombe"]),
        ("惠特科姆女士", ["whitcombe"]),
        ("Prof. Li", ["li"]),
        ("Mr Li", ["li"]),
        ("Mrs Whitcombe", ["whitcombe"]),
        ("lishigui", ["li"]),
        ("ShiguiLi", ["li"]),
        ("NaLv", ["lyu"]),
        ("lüna", ["lyu"]),
        ("tomabernathycole", ["cole"]),
        ("欧阳静", ["ouyang"]),
        ("歐陽靜", ["ouyang"]),
        ("李世貴教授", ["li"]),
        ("Shi-Gui, Li", ["li"]),
        ("Professor", ["li"]),
        ("欧\u200b阳\ufeff静", ["ouyang"]),
        ("ou\u00adyang", ["ouyang"]),
        ("ＬＩ　Ｓｈｉｇｕｉ", ["li"]),
        ("lukasz", ["lukasz"]),
        ("ŁUKASZ ZIELINSKI", ["lukasz"]),
        ("joao", ["silva"]),
        ("silva", ["silva"]),
        ("O'Dowd", ["odowd"]),
        ("odowd", ["odowd"]),
        ("Abernathy Cole", ["cole"]),
        ("abernathycole", ["cole"]),
        ("埃莉诺惠特科姆", ["whitcombe"]),
        ("chair council", ["whitcombe"]),
        ("主席", ["whitcombe"]),
        ("development zone", ["li"]),
        ("开发区", ["li"]),
        ("JDZ", ["li"]),
        ("old park", ["li"]),
        ("老园区", ["li"]),
        ("𠮷", ["rare"]),
        ("li", ["li"]),
        ("gui", ["li"]),
        ("shigui zielinski", []),
        ("nobody", []),
        ("!?", []),
    ],
)
def test_people_are_found_by_name_position_and_organisation(conference, typed, slugs):
    assert found(typed) == slugs


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Li \t Shigui ", "Li Shigui"),
        ("a\x00b\u202ec", "a b c"),
        ("x" * 500, "x" * 100),
        ("\ufffd\ud800", ""),
    ],
)
def test_what_is_looked_for_is_one_short_line(typed, kept):
    assert search.asked(typed) == kept


# -- The page ----------------------------------------------------------------------


def ask(client, text, language="en") -> Page:
    return open_page(client, f"/{language}/founding/speakers/", data={"q": text})


def names(page: Page) -> list[str]:
    links = [(e.get("href") or "").split("/speakers/") for e in page.all("a")]
    tails = [link[1] for link in links if len(link) == 2]
    return [tail.rstrip("/") for tail in tails if tail and not tail.startswith("?")]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_shows_whom_it_has_found(client, conference, language):
    page = ask(client, "吕娜", language)

    assert names(page) == ["lyu"]
    assert page.one("input", name="q")["value"] == "吕娜"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Nobody in the programme is found by “Ada & Co”."),
        ("zh-hans", "没有找到与“Ada & Co”相符的嘉宾。"),
    ],
)
def test_an_empty_result_says_so(client, conference, language, words):
    page = ask(client, "Ada & Co", language)

    assert names(page) == []
    assert words in page.words


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("typed", BAD)
def test_whatever_is_typed_is_shown_as_text(client, conference, typed, language):
    page = ask(client, typed, language)

    kept = search.asked(typed)
    assert "<script>alert" not in page.html
    assert [e["value"] for e in page.all("input", name="q")] == ([kept] if kept else [])


def test_bytes_that_are_no_text_find_nobody(client, conference):
    response = client.get("/en/founding/speakers/?q=%ff%fe%ed%a0%80&q=%c0%80")

    assert response.status_code == 200


def test_nothing_typed_is_the_page_itself(client, conference):
    whole = open_page(client, "/en/founding/speakers/")

    assert ask(client, "   ").html == whole.html


def test_the_other_language_keeps_what_was_typed(client, conference):
    page = ask(client, "吕 娜")

    chosen = page.all("a", hreflang="zh-Hans")[0]["href"]
    assert chosen == "/zh-hans/founding/speakers/?q=%E5%90%95+%E5%A8%9C"
    (canonical,) = page.all("link", rel="canonical")
    assert canonical["href"] == "https://confsite.example/en/founding/speakers/"


def test_searches_do_not_fill_the_store_of_pages(client, conference):
    open_page(client, "/en/founding/speakers/")
    before = (dict(PAGES.pages), dict(FILTERED.pages))

    for number in range(5):
        ask(client, f"nobody {number}")

    assert (dict(PAGES.pages), dict(FILTERED.pages)) == before


@pytest.mark.parametrize("speakers", [1, 3])
def test_a_search_costs_one_query_a_second_for_any_number(
    client, speakers, settings, django_assert_num_queries
):
    settings.REGISTRATION_STATUS = "tests.agenda.views.test_pages.no_registration"
    conference = make_conference(published=False, slug="founding")
    for _ in range(speakers):
        make_speaker(conference, organisation=make_organisation())
    publish(conference)
    ask(client, "ada")
    a_second_later()

    with django_assert_num_queries(1):
        assert len(names(ask(client, "ada"))) == speakers


def test_nobody_is_found_who_is_unpublished_or_under_embargo(client, conference):
    secret = make_speaker(conference, family_name="Secret", slug="secret")
    agreement = make_agreement(
        make_session(conference, kind="signing"),
        embargo_until=conference.starts_at,
        parties=[make_organisation(name_en="Secret House")],
    )
    make_signature(agreement, secret)

    assert found("secret") == []

    publish(conference)

    assert found("secret") == []
    assert names(ask(client, "secret")) == []
