"""Everything that a hostile or unlucky person can put into a field of the sign-up.

Each value gets an error at its field, or is kept byte for byte (after NFC) and shown
harmlessly on the personal page and in the letter; never a 500, and nothing is lost.
"""

import html
import io
import unicodedata
import uuid
from email import message_from_bytes, policy
from urllib.parse import quote, urlencode

import icalendar
import pytest
from django.test import Client

from confsite import text
from registration import enrolment, links
from registration.models import Category, Delegate
from tests.factories import number
from tests.pages import Page, answers, open_page, sign_up_address
from tests.registration.hostile import (
    ADDRESSES,
    GROUPS,
    NO_TEXT,
    NUMBERS,
    STRANGE_PATHS,
    TEXTS,
)
from tests.registration.reading import message_of

LINES = (
    *("title", "given_name", "family_name", "native_name"),
    *("organisation", "position"),
)
NAME_FIELDS = ("given_name", "family_name", "native_name")
VISIBLE = ("category", "attendance", "country")
HIDDEN = ("language", "submission")
CHOICES = (*VISIBLE, *HIDDEN)
FORM = "application/x-www-form-urlencoded"


def post(of: Category, /, **changes: str) -> Delegate | None:
    """Send the form; the delegate it made, or None where each field has its error."""
    delegate, refused = send(of, changes)
    if delegate is None and not set(changes) & set(HIDDEN):
        assert refused == set(changes)
    return delegate


def send(of: Category, changes: dict[str, str]) -> tuple[Delegate | None, set[str]]:
    """Send the form: the delegate it made, or the fields that have an error."""
    form = answers(of, email=f"ada{number()}@example.org") | changes
    response = Client().post(sign_up_address(of), form)
    if response.status_code == 302:
        return Delegate.objects.get(submission=form["submission"]), set()
    assert response.status_code == 200
    page = Page(response.content.decode())
    assert page.problems != []
    return None, {name.removesuffix("_0") for name, _words in page.errors}


def assert_harmless(delegate: Delegate) -> None:
    page = open_page(Client(), links.my(delegate))
    mail = message_of(delegate.letters.get())
    letter = message_from_bytes(mail.data, policy=policy.default)
    (calendar,) = [p for p in letter.walk() if p.get_content_type() == "text/calendar"]

    for markup in (page.html, letter.get_body(["html"]).get_content()):
        assert "<script>alert" not in markup
        assert 'onmouseover="' not in markup
    assert len(letter.get_all("To")) == 1
    assert letter["Bcc"] is None
    assert "victim@example.org" not in (letter["To"], letter["Subject"])
    words = letter.get_body(["plain"]).get_content()
    assert "evil.example" not in words.replace(delegate.email, "")
    (event,) = icalendar.Calendar.from_ical(calendar.get_content()).walk("VEVENT")
    assert not isinstance(event["ATTENDEE"], list)


@pytest.mark.parametrize("values", GROUPS)
def test_a_line_of_text(category, subtests, values):
    for name, value in GROUPS[values].items():
        with subtests.test(name):
            kept = unicodedata.normalize("NFC", value).strip()
            kept = kept.replace("\u2028", " ")
            delegate, refused = send(category, dict.fromkeys(LINES, value))
            if refused:
                assert is_too_much(kept) or refused <= {"given_name", "family_name"}
                taken = set(LINES) - refused
                delegate, refused = send(category, dict.fromkeys(taken, value))
                assert refused == set()
            else:
                taken = set(LINES)
            if not text.INVISIBLE.sub("", kept).strip():
                kept = ""
            assert {getattr(delegate, field) for field in taken} <= {kept}
            shown = open_page(Client(), links.my(delegate)).html
            assert shown.count(html.escape(kept)) >= len(taken & set(NAME_FIELDS))
            assert_harmless(delegate)


def is_too_much(value: str) -> bool:
    return len(value) > 60 or text.UNPRINTABLE.search(value) is not None


