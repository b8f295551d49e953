"""Staff find people and organisations in whichever spelling."""

import pytest

from tests.admin_pages import office
from tests.factories import (
    make_agreement,
    make_organisation,
    make_participation,
    make_session,
    make_signature,
    make_speaker,
)

__all__ = ["office"]  # a fixture, used by its name


def found(office, model, typed):
    page = office.get(f"/admin/agenda/{model}/", {"q": typed})
    return list(page.context["cl"].result_list)


@pytest.fixture
def lyu():
    house = make_organisation(name_en="Hôtel-Dieu", name_zh="南京大学", aliases="NJU")
    return make_speaker(
        family_name="Lyu",
        given_name="Xiao-Ming",
        native_name="吕晓明",
        position_en="Vice-Chair",
        position_zh="副主席",
        native_title="教授",
        organisation=house,
    )


@pytest.mark.parametrize(
    "typed",
    [
        *("Lü", "lv xiao ming", "lyuxiaoming", "XIAOMING, LYU", "呂曉明", "ＬＹＵ"),
        *("vice chair", "副主席", "hotel dieu", "南京大學", "lyu nju", "吕教授"),
    ],
)
def test_a_speaker(office, lyu, typed):
    make_speaker(family_name="Li", given_name="Na", native_name="李娜")

    assert found(office, "speaker", typed) == [lyu]


def test_an_organisation(office, lyu):
    make_organisation()

    for typed in ("hotel-dieu", "南京大學", "nju"):
        assert found(office, "organisation", typed) == [lyu.organisation]


def test_sessions_and_agreements_by_who_is_in_them_each_once(office, lyu):
    session = make_session(lyu.conference, kind="signing", title_en="Äußerung")
    make_session(lyu.conference)
    make_participation(session, lyu)
    make_participation(session, make_speaker(lyu.conference, family_name="Lv"))
    agreement = make_agreement(session, parties=[lyu.organisation])
    make_agreement(session)
    make_signature(agreement, lyu)

    assert found(office, "session", "lü") == [session]
    assert found(office, "session", "ausserung xiaoming") == [session]
    assert found(office, "agreement", "lü") == [agreement]
    assert found(office, "agreement", "hotel") == [agreement]


def test_signs_alone_find_nobody(office, lyu):
    assert found(office, "speaker", "!?") == []
    assert found(office, "speaker", "  ") == [lyu]


def test_names_are_in_order_whatever_their_script(office):
    conference = make_speaker(family_name="Zhao", given_name="").conference
    for family, native in (("", "张伟"), ("Øster", ""), ("Zhang", ""), ("", "欧阳静")):
        columns = {"family_name": family, "given_name": "", "native_name": native}
        make_speaker(conference, **columns)

    page = office.get("/admin/agenda/speaker/", {"o": "1"})

    names = [s.family_name or s.native_name for s in page.context["cl"].result_list]
    assert names == ["Øster", "欧阳静", "Zhang", "张伟", "Zhao"]
