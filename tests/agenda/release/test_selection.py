"""What a visitor chooses by the address: known values alone, in one spelling."""

import pytest
from django.utils.translation import override

from agenda.release import programme, selection
from agenda.release.selection import Selection
from tests.agenda.sessions import session
from tests.factories import make_conference, make_session, make_track, publish


@pytest.fixture
def conference():
    return make_conference(published=False)


def published(conference):
    publish(conference)
    return programme.latest(conference.slug)


def two_days(conference):
    """A keynote in English on the first day, a talk in Chinese on the second."""
    conference.ends_at = conference.starts_at.replace(day=conference.starts_at.day + 2)
    conference.save()
    make_session(conference, kind="keynote", language="en", attendance="onsite")
    make_session(
        conference,
        kind="talk",
        language="zh",
        attendance="online",
        starts_at=conference.starts_at.replace(day=conference.starts_at.day + 1),
    )
    return published(conference)


def test_a_choice_stands_in_the_address_in_one_order(conference):
    release = two_days(conference)
    asked = {"attendance": "onsite", "language": "en", "kind": "keynote", "day": "all"}

    chosen = Selection.of(asked, release)

    assert chosen.query == "day=all&kind=keynote&language=en&attendance=onsite"
    assert chosen == Selection.of(dict(reversed(asked.items())), release)
    assert chosen.address("it").endswith(f"/it/agenda/?{chosen.query}")
    assert Selection().address("it").endswith("/it/agenda/")


@pytest.mark.parametrize("name", ["day", "kind", "track", "language", "attendance"])
@pytest.mark.parametrize(
    "value",
    [
        "",
        "nothing",
        "Keynote",
        "keynote ",
        "\x00",
        "2020-02-30",
        "1e9",
        "٣",
        "-1",
        "9" * 5000,
        "both",
        "hybrid",
        "<script>",
        "\ud800",
        "{{7*7}}",
    ],
)
def test_what_does_not_occur_is_not_chosen(conference, name, value):
    release = two_days(conference)

    assert Selection.of({name: value, "unknown": "x"}, release) == Selection()


def test_a_conference_of_one_day_has_no_day_to_choose(conference):
    make_session(conference)
    release = published(conference)
    day = release.sessions[0].starts.local.date().isoformat()

    assert Selection.of({"day": day}, release) == Selection()
    assert Selection.of({"day": "all"}, release) == Selection()


@pytest.mark.parametrize(
    ("spoken", "is_interpreted", "followed_in"),
    [
        ("en", False, {"en"}),
        ("zh", False, {"zh"}),
        ("en", True, {"en", "zh"}),
        ("zh", True, {"en", "zh"}),
        ("both", False, {"en", "zh"}),
        ("", False, set()),
        ("", True, set()),
    ],
)
def test_a_session_is_found_by_the_languages_one_can_follow_it_in(
    spoken, is_interpreted, followed_in
):
    shown = session("09:00", "10:00", language=spoken, is_interpreted=is_interpreted)

    found = {code for code in ("en", "zh") if Selection(language=code).shows(shown)}

    assert found == followed_in


@pytest.mark.parametrize(
    ("attendance", "found"),
    [
        ("onsite", {"onsite"}),
        ("online", {"online"}),
        ("hybrid", {"onsite", "online"}),
    ],
)
def test_a_session_is_found_by_the_ways_one_can_attend_it(attendance, found):
    shown = session("09:00", "10:00", attendance=attendance)

    assert {
        way
        for way in ("onsite", "online", "hybrid")
        if Selection(attendance=way).shows(shown)
    } == found


class TestFilters:
    def filters(self, release, **chosen) -> dict[str, list[tuple[str, int, bool]]]:
        with override("en"):
            found = selection.filters(release, Selection(**chosen), release.sessions)
        return {
            entry.label: [
                (str(o.label), o.sessions, o.is_chosen) for o in entry.options
            ]
            for entry in found
        }

    def test_they_offer_the_values_that_occur_and_how_often(self, conference):
        for kind in ("talk", "keynote", "talk"):
            make_session(conference, kind=kind)

        assert self.filters(published(conference)) == {
            "Kind": [("Keynote", 1, False), ("Talk", 2, False)]
        }

    def test_what_fits_on_other_days_alone_leads_to_all_of_them(self, conference):
        release = two_days(conference)

        kinds, *_ = selection.filters(release, Selection(), release.sessions[:1])

        found = [(o.sessions, o.elsewhere, o.address) for o in kinds.options]
        page = Selection().address(conference.slug)
        assert found == [
            (1, 0, f"{page}?kind=keynote"),
            (0, 1, f"{page}?day=all&kind=talk"),
        ]

    def test_they_count_beside_what_else_is_chosen(self, conference):
        make_session(conference, kind="keynote", language="en")
        make_session(conference, kind="talk", language="en")
        make_session(conference, kind="talk", language="zh")

        assert self.filters(published(conference), language="zh") == {
            "Language": [("English", 2, False), ("Chinese", 1, True)],
        }

    def test_they_leave_out_what_would_narrow_nothing(self, conference):
        make_session(conference, kind="talk", language="both", attendance="hybrid")
        make_session(conference, kind="talk", language="en", is_interpreted=True)

        assert self.filters(published(conference)) == {}

    def test_tracks_stand_as_staff_have_put_them(self, conference):
        last = make_track(conference, name_en="Zeal", position=1)
        first = make_track(conference, name_en="Ardour", position=2)
        for track in (first, last):
            make_session(conference, track=track)

        found = self.filters(published(conference))

        assert found["Track"] == [("Zeal", 1, False), ("Ardour", 1, False)]

    def test_an_option_keeps_what_else_is_chosen(self, conference):
        for kind in ("keynote", "talk"):
            make_session(conference, kind=kind, language="en")
        release = published(conference)

        (kinds,) = selection.filters(
            release, Selection(language="en"), release.sessions
        )

        assert [option.address.split("?")[1] for option in kinds.options] == [
            "kind=keynote&language=en",
            "kind=talk&language=en",
        ]

    def test_a_chip_leads_to_the_rest_of_the_choice(self, conference):
        release = two_days(conference)

        chips = selection.chips(release, Selection(kind="keynote", language="en"))

        with override("en"):
            assert [str(chip.label) for chip in chips] == ["Keynote", "English"]
        assert chips[0].address.endswith("/agenda/?language=en")
        assert chips[1].address.endswith("/agenda/?kind=keynote")
