"""Speakers from a file: whom a line is about, and what it names along."""

import pytest
from django.utils import translation

from agenda.imports.programme import KINDS, import_plan
from agenda.models import Organisation, Speaker
from confsite.tables import dry_run
from tests.agenda.imports.imported import (
    bring,
    check,
    reasons,
)
from tests.confsite.tables.staff import a_table
from tests.factories import (
    make_conference,
    make_speaker,
)


def test_a_speaker_is_found_by_the_address():
    speaker = make_speaker(slug="ada", family_name="Lovelace")

    bring(speaker.conference, {"slug": "ａda", "family_name": "King"})

    assert Speaker.objects.get().family_name == "King"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"given_name": "ming", "family_name": "LI"}, "unchanged"),
        ({"native_name": "李明"}, "unchanged"),
        (
            {"given_name": "Ming", "family_name": "Li", "native_name": "李明"},
            "unchanged",
        ),
        ({"given_name": "Ming", "family_name": "Li", "native_name": "黎明"}, "new"),
        ({"family_name": "Li"}, "new"),
        ({"given_name": "Li", "family_name": "Ming"}, "new"),
    ],
)
def test_without_an_address_a_speaker_is_found_by_the_whole_name(row, expected):
    speaker = make_speaker(given_name="Ming", family_name="Li", native_name="李明")
    row = {
        key: value for key, value in row.items() if value.lower() not in ("ming", "li")
    } | {key: value.title() for key, value in row.items() if value.isascii()}

    [result] = bring(speaker.conference, row)

    assert result.status == expected


def test_namesakes_must_be_told_apart_by_their_addresses():
    conference = make_conference()
    for slug in ("wei", "wei-2"):
        make_speaker(conference, slug=slug, given_name="Wei", family_name="Zhang")

    [result] = bring(
        conference, {"given_name": "Wei", "family_name": "Zhang", "title": "Dr"}
    )

    assert reasons(result) == {
        "Address": "Several people have this name; write the address: wei, wei-2."
    }


def test_somebody_new_with_the_name_of_another_is_pointed_out():
    conference = make_conference()
    make_speaker(conference, slug="wei", given_name="Wei", family_name="Zhang")

    [result] = bring(
        conference, {"slug": "zhang-wei", "given_name": "Wei", "family_name": "Zhang"}
    )

    assert result.status == "new"
    assert result.notes == ("Somebody of the same name is there already: wei.",)


def test_somebody_without_an_address_gets_one_of_the_name():
    conference = make_conference()

    bring(conference, {"native_name": "欧阳娜娜"})
    bring(conference, {"given_name": "Ada", "family_name": "King"})

    slugs = conference.speakers.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["ouyang-nana", "king-ada"]


@pytest.mark.parametrize(
    ("names", "is_another"),
    [
        ({"family_name": "Turing", "given_name": "Alan", "native_name": "-"}, True),
        ({"family_name": "Byron"}, False),
        ({"family_name": "King", "given_name": "Augusta"}, False),
        ({"family_name": "King", "given_name": "Augusta", "native_name": "图灵"}, True),
    ],
)
def test_an_address_that_becomes_another_person_s_is_pointed_out(names, is_another):
    conference = make_conference()
    make_speaker(
        conference,
        slug="ada",
        family_name="Lovelace",
        given_name="Ada",
        native_name="阿达",
    )

    [result] = bring(conference, {"slug": "ada", **names})

    assert result.notes == (
        ("Another person until now: Lovelace Ada.",) if is_another else ()
    )


def test_an_organisation_that_nobody_knows_is_made_once_and_said():
    conference = make_conference()

    results = bring(
        conference,
        {"family_name": "A", "organisation": "Example Institute / 示例研究院"},
        {"family_name": "B", "organisation": "示例研究院"},
    )

    organisation = Organisation.objects.get()
    assert (organisation.name_en, organisation.name_zh) == (
        "Example Institute",
        "示例研究院",
    )
    assert results[0].notes == ("New organisation: Example Institute.",)
    assert results[1].notes == ()
    assert organisation.speakers.count() == 2


def test_who_may_not_add_an_organisation_does_not_make_one_along():
    tables = {"": a_table({"family_name": "A", "organisation": "Unknown"})}
    result = dry_run.check(tables, import_plan(make_conference(), KINDS, ()))

    assert reasons(result.rows[0]) == {
        "Organisation": "“Unknown” does not exist, and you may not add it."
    }


def test_words_are_known_in_both_languages_and_by_code():
    conference = make_conference()

    bring(
        conference,
        {"family_name": "A", "attendance": "Online", "role": "主席"},
        {"family_name": "B", "attendance": "线上", "role": "Chair"},
        {"family_name": "C", "attendance": "online", "role": "chair"},
    )

    rows = set(Speaker.objects.values_list("attendance", "role"))
    assert rows == {("online", "chair")}


def test_the_words_that_exist_are_said_where_another_was_written():
    [result] = bring(make_conference(), {"family_name": "A", "attendance": "hybrid"})

    assert reasons(result) == {
        "Attendance": "“hybrid” is none of these: On site, Online."
    }


def test_fates_are_told_in_the_language_of_staff():
    conference = make_conference()

    with translation.override("zh-hans"):
        result = check(conference, {"family_name": "A", "attendance": "?"})
        summary = result.summary
    [result] = result.rows

    assert summary == "不予导入 1 行"
    assert reasons(result) == {"参会方式": "“?”不在可用词语之列：现场、线上。"}


def test_a_name_that_no_paper_prints_is_pointed_out():
    results = bring(
        make_conference(),
        {"native_name": "आन्या", "organisation": "😀"},
        {"native_name": "李明", "organisation": "جامعة قطر"},
    )

    assert [len(result.notes) for result in results] == [3, 1]
    assert results[0].notes[1].startswith("On paper “आन्या” shows □")
    assert results[0].notes[2].startswith("On paper “😀” shows □")
