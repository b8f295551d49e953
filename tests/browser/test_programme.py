"""The programme in a real browser: ten rooms, a phone, paper, the keyboard, a clock."""

import io

import pypdf
import pytest
from playwright.sync_api import Page

from bench.site import SLUG as LARGE
from tests.browser.conftest import DESK, PHONE
from tests.browser.running import SLUG as RUNNING
from tests.browser.test_pages import NARROW, overflow, violations

DAY = "2030-07-02"


@pytest.fixture(scope="session", autouse=True)
def conferences(site) -> None:
    """Beside the demo: one of 200 sessions in 10 rooms, and one that runs now."""
    site.manage("-m", "bench.prepare", "large")
    site.manage("-m", "tests.browser.running")


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh-hans", "dark")])
def test_the_programme_is_accessible_in_every_state(visit, language, scheme):
    person = visit(color_scheme=scheme, timezone_id="America/New_York")
    for size in (DESK, NARROW):
        person.page.set_viewport_size(size)
        for address in (
            f"{LARGE}/agenda/",
            f"{LARGE}/agenda/?day={DAY}&kind=keynote&language=zh",
            f"{LARGE}/agenda/?day={DAY}&kind=opening",
            f"{RUNNING}/agenda/",
            f"{RUNNING}/",
        ):
            person.go(f"/{language}/{address}")
            if person.page.locator(".filters summary").count():
                person.page.locator(".filters summary").first.click()
            state = (address, size["width"])
            assert (*state, violations(person.page)) == (*state, [])
            assert (*state, max(overflow(person.page), 0)) == (*state, 0)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_ten_rooms_fit_side_by_side(visit, language):
    person = visit()
    person.go(f"/{language}/{LARGE}/agenda/")
    page = person.page

    heads = page.locator(".timetable thead th").all()
    widths = [head.bounding_box()["width"] for head in heads[1:]]
    cut = page.locator(".timetable td").evaluate_all(
        "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).length"
    )
    assert len(widths) == 10
    assert min(widths) >= 100
    assert cut == 0
    assert overflow(page) <= 0


def test_the_days_and_the_rooms_stay_in_view(visit):
    person = visit()
    person.go(f"/en/{LARGE}/agenda/")

    scroll_to(person.page, 1500)

    days = person.page.locator(".days").bounding_box()
    head = person.page.locator(".timetable thead th").nth(3).bounding_box()
    assert days["y"] == 0
    assert days["height"] - 2 <= head["y"] <= days["height"] + 2


def scroll_to(page: Page, top: int) -> None:
    """Scroll without a glide, and wait until what sticks has been drawn in its place.

    A wheel glides on for as long as the machine is busy, while somebody measures.
    """
    page.evaluate(
        """async (top) => {
            scrollTo({ top, behavior: "instant" });
            await new Promise((drawn) =>
                requestAnimationFrame(() => requestAnimationFrame(drawn)));
        }""",
        top,
    )


def test_a_phone_shows_one_column_under_the_time(visit):
    person = visit(size=PHONE)
    person.go(f"/en/{LARGE}/agenda/")
    page = person.page

    # Where a row begins its time sticks below the days; further on the next pushes it.
    row = page.locator(".timetable tbody tr").nth(3)
    scroll_to(page, row.evaluate("row => row.getBoundingClientRect().top + scrollY"))

    lefts = page.locator(".timetable td:not(.is-free)").evaluate_all(
        "cells => [...new Set(cells.map(cell => cell.getBoundingClientRect().left))]"
    )
    times = page.locator(".timetable tbody th").evaluate_all(
        "heads => heads.map(head => head.getBoundingClientRect().top)"
    )
    bar = page.locator(".days").bounding_box()
    assert len(lefts) == 1
    assert bar["y"] == 0
    assert any(abs(top - bar["height"]) <= 2 for top in times)
    assert page.locator(".timetable .mark-room").first.is_visible()