@pytest.mark.parametrize("values", [*GROUPS, "addresses"])
def test_an_address(category, subtests, values):
    for name, value in (GROUPS | {"addresses": ADDRESSES})[values].items():
        with subtests.test(name):
            delegate = post(category, email=value)

            if delegate is not None:
                local, _at, domain = text.code(value).rpartition("@")
                assert delegate.email == f"{local}@{domain.lower()}"
                assert_harmless(delegate)
                enrolment.cancel(delegate)


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("254", True),
        ("255", False),
        ("quoted break", False),
        ("idn", True),
        ("plus", True),
        ("two at", False),
        ("two", False),
        ("name", False),
        ("full width", True),
        ("ip", False),
        ("ip6", False),
        ("no dot", False),
        ("one number", False),
        ("no mail", False),
        ("too long in plain letters", False),
    ],
)
def test_which_addresses_are_addresses(category, name, stored):
    assert (post(category, email=ADDRESSES[name]) is not None) is stored


@pytest.mark.parametrize("values", [*GROUPS, "numbers"])
def test_a_telephone_number(category, subtests, values):
    for name, value in (GROUPS | {"numbers": NUMBERS})[values].items():
        with subtests.test(name):
            delegate = post(category, phone=value)

            if delegate is not None:
                assert delegate.phone == "" or delegate.phone.startswith("+")
                assert_harmless(delegate)


@pytest.mark.parametrize("values", ["bytes", "injections"])
@pytest.mark.parametrize("fields", [VISIBLE, *((field,) for field in HIDDEN)])
def test_a_choice_that_was_never_offered(category, subtests, fields, values):
    for name, value in GROUPS[values].items():
        with subtests.test(name):
            assert post(category, **dict.fromkeys(fields, value)) is None


@pytest.mark.parametrize("field", ["country", "phone", "title"])
def test_an_optional_field_may_be_missing_altogether(category, field):
    form = answers(category)
    form.pop(field, None)

    assert Client().post(sign_up_address(category), form).status_code == 302


@pytest.mark.parametrize("field", [*CHOICES, *LINES, "email", "phone"])
def test_bytes_that_are_no_text(category, subtests, field):
    for name, raw in NO_TEXT.items():
        with subtests.test(name):
            form = answers(category, email=f"ada{number()}@example.org")
            form.pop(field, None)
            body = urlencode(form).encode() + f"&{field}=".encode() + b"a" + raw

            response = Client().generic("POST", sign_up_address(category), body, FORM)

            assert response.status_code in (200, 302)
            for delegate in Delegate.objects.all():
                kept = [getattr(delegate, line) for line in (*LINES, "email", "phone")]
                assert "\ufffd" not in "".join(kept)


@pytest.mark.parametrize(
    "charset", ["gbk", "utf-16", "utf-7", "nonsense", "idna", "punycode"]
)
def test_another_charset_is_no_way_in(category, charset):
    body = urlencode(answers(category, native_name="李晓明"))

    response = Client().generic(
        "POST", sign_up_address(category), body, f"{FORM}; charset={charset}"
    )

    assert response.status_code in (200, 302, 400)


@pytest.mark.parametrize(
    "content_type",
    [
        *("application/json", "text/plain", "", "nonsense"),
        *("multipart/form-data", "multipart/form-data; boundary=x\x00"),
        "multipart/form-data; boundary=" + "b" * 200,
    ],
)
def test_another_kind_of_body_is_an_empty_form(category, content_type):
    response = Client().generic(
        "POST", sign_up_address(category), b'{"a": 1}', content_type
    )

    assert response.status_code in (200, 400)
    assert Delegate.objects.count() == 0


