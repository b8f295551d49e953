"""Every public page, in both languages: accessible, self-contained, light enough."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESK

# WCAG 2.2 AA and what stands below it.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = {"width": 320, "height": 700}
PAGES = [
    "",
    "agenda/",
    "agenda/signing-universities/",
    "speakers/",
    "speakers/?q=lin",
    "organisations/",
    "results/",
    "privacy/",
    "accessibility/",
    "register/",
    "register/received/",
    "participants/",
    "participants/?q=lin",
]


@pytest.fixture
def conference(visit) -> str:
    """The address of the conference to come, as the front door leads to it."""
    person = visit()
    person.go("/")
    return person.page.url.rstrip("/").rsplit("/", 1)[1]


def violations(page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_is_accessible(visit, conference, language, scheme):
    person = visit(color_scheme=scheme)
    details = {}
    person.go(f"/{language}/{conference}/agenda/")
    details["session"] = person.page.locator("main a[href*='/agenda/']").first
    addresses = [f"/{language}/{conference}/{page}" for page in PAGES]
    addresses.append(details["session"].get_attribute("href"))
    person.go(f"/{language}/{conference}/speakers/")
    addresses.append(
        person.page.locator("main a[href*='/speakers/']").first.get_attribute("href")
    )
    person.go(f"/{language}/{conference}/organisations/")
    addresses.append(
        person.page.locator("main a[href*='/organisations/']").first.get_attribute(
            "href"
        )
    )
    past = f"/{language}/china-uk-2020/"
    addresses += [past, f"{past}agenda/", f"{past}results/"]

    for size in (DESK, NARROW):
        person.page.set_viewport_size(size)
        for address in addresses:
            person.go(address)
            assert (address, size["width"], violations(person.page)) == (
                address,
                size["width"],
                [],
            )
            assert overflow(person.page) <= 0, (address, size)


def test_the_form_with_errors_is_accessible(visit, conference):
    person = visit("zh-CN", NARROW)
    person.go(f"/zh-hans/{conference}/register/")
    person.page.locator("form#signup [type=submit][name=register]").click()
    person.page.locator(".error-summary").wait_for()

    assert person.page.title().startswith("错误：")
    assert violations(person.page) == []


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_a_form_that_comes_back_is_accessible_and_in_view(visit, conference, locale):
    person = visit(locale, NARROW)
    page = person.page
    language = {"en-GB": "en", "zh-CN": "zh-hans"}[locale]
    person.go(f"/{language}/{conference}/register/")
    page.locator("input[name=told]").evaluate("told => { told.value = '' }")
    page.locator("label[for=id_category_0]").click()
    page.locator("label[for=id_attendance_0]").click()
    page.locator("input[name=family_name]").fill("Lovelace")
    page.locator("input[name=email]").fill(f"asked-{language}@example.org")
    page.locator("form#signup [type=submit][name=register]").click()

    remark = page.locator(".returned")
    assert remark.evaluate("remark => remark === document.activeElement")
    assert remark.locator("[type=submit]").is_visible()
    assert violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize(
    ("path", "limit"), [("", 150_000), ("register/", 100_000), ("agenda/", 60_000)]
)
def test_pages_are_light(visit, conference, path, limit):
    person = visit()
    sizes = []
    session = person.page.context.new_cdp_session(person.page)
    session.send("Network.enable")
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.append(event["encodedDataLength"]),
    )
    person.page.goto(
        f"{person.origin}/zh-hans/{conference}/{path}", wait_until="networkidle"
    )

    assert sum(sizes) <= limit


def overflow(page) -> int:
    """Pixels by which the page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
