"""Nobody joins a waiting list without having read so."""

import pytest
from django.test import Client

from registration import enrolment
from registration.errors import PlacesTaken
from registration.models import Delegate, Letter
from registration.states import Attendance, DelegateState
from tests.clock import a_second_later
from tests.factories import (
    make_category,
    make_open_conference,
    make_quota,
    make_signup,
    register_someone,
)
from tests.pages import Page, answers, open_page, sign_up, sign_up_address
from tests.threads import in_threads

ONSITE, ONLINE = Attendance.ONSITE, Attendance.ONLINE


@pytest.fixture
def conference():
    """On site there are places, but none for academics; online there is no limit."""
    conference = make_open_conference()
    academics = make_category(conference, name_en="Academics", name_zh="学者")
    make_category(conference, name_en="Press", name_zh="媒体")
    make_quota(conference, attendance=ONSITE, size=5)
    make_quota(category=academics, attendance=ONSITE, size=0)
    return conference


@pytest.fixture
def academics(conference):
    return conference.categories.get(name_en="Academics")


def card(page: Page, name: str, value: object) -> list[str]:
    """What a card says of places."""
    choice = page.one("input", name=name, value=str(value))
    start = page.elements.index(choice)
    following = page.elements[start + 1 :]
    ends = [e.tag for e in following].index("input")
    return [
        e.text.strip() for e in following[:ends] if e.get("class") == "availability"
    ]


class TestTheCards:
    @pytest.mark.parametrize(
        ("language", "academics_are_told", "press_is_told", "onsite_is_told"),
        [
            (
                "en",
                ["On site: full, you join the waiting list", "Online: places left"],
                ["Places left"],
                ["Places left, but not in every category"],
            ),
            (
                "zh-hans",
                ["现场：名额已满，将加入候补名单", "线上：尚有名额"],
                ["尚有名额"],
                ["尚有名额，但部分类别已满"],
            ),
        ],
    )
    def test_say_which_combination_is_full(
        self,
        client,
        academics,
        language,
        academics_are_told,
        press_is_told,
        onsite_is_told,
    ):
        page = open_page(client, sign_up_address(academics, language))

        press = academics.conference.categories.get(name_en="Press")
        assert card(page, "category", academics.pk) == academics_are_told
        assert card(page, "category", press.pk) == press_is_told
        assert card(page, "attendance", "onsite") == onsite_is_told

    def test_give_the_script_what_the_note_follows(self, client, academics):
        page = open_page(client, sign_up_address(academics))

        choices = page.all("input", name="category")
        assert [choice.get("data-full") for choice in choices] == ["onsite", None]
        assert "hidden" in page.one("div", id="waiting-note").attributes
        button = page.one("input", name="register")
        assert (button["value"], button["data-waiting"]) == (
            "Register",
            "Join the waiting list",
        )

    def test_of_a_form_that_comes_back_the_note_stands_at_the_choice(
        self, client, academics
    ):
        response = sign_up(client, academics, email="nonsense")

        page = Page(response.content.decode())
        assert "hidden" not in page.one("div", id="waiting-note").attributes
        assert page.one("input", name="register")["value"] == "Join the waiting list"


class TestBeforeOneWaits:
    def test_what_the_page_has_said_is_not_asked_again(self, client, academics):
        form = open_page(client, sign_up_address(academics)).answers

        response = client.post(
            sign_up_address(academics), answers(academics) | {"told": form["told"]}
        )

        assert response.status_code == 302
        assert Delegate.objects.get().state == DelegateState.WAITING

    @pytest.mark.parametrize("told", ["", "{}-online", "nonsense"])
    @pytest.mark.parametrize(
        ("language", "title", "button"),
        [
            ("en", "Only the waiting list is left", "Join the waiting list"),
            ("zh-hans", "仅可加入候补名单", "加入候补名单"),
        ],
    )
    def test_whoever_was_not_told_is_asked(
        self, client, academics, told, language, title, button
    ):
        told = told.format(academics.pk)

        response = sign_up(client, academics, language, told=told, position="Reader")

        page = Page(response.content.decode())
        assert response.status_code == 200
        assert page.title.startswith(title)
        assert {b["value"] for b in page.all("input", name="register")} == {button}
        assert page.one("input", form="signup")["type"] == "submit"
        assert page.answers["position"] == "Reader"
        assert page.errors == []
        assert (Delegate.objects.count(), Letter.objects.count()) == (0, 0)

    def test_one_press_later_they_wait(self, client, academics):
        asked = sign_up(client, academics, told="")

        form = Page(asked.content.decode()).answers
        first, again = (client.post(sign_up_address(academics), form) for _ in "12")

        assert (first.status_code, again.status_code) == (302, 302)
        assert Delegate.objects.get().state == DelegateState.WAITING
        assert Letter.objects.count() == 1

    def test_a_page_that_is_a_second_old_tells_what_the_places_said(self, client):
        category = make_category(places=1)
        open_page(client, sign_up_address(category))
        register_someone(category)

        asked = sign_up(client, category, told="")

        page = Page(asked.content.decode())
        assert page.answers["told"] == f"{category.pk}-onsite"
        assert card(page, "category", category.pk)[0].startswith("On site: full")

    def test_a_place_that_became_free_meanwhile_is_theirs(self, client):
        category = make_category(places=1)
        holder = register_someone(category)
        form = Page(sign_up(client, category, told="").content.decode()).answers
        enrolment.cancel(holder)

        client.post(sign_up_address(category), form)

        assert Delegate.objects.get(email="ada@example.org").holds_a_place

    def test_who_got_the_last_place_is_not_asked_when_the_form_comes_again(
        self, client
    ):
        """The answer was lost on its way."""
        category = make_category(places=1)
        form = answers(category, told="")

        statuses = [
            client.post(sign_up_address(category), form).status_code for _ in range(2)
        ]
        a_second_later()
        statuses.append(client.post(sign_up_address(category), form).status_code)

        assert statuses == [302, 302, 302]
        assert Delegate.objects.get().state == DelegateState.CONFIRMED

    def test_a_known_address_is_asked_as_well(self, client):
        """S1: nobody learns from the question whether an address is registered."""
        category = make_category(places=1)
        register_someone(category, email="alma@example.org")
        key = "0" * 32

        def asked(email: str) -> str:
            form = answers(category, email=email, told="", submission=key)
            response = Client().post(sign_up_address(category), form)
            page = Page(response.content.decode())
            token = page.answers["csrfmiddlewaretoken"]
            return page.html.replace(token, "").replace(email, "")

        assert asked("alma@example.org") == asked("anna@example.org")
        assert Letter.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_a_crowd_takes_what_there_is_and_the_others_are_asked(self):
        category = make_category(places=3)
        address = sign_up_address(category)

        def post(n: int) -> int:
            form = answers(category, email=f"guest{n}@example.org", told="")
            return Client().post(address, form).status_code

        statuses = in_threads(10, post)

        assert sorted(statuses) == [200] * 7 + [302] * 3
        assert Delegate.objects.count() == Letter.objects.count() == 3
        assert category.quotas.get().taken == 3


class TestTheService:
    def test_writes_nothing_for_who_may_not_wait(self):
        category = make_category(places=0)

        with pytest.raises(PlacesTaken):
            enrolment.register(make_signup(category, may_wait=False))

        assert (Delegate.objects.count(), Letter.objects.count()) == (0, 0)

    def test_seats_them_where_there_is_a_place(self):
        category = make_category(places=1)

        delegate = enrolment.register(make_signup(category, may_wait=False))

        assert delegate.state == DelegateState.CONFIRMED
