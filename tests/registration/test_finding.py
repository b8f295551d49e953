"""Whom a pasted list means: the surest that is known of each line decides."""

import pytest

from registration.finding import find, lines_of
from registration.models import Delegate
from tests.factories import make_category, make_delegate, make_open_conference


@pytest.fixture
def people():
    category = make_category(make_open_conference())
    facts = [
        {"family_name": "Li", "given_name": "Xiaoming", "native_name": "李晓明"},
        {
            "family_name": "Zhang",
            "given_name": "Wei",
            "organisation": "Nanjing University",
        },
        {"family_name": "Zhang", "given_name": "Wei", "organisation": "东南大学"},
        {"family_name": "Łukasz", "given_name": "", "email": "Lukasz@Example.org"},
    ]
    return [make_delegate(category=category, **columns) for columns in facts]


def found(text, people=None):
    return find(lines_of(text), Delegate.objects.all())


@pytest.mark.parametrize(
    "line",
    [
        "LI Xiaoming",
        "Xiaoming Li",
        "li, xiao ming",
        "ＬＩ Ｘｉａｏｍｉｎｇ",
        "李晓明",
        "李晓明（Li Xiaoming）",
        "Li\tXiaoming\tunknown@example.org",
        "1\t李晓明\t南京大学",
    ],
)
def test_a_name_is_found_however_it_is_written(people, line):
    assert found(line).keys == [people[0].pk]


@pytest.mark.parametrize(
    "line",
    [
        "lukasz@example.org",
        "Lukasz <LUKASZ@example.org>",
        "Łukasz",
        "lukasz",
        "Li Xiaoming\tlukasz@example.org",
    ],
)
def test_an_address_is_surer_than_a_name(people, line):
    assert found(line).keys == [people[3].pk]


def test_a_reference_is_surest(people):
    line = f" {people[1].reference.lower()}\tLi Xiaoming\tlukasz@example.org"
    assert found(line).keys == [people[1].pk]


def test_several_addresses_in_a_line_are_several_people(people):
    text = f"Li <{people[0].email}>, {people[1].email}; {people[2].email}"
    assert found(text).keys == [person.pk for person in people[:3]]


def test_of_one_name_the_organisation_decides(people):
    assert found("Zhang Wei\tNANJING UNIVERSITY").keys == [people[1].pk]
    assert found("东南大学\tWei Zhang").keys == [people[2].pk]


def test_several_of_a_name_are_named(people):
    result = found("Zhang Wei")

    assert result.keys == []
    ((line, those),) = result.ambiguous
    assert line.text == "Zhang Wei"
    assert {person.pk for person in those} == {people[1].pk, people[2].pk}


def test_who_is_coming_is_meant_before_who_is_not(people):
    Delegate.objects.filter(pk=people[1].pk).update(state="cancelled")
    assert found("Zhang Wei").keys == [people[2].pk]


def test_nobody_is_named_with_who_is_like_it(people):
    result = found("Xiaoming Wang\nnobody@example.org\n\n")

    assert [line.text for line, _like in result.unmatched] == [
        "Xiaoming Wang",
        "nobody@example.org",
    ]
    assert result.unmatched[0][1] == [people[0]]


def test_each_is_found_once_in_the_order_of_the_list(people):
    text = "Łukasz\nLi Xiaoming\r\n李晓明\nLi Xiaoming"
    assert found(text).keys == [people[3].pk, people[0].pk]


def test_many_lines_cost_few_statements(people, django_assert_max_num_queries):
    text = "\n".join(f"Person {n}\tperson{n}@example.org" for n in range(500))
    with django_assert_max_num_queries(30):
        result = found(text)
    assert len(result.unmatched) == 500


@pytest.mark.parametrize("text", ["", "\n;;\n", "\t\t", "()", "@", "((()))\t@@"])
def test_what_says_nothing_is_nobody(people, text):
    assert found(text).keys == []
