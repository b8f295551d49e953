"""Who a letter is from and to, alike in its headers and in its calendar entry."""

import re
from base64 import b64encode
from collections.abc import Iterator
from email.header import Header
from email.utils import formataddr
from itertools import accumulate

from django.utils.encoding import punycode

from confsite.bilingual import Pair
from registration.errors import NoAddressToWriteTo
from registration.models import RegistrationSettings

UNPRINTABLE = re.compile(r"[^\x20-\x7e]")
LONGEST_LINE = 76


def mailbox(given: str) -> str:
    """An address as every mail server understands it. Raises NoAddressToWriteTo.

    Who wrote an address wrote no header: what is no printable ASCII, line breaks above
    all, ends here.
    """
    local, _at, domain = given.rpartition("@")
    try:
        address = f"{local}@{punycode(domain)}"
    except UnicodeError:
        address = given
    if not local or UNPRINTABLE.search(address):
        raise NoAddressToWriteTo
    return address


def sender_name(registration: RegistrationSettings) -> str:
    names: Pair = type(registration).sender_name.pair(registration)
    return one_line(names.active.plain) or "confsite"


def one_line(text: str) -> str:
    """Without line breaks and anything else that cannot be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def named(header: str, name: str, address: str) -> str:
    """A name and its address, on two lines where one would be too long."""
    if name.isascii():
        whole = formataddr((name, address))
    else:
        whole = f"{encoded(header, name)} <{address}>"
    if len(header) + len(": ") + len(whole) <= LONGEST_LINE:
        return whole
    return "\r\n <".join(whole.rsplit(" <", 1))


def encoded(header: str, text: str) -> str:
    """Words of a header, folded; beyond ASCII as RFC 2047 writes them."""
    text = one_line(text)
    if not text.isascii():
        return "\r\n ".join(encoded_words(text, len(header) + len(": ")))
    words = Header(text, "us-ascii", maxlinelen=LONGEST_LINE, header_name=header)
    return words.encode(linesep="\r\n")


def encoded_words(text: str, used: int) -> Iterator[str]:
    """One a line, of which so much is used; none in base64 ends in padding.

    GMime up to 3.2.13 (notmuch, mu, Geary) joins words before it decodes them, and
    reads nothing after the first padding: each ends where a character does and the
    bytes are a multiple of three. What cannot is a word in the other encoding.
    """
    while text:
        room = (LONGEST_LINE - used - len("=?utf-8?b??=")) // 4 * 3
        fits = bytes_that_fit(text, room)
        if fits:
            word = text.encode()[:fits].decode()
            yield f"=?utf-8?b?{b64encode(word.encode()).decode()}?="
        else:
            word = text[0]
            yield f"=?utf-8?q?{''.join(f'={byte:02X}' for byte in word.encode())}?="
        text = text[len(word) :]
        used = len(" ")


def bytes_that_fit(text: str, room: int) -> int:
    """The most that end with a character and need no padding."""
    ends = accumulate(len(character.encode()) for character in text[:room])
    return max((end for end in ends if end % 3 == 0 and end <= room), default=0)