class TestSizes:
    def test_a_megabyte_in_a_field(self, category):
        form = answers(category, position="x" * 1_000_000)

        response = Client().generic(
            "POST", sign_up_address(category), urlencode(form), FORM
        )

        assert response.status_code == 413
        assert b'lang="zh-Hans"' in response.content

    def test_nearly_a_megabyte_is_an_error_at_the_field(self, category):
        assert post(category, position="x" * 900_000) is None

    def test_ten_thousand_fields(self, category):
        form = answers(category) | {f"field_{n}": "x" for n in range(10_000)}

        response = Client().generic(
            "POST", sign_up_address(category), urlencode(form), FORM
        )

        assert response.status_code == 413

    @pytest.mark.parametrize("content_type", [FORM, "multipart/form-data; boundary=x"])
    def test_two_gigabytes_are_refused_before_they_come(self, category, content_type):
        class Unread(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                raise AssertionError("the body was read")

        response = Client().generic(
            "POST",
            sign_up_address(category),
            CONTENT_TYPE=content_type,
            CONTENT_LENGTH=str(2**31),
            **{"wsgi.input": Unread()},
        )

        assert response.status_code == 413

    # What is no number at all, the server refuses by itself.
    @pytest.mark.parametrize("length", ["-1", "0", ""])
    def test_a_length_that_is_none(self, category, length):
        response = Client().generic(
            "POST",
            sign_up_address(category),
            urlencode(answers(category)),
            FORM,
            CONTENT_LENGTH=length,
        )

        assert response.status_code in (200, 302, 400)

    def test_the_same_field_many_times_is_the_last(self, category):
        form = [*answers(category).items(), *[("position", f"n{i}") for i in range(99)]]

        response = Client().generic(
            "POST", sign_up_address(category), urlencode(form), FORM
        )

        assert response.status_code == 302
        assert Delegate.objects.get().position == "n98"

    def test_a_file_where_a_word_belongs(self, category):
        upload = io.BytesIO(b"<svg onload=alert(1)>")
        upload.name = "../../name.svg"

        response = Client().post(
            sign_up_address(category), answers(category) | {"position": upload}
        )

        assert response.status_code in (302, 400)
        assert not Delegate.objects.exclude(position="").exists()


def test_switching_language_survives_it_too(category, subtests):
    for name, value in TEXTS.items():
        form = answers(category) | dict.fromkeys((*LINES, *CHOICES, "email"), value)
        with subtests.test(name):
            response = Client().post(
                sign_up_address(category, "zh-hans"), form | {"switch_language": "1"}
            )

            assert response.status_code == 200
            page = response.content.decode()
            assert "<script>alert" not in page
            assert 'onmouseover="alert' not in page


@pytest.mark.parametrize(
    "address",
    [
        "/en/{slug}/my/{value}/",
        "/en/{slug}/my/{value}/cancel/",
        "/en/{slug}/my/{value}/calendar.ics",
        "/t/{value}/",
        "/en/{slug}/agenda/{value}/",
        "/en/{value}/register/",
        "/{value}/",
    ],
)
def test_an_address_that_nobody_gave_out(category, subtests, address):
    for value in STRANGE_PATHS:
        escaped = quote(value, errors="surrogatepass")
        path = address.format(slug=category.conference.slug, value=escaped)
        with subtests.test(repr(value)[:20]):
            # No address has a NUL in it: such a one is a fault of whoever asks.
            expected = (400,) if "\0" in value else (302, 404)
            assert Client().get(path).status_code in expected


def test_a_cookie_that_we_never_set(category, subtests):
    for name, value in TEXTS.items():
        client = Client()
        client.cookies["received"] = quote(value)
        with subtests.test(name):
            response = client.get(f"{sign_up_address(category)}received/")

            assert response.status_code == 200
            assert b"<script>alert" not in response.content


def test_a_key_of_another_shape_is_the_same_key(category):
    """Braces and capitals are other ways to write a UUID, not other registrations."""
    key = uuid.uuid4()
    form = answers(category)
    for written in (str(key), f"{{{str(key).upper()}}}", key.hex):
        Client().post(sign_up_address(category), form | {"submission": written})

    assert Delegate.objects.get().submission == key
