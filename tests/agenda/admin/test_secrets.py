"""What an agreement under embargo alone names is kept from those without rights."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from agenda.admin import timetable
from agenda.choices import Kind
from tests.crawler import Crawl
from tests.factories import (
    make_agreement,
    make_conference,
    make_organisation,
    make_participation,
    make_run_item,
    make_session,
    make_signature,
    make_speaker,
    make_staff,
    publish,
)

PERSON, HOME, TITLE = "Xanthippe", "Zorbium", "Quokkasalve"
AGREEMENTS = ("agreement", "agreementparty", "signature")
VERBS = ("view", "add", "change", "delete")


class Reader:
    """The browser of somebody with all rights but these, and all it was shown."""

    def __init__(self, *closed: str):
        self.client = Client(raise_request_exception=False)
        self.shown: dict[str, str] = {}
        staff = make_staff(is_superuser=False)
        names = [f"{verb}_{model}" for model in closed for verb in VERBS]
        rights = Permission.objects.exclude(codename__in=names)
        staff.user_permissions.set(rights)
        self.client.force_login(staff)

    def get(self, address):
        response = self.client.get(address)
        self.shown[address] = words_of(response.content)
        return response

    def read_everything(self):
        everything = Crawl(self, {"testserver"}, ("/static/", "/en/", "/zh-hans/"))
        everything.follow("/admin/")
        assert everything.failures == {}, self.where(next(iter(everything.failures)))

    def where(self, word):
        return [address for address, words in self.shown.items() if word in words]


def words_of(content):
    """Those of a page, a paper or a workbook."""
    if content.startswith(b"%PDF"):
        pages = PdfReader(BytesIO(content)).pages
        return "".join(page.extract_text() for page in pages)
    if content.startswith(b"PK"):
        book = zipfile.ZipFile(BytesIO(content))
        return "".join(book.read(name).decode() for name in book.namelist())
    return content.decode(errors="replace")


@pytest.fixture
def secret():
    """Somebody signs twice at once what lacks its Chinese: much to be warned of."""
    conference = make_conference()
    home = make_organisation(name_en=HOME, name_zh="")
    person = make_speaker(
        conference,
        family_name=PERSON,
        given_name="",
        organisation=home,
        position_en="Director",
    )
    for _twice in range(2):
        session = make_session(conference, kind=Kind.SIGNING)
        agreement = make_agreement(
            session,
            parties=[home],
            title_en=TITLE,
            title_zh="",
            embargo_until=timezone.now() + timedelta(days=9),
        )
        make_signature(agreement, speaker=person)
        make_run_item(session)
    make_participation(session)
    for title in ("Signing", "Signing ceremony", "Ceremony"):
        session.title_en = title
        session.save()
        publish(conference)
    session.title_en = "To be published"
    session.save()
    return conference


@pytest.mark.slow
@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize(
    ("closed", "words"),
    [
        ((*AGREEMENTS, "speaker", "organisation"), (PERSON, HOME, TITLE)),
        ((*AGREEMENTS, "speaker"), (PERSON, TITLE)),
        (AGREEMENTS, (TITLE,)),
    ],
)
def test_no_page_or_file_of_the_admin_names_them(closed, words):
    reader = Reader(*closed)

    reader.read_everything()

    assert any("/timetable/" in address for address in reader.shown)
    assert any("/programme.xlsx" in address for address in reader.shown)
    assert {word: found for word in words if (found := reader.where(word))} == {}


def test_without_the_guards_the_timetable_would_name_them(secret, monkeypatch):
    monkeypatch.setattr(timetable, "sees_agreements", lambda request, row: True)
    monkeypatch.setattr(timetable, "may_open", lambda request, model, row: True)
    reader = Reader(*AGREEMENTS, "speaker", "organisation")

    reader.get(reverse("admin:agenda_conference_timetable", args=[secret.pk]))

    assert all(reader.where(word) for word in (PERSON, HOME, TITLE))
