import errno
import os
import shutil
import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import environ
import pytest

from launcher.home import Home, SetupError, find_free_port, home_from_environ, is_free


@pytest.mark.parametrize("name", ["var", "南京 2020", 'a%20"b"?c&d=e#f'])
def test_django_reads_the_socket_from_the_database_url(tmp_path, name):
    home = Home(tmp_path / name)

    database = environ.Env.db_url_config(home.database_url())

    assert database["OPTIONS"] == {"host": str(home.sockets)}
    assert (database["NAME"], database["USER"]) == ("confsite", "site")
    assert str(database["PORT"]) == "5432"


def test_a_socket_in_a_short_path_lies_in_the_home(tmp_path):
    assert Home("/srv/confsite").sockets == Path("/srv/confsite/sockets")


@pytest.mark.parametrize("name", ["deep" * 40, "Nanjing, London"])
def test_a_socket_that_cannot_lie_in_the_home_has_a_short_path(tmp_path, name):
    home = Home(tmp_path / name)

    socket_file = home.sockets / ".s.PGSQL.5432"

    assert len(str(socket_file)) < 104
    assert "," not in str(socket_file)
    assert home.sockets == Home(tmp_path / name).sockets
    assert home.sockets != Home(tmp_path / (name + "2")).sockets


def test_somebody_elses_socket_directory_is_refused(tmp_path, monkeypatch):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    link = tmp_path / "link"
    link.symlink_to(theirs)
    monkeypatch.setattr(Home, "sockets", link)

    with pytest.raises(SetupError, match="belongs to somebody else"):
        Home(tmp_path / "home").make()


def test_a_secret_is_made_once_however_many_ask(tmp_path):
    with ThreadPoolExecutor(16) as threads:
        answers = threads.map(lambda _: Home(tmp_path).secret_key(), range(64))

    assert len(set(answers)) == 1
    assert len(Home(tmp_path).secret_key()) > 50
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_nobody_else_reads_the_secrets(tmp_path):
    home = Home(tmp_path / "home")
    home.make()
    home.staff_password()

    modes = [home.path.stat().st_mode, (home.path / "staff-password").stat().st_mode]

    assert [stat.S_IMODE(mode) for mode in modes] == [0o700, 0o600]


def test_a_copy_has_another_mark_and_a_home_that_was_moved_has_its_own(tmp_path):
    home = Home(tmp_path / "home")
    mark = home.mark()
    assert home.mark() == mark

    shutil.copytree(home.path, tmp_path / "copy", copy_function=shutil.copy2)
    home.path.rename(tmp_path / "moved")

    assert Home(tmp_path / "copy").mark() != mark
    assert Home(tmp_path / "moved").mark() == mark


def test_the_port_of_the_mailbox_is_kept(tmp_path):
    port = Home(tmp_path).smtp_port()

    assert is_free(port)
    who = f"confsite:{Home(tmp_path).smtp_password()}"
    assert Home(tmp_path).smtp_url() == f"smtp://{who}@127.0.0.1:{port}"


def test_a_port_on_which_somebody_listens_is_not_free():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", find_free_port()))
        listener.listen()

        assert not is_free(listener.getsockname()[1])


def test_a_home_that_cannot_be_made_says_which_variable_to_set(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(SetupError, match="set CONFSITE_HOME to a directory"):
        Home(tmp_path / "file" / "home").make()


def test_the_home_comes_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("CONFSITE_HOME", str(tmp_path))
    assert home_from_environ().path == tmp_path.resolve()

    monkeypatch.delenv("CONFSITE_HOME")
    checkout = Path(__file__).parents[2].resolve()
    assert home_from_environ().path == Path(os.path.join(checkout, "var"))


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENAMETOOLONG])
def test_a_home_that_cannot_be_made_is_named(tmp_path, monkeypatch, number):
    def refuse(path, **options):
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)

    with pytest.raises(SetupError, match=f"{tmp_path}/home cannot be used"):
        Home(tmp_path / "home").make()
