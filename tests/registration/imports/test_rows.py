"""What becomes of each row: new, changed, unchanged, a possible duplicate, refused."""

from string import ascii_lowercase, ascii_uppercase

import pytest

from confsite.tables.spreadsheet import csv_bytes
from registration.imports import services
from registration.models import Delegate
from registration.states import DelegateState
from tests.factories import make_category, make_delegate
from tests.registration.imports.imported import (
    LIN,
    bring,
    brought,
    changes,
    check,
    reasons,
    statuses,
)

pytestmark = pytest.mark.django_db


def test_a_check_writes_nothing(category):
    [row] = check(category, LIN)

    assert (row.status, row.name, row.line) == ("new", "林静", 2)
    assert not Delegate.objects.exists()


def test_a_second_time_nothing_changes(category):
    people = [
        LIN | {"邮箱": "lin@example.org", "备注": "素食", "称谓": "博士"},
        {"姓名": "张伟（Zhang Wei）", "单位": "示例大学", "标签": "贵宾; Speaker"},
        {"姓名": "Lovelace, Ada", "国家": "英国", "手机": "+44 20 7946 0958"},
    ]

    first, second = bring(category, *people), check(category, *people)

    assert statuses(first) == ["new"] * 3
    assert statuses(second) == ["unchanged"] * 3
    lin = Delegate.objects.get(native_name="林静")
    assert (lin.title, lin.note, lin.language) == ("博士", "素食", "zh-hans")


def test_by_reference_whatever_else_has_changed(category):
    ada = make_delegate(category=category, family_name="Lovelace", given_name="Ada")

    row = {"Reference": ada.reference.lower(), "Surname": "King", "Mobile": "-"}
    [found] = bring(category, row | {"E-mail": "king@example.org"})

    assert changes(found) == {
        "Family name": ("Lovelace", "King"),
        "Email address": (ada.email, "king@example.org"),
    }
    ada.refresh_from_db()
    assert (ada.family_name, ada.email) == ("King", "king@example.org")


def test_an_unknown_reference_is_refused(category):
    [row] = check(category, {"reference": "ABCDEFGH", "姓名": "林静"})

    assert reasons(row) == {"Reference": "Nobody here has this reference."}


@pytest.mark.parametrize("name", ["李晓明", "Li, Xiaoming", "Xiaoming LI"])
def test_by_address_with_a_name_that_may_be_theirs(category, name):
    make_delegate(
        category=category,
        family_name="Li",
        given_name="Xiaoming",
        native_name="李晓明",
        email="li@example.org",
    )

    [row] = check(category, {"姓名": name, "邮箱": "LI@example.org"})

    assert row.status == "unchanged"


def test_an_address_of_somebody_of_another_name_is_refused(category):
    make_delegate(category=category, native_name="李晓明", email="office@example.org")

    [row] = check(category, LIN | {"邮箱": "office@example.org"})

    assert "This address is that of" in reasons(row)["Email address"]


def test_by_name_with_organisation(category):
    make_delegate(
        category=category, native_name="林静", organisation="国家计量院", email=""
    )
    make_delegate(category=category, native_name="林静", organisation="示例大学")

    [row] = check(category, LIN)

    assert changes(row) == {"Telephone": ("", "+8613800138000")}


def test_another_address_is_another_person(category):
    make_delegate(category=category, native_name="林静", organisation="国家计量院")

    [row] = check(
        category, LIN | {"邮箱": "lin.jing@example.org"}, with_duplicates=True
    )

    assert row.status == "new"
    assert len(row.suspects) == 1


def test_who_may_be_there_already_is_left_out_unless_staff_say_so(category):
    there = make_delegate(
        category=category, family_name="Lin", given_name="Jing", native_name=""
    )

    [row] = bring(category, LIN | {"单位": "示例大学"})

    assert (row.status, row.suspects[0].pk) == ("duplicate", there.pk)
    assert Delegate.objects.count() == 1


