"""A person is erased: nothing that they typed is found, and the numbers stay."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from agenda.models import Conference
from confsite.bilingual import Pair
from confsite.models import Export, PasswordLetter, SavedView
from confsite.tables.spreadsheet import RawRow, Table
from launcher.home import Home
from launcher.maildir import Maildir
from registration import correspondence, enrolment, returning, staff_actions, tagging
from registration.consents import services as consents
from registration.duplicates import merging, services
from registration.errors import ChangedMeanwhile, TooManyLetters, WasErased
from registration.letters import claims, kinds
from registration.models import (
    Delegate,
    DelegateFile,
    DelegateKey,
    Erasure,
    HeadMeaning,
    Job,
    Letter,
    MailTrouble,
    Quota,
    RefusedRow,
    RefusedSignUp,
    RegistrationNumbers,
    StaffAction,
)
from registration.participants.people import name_as
from registration.privacy import corrections, erasing
from registration.privacy.holdings import wipe
from registration.staff_actions import Grounds
from registration.states import DelegateState, KindOfData
from tests.factories import (
    make_delegate,
    make_job,
    make_letter,
    make_signup,
    make_staff,
    make_tag,
    register_someone,
)
from tests.registration.consents.asking import make_consent_request
from tests.registration.delivery import deliver
from tests.registration.privacy.marked import (
    LATER,
    MARKS,
    NEW_ADDRESS,
    WORDS,
    places_of,
    register_marked,
)
from tests.registration.seats import assert_counters_equal_rows, letters_of


@pytest.fixture
def marked():
    return Delegate.objects.get(pk=register_marked().pk)


def erased(delegate, by=None):
    receipt = erasing.erase(delegate, by)
    delegate.refresh_from_db()
    return receipt


def leave_traces(marked: Delegate) -> None:
    """All that can be done with somebody, by them, by staff and by strangers."""
    staff, conference = make_staff(), marked.conference
    deliver()
    details = corrections.details_of(marked) | LATER
    corrections.correct(marked, details, corrections.seen(marked))
    correspondence.change_address(marked, NEW_ADDRESS)
    deliver()
    make_letter(marked, kind=kinds.CONFIRM_ADDRESS, recipient="qmailx@example.net")
    Letter.objects.filter(delegate=marked).update(reason="550 <qmailx@example.org>?")
    tagging.tag([marked], make_tag(conference))
    make_consent_request(conference)
    consents.agree(marked, "listed", 1, "en")
    name_as(marked, Pair("Qlistedx", ""))
    why = Grounds("Qnotex said so", "Qmarriedx", "罕僻名")
    staff_actions.decide(
        [marked], enrolment.APPROVAL, staff, reason=why, only_try=False
    )
    action = StaffAction.objects.create(verb="cancelled", by=staff, reason=why.text)
    StaffAction.objects.filter(pk=action.pk).update(keys=[marked.pk])
    both = StaffAction.objects.create(verb="cancelled", reason="Qgivenx and others")
    StaffAction.objects.filter(pk=both.pk).update(keys=[marked.pk, 1])
    ask_and_be_merged(marked, staff)
    leave_records(marked, staff)


def ask_and_be_merged(marked: Delegate, staff) -> None:
    of_other = make_signup(marked.category, email=NEW_ADDRESS)
    enrolment.register(of_other)
    enrolment.settle(of_other.submission)
    enrolment.register(make_signup(marked.category, email=NEW_ADDRESS.upper()))
    twin = register_marked(category=marked.category, email="qtwinx@example.org")
    DelegateKey.objects.create(delegate=twin, key=1)
    pair = services.pair_by_hand([marked, twin])
    proposed = merging.proposed(pair)
    merging.merge(pair, merging.Choice(marked.pk, proposed.facts, proposed.seen), staff)
    marked.refresh_from_db()


def leave_records(marked: Delegate, staff) -> None:
    """In what staff keep for other reasons."""
    conference = marked.conference
    job = make_job(marked)
    RefusedRow.objects.create(job=job, delegate=marked.pk, cells=["Qgivenx"])
    RefusedRow.objects.create(job=job, cells=["7", "Qfamilyx, Qgivenx"])
    Job.objects.filter(pk=job.pk).update(
        arguments={"reason": "for Qinstitutex"}, fault_en="Qgivenx"
    )
    rows = [RawRow(2, ("Qfamilyx", "qmailx@qdomainx.example.org"))]
    DelegateFile.of(
        {"": Table(("Family", "E-mail"), tuple(rows))}, conference, staff
    ).save()
    HeadMeaning.objects.create(head="qfamilyx", column="")
    Export.objects.create(
        by=staff.email, what=f"letter-{marked.reference}.pdf", rows=1, selection="qgiv"
    )
    Export.objects.create(
        by=staff.email, what="x", rows=1, selection="Search: QFAMILYX"
    )
    query = [["q", "qmovedx"], ["state__exact", "confirmed"]]
    SavedView.objects.create(of="x", owner=staff, name="About Qmarriedx", query=query)
    LogEntry.objects.create(
        user=staff,
        action_flag=2,
        content_type=ContentType.objects.get_for_model(Delegate),
        object_id=marked.pk,
        object_repr=str(marked),
        change_message='[{"changed": "Qlaterx"}]',
    )
    PasswordLetter.objects.create(email=NEW_ADDRESS)
    MailTrouble.objects.create(domain="qdomainx.example.org", reason="busy")
    MailTrouble.objects.create(domain="", reason="<qmovedx@example.org> refused")
    RegistrationNumbers.objects.create(
        conference=conference, counted_at=timezone.now(), counts={"Qlaterx": 1}
    )


@pytest.mark.usefixtures("sink")
def test_nothing_that_they_typed_is_found_in_the_database(marked):
    leave_traces(marked)
    words = WORDS | {marked.reference, "qtwinx", "qmailx"}
    assert len(places_of(words)) > 12

    receipt = erased(marked)
    deliver()

    assert places_of(words) == {}
    assert DelegateFile.objects.count() == HeadMeaning.objects.count() == 0
    assert {kind for kind, number in receipt.removed.items() if number} == {
        str(kind) for kind in KindOfData
    }
    assert receipt.registrations == 2


@pytest.mark.usefixtures("sink")
def test_others_lose_nothing(marked):
    Quota.objects.update(size=2)
    other = register_someone(
        marked.category, organisation="Lighthouse", note="Knows her well"
    )
    deliver()
    before = places_of({other.email, "lighthouse", "knows her well"})

    erased(marked)

    assert places_of({other.email, "lighthouse", "knows her well"}) == before
    export = Export.objects.create(
        by="x", what="x", rows=1, selection="Search: Lighthouse"
    )
    erased(other, make_staff())
    assert Export.objects.get(pk=export.pk).selection == "Search: …"


@pytest.mark.parametrize("column", ["organisation", "given_name", "family_name"])
def test_a_word_that_others_have_too_is_not_blotted_out(marked, column):
    register_someone(marked.category, **{column: MARKS[column]})
    words = f"Search: {MARKS[column]}"
    export = Export.objects.create(by="x", what="x", rows=1, selection=words)
    both = Export.objects.create(by="x", what="x", rows=1, selection="Qgivenx Qfamilyx")

    erased(marked)

    assert Export.objects.get(pk=export.pk).selection == words
    assert "Qgivenx Qfamilyx" not in Export.objects.get(pk=both.pk).selection


class TestTheNumbers:
    def test_the_place_goes_to_who_waits_for_it(self, marked):
        waiting = register_someone(marked.category)

        erased(marked)

        waiting.refresh_from_db()
        assert waiting.state == DelegateState.CONFIRMED
        assert marked.state == DelegateState.CANCELLED
        assert letters_of(waiting) == ["waiting", "moved_up"]
        assert Quota.objects.get().taken == 1
        assert_counters_equal_rows()

    def test_the_row_counts_as_before_and_has_no_name(self, marked):
        before = (marked.category_id, marked.attendance, marked.country)

        erased(marked)

        assert (marked.category_id, marked.attendance, marked.country) == before
        assert Delegate.objects.filter(signed_up_at__date=timezone.now()).count() == 1
        assert str(marked) == "Erased"

    def test_after_the_conference_who_was_there_was_there(self, marked):
        now = timezone.now()
        Conference.objects.update(
            starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1)
        )
        marked = Delegate.objects.get(pk=marked.pk)

        erased(marked)

        assert marked.state == DelegateState.CONFIRMED
        assert_counters_equal_rows()


class TestNothingComesBack:
    def test_not_by_undoing_what_was_done_before(self, marked):
        result = staff_actions.decide(
            [marked], enrolment.CANCELLATION, make_staff(), only_try=False
        )
        erased(marked)

        with pytest.raises(ChangedMeanwhile):
            staff_actions.undo(StaffAction.objects.get(pk=result.action))
        with pytest.raises(WasErased):
            returning.restore(marked, beyond=True)
        with pytest.raises(WasErased):
            erasing.erase(marked)

    def test_not_by_any_other_way(self, marked):
        erased(marked)

        for column in ("email", "note", "family_name", "phone"):
            with (
                pytest.raises(IntegrityError, match="delegate_erased_holds_nothing"),
                transaction.atomic(),
            ):
                Delegate.objects.filter(pk=marked.pk).update(**{column: "x"})

    @pytest.mark.usefixtures("sink")
    def test_not_by_a_worker_that_is_sending_a_letter(self, marked):
        [letter] = claims.claim()
        erased(marked)

        claims.note_sent(letter, recipient=MARKS["email"], subject="x", text="x")
        claims.set_aside(letter, "<qmailx> is unknown")

        assert set(places_of(WORDS)) == {"registration_letter"}
        Letter.objects.filter(kind=kinds.ERASED).delete()
        assert places_of(WORDS) == {}
        assert Letter.objects.get(pk=letter.pk).recipient == ""


class TestTheReceipt:
    def test_is_their_last_letter_and_its_row_forgets_the_address(self, marked, sink):
        deliver()
        receipt = erased(marked)
        queued = Letter.objects.get(kind=kinds.ERASED)
        assert queued.recipient == MARKS["email"]

        deliver()

        letter = sink.letters[-1]
        words = letter.get_body(("plain",)).get_content()
        assert sink.recipients[-1] == MARKS["email"]
        assert f"Letters: {receipt.removed['letters']}" in words
        assert not [word for word in WORDS if word in words]
        queued.refresh_from_db()
        kept = (queued.recipient, queued.subject, queued.text, queued.state)
        assert kept == ("", "", "", "sent")

    def test_that_cannot_leave_forgets_the_address_as_well(self, marked, sink):
        erased(marked)
        sink.answers[MARKS["email"]] = f"550 5.1.1 <{MARKS['email']}>: no such user"

        deliver()

        queued = Letter.objects.get(kind=kinds.ERASED)
        assert queued.state == "failed"
        assert places_of({MARKS["email"]}) == {}

    def test_says_how_much_of_what_and_is_kept(self, marked):
        receipt = erased(marked, make_staff())

        assert receipt.removed["phone"] == 3
        assert ("Telephone numbers", 3) in receipt.lines
        assert receipt.done_by
        marked.delete()
        assert Erasure.objects.get().values == receipt.values


class TestAsking:
    def test_twice_is_one_request_and_two_letters(self, marked):
        first = erasing.ask(marked)
        assert erasing.ask(marked, make_staff()).pk == first.pk
        assert letters_of(marked)[1:] == ["confirm_erasure", "confirm_erasure"]
        assert erased(marked).pk == first.pk

    def test_too_often_is_refused(self, marked):
        for _time in range(2):
            erasing.ask(marked)
        with pytest.raises(TooManyLetters):
            erasing.ask(marked)

    def test_others_of_the_mailbox_are_counted_and_stay(self, marked):
        enrolment.cancel(marked)
        again = register_someone(marked.category, email=marked.email.upper())
        make_delegate(category=marked.category, email="", contact_email=marked.email)

        assert erasing.others_of(again) == 2
        erased(again)
        marked.refresh_from_db()
        assert marked.email


def test_the_embedded_mailbox_forgets_their_letters(
    marked, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.HOME, settings.EMAIL_EMBEDDED = Home(tmp_path), True
    settings.HOME.make()
    maildir = Maildir(settings.HOME.mailbox)
    for to in (MARKS["email"].title(), "somebody@example.org"):
        maildir.add("office@example.org", [to], b"Dear Qfamilyx")

    with django_capture_on_commit_callbacks(execute=True):
        erased(marked)

    [name] = maildir.names()
    assert list(maildir.recipients(name)) == ["somebody@example.org"]


def test_one_kind_of_data_can_be_wiped_by_itself(marked):
    with transaction.atomic():
        assert wipe(KindOfData.PHONE, [marked.pk]) == 2

    assert places_of({MARKS["phone"]}) == {}
    assert places_of({MARKS["family_name"]})
    assert RefusedSignUp.objects.count() == 0
