"""A real site, started as anybody starts it, and a real browser in front of it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    sync_playwright,
)

from bench.site import Site, running

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with running(DEMO="1", LIMITS="0") as site:
        yield site


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium: the browser tests did not run.")
        pytest.skip("No Chromium: the browser tests did not run.")
    # Playwright keeps a loop running in this thread, which Django takes for a mistake
    # of the tests that come after it in the same process.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM)
    yield browser
    browser.close()


@pytest.fixture
def browser_that_goes_back(playwright: Playwright) -> Iterator[Browser]:
    """With the back/forward cache, which Playwright switches off."""
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


class Visit:
    """One person's browser on the site; it notes whatever should not happen."""

    def __init__(self, context: BrowserContext, origin: str):
        self.origin = origin
        self.faults: list[str] = []
        self.bytes = 0
        context.on("page", self.watch)
        self.page: Page = context.new_page()

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on(
            "console",
            lambda message: (
                message.type in ("error", "warning")
                and self.faults.append(f"console: {message.text}")
            ),
        )
        page.on(
            "request",
            lambda request: (
                request.url.startswith((self.origin, "data:"))
                or self.faults.append(f"another host: {request.url}")
            ),
        )

    def go(self, path: str) -> None:
        self.page.goto(self.origin + path)


@pytest.fixture
def visit(browser: Browser, site: Site):
    """visit(locale, size, …) opens a browser of its own; nothing may go wrong in it."""
    visits: list[tuple[BrowserContext, Visit]] = []

    def open_browser(
        locale: str = "en-GB", size: dict[str, int] = DESK, **options: object
    ) -> Visit:
        context = browser.new_context(locale=locale, viewport=size, **options)
        context.set_default_timeout(10_000)
        visits.append((context, Visit(context, f"http://127.0.0.1:{site.port}")))
        return visits[-1][1]

    yield open_browser
    for context, _visit in visits:
        context.close()
    assert [fault for _context, visit in visits for fault in visit.faults] == []
