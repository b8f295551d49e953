"""*Back* in the browser: the form is there as it was, and corrects what it sent."""

import uuid

from tests.browser.mailbox import personal_link, wait_for_letter
from tests.browser.test_story import choose


def test_back_corrects_the_address(browser_that_goes_back, site):
    name = uuid.uuid4().hex[:12]
    page = browser_that_goes_back.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"http://127.0.0.1:{site.port}/en/")
    page.locator("main a").first.click()
    page.locator("main a[href$='/register/']").first.click()
    choose(page, "category")
    choose(page, "attendance", "online")
    page.locator("input[name=family_name]").fill("Li")
    page.locator("input[name=email]").fill(f"{name}@example.com")
    page.evaluate("window.isKept = true")
    page.locator("form#signup [type=submit][name=register]").click()
    mistyped = personal_link(
        wait_for_letter(site.home.mailbox, f"{name}@example.com", "confirmed")
    )

    # What was kept is not loaded.
    page.go_back(wait_until="commit")
    # The page itself came back, as people have it, and was not asked for anew.
    assert page.evaluate("window.isKept")
    page.locator("input[name=email]").fill(f"{name}@example.org")
    page.locator("form#signup [type=submit][name=register]").click()

    page.wait_for_url("**/register/received/", wait_until="commit")
    right = personal_link(
        wait_for_letter(site.home.mailbox, f"{name}@example.org", "confirmed")
    )
    assert page.goto(mistyped).status == 404
    assert page.goto(right).status == 200
