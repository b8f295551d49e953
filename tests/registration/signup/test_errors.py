"""What the sign-up form says when something is wrong, and what it keeps."""

import re

import pytest

from registration.models import Delegate
from tests.factories import (
    make_category,
)
from tests.pages import Page, answers, sign_up, sign_up_address

pytestmark = pytest.mark.server

HAN = re.compile("[\u4e00-\u9fff]")


class TestErrors:
    def test_are_on_top_at_the_field_and_in_the_title(self, client, category):
        response = sign_up(client, category, email="nonsense")

        page = Page(response.content.decode())
        assert response.status_code == 200
        ((name, words),) = page.errors
        assert name == "email"
        assert page.html.count(words) == 2
        assert page.title.startswith("Error: ")
        field = page.one("input", name="email")
        assert field["aria-invalid"] == "true"
        assert field["value"] == "nonsense"

    @pytest.mark.parametrize(
        ("language", "prefix"), [("en", "Error: "), ("zh-hans", "错误：")]
    )
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"email": ""}, "email"),
            ({"email": "nonsense"}, "email"),
            ({"category": ""}, "category"),
            ({"category": "0"}, "category"),
            ({"attendance": ""}, "attendance"),
            ({"attendance": "absent"}, "attendance"),
            ({"country": "ZZ"}, "country"),
            ({"phone": "call me"}, "phone"),
            ({"organisation": "x" * 301}, "organisation"),
            ({"position": "a\u202eb"}, "position"),
        ],
    )
    def test_speak_the_language_of_the_page(
        self, client, category, language, prefix, changes, field
    ):
        response = sign_up(client, category, language, **changes)

        page = Page(response.content.decode())
        (error,) = [words for name, words in page.errors if name.startswith(field)]
        assert bool(HAN.search(error)) is (language == "zh-hans")
        assert page.title.startswith(prefix)
        assert Delegate.objects.count() == 0

    @pytest.mark.parametrize(
        ("language", "field"), [("en", "family_name"), ("zh-hans", "native_name")]
    )
    def test_a_name_is_asked_for_where_the_reader_looks_first(
        self, client, category, language, field
    ):
        response = sign_up(client, category, language, family_name="", given_name="")

        assert [name for name, _w in Page(response.content.decode()).errors] == [field]

    @pytest.mark.parametrize("only", ["family_name", "given_name", "native_name"])
    def test_one_part_of_a_name_is_enough(self, client, category, only):
        names = {"family_name": "", "given_name": "", "native_name": ""} | {only: "O"}

        response = sign_up(client, category, **names)

        assert response.status_code == 302
        assert getattr(Delegate.objects.get(), only) == "O"

    def test_lead_to_fields_that_are_there(self, client, category):
        response = client.post(sign_up_address(category), {})

        page = Page(response.content.decode())
        ids = [element.get("id") for element in page.elements]
        targets = [f"id_{name}" for name, _words in page.errors]
        assert len(targets) >= 4
        for target in targets:
            assert ids.count(target) == 1

    def test_keep_what_was_typed(self, client, category):
        typed = {
            "title": "Prof",
            "native_name": "李晓明",
            "phone": "+44 7400 123456",
            "organisation": "D'Arcy & Sons",
            "position": "<b>Chair</b>",
            "country": "GB",
        }

        response = sign_up(client, category, email="nonsense", **typed)

        kept = Page(response.content.decode()).answers
        assert {name: kept[name] for name in typed} == typed
        assert kept["category"] == str(category.pk)
        assert kept["attendance"] == "onsite"

    def test_a_way_that_the_category_does_not_allow(self, client):
        conference = make_category(allows_online=False).conference
        onsite = conference.categories.get()
        make_category(conference)

        response = sign_up(client, onsite, attendance="online")

        ((field, words),) = Page(response.content.decode()).errors
        assert field.startswith("attendance")
        assert "On site" in words


class TestSwitchingLanguage:
    @pytest.mark.parametrize(("there", "back"), [("zh-hans", "en"), ("en", "zh-hans")])
    def test_keeps_what_was_typed_and_complains_about_nothing(
        self, client, category, there, back
    ):
        typed = answers(
            category, email="nonsense", organisation="D'Arcy & 李", country="CN"
        )

        response = client.post(
            sign_up_address(category, there), typed | {"switch_language": "1"}
        )

        page = Page(response.content.decode())
        kept = page.answers
        for name in ("family_name", "email", "organisation", "country", "submission"):
            assert kept[name] == typed[name]
        assert kept["language"] == there
        assert page.errors == []
        assert Delegate.objects.count() == 0
        (button,) = page.all("button", name="switch_language")
        assert button["formaction"] == sign_up_address(category, back)
        assert "formnovalidate" in button.attributes

    def test_the_key_stays_so_that_it_is_still_one_form(self, client, category):
        form = answers(category)
        switched = client.post(
            sign_up_address(category, "zh-hans"), form | {"switch_language": "1"}
        )
        client.post(sign_up_address(category), form)

        kept = Page(switched.content.decode()).answers
        client.post(sign_up_address(category, "zh-hans"), kept)

        assert Delegate.objects.count() == 1
