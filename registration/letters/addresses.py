"""Who a letter is from and to, alike in its headers and in its calendar entry."""

import re
from email.header import Header
from email.utils import formataddr

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
    charset = "us-ascii" if text.isascii() else "utf-8"
    words = Header(text, charset, maxlinelen=LONGEST_LINE, header_name=header)
    return words.encode(linesep="\r\n")
