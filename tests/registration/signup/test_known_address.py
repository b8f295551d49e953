"""A mailbox: one live registration, and few letters that nobody asked us for."""

from contextlib import suppress
from uuid import UUID

import pytest
from django.db import OperationalError

from registration import correspondence, enrolment, refusals, tasks
from registration.errors import PlacesTaken, TooManyLetters
from registration.letters import kinds
from registration.models import Delegate, Letter, RefusedSignUp
from registration.sign_up import SignUp
from registration.states import DelegateState
from tests.factories import (
    make_category,
    make_letter,
    make_signup,
    register_someone,
)
from tests.registration.seats import letters_of
from tests.threads import in_threads


class TestAKnownAddress:
    def test_gets_its_link_and_no_second_registration(self):
        lovelace = {"family_name": "Lovelace", "given_name": "Ada"}
        delegate = register_someone(
            make_category(), email="Ada@example.org", **lovelace
        )

        again = register_someone(delegate.category, email="aDA@Example.org", **lovelace)

        assert again == delegate
        assert Delegate.objects.count() == 1
        assert letters_of(delegate) == [kinds.CONFIRMED, kinds.ALREADY_REGISTERED]

    def test_with_another_name_is_told_so_and_staff_see_the_form(self):
        owner = register_someone(make_category(), email="office@example.org")

        register_someone(
            owner.category, email="office@example.org", family_name="Byron"
        )

        assert letters_of(owner) == [kinds.CONFIRMED, kinds.ANOTHER_NAME]
        assert [str(form) for form in owner.refused_sign_ups.all()] == ["Ada Byron"]

    @pytest.mark.parametrize(
        ("first", "second", "is_same"),
        [
            (("Øberg", "Zoë", ""), ("Oberg", "Zoe", ""), True),
            (("", "", "钱多多"), ("", "", "錢多多"), True),
            (("", "", "钱多多"), ("Qian", "Duoduo", ""), True),
            (("Qian", "Duo Duo", "钱多多"), ("", "", "钱多多"), True),
            (("", "", "张伟"), ("", "", "章伟"), False),
            (("Silva", "Ana", ""), ("Silva", "Rui", ""), False),
        ],
    )
    def test_is_told_of_another_name_where_it_is_another(self, first, second, is_same):
        category = make_category()
        names = ("family_name", "given_name", "native_name")
        owner = register_someone(
            category, email="a@example.org", **dict(zip(names, first, strict=True))
        )

        register_someone(
            category, email="a@example.org", **dict(zip(names, second, strict=True))
        )

        kind = kinds.ALREADY_REGISTERED if is_same else kinds.ANOTHER_NAME
        assert letters_of(owner)[1] == kind

    def test_keeps_the_latest_forms_alone(self, monkeypatch):
        monkeypatch.setattr(refusals, "KEPT", 2)
        owner = register_someone(make_category(), email="office@example.org")

        for name in "ABC":
            register_someone(owner.category, email=owner.email, family_name=name)

        kept = [form.typed["family_name"] for form in owner.refused_sign_ups.all()]
        assert kept == ["C", "B"]

    def test_reads_of_the_same_form_once_however_often_it_is_sent(self):
        owner = register_someone(make_category(), email="office@example.org")
        form = make_signup(owner.category, email=owner.email)

        for _time in range(5):
            enrolment.register(form)
            enrolment.settle_all()

        assert letters_of(owner) == [kinds.CONFIRMED, kinds.ANOTHER_NAME]

    def test_leaves_nothing_that_a_stranger_could_see(self):
        """Until the worker looks there is one more form, of nobody."""
        owner = register_someone(make_category(places=2), email="ada@example.org")

        assert (
            enrolment.register(make_signup(owner.category, email=owner.email)) is None
        )

        form = RefusedSignUp.objects.get()
        assert (form.delegate, form.email) == (None, "ada@example.org")
        assert letters_of(owner) == [kinds.CONFIRMED]
        assert owner.category.quotas.get().taken == Delegate.objects.count() == 1

    @pytest.mark.parametrize("is_known", [True, False])
    def test_hears_of_places_what_a_new_one_hears(self, is_known):
        owner = register_someone(make_category(places=1), email="ada@example.org")
        email = owner.email if is_known else "new@example.org"

        with pytest.raises(PlacesTaken):
            enrolment.register(make_signup(owner.category, email=email, may_wait=False))

        assert not RefusedSignUp.objects.exists()
        assert Delegate.objects.get() == owner

    def test_of_another_conference_is_not_known_here(self):
        delegate = register_someone(make_category(), email="ada@example.org")

        other = register_someone(make_category(), email="ada@example.org")

        assert other != delegate

    def test_may_come_again_after_cancelling(self):
        delegate = register_someone(make_category(), email="ada@example.org")
        enrolment.cancel(delegate)

        again = register_someone(delegate.category, email="ada@example.org")

        assert again != delegate
        assert again.state == DelegateState.CONFIRMED

    def test_waits_only_once(self):
        category = make_category(places=0)
        first = register_someone(category, email="ada@example.org")

        assert register_someone(category, email="ada@example.org") == first
        assert Delegate.objects.waiting().count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_of_many_forms_at_once_one_wins(self):
        category = make_category()

        answers = in_threads(
            8, lambda n: register_someone(category, email="ada@example.org").pk
        )

        assert len(set(answers)) == 1
        assert Delegate.objects.count() == 1
        # The registration's own, and reminders up to the limit.
        assert Letter.objects.count() == correspondence.LETTERS_AN_HOUR

    @pytest.mark.django_db(transaction=True)
    def test_of_many_forms_many_would_win_without_the_constraint(self, monkeypatch):
        """The negative control: a look beforehand is no guard."""
        category = make_category()

        def insert(delegate: Delegate) -> bool:
            delegate.email = f"{delegate.submission}@example.org"
            delegate.save()
            return True

        monkeypatch.setattr(enrolment, "insert", insert)

        answers = in_threads(
            8, lambda n: register_someone(category, email="ada@example.org").pk
        )

        assert len(set(answers)) == 8


