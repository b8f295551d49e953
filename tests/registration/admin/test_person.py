"""One delegate's page: how they stand and why, and what staff can do with them."""

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.urls import reverse

from confsite.models import Export
from registration import staff_actions
from registration.enrolment import CANCELLATION, REFUSAL
from registration.errors import NotOver
from registration.letters import kinds, render
from registration.models import Delegate, Letter, StaffAction, Tag
from registration.staff_actions import Grounds
from registration.states import DelegateState, Mailing
from tests.admin_pages import answer, filled_in, messages_of, office
from tests.factories import (
    make_category,
    make_delegate,
    make_letter,
    make_quota,
    make_staff,
    register_someone,
)
from tests.registration.seats import letters_of, state, waiting

pytestmark = pytest.mark.server

__all__ = ["office"]  # a fixture, used by its name


def page_of(delegate, name="change"):
    return reverse(f"admin:registration_delegate_{name}", args=[delegate.pk])


def words_on(client, delegate):
    return client.get(page_of(delegate)).context["standing"]


def asked_and_answered(client, delegate, name, **fields):
    """Fill in the form of a verb, read what would happen, and press the button."""
    url = page_of(delegate, name)
    question = client.post(url, fields)
    return question, answer(client, question)


def goal(category):
    """What the form says of who goes to a category, on site, with a letter."""
    return {"category": category.pk, "attendance": "onsite", "letter": "1"}


@pytest.fixture
def line():
    """A place of somebody, and two who wait for it."""
    category = make_category(places=1, name_en="Academic")
    return [register_someone(category, n) for n in range(3)]


class TestHowTheyStand:
    def test_tells_why_somebody_waits(self, office, line):
        full = line[0].category.quotas.get()

        assert words_on(office, line[2]) == [
            "On the waiting list, at place 2, because there is no place left of: "
            f"{full}."
        ]

    def test_tells_who_gave_a_place_beyond_the_limit_and_why(self, office, line):
        by = make_staff(email="hana@example.org")
        staff_actions.seat_beyond([line[2]], by, reason=Grounds("The minister asks"))

        first, second = words_on(office, line[2])

        assert first == "Confirmed, in a place beyond the limit."
        assert second.startswith("Place beyond the limit by hana@example.org on ")
        assert second.endswith(": The minister asks")

    def test_tells_no_longer_what_was_undone(self, office, line):
        staff_actions.seat_beyond([line[2]], make_staff(), reason=Grounds("No"))
        staff_actions.undo(StaffAction.objects.get())

        assert len(words_on(office, line[2])) == 1

    def test_tells_who_moved_up_nothing_of_whose_place_it_was(self, office, line):
        by, reason = make_staff(), Grounds("Ill")
        staff_actions.decide(
            [line[0]], CANCELLATION, by, reason=reason,
            only_try=False,
        )  # fmt: skip

        said = " ".join(words_on(office, line[1]))

        assert "They got a place that became free" in said
        assert "Ill" not in said

    @pytest.mark.parametrize(
        ("columns", "words"),
        [
            ({"mailing": Mailing.NEVER}, "staff have chosen so"),
            ({"mailing": Mailing.LATER}, "the first follows when you send it"),
            ({"email": ""}, "print it"),
            ({"email": "", "contact_email": "w@example.org"}, "go to w@example.org"),
        ],
    )
    def test_tells_where_letters_go(self, office, columns, words):
        assert words in words_on(office, make_delegate(**columns))[-1]


class TestAnotherCategory:
    def test_shows_what_would_happen_before_it_does(self, office, line):
        press = make_category(line[0].conference, places=0, name_en="Press")

        question, page = asked_and_answered(
            office, line[0], "place", **goal(press), reason="Asked"
        )

        assert "loses their place" in question.content.decode()
        assert page.redirect_chain[0][0] == page_of(line[0])
        assert [state(line[0]), state(line[1])] == ["waiting", "confirmed"]
        assert StaffAction.objects.get().reason == "Asked"

    def test_is_refused_in_words_where_it_is_none(self, office, line):
        url = page_of(line[0], "place")

        question = office.post(url, goal(line[0].category))

        assert "in this category and attend in this way already" in (
            question.content.decode()
        )

    def test_beyond_the_limit_wants_a_reason(self, office, line):
        press = make_category(line[0].conference, places=0)
        url = page_of(line[0], "place")

        page = office.post(url, goal(press) | {"beyond": "1"})

        assert "Say why" in page.content.decode()
        assert state(line[0]) == DelegateState.CONFIRMED


