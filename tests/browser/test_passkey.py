"""A passkey in a real browser: made, asked for at the next sign-in, and removed."""

import pytest

from bench.site import Site

# As that of a laptop with a fingerprint reader.
READER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def laptop(visit, site: Site):
    person = visit()
    # No browser ties a passkey to a number.
    person.origin = f"http://localhost:{site.port}"
    devtools = person.page.context.new_cdp_session(person.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": READER})
    return person


def sign_in(person, site):
    person.go("/admin/login/")
    page = person.page
    page.locator("input[name=username]").fill("staff@example.org")
    page.locator("input[name=password]").fill(site.home.staff_password())
    page.locator("#login-form [type=submit]").click()


def test_it_is_made_and_used_and_removed(laptop, site):
    page = laptop.page
    sign_in(laptop, site)
    laptop.go("/admin/account/passkey/")
    page.locator("input[name=name]").fill("Work laptop")
    page.locator("[data-passkey]").click()
    page.wait_for_url("**/account/codes/")
    page.context.clear_cookies(name="sessionid")

    sign_in(laptop, site)
    page.wait_for_url("**/account/second/")
    page.locator("[data-passkey]").click()

    page.wait_for_url("**/admin/")
    laptop.go("/admin/account/")
    page.get_by_text("Work laptop").wait_for()
    page.locator("form[action*=factors] [type=submit]").click()
    page.get_by_text("You have none").wait_for()
