"""The admin on a telephone, as staff have it in the hall."""

import pytest

from bench.site import Site
from tests.browser.conftest import PHONE

LIST = "/admin/registration/delegate/"
# What a browser leaves of the screen to a page.
VISIBLE = 664
HEIGHT = """
rows => {
    const first = rows.slice(0, 10);
    const last = first.at(-1).getBoundingClientRect();
    return [first.length, last.bottom - first[0].getBoundingClientRect().top];
}
"""


@pytest.fixture
def desk(visit, site: Site):
    person = visit(size=PHONE)
    person.go("/admin/login/")
    page = person.page
    page.locator("input[name=username]").fill("staff@example.org")
    page.locator("input[name=password]").fill(site.home.staff_password())
    page.locator("[type=submit]").first.click()
    page.wait_for_load_state()
    return person


def test_ten_people_fit_on_the_screen_of_a_telephone(desk):
    desk.go(LIST)
    page = desk.page

    number, height = page.locator("#result_list tbody tr").evaluate_all(HEIGHT)

    assert number
    assert height / number * 10 <= VISIBLE
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    name = page.locator("#result_list tbody th a").first
    assert name.is_visible()
    name.click()
    assert "/change/" in page.url
