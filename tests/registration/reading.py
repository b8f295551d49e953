"""Letters for tests: written by the worker's own code, read as a mail program does."""

import email
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from html import unescape

import pytest
from django.conf import settings

from registration.letters import kinds, mime, render
from registration.letters.smtp import Message
from registration.models import Letter
from registration.states import DelegateState
from tests.factories import (
    make_category,
    make_conference,
    make_delegate,
    make_letter,
    make_registration_settings,
)

STATES = {
    kinds.PENDING: DelegateState.PENDING,
    kinds.MOVED_UP_PENDING: DelegateState.PENDING,
    kinds.WAITING: DelegateState.WAITING,
    kinds.RESTORED_WAITING: DelegateState.WAITING,
    kinds.MOVED_WAITING: DelegateState.WAITING,
    kinds.OFFERED: DelegateState.OFFERED,
    kinds.DECLINED: DelegateState.DECLINED,
    kinds.CANCELLED: DelegateState.CANCELLED,
    kinds.LAPSED: DelegateState.CANCELLED,
}
HELD_UNTIL = datetime(2026, 11, 28, 10, tzinfo=UTC)
INVITING = {
    *(kinds.CONFIRMED, kinds.MOVED_UP, kinds.MOVED),
    *(kinds.APPROVED, kinds.RESTORED),
}
WITH_CALENDAR = INVITING | {kinds.CANCELLED, kinds.MOVED_WAITING}
FACTS = {
    "venue_en": "Conference Centre",
    "venue_zh": "国际会议中心",
    "address_en": "1 Example Avenue, Nanjing",
    "address_zh": "南京市示例大道一号",
    "online_en": "Open the hall ten minutes early.",
    "online_zh": "请提前十分钟进入会场。",
    "part_of_en": "Tech Week",
    "part_of_zh": "创新周",
    "organiser_en": "Development Zone",
    "organiser_zh": "经济技术开发区",
    "contact_email": "office@example.org",
}
every_letter = pytest.mark.parametrize("name", [str(kind) for kind in kinds.KINDS])
every_language = pytest.mark.parametrize("language", dict(settings.LANGUAGES))


def make_conference_with_facts(**columns):
    conference = make_conference(**FACTS | columns)
    make_registration_settings(conference=conference)
    return conference


def letter_to_li(name: str, language: str, **columns) -> Letter:
    """A letter to Professor Li; a cancellation follows an invitation."""
    conference = columns.pop("conference", None) or make_conference_with_facts()
    category = make_category(conference, name_en="Academic", name_zh="学术界")
    delegate = make_delegate(
        category=category,
        **{
            "language": language,
            "state": STATES.get(name, DelegateState.CONFIRMED),
            "title": "Professor" if language == "en" else "教授",
            "family_name": "Li",
            "given_name": "Xiaoming",
            "native_name": "李晓明",
            "held_until": HELD_UNTIL
            if kinds.KINDS[name].while_held or name == kinds.LAPSED
            else None,
        }
        | columns,
    )
    if name in WITH_CALENDAR - INVITING:
        make_letter(delegate, kind=kinds.CONFIRMED)
    return make_letter(delegate, kind=name)


def message_of(letter: Letter) -> Message:
    return mime.message(letter, render.content(letter))


def written(mail: Letter) -> tuple[Message, EmailMessage]:
    message = message_of(mail)
    return message, email.message_from_bytes(message.data, policy=default)


def text_of(letter: EmailMessage) -> str:
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


def html_of(letter: EmailMessage) -> str:
    return letter.get_body(("html",)).get_content()


def words_of(html: str) -> str:
    """What a reader of the HTML sees."""
    body = re.sub(r"<(style|title)>.*?</\1>", " ", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", body))


def content_types(part: EmailMessage):
    if part.is_multipart():
        return part.get_content_subtype(), [
            content_types(one) for one in part.iter_parts()
        ]
    return part.get_content_type()
