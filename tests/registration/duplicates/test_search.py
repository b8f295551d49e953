"""Pairs are found after a sign-up, once, among the live of one conference."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from registration import enrolment
from registration.duplicates import search, services
from registration.models import Delegate, DelegateKey, DuplicateSearch
from registration.models import PossibleDuplicate as Pair
from registration.states import Likelihood, PairState, Sign
from tests.factories import (
    make_category,
    make_organisation,
    make_signup,
    make_staff,
    register_someone,
)
from tests.threads import in_threads

Facts = dict[str, Any]
LI: Facts = {"family_name": "LI", "given_name": "Xiaoming"}
LI_THE_OTHER_WAY: Facts = {"family_name": "Xiaoming", "given_name": "Li"}
LI_IN_CHINESE: Facts = {"family_name": "", "given_name": "", "native_name": "李晓明"}


def found():
    """Looked at all that is new: the open pairs, by their signs."""
    search.search()
    return sorted(tuple(pair.signs) for pair in Pair.objects.open())


def test_one_pair_is_found_once_in_whatever_script(category):
    register_someone(category, **LI)
    register_someone(category, **LI_THE_OTHER_WAY)
    register_someone(category)
    assert found() == [(Sign.NAME,)]

    register_someone(category, **LI_IN_CHINESE)
    assert found() == [(Sign.NAME,), (Sign.SCRIPTS,), (Sign.SCRIPTS,)]
    assert len(found()) == 3


def test_other_conferences_and_what_is_over_are_left_out(category):
    register_someone(make_category(), **LI)
    first = register_someone(category, **LI)
    enrolment.cancel(first)
    second = register_someone(category, **LI)
    assert found() == []

    register_someone(category, **LI)
    assert found() == [(Sign.NAME,)]
    enrolment.cancel(second)
    assert found() == []
    assert not DelegateKey.objects.filter(delegate=second).exists()


def test_an_organisation_is_known_by_each_of_its_names(category):
    make_organisation(name_en="Nanjing University", name_zh="南京大学")
    register_someone(category, **LI, organisation="Nanjing University")
    register_someone(category, **LI_IN_CHINESE, organisation="南京大学")

    assert found() == [(Sign.SCRIPTS, Sign.ORGANISATION)]


def test_a_number_that_many_have_is_an_office_s(category):
    for _person in range(3):
        register_someone(category, phone="+862583598888")
    assert len(found()) == 3

    register_someone(category, phone="+862583598888")
    search.search()
    assert Pair.objects.filter(first__phone="+862583598888").count() == 3


def test_a_correction_raises_a_pair_and_takes_it_back(category):
    first = register_someone(category, **LI)
    second = register_someone(category, family_name="Bai", given_name="Ning")
    assert found() == []

    Delegate.objects.filter(pk=second.pk).update(**LI)
    assert found() == [(Sign.NAME,)]
    Delegate.objects.filter(pk=first.pk).update(phone="+441134960000")
    Delegate.objects.filter(pk=second.pk).update(phone="+441134960000")
    assert found() == [(Sign.NAME, Sign.TELEPHONE)]
    Delegate.objects.filter(pk=second.pk).update(family_name="Bai", phone="")
    assert found() == []


def test_not_the_same_person_is_remembered_whatever_comes(category):
    first = register_someone(category, **LI)
    second = register_someone(category, **LI)
    search.search()
    services.tell_apart(Pair.objects.get(), make_staff())
    Delegate.objects.filter(pk__in=[first.pk, second.pk]).update(phone="+441134960000")
    assert found() == []

    enrolment.cancel(second)
    again = register_someone(category, **LI, email=second.email)
    assert again.pk != second.pk
    assert found() == []
    # Somebody else of that name is another matter.
    register_someone(category, **LI)
    assert len(found()) == 2


# -- Whom staff enter ------------------------------------------------------------------


def test_candidates_are_told_before_anybody_is_entered(category):
    first = register_someone(category, **LI, phone="+8613800138000")
    search.search()
    # The worker has not come to this one.
    second = register_someone(category, **LI_THE_OTHER_WAY)
    signup = make_signup(category, **LI_IN_CHINESE, phone="+8613800138000")
    people = [make_signup(category), signup]

    answer = services.candidates(category.conference_id, people)

    assert list(answer) == [1]
    assert [tuple(candidate) for candidate in answer[1]] == [
        (
            first.pk,
            "the same name in two scripts · the same telephone",
            Likelihood.LIKELY,
        ),
        (second.pk, "the same name in two scripts", Likelihood.POSSIBLE),
    ]
    assert not Pair.objects.exists()


def test_a_list_may_bring_again_who_has_been_told_apart(category):
    first = register_someone(category, **LI)
    second = register_someone(category, **LI, email="second@example.org")
    services.remember_apart([(second.pk, first.pk)], make_staff())
    enrolment.cancel(second)
    signup = make_signup(category, **LI, email="Second@example.org")

    assert services.candidates(category.conference_id, [signup]) == {}
    other = make_signup(category, **LI)
    assert list(services.candidates(category.conference_id, [other])) == [0]


def test_many_people_cost_no_more_statements(category):
    for n in range(5):
        register_someone(category, **LI, phone=f"+44113496000{n}")
    search.search()

    def statements(number):
        people = [make_signup(category, **LI) for _person in range(number)]
        with CaptureQueriesContext(connection) as queries:
            services.candidates(category.conference_id, people)
        return len(queries)

    assert statements(1) == statements(50) <= 10


# -- The worker ------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_sign_up_that_commits_late_is_not_passed_over():
    category = make_category()
    register_someone(category, **LI)
    with transaction.atomic():
        late = register_someone(category, **LI)

        def meanwhile(_n):
            register_someone(category)
            search.search()

        in_threads(1, meanwhile)
        assert late.pk

    assert found() == [(Sign.NAME,)]


def test_it_reads_on_where_it_stopped(category, monkeypatch):
    monkeypatch.setattr(search, "BATCH", 2)
    for _person in range(5):
        register_someone(category, **LI, organisation="NJU")

    search.search(seconds=0)
    assert Pair.objects.count() == 1
    search.search()
    assert Pair.objects.count() == 10
    assert DuplicateSearch.objects.get().seen == search.newest_that_has_ended()


def test_pairs_by_hand_are_two_live_of_one_conference(category):
    first, second = register_someone(category), register_someone(category)
    pair = services.pair_by_hand([second, first])
    assert (pair.first, pair.second, pair.signs) == (first, second, [Sign.BY_HAND])

    services.tell_apart(pair, make_staff())
    assert services.pair_by_hand([first, second]).state == PairState.OPEN
    Delegate.objects.filter(pk=first.pk).update(title="Dr")
    assert found() == [(Sign.BY_HAND,)]
    for wrong in ([first], [first, register_someone(make_category())]):
        with pytest.raises(services.NotAPair):
            services.pair_by_hand(wrong)
