"""As whom the site runs when root starts it, and what of the home is theirs."""

import os

import pytest

from launcher import unprivileged
from launcher.home import NOBODY, Home
from launcher.unprivileged import Somebody, socket_of, somebody_for

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give things away")


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    home.make()
    return home


@pytest.fixture
def owners(monkeypatch, home):
    """Who owns the home, and who the checkout, as far as a test says so."""
    found = {home.path: 0, unprivileged.CHECKOUT: 0}
    monkeypatch.setattr(unprivileged, "owner", found.__getitem__)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(unprivileged, "can_read", lambda checkout, prefix: True)
    return found


def test_who_is_not_root_stays_who_they_are(home, owners, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert somebody_for(home, 8000) is None


@pytest.mark.parametrize(
    ("of_home", "of_checkout", "expected"),
    [(1234, 2345, 1234), (0, 2345, 2345), (0, 0, NOBODY)],
)
def test_it_is_the_first_owner_who_is_not_root(
    home, owners, of_home, of_checkout, expected
):
    owners[home.path], owners[unprivileged.CHECKOUT] = of_home, of_checkout

    assert somebody_for(home, 8000).uid == expected


def test_it_may_read_everything_only_where_there_is_no_other_way(
    home, owners, monkeypatch
):
    assert "dac_read_search" not in str(somebody_for(home, 8000).prefix)
    reaching = unprivileged.REACHING[0]
    monkeypatch.setattr(
        unprivileged, "can_read", lambda checkout, prefix: reaching in str(prefix)
    )
    assert "--ambient-caps=+dac_read_search" in somebody_for(home, 8000).prefix

    monkeypatch.setattr(unprivileged, "can_read", lambda checkout, prefix: False)
    assert somebody_for(home, 8000) is None


def test_a_port_for_root_alone_is_all_that_is_left_of_root(home, owners):
    assert "--ambient-caps=+net_bind_service" in somebody_for(home, 443).prefix


@as_root
def test_a_socket_is_theirs_and_we_are_root_again():
    with socket_of(Somebody(NOBODY, NOBODY, ())) as theirs:
        assert os.fstat(theirs.fileno()).st_uid == NOBODY

    assert os.geteuid() == 0


@as_root
def test_what_is_linked_into_the_home_is_not_given_away(home, tmp_path):
    letter = home.mailbox / "new" / "letter"
    letter.touch()
    shadow = tmp_path / "shadow"
    shadow.touch()
    os.link(shadow, home.mailbox / "new" / "linked")
    (home.broker / "queue" / "link").symlink_to(shadow)

    home.share(NOBODY, NOBODY)

    assert letter.stat().st_uid == NOBODY
    assert shadow.stat().st_uid == 0


@as_root
def test_secrets_are_read_by_the_one_user_and_logs_by_root(home):
    home.secret_key()

    home.share(NOBODY, NOBODY)

    found = (home.path / "secret-key").stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (0, NOBODY, 0o640)
    assert home.logs.stat().st_mode & 0o777 == 0o700
    assert home.logs.stat().st_gid == 0