def test_filters_work_without_javascript(visit):
    person = visit(size=PHONE, java_script_enabled=False)
    person.go(f"/zh-hans/{LARGE}/agenda/")
    page = person.page

    page.get_by_text("语言", exact=True).last.click()
    page.locator(".filters a").filter(has_text="中文").click()
    assert page.url.endswith("/agenda/?language=zh")

    page.locator(".days a").nth(1).click()
    assert page.url.endswith(f"?day={DAY}&language=zh")
    page.locator(".chip").click()
    assert page.url.endswith(f"?day={DAY}")


def test_on_a_phone_an_open_list_covers_no_other_filter(visit):
    person = visit(size=PHONE, java_script_enabled=False)
    person.go(f"/en/{LARGE}/agenda/")
    page = person.page

    for number in range(4):
        page.locator(".filters summary").nth(number).click()

        shown = page.locator(".filters [open] ul").bounding_box()
        others = [box.bounding_box() for box in page.locator(".filters summary").all()]
        assert all(
            other["y"] + other["height"] <= shown["y"]
            or other["y"] >= shown["y"] + shown["height"]
            for other in others
        )


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_what_is_open_closes_by_escape_and_by_a_press_outside(visit, size):
    person = visit(size=size)
    person.go(f"/en/{LARGE}/agenda/")
    page = person.page
    first = page.locator(".filters summary").first

    first.click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator(".filters [open]").count() == 0
    assert first.evaluate("summary => summary === document.activeElement")

    first.click()
    assert page.locator(".filters [open]").count() == 1
    page.locator("h1").click()
    assert page.locator(".filters [open]").count() == 0


def test_the_menu_closes_when_it_has_led_to_a_place_on_the_page(visit):
    person = visit(size=PHONE)
    person.go(f"/en/{LARGE}/")
    page = person.page

    page.locator(".bar-menu summary").click()
    page.locator(".bar-sheet a[href$='#practical']").click()

    assert page.url.endswith("#practical")
    assert page.locator(".bar-menu[open]").count() == 0


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_from_a_session_one_comes_back_to_it(visit, size):
    person = visit(size=size)
    person.go(f"/en/{LARGE}/agenda/?day={DAY}")
    page = person.page

    title = page.locator(".slot h3 a").nth(30)
    words = title.inner_text()
    title.click()
    page.locator(".back a").click()

    page.wait_for_url(f"**/agenda/?day={DAY}#session-*")
    found = page.locator(":target")
    bar = page.locator(".days").bounding_box()
    assert found.locator("h3").inner_text() == words
    assert bar["height"] <= found.bounding_box()["y"] <= size["height"] / 2


def test_on_the_front_page_what_runs_stands_under_the_title(visit):
    person = visit(size=PHONE)
    person.go(f"/en/{RUNNING}/")

    title = person.page.locator(".hero").bounding_box()
    panel = person.page.locator(".now").bounding_box()
    assert panel["y"] - title["y"] - title["height"] <= 60


