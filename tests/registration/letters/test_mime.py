"""Letters as mail programs take them apart, and what no header can be made to say."""

import quopri
import re
from base64 import b64decode
from email.header import Header, decode_header, make_header
from itertools import groupby

import pytest

from registration.errors import NoAddressToWriteTo
from registration.letters import addresses, kinds, mime
from tests.factories import make_conference, make_letter, make_registration_settings
from tests.registration.delivery import deliver
from tests.registration.reading import (
    FACTS,
    WITH_CALENDAR,
    content_types,
    every_language,
    every_letter,
    letter_to_li,
    make_conference_with_facts,
    message_of,
    text_of,
    written,
)


@every_language
@every_letter
def test_letter_has_the_parts_that_mail_programs_expect(name, language):
    _message, letter = written(letter_to_li(name, language))

    bodies = ["text/plain", "text/html"]
    if name in WITH_CALENDAR:
        alternatives = ("alternative", [*bodies, "text/calendar"])
        assert content_types(letter) == ("mixed", [alternatives, "application/ics"])
    else:
        assert content_types(letter) == ("alternative", bodies)
    assert all(part.defects == [] for part in letter.walk())


@every_language
@every_letter
def test_letter_travels_as_short_lines_of_ascii(name, language):
    message, _letter = written(letter_to_li(name, language))

    lines = message.data.split(b"\r\n")

    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines) <= 998
    assert message.data.isascii()


@every_language
@every_letter
def test_what_is_plain_travels_as_it_is(name, language):
    """Filters count base64 around what needs none."""
    _message, letter = written(letter_to_li(name, language))

    for part in letter.walk():
        if not part.is_multipart():
            is_plain = part.get_payload(decode=True).isascii()
            encoding = part["Content-Transfer-Encoding"]
            assert encoding == ("7bit" if is_plain else "base64")


@pytest.mark.parametrize(
    "content",
    [b"--=_alternative--\r\n", b"a" * 999, b"bare\n", b"bare\rreturn", b"nul\0"],
)
def test_what_a_relay_might_change_travels_in_base64(content):
    assert "base64" in mime.part("text/plain", content)


def test_lines_that_begin_with_a_dot_arrive(sink):
    conference = make_conference(**FACTS | {"organiser_en": ".org\n..net"})
    make_registration_settings(conference=conference, sender_name_en=".office")
    letter_to_li(kinds.DECLINED, "en", conference=conference)

    deliver()

    assert "\n.office\n" in text_of(sink.letters[0])


@every_language
@every_letter
def test_headers_say_who_writes_and_that_a_machine_does(name, language):
    mail = letter_to_li(name, language)

    message, letter = written(mail)

    sender = {"en": "Conference office", "zh-hans": "会务组"}[language]
    assert letter["From"] == f"{sender} <registration@example.org>"
    assert letter["To"] == message.to == mail.delegate.email
    assert letter["Subject"] == message.subject
    assert letter["Date"].datetime == mail.queued_at.replace(microsecond=0)
    assert letter["Message-ID"] == f"<{mail.uid}@confsite.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == {"en": "en", "zh-hans": "zh-Hans"}[language]
    assert letter["X-Confsite-Letter"] == name
    assert letter["Bcc"] is None


def test_answers_go_to_the_office_if_it_has_an_address_for_them():
    conference = make_conference(**FACTS)
    make_registration_settings(conference=conference, reply_to="answers@example.org")

    _message, letter = written(letter_to_li("pending", "en", conference=conference))

    assert letter["Reply-To"] == "answers@example.org"
    assert "answers@example.org" in text_of(letter)


def test_letter_sent_twice_is_the_same_to_the_last_byte():
    mail = letter_to_li("pending", "zh-hans")

    assert message_of(mail).data == message_of(mail).data


