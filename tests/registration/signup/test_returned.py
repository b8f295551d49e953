"""A form without its cookie or with an old token: nothing is lost, nothing is done."""

import pytest
from django.test import Client

from registration.models import Delegate, RegistrationSettings
from tests.pages import Page, answers, open_page, sign_up_address


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


def post(visitor: Client, address: str, form: dict[str, str]) -> tuple[int, Page]:
    response = visitor.post(address, form)
    return response.status_code, Page(response.content.decode())


@pytest.mark.parametrize(
    ("language", "old", "cookieless"),
    [
        ("en", "Please press the button once more", "cookies are off"),
        ("zh-hans", "请再次点击按钮提交", "Cookie 已被禁用"),
    ],
)
@pytest.mark.parametrize("with_cookie", [True, False])
def test_it_comes_back_one_press_from_done(
    visitor, category, language, old, cookieless, with_cookie
):
    address = sign_up_address(category, language)
    form = answers(category, position="D'Arcy & 李", language=language)
    if with_cookie:
        open_page(visitor, address)

    status, page = post(visitor, address, form | {"csrfmiddlewaretoken": "x" * 64})

    assert status == 403
    assert page.title.startswith(old) is with_cookie
    assert (cookieless in page.words) is not with_cookie
    assert page.errors == []
    assert Delegate.objects.count() == 0
    for name in ("position", "email", "submission", "category", "attendance"):
        assert page.answers[name] == form[name]
    assert page.one("input", form="signup")["name"] == "register"

    status, _page = post(visitor, address, page.answers)

    assert status == 302
    assert Delegate.objects.get().position == "D'Arcy & 李"


def test_whose_browser_keeps_no_cookies_is_told_again(visitor, category):
    address = sign_up_address(category)
    form = answers(category)
    for _press in range(2):
        status, page = post(visitor, address, form)
        form = page.answers
        visitor.cookies.clear()

        assert status == 403
        assert "cookies are off" in page.words
    assert Delegate.objects.count() == 0


def test_a_key_that_is_none_is_replaced(visitor, category):
    address = sign_up_address(category)

    _status, page = post(visitor, address, answers(category, submission="nonsense"))
    status, _page = post(visitor, address, page.answers)

    assert status == 302


def test_changing_the_language_needs_no_cookie(visitor, category):
    form = answers(category, position="Reader") | {"switch_language": "1"}

    status, page = post(visitor, sign_up_address(category, "zh-hans"), form)

    assert status == 200
    assert page.answers["position"] == "Reader"
    assert "Cookie" not in page.words


def test_what_has_closed_meanwhile_says_so(visitor, category):
    settings = RegistrationSettings.objects.get()
    settings.closes_at = settings.opens_at.replace(year=settings.opens_at.year + 1)
    settings.opens_at = settings.closes_at.replace(day=1)
    settings.closes_at = settings.opens_at.replace(day=2)
    settings.save()

    _status, page = post(visitor, sign_up_address(category), answers(category))

    assert page.all("form", id="signup") == []


def test_a_page_that_is_not_there_stays_a_404(visitor):
    assert visitor.post("/en/nowhere/register/").status_code == 404


@pytest.mark.parametrize("with_cookie", [True, False])
def test_what_another_site_sends_is_not_taken(visitor, category, with_cookie):
    address = sign_up_address(category)
    form = answers(category)
    if with_cookie:
        token = open_page(visitor, address).answers["csrfmiddlewaretoken"]
        form["csrfmiddlewaretoken"] = token

    response = visitor.post(address, form, headers={"origin": "https://evil.example"})

    assert response.status_code == 403
    assert Delegate.objects.count() == 0