def test_the_keyboard_chooses_a_day_and_a_filter(visit):
    person = visit()
    person.go(f"/en/{LARGE}/agenda/")
    page = person.page

    page.locator(".days a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/agenda/?day={DAY}")
    page.locator(".filters summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    # The opening is on another day.
    page.keyboard.press("Tab")
    option = page.locator(":focus").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{option}")
    assert f"day={DAY}&kind=" in page.url


def test_what_has_the_focus_is_not_hidden_by_what_stays_in_view(visit):
    person = visit(size=PHONE)
    person.go(f"/en/{LARGE}/agenda/")
    page = person.page

    last = page.locator(".slot h3 a").nth(20)
    last.focus()
    for _ in range(8):
        page.keyboard.press("Shift+Tab")

    bar = page.locator(".days").bounding_box()
    focused = page.locator(":focus").bounding_box()
    assert focused["y"] >= bar["y"] + bar["height"]


class TestYourTime:
    @pytest.mark.parametrize(
        ("zone", "language", "clock", "line"),
        [
            (
                "America/New_York",
                "en",
                "04:00 your time",
                "Your time: Eastern Time",
            ),
            (
                "Europe/Berlin",
                "zh-hans",
                "10:00 您所在地",
                "您所在地的时间：中欧时间",
            ),
            (
                "Pacific/Honolulu",
                "en",
                "22:00 your time, 8 July",
                "Your time: Hawaii-Aleutian",
            ),
        ],
    )
    def test_a_third_zone_has_a_third_clock(self, visit, zone, language, clock, line):
        person = visit(timezone_id=zone)
        person.go(f"/{language}/china-uk-2020/agenda/")

        # 16:00 in Nanjing, the inauguration.
        third = person.page.locator(".session .clock-yours").nth(3)
        assert said(third) == clock
        assert person.page.locator(".your-zone").inner_text().startswith(line)

    @pytest.mark.parametrize(
        "zone", ["Asia/Shanghai", "Asia/Singapore", "Europe/London", "Europe/Lisbon"]
    )
    def test_who_is_on_one_of_both_clocks_needs_none(self, visit, zone):
        person = visit(timezone_id=zone)
        person.go("/en/china-uk-2020/agenda/")

        assert person.page.locator(".clock-yours, .your-zone").count() == 0

    def test_the_span_of_a_session_has_it_as_well(self, visit):
        person = visit(timezone_id="Europe/Berlin")
        person.go("/en/china-uk-2020/agenda/")
        person.page.locator(".session h3 a").first.click()

        rows = [said(row) for row in person.page.locator(".span > div").all()]
        assert rows == [
            "Nanjing 14:00–14:30",
            "London 07:00–07:30",
            "Your time: Central European Time 08:00–08:30",
        ]

    @pytest.mark.parametrize(
        ("zone", "language", "row"),
        [
            # In Nanjing from 14:00 to 17:20 on 9 July.
            ("Pacific/Honolulu", "en", "8 July 20:00–23:20"),
            ("America/Los_Angeles", "en", "8 July 23:00 – 9 July 02:20"),
            ("America/Los_Angeles", "zh-hans", "7月8日 23:00 – 7月9日 02:20"),
            ("Pacific/Auckland", "en", "18:00–21:20"),
        ],
    )
    def test_it_names_its_days_where_they_are_others(self, visit, zone, language, row):
        person = visit(timezone_id=zone)
        person.go(f"/{language}/china-uk-2020/")

        assert said(person.page.locator(".span > div").nth(2)).endswith(f" {row}")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_date_stays_in_one_piece(visit, language):
    person = visit(size=NARROW, timezone_id="America/New_York")
    for path in ("", "agenda/?day=all"):
        person.go(f"/{language}/{LARGE}/{path}")
        pieces = person.page.locator(".date:visible").evaluate_all(
            "dates => dates.map(date => {"
            "  const range = document.createRange();"
            "  range.selectNodeContents(date);"
            "  return new Set([...range.getClientRects()].map(r => r.top)).size;"
            "})"
        )

        assert set(pieces) == {1}
        assert overflow(person.page) <= 0


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_whole_programme_prints_on_paper(visit, language):
    person = visit()
    path = f"/{language}/{LARGE}/agenda/?day=all"
    person.go(path)

    paper = pypdf.PdfReader(io.BytesIO(person.page.pdf(prefer_css_page_size=True)))

    width, height = (float(side) for side in paper.pages[0].mediabox[2:])
    words = " ".join(page.extract_text() for page in paper.pages)
    assert (round(width), round(height)) == (595, 842)
    assert "".join(f"{person.origin}{path}".split()) in "".join(words.split())
    person.page.emulate_media(media="print")
    for hidden in (".bar-links", ".days", ".filters"):
        assert not person.page.locator(hidden).first.is_visible()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_first_view_weighs_at_most_60_kilobytes(visit, language):
    person = visit(size=PHONE)
    sizes = []
    session = person.page.context.new_cdp_session(person.page)
    session.send("Network.enable")
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.append(event["encodedDataLength"]),
    )

    person.page.goto(
        f"{person.origin}/{language}/{LARGE}/agenda/", wait_until="networkidle"
    )

    assert 5_000 < sum(sizes) <= 60_000


def said(element) -> str:
    return " ".join(element.inner_text().split())
