"""Every page of the site and of the admin answers, whatever its rows stand at."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from agenda.models import Conference
from launcher.home import Home
from launcher.maildir import Maildir
from registration.models import Delegate
from registration.states import PairState
from tests.crawler import Crawl
from tests.every_state import choices, fill, missing, showing
from tests.factories import make_job, make_staff, publish
from tests.registration.delivery import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, tmp_path, sink):
    """The demo, its letters in the embedded mailbox, and every state there is."""
    settings.HOME = home = Home(tmp_path)
    settings.EMAIL_EMBEDDED = True
    settings.SITE_URL = "http://127.0.0.1:8000"
    home.make()
    call_command("demo", verbosity=0)
    deliver()
    for to, letter in zip(sink.recipients, sink.letters, strict=True):
        Maildir(home.mailbox).add("post@example.org", [to], bytes(letter))
    make_job(Delegate.objects.latest("pk"))
    fill()
    for conference in Conference.objects.all():
        publish(conference)


@pytest.mark.usefixtures("demo")
def test_every_state_of_every_enum_is_there():
    holes = {f"{m.__name__}.{f.name}": missing(m, f) for m, f in choices()}

    assert len(holes) > 20
    assert {name: values for name, values in holes.items() if values} == {}


@pytest.mark.slow
@pytest.mark.usefixtures("demo")
# What differs by the state of a row, or by the server, differs in both languages alike.
@pytest.mark.parametrize(
    ("language", "other", "most"),
    [
        pytest.param("en", "zh-hans", None, marks=pytest.mark.server),
        ("zh-hans", "en", 2),
    ],
)
def test_every_page_answers(language, other, most):
    client = Client(
        headers={"host": "127.0.0.1:8000", "accept-language": language},
        raise_request_exception=False,
    )
    client.force_login(make_staff())
    shown, others = pages_of_rows()
    crawl = Crawl(
        client,
        hosts={"127.0.0.1:8000", "confsite.example"},
        # The gallery's examples lead nowhere.
        elsewhere=("/static/", f"/{other}/", f"/{language}/example/", *others),
        most=most,
    )

    # What was said of pairs is asked for by a filter that is a form.
    pairs = [f"/admin/registration/possibleduplicate/?said={s}" for s in PairState]
    crawl.follow(
        *("/", "/admin/", "/admin/gallery/", "/sitemap.xml", "/robots.txt"), *pairs
    )

    assert crawl.failures == {}
    assert {f"{page}change/" for page in shown} <= crawl.seen


def pages_of_rows() -> tuple[list[str], list[str]]:
    """In the admin: of rows that show every state together, and of all the others."""
    shown, others = [], []
    for model in admin.site._registry:
        chosen = showing(model)
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        for pk in model._default_manager.values_list("pk", flat=True):
            (shown if pk in chosen else others).append(f"{reverse(name)}{pk}/")
    return shown, others


class Site:
    """Answers with these pages, and breaks where there is none."""

    def __init__(self, **pages):
        self.pages = {f"/{name}/": html for name, html in pages.items()}

    def get(self, address):
        return HttpResponse(self.pages[address.partition("?")[0]])


def test_a_page_that_breaks_is_found_behind_links_and_filters():
    site = Site(
        list='<a href="/row/?o=1">a row</a><a href="https://example.org/">away</a>'
        '<select name="state__exact"><option value="">all</option>'
        '<option value="sent">sent</option></select>',
        row='<a href="../letter/">its letter</a>',
    )
    crawl = Crawl(site, hosts=set(), elsewhere=("/static/",))

    crawl.follow("/list/")

    assert crawl.seen == {"/list/", "/row/", "/letter/", "/list/?state__exact=sent"}
    assert list(crawl.failures) == ["/letter/"]