def test_later_letters_are_shown_below_the_first():
    first = letter_to_li("pending", "en")
    later = make_letter(first.delegate, kind=kinds.APPROVED)

    _message, letter = written(later)

    assert letter["In-Reply-To"] == f"<{first.uid}@confsite.example>"
    assert letter["References"] == f"<{first.uid}@confsite.example>"
    assert written(first)[1]["In-Reply-To"] is None


@pytest.mark.parametrize(
    "name",
    [
        "Office, “Nanjing”",
        'Office; "quoted" <office@example.com>',
        "Office\r\nBcc: everybody@example.com",
        "=?utf-8?q?Office?=",
        "O" * 120,
        "会务组" * 40,
        "中英创新合作大会会务组，联系人：李晓明（Li Xiaoming）",
    ],
)
def test_sender_of_any_name_stays_one_address(name):
    conference = make_conference(**FACTS)
    make_registration_settings(conference=conference, sender_name_en=name)

    _message, letter = written(letter_to_li("pending", "en", conference=conference))

    (sender,) = letter["From"].addresses
    assert sender.addr_spec == "registration@example.org"
    assert letter["Bcc"] is None
    if not name.startswith("=?"):
        # Python's reader keeps the folds between encoded words, which RFC 2047, 6.2,
        # tells readers to leave out.
        assert sender.display_name.replace(" ", "") == "".join(name.split())


@pytest.mark.parametrize(
    "name", ["中英创新合作大会" * 15, "Innovation " * 20, "Ünï\r\nBcc: a@example.com"]
)
def test_subject_of_any_length_is_read_back_whole(name):
    conference = make_conference_with_facts(name_en=name)

    message, letter = written(letter_to_li("pending", "en", conference=conference))

    assert letter["Subject"] == "Received: " + " ".join(name.split())
    assert letter["Subject"] == message.subject
    assert letter["Bcc"] is None


def test_address_with_an_international_domain_is_written_in_ascii():
    mail = letter_to_li("pending", "en", email="li@例子.example")

    message, letter = written(mail)

    assert message.to == letter["To"] == "li@xn--fsqu00a.example"


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\r\nBcc: everybody@example.org",
        "a@example.org\nRCPT TO:<everybody@example.org>",
        '"a\x01b"@example.org',
        "李@example.org",
        "a@" + "b" * 64 + "ü.example",
        "a@b..ü",
        "@example.org",
        "",
    ],
)
def test_what_is_no_address_reaches_no_header(address):
    with pytest.raises(NoAddressToWriteTo):
        addresses.mailbox(address)


class TestAReaderThatJoinsWordsFirst:
    """GMime up to 3.2.13: what follows a padded word of the same encoding is lost."""

    TEXTS = [
        "中英创新合作大会" * 15,
        "A" + "中英创新合作大会" * 15,
        "已确认：2027 中英创新合作大会（南京）A",
        "Ünïcødé and 中文, é" * 9,
        "𠮷喆👨‍👩‍👧 会议" * 12,
        "é",
    ]

    def read(self, header: str) -> str:
        words = re.findall(r"=\?utf-8\?(.)\?(.*?)\?=", header)
        whole = b""
        for encoding, same in groupby(words, key=lambda word: word[0]):
            joined = "".join(content for _encoding, content in same)
            if encoding == "b":
                before, padding, _lost = joined.partition("=")
                whole += b64decode(
                    before + padding + "=" * (-len(before + padding) % 4)
                )
            else:
                whole += quopri.decodestring(joined, header=True)
        return whole.decode(errors="replace")

    @pytest.mark.parametrize("text", TEXTS)
    def test_reads_every_header_whole(self, text):
        header = addresses.encoded("Subject", text)

        assert self.read(header) == addresses.one_line(text)
        assert str(make_header(decode_header(header))) == addresses.one_line(text)
        lines = f"Subject: {header}".split("\r\n")
        assert max(len(line) for line in lines) <= 76

    def test_would_not_with_the_words_of_the_standard_library(self):
        """The negative control."""
        text = self.TEXTS[1]

        assert self.read(Header(text, "utf-8").encode()) != text
