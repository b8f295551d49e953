"""Staff find delegates, and the letters to them, by name."""

import pytest

from tests.admin_pages import office
from tests.factories import make_delegate, make_letter

__all__ = ["office"]  # a fixture, used by its name


@pytest.mark.parametrize("typed", ["lv xiaoming", "LYU Xiao-Ming", "lüxiaoming"])
def test_a_name_in_chinese_alone_is_found_by_its_pinyin(office, typed):
    columns = {"family_name": "", "given_name": "", "native_name": "吕晓明"}
    delegate = make_delegate(**columns)
    make_delegate()

    page = office.get("/admin/registration/delegate/", {"q": typed})

    assert list(page.context["cl"].result_list) == [delegate]


@pytest.mark.parametrize("typed", ["Lukasz", "zielinski, łukasz", "138 0013", "张偉"])
def test_delegates_and_their_letters_are_found_in_every_spelling(office, typed):
    delegate = make_delegate(
        family_name="Zieliński",
        given_name="Łukasz",
        native_name="張伟",
        phone="+8613800138000",
    )
    letter = make_letter(delegate, recipient="old@example.org")
    make_letter(make_delegate())

    for model, row in (("delegate", delegate), ("letter", letter)):
        page = office.get(f"/admin/registration/{model}/", {"q": typed})
        assert list(page.context["cl"].result_list) == [row]
    page = office.get("/admin/registration/letter/", {"q": "old@example"})
    assert list(page.context["cl"].result_list) == [letter]