class TestTheWorker:
    """What was put aside is settled, whatever happens in between."""

    @pytest.fixture
    def owner(self):
        return register_someone(make_category(), email="ada@example.org")

    def put_aside(self, owner: Delegate, **columns: object) -> SignUp:
        signup = make_signup(owner.category, **{"email": owner.email} | columns)
        assert enrolment.register(signup) is None
        return signup

    @pytest.mark.parametrize("do", [tasks.deliver, tasks.sweep, tasks.go_on])
    def test_looks_whenever_it_is_asked_for_anything(self, owner, monkeypatch, do):
        monkeypatch.setattr(tasks.delivery, "deliver", lambda **how: None)
        self.put_aside(owner)

        do()

        assert letters_of(owner) == [kinds.CONFIRMED, kinds.ANOTHER_NAME]

    def test_registers_who_finds_the_address_free_by_then(self, owner):
        signup = self.put_aside(owner, phone="+442071234567", may_wait=False)
        enrolment.cancel(owner)

        enrolment.settle_all()

        delegate = Delegate.objects.get(submission=signup.submission)
        assert (delegate.state, delegate.phone) == ("confirmed", "+442071234567")
        assert letters_of(delegate) == [kinds.CONFIRMED]
        assert not RefusedSignUp.objects.exists()

    def test_drops_a_form_that_was_taken_meanwhile(self, owner):
        signup = self.put_aside(owner)
        enrolment.cancel(owner)
        delegate = enrolment.register(signup)

        enrolment.settle_all()

        assert letters_of(delegate) == [kinds.CONFIRMED]
        assert not RefusedSignUp.objects.exists()

    def test_is_not_stopped_by_one_that_cannot_be_settled(self, owner, monkeypatch):
        bad, good = self.put_aside(owner), self.put_aside(owner)
        RefusedSignUp.objects.filter(submission=bad.submission).update(typed={})

        enrolment.settle_all()

        assert RefusedSignUp.objects.unsettled().get().submission == bad.submission
        assert owner.refused_sign_ups.get().submission == good.submission

    def test_is_stopped_by_a_database_that_is_away(self, owner, monkeypatch):
        self.put_aside(owner)

        def settle(submission: UUID) -> None:
            raise OperationalError("server closed the connection unexpectedly")

        monkeypatch.setattr(enrolment, "settle", settle)

        with pytest.raises(OperationalError):
            enrolment.settle_all()

    @pytest.mark.django_db(transaction=True)
    def test_and_another_one_tell_the_owner_once(self, owner):
        self.put_aside(owner)

        in_threads(4, lambda n: enrolment.settle_all())

        assert letters_of(owner) == [kinds.CONFIRMED, kinds.ANOTHER_NAME]


class TestLimitPerMailbox:
    """S4: a mailbox gets at most three letters an hour that nobody asked us for."""

    def test_reminders_stop_at_the_limit(self):
        delegate = register_someone(make_category(), email="ada@example.org")

        for _ in range(10):
            register_someone(delegate.category, email="ada@example.org")

        assert delegate.letters.count() == 3

    def test_asking_for_the_letter_again_stops_too(self):
        delegate = register_someone(make_category())
        correspondence.send_again(delegate)
        correspondence.send_again(delegate)

        with pytest.raises(TooManyLetters):
            correspondence.send_again(delegate)

        assert delegate.letters.count() == 3

    def test_an_hour_later_there_is_room_again(self):
        delegate = register_someone(make_category())
        for _ in range(3):
            mail = make_letter(delegate)
            Letter.objects.filter(pk=mail.pk).update(
                queued_at=mail.queued_at.replace(year=mail.queued_at.year - 1)
            )

        correspondence.send_again(delegate)

        assert delegate.letters.count() == 5

    @pytest.mark.django_db(transaction=True)
    def test_many_at_once_are_counted_one_by_one(self):
        delegate = register_someone(make_category())

        def ask(n: int) -> bool:
            try:
                correspondence.send_again(Delegate.objects.get(pk=delegate.pk))
            except TooManyLetters:
                return False
            return True

        assert sum(in_threads(8, ask)) == 2
        assert delegate.letters.count() == 3

    @pytest.mark.django_db(transaction=True)
    def test_without_the_lock_they_would_not_be(self, monkeypatch):
        """The negative control of the one above."""
        monkeypatch.setattr(
            correspondence,
            "may_write_to",
            lambda d: (
                d.letters.within_an_hour().count() < correspondence.LETTERS_AN_HOUR
            ),
        )
        counts = set()
        for _ in range(10):
            delegate = register_someone(make_category())

            def ask(n: int, delegate: Delegate = delegate) -> None:
                with suppress(TooManyLetters):
                    correspondence.send_again(delegate)

            in_threads(8, ask)
            counts.add(delegate.letters.count())

        assert max(counts) > 3
