"""How a letter begins."""

import re
import unicodedata

from django.utils.translation import gettext as _

from confsite.bilingual import suffix
from confsite.names import is_han
from confsite.text import INVISIBLE, UNPRINTABLE
from registration.models import Delegate

# What a mail program could turn into a link or a number to call, or what is no name at
# all: dots of every script before two letters, signs, digits, sentences. A sign-up with
# somebody else's address must not make us carry a message to them.
NO_GREETING = re.compile(
    r"[@/\\:<>{}\[\]|#&=%!?;,，、；！？…\"“”«»—]|[.。]\w{2}|www|\d"
    r"|[〇零一二三四五六七八九]{4}",
    re.IGNORECASE,
)
# Every font has something else there, and our marks in the words of a letter are such.
PRIVATE_USE = "Co"
LONGEST = 30
MOST_WORDS = 4


def greeting(delegate: Delegate) -> str:
    """Dear Professor Li, 尊敬的李晓明教授： and without a plain name, Dear guest,"""
    name = called(delegate)
    return _("Dear %s,") % name if is_plain_name(name) else _("Dear guest,")


def greeting_by_mail(delegate: Delegate) -> str:
    """Of somebody without an address of their own: to the contact, and whom it is for.

    Dear Wang Li, please pass this letter on to Professor Li.
    """
    if delegate.email or not delegate.contact_email:
        return greeting(delegate)
    person, contact = called(delegate), delegate.contact_name
    names = {
        "person": person if is_plain_name(person) else _("your guest"),
        "contact": contact if is_plain_name(contact) else _("colleague"),
    }
    return _("Dear %(contact)s, please pass this letter on to %(person)s.") % names


def called(delegate: Delegate) -> str:
    """The name as one is addressed by it: never the given name alone.

    A Chinese title follows a Chinese name; a title in one script is no part of a name
    in the other.
    """
    title = delegate.title
    latin = delegate.latin_name.removeprefix(title).strip()
    if suffix() == "zh" and delegate.native_name:
        return delegate.native_name + (title if is_han(title) else "")
    if not latin:
        return delegate.native_name
    if not title or is_han(title):
        return latin
    if suffix() == "en" and delegate.family_name:
        return f"{title} {delegate.family_name}"
    return f"{title} {latin}"


def is_plain_name(name: str) -> bool:
    """As it is seen: a dot may be written in many ways, and a digit too."""
    if UNPRINTABLE.search(name):
        return False
    seen = unicodedata.normalize("NFKC", INVISIBLE.sub("", name))
    return (
        0 < len(seen) <= LONGEST
        and len(seen.split()) <= MOST_WORDS
        and not NO_GREETING.search(seen)
        and PRIVATE_USE not in map(unicodedata.category, seen)
    )
