"""The whole story: from the front page to the letter, the ticket, the cancellation."""

import uuid

import icalendar
import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.mailbox import personal_link, text_of, wait_for_letter

WORDS = {
    "zh-CN": {
        "path": "/zh-hans/",
        "lang": "zh-Hans",
        "place": "席位已确认",
        "cancelled": "取消",
    },
    "en-GB": {
        "path": "/en/",
        "lang": "en",
        "place": "You have a place",
        "cancelled": "cancelled",
    },
}


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize(
    ("locale", "size"), [("zh-CN", PHONE), ("en-GB", DESK)], ids=["zh", "en"]
)
def test_from_the_front_page_to_the_cancellation(visit, site, locale, size, javascript):
    words = WORDS[locale]
    address = f"{uuid.uuid4().hex[:12]}@example.org"
    person = visit(locale, size, java_script_enabled=javascript)
    page = person.page

    person.go("/")
    assert words["path"] in page.url
    assert page.locator("html").get_attribute("lang") == words["lang"]
    page.locator("main a[href$='/register/']").first.click()
    choose(page, "category")
    choose(page, "attendance", "online")
    page.locator("input[name=native_name]").fill("李晓明")
    page.locator("input[name=family_name]").fill("Li")
    page.locator("input[name=given_name]").fill("Xiaoming")
    page.locator("input[name=email]").fill(address)
    page.locator("form#signup [type=submit][name=register]").click()
    assert page.url.endswith("/register/received/")

    letter = wait_for_letter(site.home.mailbox, address, "confirmed")
    assert letter["Content-Language"] == words["lang"]
    calendar = next(
        part for part in letter.walk() if part.get_content_subtype() == "calendar"
    )
    event = icalendar.Calendar.from_ical(calendar.get_content()).walk("VEVENT")[0]
    assert event["SUMMARY"] in text_of(letter).replace("\n", " ")

    page.goto(personal_link(letter))
    assert words["place"] in page.locator("main").inner_text()
    # Online there is no door to show a code at.
    assert page.locator("svg.qr").count() == 0
    with page.expect_download() as download:
        page.locator("a[href$='calendar.ics']").first.click()
    assert download.value.suggested_filename.endswith(".ics")

    link = page.locator("a[href$='/cancel/']")
    if not link.is_visible():
        page.locator("details:has(a[href$='/cancel/']) summary").click()
    link.click()
    page.locator("main form [type=submit]").click()
    assert words["cancelled"] in page.locator("main").inner_text()
    goodbye = wait_for_letter(site.home.mailbox, address, "cancelled")
    assert "METHOD:CANCEL" in goodbye.as_string() or any(
        part.get_param("method") == "CANCEL" for part in goodbye.walk()
    )


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize(
    ("locale", "size"), [("zh-CN", PHONE), ("en-GB", DESK)], ids=["zh", "en"]
)
def test_a_place_on_site_is_kept_by_a_press(visit, site, locale, size, javascript):
    """The demo has more than 50 places, so those on site are held."""
    address = f"{uuid.uuid4().hex[:12]}@example.org"
    person = visit(locale, size, java_script_enabled=javascript)
    page = person.page
    person.go("/")
    page.locator("main a[href$='/register/']").first.click()
    # Of the first category all places on site are taken.
    card = page.locator("input[name=category]").nth(1).get_attribute("id")
    page.locator(f"label[for={card}]").click()
    choose(page, "attendance", "onsite")
    page.locator("input[name=family_name]").fill("Lovelace")
    page.locator("input[name=email]").fill(address)
    page.locator("form#signup [type=submit][name=register]").click()

    letter = wait_for_letter(site.home.mailbox, address, "held")
    page.goto(personal_link(letter))
    assert page.locator("svg.qr").count() == 0
    page.locator("form[action$='/keep/'] button").click()

    assert page.locator("svg.qr").count() == 1
    assert page.locator("form[action$='/keep/']").count() == 0
    confirmed = wait_for_letter(site.home.mailbox, address, "confirmed")
    assert "calendar" in {part.get_content_subtype() for part in confirmed.walk()}


def test_changing_the_language_keeps_what_was_typed(visit, site):
    person = visit("en-GB", PHONE, java_script_enabled=False)
    page = person.page

    person.go("/")
    page.locator("main a[href$='/register/']").first.click()
    page.locator("input[name=native_name]").fill("欧阳")
    page.locator("input[name=organisation]").fill("南京大学")
    page.locator("[name=switch_language]").first.click()

    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.locator("input[name=native_name]").input_value() == "欧阳"
    assert page.locator("input[name=organisation]").input_value() == "南京大学"
    assert page.locator("input[name=language]").input_value() == "zh-hans"
    assert page.locator(".error-summary").count() == 0


