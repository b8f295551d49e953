"""A row is new, or there is one of its kind: one statement finds out."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from confsite.inserting import insert
from registration.models import Delegate, Job
from tests.factories import make_category, make_signup
from tests.threads import in_threads

pytestmark = pytest.mark.django_db(transaction=True)


def row(category, **columns) -> Delegate:
    signup = make_signup(category)
    return Delegate(state="confirmed", **signup.columns | columns)


def test_a_new_row_is_as_if_it_had_been_saved(django_assert_num_queries):
    made = row(make_category(), country="GB", organisation="D'Arcy & Łukasz 李晓明")

    with django_assert_num_queries(1):
        assert insert(made)

    stored = Delegate.objects.get(pk=made.pk)
    for field in Delegate._meta.concrete_fields:
        if field.name not in ("search_text", "name_key"):
            assert getattr(stored, field.name) == getattr(made, field.name), field
    made.save(update_fields=["state"])


def test_a_value_may_be_worked_out_by_the_database():
    made = row(make_category(), position=Lower(Value("READER")))

    assert insert(made)

    assert Delegate.objects.get(pk=made.pk).position == "reader"


def test_of_two_of_a_kind_one_is_and_no_transaction_ends():
    category = make_category()
    first, second = (row(category, email=e) for e in ("a@example.org", "A@example.org"))

    with transaction.atomic():
        assert insert(first)
        assert not insert(second)
        assert Delegate.objects.get() == first

    assert second.pk is None


def test_any_other_rule_is_an_error():
    made = row(make_category(), attendance="nowhere")

    with pytest.raises(IntegrityError, match="delegate_attendance_is_known"):
        insert(made)


def test_of_many_at_once_one_is():
    category = make_category()

    done = in_threads(8, lambda n: insert(row(category, email="a@example.org")))

    assert sorted(done) == [False] * 7 + [True]


def test_a_text_in_a_column_of_json_is_json():
    made = Job(kind="many", language="en", arguments="'; DROP TABLE job; --")

    assert insert(made)

    assert Job.objects.get(pk=made.pk).arguments == made.arguments
