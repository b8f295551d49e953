"""Personal links: derived, never stored, and each opens one thing alone."""

import base64
import itertools

import pytest
from django.core.management import call_command
from django.db import connection

from registration import links
from registration.models import Delegate
from tests.factories import make_category, make_delegate, make_letter, register_someone


@pytest.fixture
def delegate():
    return make_delegate()


def test_a_link_leads_to_its_delegate(delegate):
    make_delegate(category=delegate.category)

    slug = delegate.conference.slug
    assert links.delegate_of("my", links.token("my", delegate), slug) == delegate
    assert links.delegate_of("ticket", links.token("ticket", delegate)) == delegate


def test_a_link_is_absolute_and_in_the_language_of_its_owner(delegate, settings):
    settings.SITE_URL = "https://conf.example"
    delegate.language = "zh-hans"

    token = links.token("my", delegate)
    assert links.my(delegate) == (
        f"https://conf.example/zh-hans/{delegate.conference.slug}/my/{token}/"
    )


def test_a_link_is_hard_to_guess(delegate):
    _reference, _dash, mac = links.token("my", delegate).partition("-")

    assert len(base64.urlsafe_b64decode(mac)) * 8 >= 128


@pytest.mark.parametrize(("made_for", "used_for"), [("my", "ticket"), ("ticket", "my")])
def test_a_link_for_one_purpose_opens_no_other(delegate, made_for, used_for):
    with pytest.raises(links.BadLink):
        links.delegate_of(used_for, links.token(made_for, delegate))


def test_a_link_opens_no_other_conference(delegate):
    elsewhere = make_delegate()

    with pytest.raises(links.BadLink):
        links.delegate_of("my", links.token("my", delegate), elsewhere.conference.slug)


def test_a_link_that_was_sent_before_stays_valid(settings):
    """As they were made when this was written: they lie in people's mailboxes."""
    settings.SECRET_KEY = "the key of an installation"
    delegate = Delegate(conference_id=7, pk=42, reference="K7MQ2RWX", link_version=1)

    assert links.token("my", delegate) == "k7mq2rwx-CK67M54JRH8SZl4YZGQQFrSq"
    assert links.token("ticket", delegate) == "k7mq2rwx-HwkUn9depdL3p5N7b9oJpkUl"


def test_a_new_key_leaves_links_alone_as_long_as_the_old_one_is_known(
    delegate, settings
):
    sent = links.token("my", delegate)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "a new key"

    with pytest.raises(links.BadLink):
        links.delegate_of("my", sent)

    settings.SECRET_KEY_FALLBACKS = ["another", old]
    assert links.delegate_of("my", sent) == delegate
    assert links.token("my", delegate) != sent


def test_a_raised_version_closes_every_link_that_was_sent(delegate):
    old = links.token("my", delegate)
    delegate.link_version += 1
    delegate.save()

    with pytest.raises(links.BadLink):
        links.delegate_of("my", old)
    assert links.delegate_of("my", links.token("my", delegate)) == delegate


def test_one_delegate_cannot_make_the_link_of_another(delegate):
    other = make_delegate(category=delegate.category)
    _reference, _dash, own_mac = links.token("my", delegate).partition("-")

    with pytest.raises(links.BadLink):
        links.delegate_of("my", f"{other.reference.lower()}-{own_mac}")


def test_another_secret_makes_other_links(delegate, settings):
    old = links.token("my", delegate)
    settings.SECRET_KEY = "another-secret-key"

    with pytest.raises(links.BadLink):
        links.delegate_of("my", old)


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token.replace("-", "", 1),
        lambda token: token.swapcase(),
        lambda token: token[:9],
        lambda token: token[9:],
        lambda token: "",
        lambda token: "-",
        lambda token: token.replace("-", "-\x00", 1),
        lambda token: "\x00" + token,
        lambda token: f"{token}\n",
        lambda token: f"{token[:9]}李",
    ],
)
def test_a_link_that_is_nearly_right_is_wrong(delegate, change):
    with pytest.raises(links.BadLink):
        links.delegate_of("my", change(links.token("my", delegate)))


def test_all_links_differ(delegate):
    other = make_delegate(category=delegate.category)
    tokens = [
        links.token(purpose, owner)
        for purpose, owner in itertools.product(("my", "ticket"), (delegate, other))
    ]

    assert len(set(tokens)) == len(tokens)


def test_no_link_lies_in_the_database(sink):
    """S2: whoever reads a backup opens nothing with it."""
    from registration.letters import delivery

    delegate = register_someone(make_category())
    make_letter(delegate)
    delivery.deliver(drain_for=0)

    macs = [links.mac(purpose, delegate) for purpose in ("my", "ticket")]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f"SELECT coalesce(string_agg(t::text, ' '), '') FROM \"{table}\" t"
            )
            (everything,) = cursor.fetchone()
            for mac in macs:
                assert mac not in everything, table
    sent = sink.letters[0].get_body(["plain"]).get_content()
    assert links.mac("my", delegate) in sent


def test_the_dump_of_a_delegate_holds_no_link(delegate, capsys):
    call_command("dumpdata", "registration.delegate")

    dump = capsys.readouterr().out
    assert Delegate.objects.get().reference in dump
    assert links.mac("my", delegate) not in dump
