"""The sign-up form by itself: it cleans and never writes."""

import uuid

import pytest
from django.utils.translation import override

from confsite.bilingual import Pair
from registration.models import Delegate
from registration.signup.availability import (
    current_availability,
)
from registration.signup.forms import RegistrationForm
from tests.factories import make_category, make_open_conference
from tests.pages import answers, sign_up, sign_up_address


def form_of(category, data=None, names=()) -> RegistrationForm:
    availability = current_availability(category.conference.slug)
    return RegistrationForm(data, availability=availability, country_names=names)


def test_a_filled_form_is_a_sign_up():
    category = make_category(needs_approval=True)
    data = answers(category, phone="+44 7400 123456", country="GB", title=" Dr ")

    form = form_of(category, data)

    assert form.errors == {}
    signup = form.signup
    assert signup.submission == uuid.UUID(data["submission"])
    assert signup.conference_id == category.conference_id
    assert signup.category_id == category.pk
    assert signup.needs_approval is True
    assert (signup.title, signup.phone, signup.country) == ("Dr", "+447400123456", "GB")


def test_cleaning_asks_the_database_nothing(django_assert_num_queries):
    form = form_of(category := make_category(), answers(category))

    with django_assert_num_queries(0):
        assert form.is_valid()
    assert Delegate.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Ada@EXAMPLE.org", "Ada@example.org"),
        ("ａｄａ＠ｅｘａｍｐｌｅ．ｏｒｇ", "ada@example.org"),
        (" ada@example.org\u200b", "ada@example.org"),
    ],
)
def test_an_address_keeps_the_part_before_the_at(typed, stored):
    category = make_category()

    form = form_of(category, answers(category, email=typed))

    assert form.is_valid()
    assert form.signup.email == stored


def test_a_number_is_read_in_the_country_beside_it(client):
    sign_up(client, make_category(), phone="06 12 34 56 78", country="FR")

    assert Delegate.objects.get().phone == "+33612345678"


def test_a_number_of_no_country_that_was_chosen_is_asked_for_anew():
    category = make_category()

    form = form_of(category, answers(category, phone="06 12 34 56 78", country="CN"))

    assert list(form.errors) == ["phone"]
    assert "+86 131 2345 6789" in form.errors["phone"][0]


@pytest.mark.parametrize("typed", ["A\x07cme", "n" * 301])
def test_what_is_wrong_with_a_line_names_it(typed):
    form = form_of(make_category(), {"organisation": typed})

    with override("zh-hans"):
        [words] = form.errors["organisation"]

    assert words.startswith("单位：")


def test_a_single_answer_is_chosen_already():
    category = make_category(allows_online=False)

    form = form_of(category)

    assert form["category"].initial == str(category.pk)
    assert form["attendance"].initial == "onsite"


def test_several_answers_are_not_chosen_for_anybody():
    category = make_category(make_open_conference())
    make_category(category.conference)

    form = form_of(category)

    assert form["category"].initial is None
    assert form["attendance"].initial is None


def test_countries_are_named_as_the_organiser_wants():
    names = (("TW", Pair("Taiwan, China", "中国台湾")), ("HK", None))
    category = make_category()

    for language, name in (("en", "Taiwan, China"), ("zh-hans", "中国台湾")):
        with override(language):
            choices = dict(form_of(category, names=names).fields["country"].choices)
            assert choices["TW"] == name
            assert "HK" not in choices


@pytest.mark.parametrize(
    ("language", "first"), [("en", "given_name"), ("zh-hans", "native_name")]
)
def test_names_are_asked_for_in_the_order_of_the_reader(client, language, first):
    html = client.get(sign_up_address(make_category(), language)).content.decode()

    names = ("given_name", "family_name", "native_name")
    assert min(names, key=lambda name: html.index(f'name="{name}"')) == first


@pytest.mark.parametrize(
    ("places", "needs_approval", "words"),
    [
        (1, False, "Places left"),
        (None, True, "Places left, after approval"),
        (0, False, "Full: you join the waiting list"),
        (0, True, "Full: you join the waiting list"),
    ],
)
def test_a_category_says_whether_places_are_left(client, places, needs_approval, words):
    category = make_category(places=places, needs_approval=needs_approval)

    note = form_of(category).describe_category(str(category.pk))

    assert note.availability == [words]
