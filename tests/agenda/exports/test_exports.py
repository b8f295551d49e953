"""How the programme for machines is served: kept, compressed, open to other sites."""

import gzip
import itertools

import pytest

from agenda.models import Session
from tests.agenda.exports.exported import get, make_programme
from tests.clock import a_second_later
from tests.factories import (
    make_conference,
    make_participation,
    make_session,
    make_speaker,
    publish,
)

WHOLE = ("agenda.ics", "schedule.json", "schedule.xml")
FILES = (*WHOLE, "agenda/opening.ics")


@pytest.fixture
def conference():
    return make_programme()


@pytest.fixture
def elsewhere():
    """Another conference, whose programme must not show in this one's files."""
    conference = make_conference(published=False)
    session = make_session(conference, title_en="Elsewhere", title_zh="别处")
    make_participation(session, make_speaker(conference, family_name="Elsewhere"))
    publish(conference)
    return conference


@pytest.mark.parametrize("name", FILES)
def test_an_export_is_for_everybody(client, conference, name):
    response = get(client, conference, name)

    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Vary"] == "Accept-Encoding"
    assert response["Content-Language"] == "en"
    assert not response.cookies


def test_pages_are_not_opened_to_other_sites(client, conference):
    response = get(client, conference, "agenda/")

    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_what_the_reader_has_is_not_sent_again(client, conference, name, coding):
    address = f"/en/{conference.slug}/{name}"
    accepts = {"Accept-Encoding": coding}
    first = client.get(address, headers=accepts)
    forms = ("{}", "W/{}", '"other", {}', 'W/"other" , W/{},"third"', "*")

    for form, ask in itertools.product(forms, (client.get, client.head)):
        known = {"If-None-Match": form.format(first["ETag"])}
        again = ask(address, headers=accepts | known)

        assert (again.status_code, again.content) == (304, b"")
        for header in ("ETag", "Vary", "Cache-Control", "Access-Control-Allow-Origin"):
            assert again[header] == first[header]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_what_the_reader_does_not_have_is_sent(client, conference, name, coding):
    accepts = {"Accept-Encoding": coding}
    first = get(client, conference, name, **accepts)
    # Without its quotes it is no tag.
    bare = first["ETag"].strip('"')

    for known in ("", '"other"', 'W/"other", "third"', bare, f'"{bare}', f'"{bare}x"'):
        again = get(client, conference, name, **accepts | {"If-None-Match": known})

        assert (again.status_code, again.content) == (200, first.content)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_its_headers_can_be_asked_for_alone(client, conference, name, coding):
    accepts = {"Accept-Encoding": coding}

    head = client.head(f"/en/{conference.slug}/{name}", headers=accepts)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == get(client, conference, name, **accepts).headers


@pytest.mark.parametrize("name", [*FILES, "agenda/", ""])
def test_whoever_reads_gzip_gets_it(client, conference, name):
    plain = get(client, conference, name)
    packed = get(client, conference, name, **{"Accept-Encoding": "br, gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content)
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert packed["Content-Type"] == plain["Content-Type"]
    assert packed["ETag"] != plain["ETag"]
    assert "Content-Encoding" not in plain


def test_a_tag_is_that_of_one_variant(client, conference):
    plain = get(client, conference, "agenda.ics")["ETag"]
    gzip = {"Accept-Encoding": "gzip"}
    packed = get(client, conference, "agenda.ics", **gzip)["ETag"]

    def status(tag, **headers):
        known = {"If-None-Match": tag}
        return get(client, conference, "agenda.ics", **known, **headers).status_code

    assert (status(plain), status(packed)) == (304, 200)
    assert (status(plain, **gzip), status(packed, **gzip)) == (200, 304)


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip", True),
        ("GZIP;q=0.5, identity", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
        ("br", False),
        ("", False),
    ],
)
def test_what_the_reader_refuses_is_not_sent(client, conference, accepted, is_packed):
    response = get(client, conference, "agenda.ics", **{"Accept-Encoding": accepted})

    assert ("Content-Encoding" in response) == is_packed


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_language_can_be_asked_for(client, conference, name, language):
    own = get(client, conference, name, language)

    for prefix in ("en", "zh-hans"):
        asked = get(client, conference, name, prefix, f"?lang={language}")
        assert asked.content == own.content
        assert asked["ETag"] == own["ETag"]
        assert asked["Content-Language"] == language


def test_an_unknown_language_is_that_of_the_address(client, conference):
    own = get(client, conference, "schedule.json", "zh-hans")
    asked = get(client, conference, "schedule.json", "zh-hans", "?lang=xx")

    assert asked.content == own.content


@pytest.mark.parametrize("name", FILES)
def test_unpublished_changes_never_show(client, conference, name):
    before = get(client, conference, name)
    Session.objects.update(title_en="Unpublished", is_cancelled=True)
    make_session(conference, slug="secret")
    a_second_later()

    after = get(client, conference, name)

    assert (after.content, after["ETag"]) == (before.content, before["ETag"])
    assert get(client, conference, "agenda/secret.ics").status_code == 404

    publish(conference)

    assert get(client, conference, name)["ETag"] != before["ETag"]
    assert get(client, conference, "agenda/secret.ics").status_code == 200


@pytest.mark.parametrize("name", WHOLE)
def test_other_conferences_do_not_show(client, conference, elsewhere, name):
    theirs = get(client, elsewhere, name).content.decode()
    ours = get(client, conference, name).content.decode()

    assert "Elsewhere" in theirs
    assert "Elsewhere" not in ours


def test_a_session_of_another_conference_is_not_here(client, conference, elsewhere):
    slug = elsewhere.sessions.get().slug

    assert get(client, elsewhere, f"agenda/{slug}.ics").status_code == 200
    assert get(client, conference, f"agenda/{slug}.ics").status_code == 404


@pytest.mark.parametrize("name", WHOLE)
def test_a_conference_that_was_never_published_has_none(client, name):
    conference = make_conference(published=False)

    assert get(client, conference, name).status_code == 404


@pytest.mark.parametrize("name", WHOLE)
def test_a_programme_without_sessions_can_be_read(client, name):
    conference = make_conference()

    assert get(client, conference, name).status_code == 200


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_exports_are_for_reading(client, conference, name, method):
    response = getattr(client, method)(f"/en/{conference.slug}/{name}")

    assert response.status_code == 405


@pytest.mark.parametrize("sessions", [1, 3])
@pytest.mark.parametrize("name", WHOLE)
def test_an_export_costs_one_query_a_second_for_any_number_of_sessions(
    client, name, sessions, django_assert_num_queries
):
    conference = make_conference(published=False)
    for _ in range(sessions):
        make_participation(make_session(conference))
    publish(conference)
    get(client, conference, name)

    with django_assert_num_queries(0):
        assert get(client, conference, name).status_code == 200
    a_second_later()
    with django_assert_num_queries(1):
        assert get(client, conference, name).status_code == 200


def test_a_session_can_be_put_into_a_calendar(client, conference):
    html = get(client, conference, "agenda/opening/").content.decode()
    assert 'href="/en/china-uk-2031/agenda/opening.ics"' in html

    Session.objects.update(is_cancelled=True)
    publish(conference)

    html = get(client, conference, "agenda/opening/").content.decode()
    assert "opening.ics" not in html


def test_the_programme_names_its_files(client, conference):
    html = get(client, conference, "agenda/", "zh-hans").content.decode()

    for name in WHOLE:
        address = f"/zh-hans/china-uk-2031/{name}"
        linked = [f'href="{address}"', f'href="webcal://confsite.example{address}"']
        assert sum(map(html.count, linked)) == 2
