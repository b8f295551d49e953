"""What staff print, read back."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from agenda.choices import Kind, Role, Side
from agenda.papers.place_cards import place_cards_pdf
from agenda.papers.programme import programme_pdf
from agenda.papers.run_sheet import run_sheet_pdf
from agenda.release import programme
from agenda.services import run_sheets
from confsite.clocks import day_in_words
from tests.admin_pages import messages_of, office
from tests.factories import (
    STARTS_AT,
    make_agreement,
    make_conference,
    make_organisation,
    make_participation,
    make_room,
    make_run_item,
    make_session,
    make_signature,
    make_speaker,
    make_staff,
    publish,
)
from tests.registration.hostile import TEXTS

__all__ = ["office"]  # a fixture, used by its name


@pytest.fixture
def conference():
    return make_conference(published=False)


@pytest.fixture
def ceremony(conference):
    """Lin, in the hall, signs with Dr Łukasz, who is on screen."""
    session = make_session(
        conference,
        kind=Kind.SIGNING,
        room=make_room(conference, name_en="Yangtze Hall", name_zh="长江厅"),
        title_en="Signing ceremony",
        title_zh="签约仪式",
    )
    home = make_organisation(name_en="Bridge Institute", name_zh="远桥理工学院")
    lin = make_speaker(
        conference,
        family_name="Lin",
        given_name="Yuhan",
        native_name="林雨涵",
        organisation=home,
    )
    guest = make_speaker(
        conference, family_name="Zieliński", given_name="Łukasz", attendance="online"
    )
    make_participation(session, lin, role=Role.HOST)
    agreement = make_agreement(
        session, parties=[home], title_en="Photonics", title_zh="光电合作"
    )
    make_signature(agreement, lin, side=Side.A)
    make_signature(agreement, guest, side=Side.B)
    make_run_item(
        session, agreement=agreement, cue_en="Folders open", cue_zh="翻开文本"
    )
    return session


def text_of(paper: bytes) -> str:
    pages = PdfReader(BytesIO(paper)).pages
    return "\n".join(page.extract_text() for page in pages)


def assert_says(paper: bytes, *words: str) -> None:
    text = text_of(paper)
    assert [word for word in words if word not in text] == []


def test_a_run_sheet_speaks_both_languages(conference, ceremony):
    sheets = [run_sheets.of_session(ceremony)]

    paper = run_sheet_pdf(conference, sheets, timezone.now())

    assert_says(
        paper,
        "Run sheet 流程单",
        "On stage 台上",
        "Signing ceremony 签约仪式",
        "07:00 London 伦敦",
        "Lin Yuhan 林雨涵",
        "Łukasz Zieliński",
        "Folders open",
        "翻开文本",
    )


def test_a_run_sheet_says_when_a_session_ends_on_the_next_day(conference):
    night = STARTS_AT + timedelta(hours=9)
    late = make_session(
        conference, starts_at=night, ends_at=night + timedelta(minutes=150)
    )

    paper = run_sheet_pdf(conference, [run_sheets.of_session(late)], timezone.now())

    assert_says(
        paper,
        "9 July 23:00 – 10 July 01:30 Nanjing",
        "7月9日 23:00 – 7月10日 01:30 南京",
    )


def test_the_heading_of_a_session_is_on_the_page_of_its_first_item(conference):
    """Wherever on a page it falls: the cues are of all lengths."""
    for number in range(30):
        session = make_session(
            conference,
            title_en=f"Part {number}.",
            starts_at=STARTS_AT + number * timedelta(minutes=10),
            ends_at=STARTS_AT + (number + 1) * timedelta(minutes=10),
        )
        cue = "\n".join(f"{number}/{line}" for line in range(1 + number * 7 % 23))
        make_run_item(session, cue_en=cue)
    sheets = run_sheets.of_day(conference, conference.starts.local.date())

    paper = run_sheet_pdf(conference, sheets, timezone.now())

    pages = [page.extract_text() for page in PdfReader(BytesIO(paper)).pages]
    for number in range(30):
        (page,) = (text for text in pages if f"\nPart {number}. " in f"\n{text}")
        assert f"{number}/0" in page


def test_a_run_sheet_of_a_day_without_sessions_is_a_page(conference):
    paper = run_sheet_pdf(conference, [], timezone.now())

    assert len(PdfReader(BytesIO(paper)).pages) == 1


def test_the_programme_on_paper_speaks_both_languages(conference, ceremony):
    publish(conference)

    paper = programme_pdf(programme.latest(conference.slug))

    assert_says(
        paper,
        "Innovation Conference",
        "创新大会",
        "Signing ceremony",
        "签约仪式",
        "Lin Yuhan 林雨涵",
        "Photonics",
        "光电合作",
        "远桥理工学院",
        "Yangtze Hall",
        "长江厅",
        "14:00",
        "07:00 London 伦敦",
        "release 1",
    )


def test_the_heading_of_a_day_is_on_the_page_of_its_first_session():
    """Wherever on a page it falls: the first sessions are of all lengths."""
    days = 30
    conference = make_conference(
        published=False, ends_at=STARTS_AT + timedelta(days=days)
    )
    speaker = make_speaker(conference, position_en="\n".join("position"))
    for day in range(days):
        starts_at = STARTS_AT + timedelta(days=day)
        session = make_session(
            conference, title_en=f"First of {day}.", starts_at=starts_at
        )
        for role in list(Role)[: day * 7 % 10]:
            make_participation(session, speaker, role=role)
    publish(conference)

    paper = programme_pdf(programme.latest(conference.slug))

    pages = [page.extract_text() for page in PdfReader(BytesIO(paper)).pages]
    assert len(pages) > 8
    for day in range(days):
        (page,) = (text for text in pages if f"First of {day}." in text)
        assert day_in_words((STARTS_AT + timedelta(days=day)).date()) in page


def test_a_release_on_paper_is_always_the_same_file(conference, ceremony):
    publish(conference)
    published = programme.latest(conference.slug)

    assert programme_pdf(published) == programme_pdf(published)


def test_place_cards_are_for_those_in_the_hall(conference, ceremony):
    paper = place_cards_pdf(conference, timezone.now())

    assert len(PdfReader(BytesIO(paper)).pages) == 1
    assert_says(paper, "林雨涵", "Lin Yuhan", "Bridge Institute", "远桥理工学院")


def test_names_of_every_kind_are_printed(conference):
    session = make_session(conference, title_en="x" * 300, title_zh="会" * 300)
    # A column of text holds anything but NUL.
    for name in [text[:300].replace("\x00", "") for text in TEXTS.values()]:
        speaker = make_speaker(conference, family_name=name, native_name=name)
        make_participation(session, speaker)
    publish(conference)

    papers = [
        programme_pdf(programme.latest(conference.slug)),
        run_sheet_pdf(conference, [run_sheets.of_session(session)], timezone.now()),
        place_cards_pdf(conference, timezone.now()),
    ]

    assert all(paper.startswith(b"%PDF") for paper in papers)


# -- In the admin ----------------------------------------------------------------------


def ask(client, conference, name: str, query: str = ""):
    url = reverse(f"admin:agenda_conference_{name}", args=[conference.pk])
    return client.get(f"{url}?{query}")


def test_staff_see_a_run_sheet_and_take_it_along(office, conference, ceremony):
    page = ask(office, conference, "run_sheet")
    paper = ask(office, conference, "run_sheet", f"session={ceremony.pk}&pdf=1")

    html = page.content.decode()
    assert "Folders open" in html
    assert "翻开文本" in html
    assert paper["Content-Type"] == "application/pdf"
    assert_says(paper.content, "Folders open")


def test_a_run_sheet_is_called_after_its_session_or_its_day(
    office, conference, ceremony
):
    names = [
        ask(office, conference, "run_sheet", query)["Content-Disposition"]
        for query in (f"session={ceremony.pk}&pdf=1", "pdf=1")
    ]

    day = f"{STARTS_AT:%Y-%m-%d}"
    assert names == [
        f'attachment; filename="{conference.slug}-run-sheet-{about}.pdf"'
        for about in (ceremony.slug, day)
    ]


def test_the_page_of_a_session_leads_to_its_run_sheet(office, conference, ceremony):
    url = reverse("admin:agenda_session_run_sheet", args=[ceremony.pk])

    page = office.get(url, follow=True).content.decode()
    ceremony.is_cancelled = True
    ceremony.save()
    none = office.get(url, follow=True)

    assert "Folders open" in page
    assert messages_of(none) == ["What is cancelled has no run sheet."]


@pytest.mark.parametrize(
    "query", ["session=999999", "session=99999999999999999999", "session=x"]
)
def test_a_session_of_another_conference_has_no_sheet_here(office, conference, query):
    assert ask(office, conference, "run_sheet", query).status_code == 404


def test_a_run_sheet_of_nothing_says_so(office, conference):
    page = ask(office, conference, "run_sheet", "day=yesterday").content.decode()

    assert "There are no sessions yet." in page


def test_what_is_cancelled_says_so_on_paper_in_both_languages(conference, ceremony):
    ceremony.is_cancelled = True
    ceremony.save()
    publish(conference)

    assert_says(programme_pdf(programme.latest(conference.slug)), "cancelled", "已取消")


def test_the_programme_is_printed_as_visitors_see_it(office, conference, ceremony):
    before = ask(office, conference, "programme_paper")
    publish(conference)
    ceremony.title_en = "Not yet public"
    ceremony.save()
    paper = ask(office, conference, "programme_paper")

    assert before.status_code == 302
    assert messages_of(office.get(before["Location"])) == [
        "Publish the programme first: the paper shows what visitors see."
    ]
    text = text_of(paper.content)
    assert "Signing ceremony" in text
    assert "Not yet public" not in text


@pytest.mark.parametrize("name", ["programme_paper", "place_cards"])
def test_before_a_paper_shows_boxes_it_says_so(office, conference, ceremony, name):
    session = make_session(conference, room=make_room(conference))
    make_participation(session, make_speaker(conference, native_name="आन्या 😀"))
    publish(conference)

    page = ask(office, conference, name)
    paper = ask(office, conference, name, "anyway=1")

    assert "“आन्या 😀” shows □" in page.content.decode()
    assert 'href="?anyway=1"' in page.content.decode()
    assert paper["Content-Type"] == "application/pdf"


def test_the_page_of_a_speaker_says_what_papers_cannot_print(office, conference):
    speaker = make_speaker(conference, native_name="आन्या <b>")

    page = office.get(reverse("admin:agenda_speaker_change", args=[speaker.pk]))

    assert "“आन्या &lt;b&gt;” shows □" in page.content.decode()


def test_a_run_sheet_says_what_its_paper_cannot_print(office, conference, ceremony):
    before = ask(office, conference, "run_sheet").content.decode()
    make_run_item(ceremony, cue_en="Clap 👏", minute=9)

    page = ask(office, conference, "run_sheet").content.decode()

    assert ["shows □" in html for html in (before, page)] == [False, True]


def test_place_cards_need_somebody_in_the_hall(office, conference):
    nobody = ask(office, conference, "place_cards")
    make_speaker(conference)
    paper = ask(office, conference, "place_cards")

    assert nobody.status_code == 302
    assert paper["Content-Type"] == "application/pdf"


def test_run_sheets_are_for_those_who_may_see_agreements(client, conference, ceremony):
    of_session = reverse("admin:agenda_session_run_sheet", args=[ceremony.pk])
    rights = ["view_conference", "view_session", "export_conference"]
    answers = []
    for codenames in (rights, [*rights, "view_agreement"]):
        staff = make_staff(is_superuser=False)
        staff.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(staff)
        answers += [
            ask(client, conference, "run_sheet").status_code,
            ask(client, conference, "run_sheet", "pdf=1").status_code,
            client.get(of_session).status_code,
        ]

    assert answers == [403, 403, 403, 200, 200, 302]


@pytest.mark.parametrize("name", ["run_sheet", "programme_paper", "place_cards"])
def test_papers_are_for_those_who_may_see_the_conference(client, conference, name):
    client.force_login(make_staff(is_superuser=False))

    assert ask(client, conference, name).status_code == 403
