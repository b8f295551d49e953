"""The list of participants: who agreed, as they wish to be named."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registration.consents import services as consents
from registration.models import ConsentRequest, Delegate, RegistrationSettings
from registration.participants import pages
from registration.states import DelegateState, ParticipantsList
from tests.clock import a_second_later
from tests.factories import make_category, register_someone
from tests.pages import Page, open_page
from tests.registration.consents.asking import make_consent_request
from tests.registration.personal.test_page import path

PUBLIC, REGISTERED = ParticipantsList.PUBLIC, ParticipantsList.REGISTERED


@pytest.fixture
def category():
    category = make_category()
    make_consent_request(category.conference)
    open_to(PUBLIC)
    return category


def open_to(readers):
    RegistrationSettings.objects.update(participants_list=readers)
    a_second_later()


def somebody(category, family="Lovelace", **columns):
    return register_someone(
        category, family_name=family, **{"consents": {"listed": 1}} | columns
    )


def address(category, language="en", **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/{language}/{category.conference.slug}/participants/?{asked}"


def names(page):
    return [
        " ".join(line.text.split())
        for line in page.all("p", **{"class": "participant-name"})
    ]


def listed(client, category, *args, **query):
    return names(open_page(client, address(category, *args, **query)))


# -- Who stands in it ------------------------------------------------------------------


def test_it_says_what_the_consent_speaks_of_and_nothing_else(client, category):
    somebody(
        category,
        title="Dr",
        organisation="Institute <b>",
        position="Reader",
        country="GB",
        phone="+442071234567",
        email="ada@example.org",
        note="A remark.",
    )

    page = open_page(client, address(category))

    for words in ("Dr Ada Lovelace", "Institute <b>", "Reader", "United Kingdom"):
        assert words in page.words
    for words in ("ada@example.org", "7123", "A remark", "<b>"):
        assert words not in page.html


@pytest.mark.parametrize(
    "columns",
    [
        {"consents": {}},
        {"hold_hours": 2},
        *({"state": state} for state in DelegateState if state != "confirmed"),
        {"is_test": True, "email": ""},
    ],
    ids=str,
)
def test_nobody_else_is_in_it(client, category, columns):
    somebody(category, "Hopper")
    form = {k: v for k, v in columns.items() if k in ("consents", "hold_hours")}
    other = somebody(category, "Nobody", **form)
    row = {k: v for k, v in columns.items() if k not in form}
    if row.get("state") == DelegateState.WAITING:
        row["waiting_number"] = other.pk
    if row:
        Delegate.objects.filter(pk=other.pk).update(**row)

    assert listed(client, category) == ["Ada Hopper"]


def test_whoever_withdraws_is_gone_with_the_next_answer(client, category):
    delegate = somebody(category)
    assert listed(client, category) == ["Ada Lovelace"]

    consents.withdraw(delegate, "listed")

    response = client.get(address(category))
    assert names(Page(response.content.decode())) == []
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]


def test_what_changes_shows_at_once_in_both_languages(client, category):
    delegate = somebody(category, native_name="艾达·洛芙莱斯")
    for language in ("en", "zh-hans"):
        assert len(listed(client, category, language)) == 1

    Delegate.objects.update(given_name="Augusta", native_name="奥古斯塔")

    assert listed(client, category, "zh-hans") == ["奥古斯塔 Lovelace Augusta"]
    assert listed(client, category) == ["Lovelace Augusta 奥古斯塔"]
    consents.withdraw(delegate, "listed")
    assert listed(client, category) == listed(client, category, "zh-hans") == []


# -- Who may read it -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("readers", "public", "personal"),
    [(ParticipantsList.OFF, 404, 404), (REGISTERED, 404, 200), (PUBLIC, 200, 200)],
)
def test_it_is_there_for_whom_staff_opened_it(
    client, category, readers, public, personal
):
    delegate = somebody(category)
    open_to(readers)

    own = client.get(path(delegate, "my_participants"))

    assert client.get(address(category)).status_code == public
    assert own.status_code == personal
    assert "no-store" in own.get("Cache-Control", "no-store")
    my = open_page(client, path(delegate)).html
    assert (path(delegate, "my_participants") in my) == (personal == 200)
    front = open_page(client, f"/en/{category.conference.slug}/").html
    assert (address(category).rstrip("?") in front) == (public == 200)


def test_without_the_consent_there_is_no_list(client, category):
    delegate = somebody(category)
    ConsentRequest.objects.update(is_asked=False)
    a_second_later()

    for page in (address(category), path(delegate, "my_participants")):
        assert client.get(page).status_code == 404
    assert "participants/" not in open_page(client, path(delegate)).html
    front = open_page(client, f"/en/{category.conference.slug}/").html
    assert "/participants/" not in front


def test_who_has_no_place_does_not_read_it(client, category):
    delegate = somebody(category, hold_hours=2)

    assert client.get(path(delegate, "my_participants")).status_code == 404


def test_it_stays_when_every_category_is_closed(client, category):
    somebody(category)
    type(category).objects.update(is_open=False)
    a_second_later()

    front = open_page(client, f"/en/{category.conference.slug}/").html

    assert address(category).rstrip("?") in front


# -- Names and their order -------------------------------------------------------------


def test_english_goes_by_family_name_and_chinese_by_pinyin(client, category):
    for family, given, native in (
        ("Zhang", "Wei", "张伟"),
        ("Chan", "Tai Man", "陈大文"),
        ("Lovelace", "Ada", ""),
        ("", "", "白居易"),
    ):
        somebody(category, family, given_name=given, native_name=native)

    assert listed(client, category) == [
        "白居易",
        "Chan Tai Man 陈大文",
        "Ada Lovelace",
        "Zhang Wei 张伟",
    ]
    assert listed(client, category, "zh-hans") == [
        "白居易",
        "陈大文 Chan Tai Man",
        "Ada Lovelace",
        "张伟 Zhang Wei",
    ]


def test_somebody_is_named_as_they_wish(client, category):
    delegate = somebody(category, title="Dr", native_name="艾达·洛芙莱斯")
    other = somebody(category, "Byron")
    page = open_page(client, path(delegate, "listed_name"))
    assert "Dr Ada Lovelace" in page.words

    response = client.post(
        path(delegate, "listed_name"), {"name_en": "Zoe", "name_zh": ""}, follow=True
    )

    assert "names you so" in response.content.decode()
    assert listed(client, category) == ["Ada Byron", "Zoe"]
    client.post(path(other, "listed_name"), {"name_zh": "拜伦<b>"})
    assert listed(client, category, "zh-hans") == ["拜伦<b>", "Zoe"]
    client.post(path(delegate, "listed_name"), {"name_en": "", "name_zh": ""})
    assert listed(client, category)[1] == "Dr Ada Lovelace 艾达·洛芙莱斯"


def test_who_does_not_agree_has_no_name_in_it(client, category):
    delegate = somebody(category, consents={})

    for method in (client.get, client.post):
        assert method(path(delegate, "listed_name")).status_code == 404


@pytest.mark.parametrize("name", ["x" * 301, "a\0b", "\u202ename"])
def test_a_name_that_cannot_be_is_refused_at_its_field(client, category, name):
    delegate = somebody(category)

    response = client.post(path(delegate, "listed_name"), {"name_en": name})

    page = Page(response.content.decode())
    assert response.status_code == 200
    assert [field for field, _words in page.errors] == ["name_en"]


# -- Looking for somebody, and pages ---------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("lovelace", 1),
        ("LOVELACE ada", 1),
        ("wei", 1),
        ("张伟", 1),
        ("zhangwei", 1),
        ("tsinghua", 1),
        ("example.org", 0),
        ("7123", 0),
        ("secret", 0),
        ("nobody", 0),
    ],
)
def test_people_are_found_by_what_the_list_says_alone(client, category, asked, found):
    hidden = {"phone": "+442071234567", "note": "secret", "email": "a@example.org"}
    somebody(category, **hidden)
    somebody(
        category,
        "Zhang",
        given_name="Wei",
        native_name="张伟",
        organisation="Tsinghua University",
    )

    assert len(listed(client, category, q=asked)) == found


def test_a_long_list_is_in_pages(client, category, monkeypatch):
    monkeypatch.setattr(pages, "EACH", 2)
    for family in ("Curie", "Babbage", "Darwin"):
        somebody(category, family)

    first = open_page(client, address(category))

    assert names(first) == ["Ada Babbage", "Ada Curie"]
    assert [link["href"] for link in first.all("a", rel="next")] == ["?page=2"]
    assert first.one("meta", name="robots")["content"] == "noindex, nofollow"
    assert listed(client, category, page=2) == ["Ada Darwin"]
    for page in ("99", "x", "-1", "9" * 5000):
        assert open_page(client, address(category, page=page))
    assert listed(client, category, q="darwin", page=2) == ["Ada Darwin"]


@pytest.mark.parametrize("people", [1, 3])
def test_it_costs_the_same_for_any_number(client, category, people):
    for _one in range(people):
        somebody(category)
    open_page(client, address(category))

    with CaptureQueriesContext(connection) as captured:
        open_page(client, address(category))

    assert len(captured) == 2