def test_errors_stand_on_top_and_lead_to_their_fields(visit, site):
    person = visit("en-GB", PHONE)
    page = person.page

    person.go("/")
    page.locator("main a[href$='/register/']").first.click()
    page.locator("input[name=email]").fill("nobody")
    page.locator("form#signup [type=submit][name=register]").click()

    summary = page.locator(".error-summary")
    summary.wait_for()
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className").count("error-summary") == 1
    summary.get_by_text("Enter an e-mail address like name@example.org.").click()
    assert page.evaluate("document.activeElement.name") == "email"


@pytest.mark.parametrize(
    ("locale", "words"),
    [("en-GB", "Join the waiting list"), ("zh-CN", "加入候补名单")],
)
def test_the_note_on_the_waiting_list_follows_the_choice(visit, site, locale, words):
    """In the demo the places of the first category on site are taken."""
    page = visit(locale, PHONE).page
    page.goto(f"http://127.0.0.1:{site.port}/")
    page.locator("main a[href$='/register/']").first.click()
    note, button = page.locator("#waiting-note"), page.locator("form [name=register]")
    seen = []

    for way in ("online", "onsite", "online"):
        choose(page, "category")
        choose(page, "attendance", way)
        seen.append((note.is_visible(), button.input_value() == words))

    assert seen == [(False, False), (True, True), (False, False)]


def test_a_letter_in_the_mailbox_shows_as_a_whole(visit, site):
    address = f"{uuid.uuid4().hex[:12]}@example.org"
    person = visit("en-GB", PHONE)
    page = person.page
    person.go("/")
    page.locator("main a[href$='/register/']").first.click()
    choose(page, "category")
    choose(page, "attendance", "online")
    page.locator("input[name=family_name]").fill("Lovelace")
    page.locator("input[name=email]").fill(address)
    page.locator("form#signup [type=submit][name=register]").click()
    wait_for_letter(site.home.mailbox, address, "confirmed")

    person.go(f"/mailbox/open/{site.home.mailbox_key()}/")
    person.go(f"/mailbox/?to={address}")
    page.locator(".mailbox-list a").first.click()
    page.wait_for_load_state("load")

    shown, long = page.locator(".mailbox-frame").evaluate(
        "frame => [frame.clientHeight, frame.contentDocument.body.scrollHeight]"
    )
    assert shown >= long > 800


def test_the_keyboard_alone_is_enough(visit, site):
    address = f"{uuid.uuid4().hex[:12]}@example.org"
    person = visit("en-GB", DESK)
    page = person.page

    person.go("/")
    page.locator("main a[href$='/register/']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/")
    fields = {"family_name": "Lovelace", "email": address}
    for _press in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || ''")
        if name in ("category", "attendance"):
            page.keyboard.press("Space")
        elif name in fields:
            page.keyboard.type(fields[name])
        elif name == "register":
            page.keyboard.press("Enter")
            break
    page.wait_for_url("**/register/received/")

    # The first answers: on site, where the demo may have a waiting list.
    assert wait_for_letter(site.home.mailbox, address, "confirmed", "waiting")


def test_staff_find_the_delegate(visit, site):
    address = f"{uuid.uuid4().hex[:12]}@example.org"
    person = visit("zh-CN", PHONE)
    person.go("/")
    page = person.page
    page.locator("main a[href$='/register/']").first.click()
    choose(page, "category")
    choose(page, "attendance", "online")
    page.locator("input[name=native_name]").fill("上官婉儿")
    page.locator("input[name=email]").fill(address)
    page.locator("form#signup [type=submit][name=register]").click()

    staff = visit("en-GB", DESK)
    staff.go("/admin/")
    desk = staff.page
    desk.locator("input[name=username]").fill("staff@example.org")
    desk.locator("input[name=password]").fill(site.home.staff_password())
    desk.locator("[type=submit]").first.click()
    staff.go(f"/admin/registration/delegate/?q={address}")

    row = desk.locator("#result_list tbody tr, table tbody tr").first
    assert "上官婉儿" in row.inner_text()


def choose(page, name: str, value: str | None = None) -> None:
    """Press a card, as a thumb does; the first one unless a value is given."""
    wanted = f"[value={value}]" if value else ""
    card = page.locator(f"input[name={name}]{wanted}").first.get_attribute("id")
    page.locator(f"label[for={card}]").click()
