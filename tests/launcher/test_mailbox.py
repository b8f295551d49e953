"""The embedded mail server: every letter is kept as it came."""

import asyncio
import os
import smtplib
import stat
import subprocess
import sys
import time

import pytest

from launcher import mailbox as mailbox_of_ours
from launcher.home import CHECKOUT, SMTP_USER, Home
from launcher.maildir import Maildir
from tests.loops import run
from tests.servers import is_open, wait_until

LETTER = (
    b"From: a@example.org\r\nSubject: =?utf-8?b?5L2g5aW9?=\r\n\r\n"
    b".\r\n..dots\r\n" + "中英创新合作大会".encode() + b"\r\n\r\nlast line\r\n"
)


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory):
    """A running mailbox, in a home of its own."""
    home = Home(tmp_path_factory.mktemp("mailbox"))
    home.make()
    server = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "launcher.mailbox"],
        cwd=CHECKOUT,
        env={**os.environ, "CONFSITE_HOME": str(home.path)},
    )
    wait_until(lambda: is_open(home.smtp_port()))
    yield home
    server.terminate()
    assert server.wait(timeout=10) == 0


@pytest.fixture
def maildir(mailbox):
    """Its letters, none at first."""
    letters = Maildir(mailbox.mailbox)
    for name in letters.names():
        (letters.path / "new" / name).unlink()
    return letters


@pytest.fixture
def smtp(mailbox):
    with smtplib.SMTP("127.0.0.1", mailbox.smtp_port()) as connection:
        connection.login(SMTP_USER, mailbox.smtp_password())
        yield connection


def test_a_letter_is_kept_byte_for_byte(maildir, smtp):
    smtp.sendmail("from@example.org", ["to@example.org"], LETTER)

    (name,) = maildir.names()
    assert maildir.read(name) == LETTER


def test_the_envelope_stands_above_the_letter(maildir, smtp):
    smtp.sendmail("from@example.org", ["one@example.org", "two@example.org"], LETTER)

    (name,) = maildir.names()
    assert list(maildir.recipients(name)) == ["one@example.org", "two@example.org"]
    file = maildir.path / "new" / name
    assert file.read_bytes().startswith(b"Return-Path: <from@example.org>\r\n")


@pytest.mark.parametrize("password", [None, "", "guessed"])
def test_it_takes_letters_of_nobody_else(mailbox, maildir, password):
    with smtplib.SMTP("127.0.0.1", mailbox.smtp_port()) as stranger:
        if password is not None:
            with pytest.raises(smtplib.SMTPAuthenticationError):
                stranger.login(SMTP_USER, password)
        with pytest.raises(smtplib.SMTPSenderRefused) as refusal:
            stranger.sendmail("from@example.org", ["to@example.org"], LETTER)

    assert refusal.value.smtp_code == 530
    assert maildir.names() == []


def test_a_letter_is_for_its_user_alone(maildir, smtp):
    smtp.sendmail("from@example.org", ["to@example.org"], LETTER)

    (name,) = maildir.names()
    paths = [maildir.path / "new" / name, maildir.path / "new", maildir.path]
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [
        0o600,
        0o700,
        0o700,
    ]


def test_letters_of_yesterday_are_forgotten(tmp_path):
    home = Home(tmp_path)
    home.make()
    letters = Maildir(home.mailbox)
    for hours, part in ((25, "new"), (25, "tmp"), (23, "new")):
        name = f"{time.time_ns() - hours * 3600 * 10**9}.1_{hours}.confsite"
        (letters.path / part / name).write_bytes(LETTER)

    async def a_moment() -> None:
        forgetting = asyncio.create_task(mailbox_of_ours.forget_old_ones(letters))
        await asyncio.sleep(0)
        forgetting.cancel()

    run(a_moment())

    assert [name.partition("_")[2] for name in letters.names()] == ["23.confsite"]
    assert list((letters.path / "tmp").iterdir()) == []


def test_an_address_in_any_script_is_taken(maildir, smtp):
    smtp.sendmail(
        "from@example.org", ["李@例子.中国"], LETTER, mail_options=["SMTPUTF8"]
    )

    (name,) = maildir.names()
    assert list(maildir.recipients(name)) == ["李@例子.中国"]


def test_an_address_brings_no_header_of_its_own(tmp_path):
    home = Home(tmp_path)
    home.make()
    letters = Maildir(home.mailbox)

    letters.add(
        "a\r\nX-Evil: 1", ["b@example.org\nDelivered-To: c"], b"Subject: x\r\n\r\n"
    )

    (name,) = letters.names()
    lines = (letters.path / "new" / name).read_bytes().splitlines()
    assert lines[0] == b"Return-Path: <aX-Evil: 1>"
    assert list(letters.recipients(name)) == ["b@example.orgDelivered-To: c"]


def test_the_newest_letter_is_the_first(maildir, smtp):
    for number in range(12):
        smtp.sendmail("from@example.org", [f"{number}@example.org"], LETTER)

    newest, *_ = (next(maildir.recipients(name)) for name in maildir.names())
    assert newest == "11@example.org"
    assert len(maildir.names()) == 12


def test_a_letter_too_large_is_refused_and_the_connection_kept(maildir, smtp):
    with pytest.raises(smtplib.SMTPSenderRefused) as refusal:
        smtp.sendmail("from@example.org", ["to@example.org"], b"x" * 26_000_000)
    smtp.sendmail("from@example.org", ["to@example.org"], LETTER)

    assert refusal.value.smtp_code == 552
    assert len(maildir.names()) == 1


def test_a_letter_that_cannot_be_kept_stays_with_its_sender(maildir, smtp):
    new = maildir.path / "new"
    new.rename(maildir.path / "elsewhere")
    try:
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            smtp.sendmail("from@example.org", ["to@example.org"], LETTER)
    finally:
        (maildir.path / "elsewhere").rename(new)

    assert refusal.value.smtp_code == 451
    assert list((maildir.path / "tmp").iterdir()) == []


def test_hundreds_of_letters_over_one_connection(maildir, smtp):
    for number in range(200):
        smtp.sendmail("from@example.org", [f"{number}@example.org"], LETTER)

    assert len(maildir.names()) == 200


def test_commands_may_come_together(maildir, smtp):
    """RFC 2920: each is answered, also where one before it was not understood."""
    smtp.ehlo()
    assert smtp.has_extn("pipelining")

    said = []
    for recipient in ("FOR", "TO:<b@example.org>"):
        smtp.send(f"MAIL FROM:<a@example.org>\r\nRCPT {recipient}\r\nDATA\r\n")
        said += [smtp.getreply()[0] for _command in range(3)]
        if said[-1] == 503:
            smtp.rset()
    smtp.send("Subject: x\r\n\r\n.\r\n")

    assert (said, smtp.getreply()[0]) == ([250, 501, 503, 250, 250, 354], 250)
    assert len(maildir.names()) == 1


def test_a_search_finds_part_of_an_address_in_any_case(maildir, smtp):
    for name in ("ada.lovelace@example.org", "grace@example.org"):
        smtp.sendmail("from@example.org", [name], LETTER)

    (found,) = maildir.names_to("LoveLace")
    assert list(maildir.recipients(found)) == ["ada.lovelace@example.org"]


def test_a_name_that_leads_elsewhere_is_no_letter(maildir):
    with pytest.raises(FileNotFoundError):
        maildir.read("../../../../etc/passwd")