class TestTheWaitingList:
    def test_lets_somebody_past_others_with_a_reason(self, office, line):
        asked_and_answered(office, line[2], "move_up", place=1, reason="Speaks")

        assert waiting(line[0].category) == [line[2].pk, line[1].pk]

    def test_gives_a_place_beyond_the_limit(self, office, line):
        asked_and_answered(office, line[2], "seat_beyond", reason="Speaks")

        assert state(line[2]) == DelegateState.CONFIRMED

    def test_says_so_when_they_have_a_place_meanwhile(self, office, line):
        url = page_of(line[1], "seat_beyond")
        question = office.post(url, {"reason": "Speaks"})
        Delegate.objects.filter(pk=line[1].pk).update(
            state=DelegateState.CANCELLED, waiting_number=None
        )

        page = answer(office, question)

        assert any("already been cancelled" in words for words in messages_of(page))
        assert state(line[1]) == DelegateState.CANCELLED


class TestDeclining:
    @pytest.mark.parametrize(
        ("language", "box"), [("en", "told_en"), ("zh", "told_zh")]
    )
    def test_asks_for_a_reason_in_the_language_of_the_person(
        self, office, language, box
    ):
        code = "en" if language == "en" else "zh-hans"
        delegate = make_delegate(state=DelegateState.PENDING, language=code)

        page = office.get(page_of(delegate, "decline"))

        assert list(page.context["form"].fields) == ["text", box]

    def test_tells_the_reason_in_the_letter(self):
        delegate = make_delegate(state=DelegateState.PENDING)
        reason = Grounds("Not ours", told_en="We have <no> more rooms.")
        by = make_staff()
        staff_actions.decide([delegate], REFUSAL, by, reason=reason, only_try=False)

        letter = render.content(Letter.objects.get())

        assert "We have <no> more rooms." in letter.text
        assert "We have &lt;no&gt; more rooms." in letter.html
        assert "Not ours" not in letter.text

    def test_tells_nothing_in_the_other_language(self):
        delegate = make_delegate(state=DelegateState.PENDING, language="zh-hans")
        reason, by = Grounds(told_en="No more rooms."), make_staff()
        staff_actions.decide([delegate], REFUSAL, by, reason=reason, only_try=False)

        letter = render.content(Letter.objects.get())

        assert "No more rooms" not in letter.text
        assert "原因" not in letter.text


class TestLettersToAContact:
    def test_say_whom_they_are_about(self):
        delegate = make_delegate(
            family_name="Brightwell",
            email="",
            contact_email="w@example.org",
            contact_name="Wang Li",
        )

        text = " ".join(render.content(make_letter(delegate)).text.split())

        assert "Dear Wang Li, please pass this letter on to Ada Brightwell." in text

    def test_name_nobody_whose_name_is_a_message(self):
        delegate = make_delegate(
            email="", contact_email="w@example.org", contact_name="evil.com/win"
        )

        assert "evil.com" not in render.content(make_letter(delegate)).text

    def test_begin_when_the_own_address_goes_and_old_links_end(self, office):
        delegate = register_someone(make_category())

        filled_in(
            office, page_of(delegate), email="", contact_email="office@example.org"
        )

        now = Delegate.objects.get()
        assert (now.mailbox, now.link_version) == ("office@example.org", 2)
        assert letters_of(delegate)[-2:] == [kinds.CONFIRMED, kinds.ADDRESS_CHANGED]
        assert delegate.letters.get(kind=kinds.ADDRESS_CHANGED).recipient

    def test_stay_where_they_are_while_there_is_an_own_address(self, office):
        delegate = register_someone(make_category())

        filled_in(office, page_of(delegate), contact_email="office@example.org")

        assert Delegate.objects.get().link_version == 1
        assert letters_of(delegate) == [kinds.CONFIRMED]