def test_who_stands_in_the_file_twice_is_left_out_unless_staff_say_so(category):
    people = [
        {"姓名": "李晓明", "单位": "东南大学", "手机": "13900001111"},
        {"姓名": "LI Xiaoming", "单位": "Southeast University", "手机": "13900001111"},
        {"姓名": "王静", "单位": "东南大学", "手机": "13900001111"},
        {"姓名": "李晓明", "单位": "东南大学", "手机": "13900002222"},
    ]

    _first, latin, colleague, again = rows = check(category, *people)

    assert statuses(rows) == ["new", "duplicate", "new", "duplicate"]
    assert [row.suspects[0].name for row in (latin, again)] == ["李晓明 in line 2"] * 2
    assert not colleague.suspects
    assert statuses(check(category, *people, with_duplicates=True)) == ["new"] * 4


def test_one_address_for_several_is_that_of_their_contact(category):
    office = {"邮箱": "office@example.org"}

    rows = bring(category, LIN | office, {"姓名": "王芳", "单位": "示例大学"} | office)
    again = check(category, {"姓名": "赵敏", "单位": "示例公司"} | office)

    assert statuses([*rows, *again]) == ["new"] * 3
    assert set(Delegate.objects.values_list("email", "contact_email")) == {
        ("", "office@example.org")
    }
    assert again[0].notes[0].startswith("The address is that of a contact")


def test_all_that_is_wrong_is_said_at_once(category):
    [row] = check(
        category,
        {
            "姓名": "林静",
            "手机": "1.38E+10",
            "邮箱": "nobody",
            "国家": "火星",
            "类别": "X",
        },
    )

    assert {*reasons(row)} == {
        "Telephone",
        "Email address",
        "Country/region",
        "Category",
    }


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"姓名": "Ada Lovelace"}, "Name"),
        ({"姓名": "填表人：王静"}, "Name"),
        ({"单位": "示例大学", "邮箱": "a@example.org"}, "Name"),
    ],
)
def test_what_is_no_name_is_refused(category, row, column):
    assert {*reasons(check(category, row)[0])} == {column}


def test_a_line_about_the_same_is_refused(category):
    rows = check(category, LIN, LIN, LIN | {"手机": "13900139000"})

    assert statuses(rows) == ["new", "refused", "duplicate"]
    assert reasons(rows[1])[""] == "Line 2 is about the same: 林静."


def test_category_and_attendance_by_name_in_either_language(category):
    press = make_category(category.conference, name_en="Press", name_zh="媒体")
    press.allows_online = False
    press.save()

    rows = bring(
        category,
        LIN | {"类别": "媒体", "参会方式": "现场"},
        {"姓名": "王芳", "类别": "PRESS", "参会方式": "线上"},
        {"姓名": "赵敏"},
    )

    assert statuses(rows) == ["new", "refused", "new"]
    assert reasons(rows[1]) == {
        "Attendance": "This category cannot be attended in that way."
    }
    assert Delegate.objects.get(native_name="林静").category == press
    assert Delegate.objects.get(native_name="赵敏").category == category


def test_without_a_category_nobody_new_comes_in(category):
    [row] = check(category, LIN, category=None, attendance="")

    assert {*reasons(row)} == {"Category", "Attendance"}


def test_who_has_cancelled_stays_so(category):
    make_delegate(
        category=category,
        native_name="林静",
        organisation="国家计量院",
        email="",
        state=DelegateState.CANCELLED,
    )

    [row] = bring(category, LIN)

    assert row.notes == ("Their registration stays as it is: cancelled.",)
    assert Delegate.objects.get().state == DelegateState.CANCELLED


def test_the_number_of_statements_does_not_grow_with_the_file(
    category, django_assert_max_num_queries
):
    letters = [f"{one}{two}ov" for one in ascii_uppercase for two in ascii_lowercase]
    people = [
        {"姓名": f"{letters[n]}, Ada", "邮箱": f"g{n}@example.org"} for n in range(300)
    ]
    content = csv_bytes([*people[0]], [[*row.values()] for row in people])
    file, by = brought(category, services.read(content), with_duplicates=True)

    with django_assert_max_num_queries(20):
        services.look_into(file, by)
    with django_assert_max_num_queries(45):
        services.carry_out(str(file.pk), by)

    assert Delegate.objects.count() == 300


def test_another_conference_is_another_list(category):
    make_delegate(native_name="林静", organisation="国家计量院", email="")

    assert check(category, LIN)[0].status == "new"
