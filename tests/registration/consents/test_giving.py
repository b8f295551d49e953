"""What people agree to: on the form, corrected, and carried along."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from registration import enrolment, trials
from registration.consents import services as consents
from registration.models import Consent, ConsentRequest, ConsentText, Delegate
from registration.states import ConsentWay
from tests.factories import (
    make_category,
    make_delegate,
    make_signup,
    make_staff,
    register_someone,
)
from tests.registration.consents.asking import make_consent_request

pytestmark = pytest.mark.server


@pytest.fixture
def category():
    category = make_category()
    for purpose in ("listed", "news"):
        make_consent_request(category.conference, purpose)
    return category


def change(purpose="listed", **columns):
    """The text is another one from now on."""
    columns = columns or {"text_en": "Another text.", "text_zh": "另一段文字。"}
    ConsentRequest.objects.filter(purpose=purpose).update(**columns)


def told(delegate):
    return [
        (row.request.purpose, row.text.version, row.language, row.way)
        for row in delegate.consents.standing().order_by("request")
    ]


# -- Versions --------------------------------------------------------------------------


def test_a_changed_text_is_a_new_version_and_the_old_one_stays(category):
    change()

    texts = ConsentText.objects.filter(request__purpose="listed").order_by("version")

    assert [(text.version, text.text_en) for text in texts] == [
        (1, "I agree to listed."),
        (2, "Another text."),
    ]
    with pytest.raises(IntegrityError, match="consent_text_stays_as_it_was_shown"):
        texts.update(text_en="We said something else.")


def test_the_same_text_again_and_a_draft_are_no_versions():
    request = make_consent_request(is_asked=False)
    change(text_en="A draft.")
    assert not request.texts.exists()

    for is_asked in (True, False, True):
        change(is_asked=is_asked)

    assert [text.text_en for text in request.texts.all()] == ["A draft."]


@pytest.mark.parametrize("empty", ["text_en", "text_zh"])
def test_nothing_is_asked_in_one_language_alone(empty):
    with pytest.raises(IntegrityError, match="consent_is_asked_in_both_languages"):
        make_consent_request(**{empty: ""})


def test_a_consent_is_to_a_text_of_its_own_conference(category):
    stranger = make_delegate()
    text = ConsentText.objects.first()

    with pytest.raises(IntegrityError, match="consent_is_to_a_text_of_the_conference"):
        Consent.objects.create(
            delegate=stranger,
            request=text.request,
            text=text,
            language="en",
            way="form",
        )


def test_what_was_given_stays_as_it_was_given(category):
    register_someone(category, consents={"listed": 1})
    given = Consent.objects.all()

    for columns, rule in (
        ({"language": "zh-hans"}, "consent_stays_as_it_was_given"),
        ({"given_at": Now()}, "consent_stays_as_it_was_given"),
        ({"withdrawn_at": Now() - timedelta(days=1)}, "consent_is_withdrawn_after"),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            given.update(**columns)
    given.update(withdrawn_at=Now())
    with pytest.raises(IntegrityError, match="consent_withdrawn_stays_withdrawn"):
        given.update(withdrawn_at=None)


# -- With a form -----------------------------------------------------------------------


def test_they_are_kept_with_version_language_and_time(category):
    change("news")

    delegate = register_someone(
        category, consents={"listed": 1, "news": 2}, language="zh-hans"
    )

    assert told(delegate) == [
        ("listed", 1, "zh-hans", ConsentWay.FORM),
        ("news", 2, "zh-hans", ConsentWay.FORM),
    ]
    assert all(row.given_at for row in delegate.consents.all())


def test_who_is_asked_to_wait_instead_has_agreed_to_nothing():
    category = make_category(places=0)
    make_consent_request(category.conference)
    signup = make_signup(category, consents={"listed": 1}, may_wait=False)

    with pytest.raises(enrolment.PlacesTaken):
        enrolment.register(signup)
    assert Consent.objects.count() == 0

    enrolment.register(replace(signup, may_wait=True))
    assert Consent.objects.count() == 1


def test_the_same_form_with_other_boxes_corrects_them(category):
    form = make_signup(category, consents={"listed": 1})
    delegate = enrolment.register(form)

    enrolment.register(replace(form, consents={"news": 1}))

    assert told(delegate) == [("news", 1, "en", ConsentWay.CORRECTION)]
    assert Delegate.objects.count() == 1
    assert delegate.consents.count() == 2

    # A late copy of the first form changes nothing.
    enrolment.register(form)
    assert told(delegate) == [("news", 1, "en", ConsentWay.CORRECTION)]


def test_a_form_that_says_the_same_leaves_them_as_they_are(category):
    form = make_signup(category, consents={"listed": 1})
    delegate = enrolment.register(form)

    enrolment.register(replace(form, phone="+442071234567"))

    assert told(delegate) == [("listed", 1, "en", ConsentWay.FORM)]
    assert delegate.consents.count() == 1


def test_a_known_address_keeps_what_its_owner_said(category):
    """And whose address it turns out to be wrong agrees with the corrected one."""
    known = register_someone(category)
    form = make_signup(category, email=known.email, consents={"listed": 1})
    enrolment.register(form)
    enrolment.settle(form.submission)
    assert told(known) == []

    enrolment.correct_address(form.submission, "right@example.org")

    other = Delegate.objects.get(email="right@example.org")
    assert told(other) == [("listed", 1, "en", ConsentWay.FORM)]


def test_a_place_that_was_lost_with_its_mailbox_takes_them_along(category):
    delegate = register_someone(category, consents={"listed": 1}, hold_hours=2)
    Delegate.objects.filter(pk=delegate.pk).update(state="cancelled")

    enrolment.correct_address(delegate.submission, "right@example.org")

    other = Delegate.objects.get(email="right@example.org")
    assert told(other) == [("listed", 1, "en", ConsentWay.FORM)]


def test_a_test_says_what_it_was_told_and_goes_with_all_of_it(category):
    form = make_signup(category, consents={"listed": 1})
    trial = trials.register(form, make_staff())
    assert told(trial) == [("listed", 1, "en", ConsentWay.FORM)]

    trials.remove_all(category.conference_id)

    assert not Consent.objects.exists()


# -- Two registrations of one person ---------------------------------------------------


def at(delegate, hours, *, withdrawn=None, version=1):
    """Somebody agreed so many hours ago, and perhaps withdrew."""
    request = ConsentRequest.objects.get(
        purpose="listed", conference=delegate.conference_id
    )
    return Consent.objects.create(
        delegate=delegate,
        request=request,
        text=request.texts.get(version=version),
        language="en",
        way=ConsentWay.FORM,
        given_at=Now() - timedelta(hours=hours),
        withdrawn_at=None if withdrawn is None else Now() - timedelta(hours=withdrawn),
    )


@pytest.mark.parametrize(
    ("gone", "kept", "stands"),
    [
        pytest.param([(5, None)], [], 1, id="the other's"),
        pytest.param([(5, None)], [(3, None)], 1, id="the later one"),
        pytest.param([(3, 2)], [(5, None)], 0, id="withdrawn later"),
        pytest.param([(5, 4)], [(3, None)], 1, id="given later"),
        pytest.param([(3, None)], [(5, 4)], 1, id="given again"),
    ],
)
def test_after_a_merge_holds_what_was_said_last(category, gone, kept, stands):
    pair = [make_delegate(category=category) for _one in range(2)]
    for delegate, said in zip(pair, (gone, kept), strict=True):
        for hours, withdrawn in said:
            at(delegate, hours, withdrawn=withdrawn)

    with transaction.atomic():
        consents.join(*pair)

    first, second = pair
    assert first.consents.count() == 0
    assert second.consents.count() == len(gone) + len(kept)
    assert second.consents.standing().count() == stands