class TestPrinting:
    def test_makes_a_paper_that_is_written_down(self, office):
        delegate = make_delegate(native_name="张伟", email="")

        paper = office.get(page_of(delegate, "print_one"))

        assert paper["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF")
        assert Export.objects.get().rows == 1

    def test_of_many_is_one_file(self, office):
        people = [make_delegate() for _n in range(3)]

        paper = office.post(
            "/admin/registration/delegate/",
            {"action": "print", "_selected_action": [row.pk for row in people]},
        )

        assert paper.content.startswith(b"%PDF")
        assert Export.objects.get().rows == 3

    def test_says_why_not_where_nothing_is_published(self, office):
        delegate = make_delegate()
        delegate.conference.releases.all().delete()

        page = office.get(page_of(delegate, "print_one"), follow=True)

        assert any("published" in words for words in messages_of(page))


class TestNotesAndTags:
    def test_are_kept_found_filtered_and_told_in_the_history(self, office):
        delegate, other = make_delegate(), make_delegate()
        tag = Tag.objects.create(conference=delegate.conference, name_en="Visa")

        filled_in(
            office, page_of(delegate), note="Brings a guide dog", chosen_tags=tag.pk
        )

        found = "/admin/registration/delegate/?q=guide+dog"
        tagged = f"/admin/registration/delegate/?tags__id__exact={tag.pk}"
        for url in (found, tagged):
            rows = office.get(url).context["cl"].result_list
            assert [row.pk for row in rows] == [delegate.pk]
        history = office.get(page_of(delegate, "history")).content.decode()
        assert other.pk
        assert "Visa" in history
        assert "Brings a guide dog" in history

    def test_of_another_conference_are_none_of_theirs(self, office):
        delegate = make_delegate()
        foreign = Tag.objects.create(
            conference=make_category().conference, name_en="Foreign"
        )

        with (
            pytest.raises(IntegrityError, match="tag_is_of_the_conference"),
            transaction.atomic(),
        ):
            delegate.tags.add(foreign)

        assert "Foreign" not in office.get(page_of(delegate)).content.decode()


def test_the_history_tells_moves_and_reasons(office, line):
    press = make_category(line[0].conference, name_en="Press")
    staff_actions.move(
        [line[0]],
        make_staff(),
        category=press,
        attendance=None,
        letter=False,
        reason=Grounds("Writes for us"),
    )

    history = office.get(page_of(line[0], "history")).content.decode()

    for words in ("Academic", "Press", "Writes for us"):
        assert words in history


def test_who_is_not_over_is_restored_by_nobody(office):
    waiting = register_someone(make_category(places=0))

    page = office.get(page_of(waiting, "restore"))

    assert page["Location"] == page_of(waiting, "change")
    assert messages_of(office.get(page["Location"])) == [str(NotOver())]


@pytest.mark.parametrize(
    ("mailing", "said"),
    [
        (Mailing.NOW, "They get a letter that says how they stand."),
        (Mailing.LATER, "No letter goes to them."),
    ],
)
def test_restoring_promises_no_letter_to_who_gets_none(office, mailing, said):
    over = make_delegate(state=DelegateState.CANCELLED, mailing=mailing)

    assert said in office.get(page_of(over, "restore")).content.decode()


def test_restoring_beyond_the_limit_wants_a_reason(office, line):
    over = make_delegate(category=line[0].category, state=DelegateState.CANCELLED)

    refused = filled_in(office, page_of(over, "restore"), beyond="1")
    filled_in(office, page_of(over, "restore"), beyond="1", reason="Our mistake")

    assert "Say why" in refused.content.decode()
    assert state(over) == DelegateState.CONFIRMED
    assert StaffAction.objects.get().reason == "Our mistake"


def test_costs_the_same_for_any_past(office, django_assert_num_queries):
    delegate = make_delegate()
    make_quota(conference=delegate.conference)
    url = page_of(delegate)
    office.get(url)

    with django_assert_num_queries(23):
        office.get(url)


def test_who_may_only_look_reads_the_tags_and_finds_no_button(client):
    delegate = register_someone(make_category())
    tag = Tag.objects.create(conference=delegate.conference, name_en="Visa")
    delegate.tags.add(tag)
    viewer = make_staff(is_superuser=False)
    names = ["view_delegate", "reach_delegate"]
    rights = Permission.objects.filter(codename__in=names)
    viewer.user_permissions.set(rights)
    client.force_login(viewer)

    page = client.get(page_of(delegate))

    assert page.content.decode().count("Visa") == 2
    assert not page.context["ways"]
    for name in ("place", "seat_beyond", "move_up", "print_one"):
        assert client.get(page_of(delegate, name)).status_code == 403
