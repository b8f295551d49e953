"""The files of a release under those of the one before, which still runs."""

import pytest
from django.core.management import call_command


@pytest.fixture
def site(settings, tmp_path):
    source, root = tmp_path / "source", tmp_path / "static"
    (source / "css").mkdir(parents=True)
    (source / "img").mkdir()
    (source / "img/a.svg").write_text("<svg/>" * 100)
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], str(root)
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder"
    ]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "confsite.staticfiles.Storage"}
    }
    (source / "css/kept.css").write_text("a { background: url(../img/a.svg) }" * 50)
    return source, root


def collect(site, style: str) -> dict[str, int]:
    """Collect this style with the others; the named files, and their times."""
    source, root = site
    (source / "css/site.css").write_text(style * 100)
    call_command("collectstatic", interactive=False, verbosity=0)
    return {path.name: path.stat().st_mtime_ns for path in root.glob("*/*.*.*")}


def test_what_the_running_site_names_is_there_and_untouched(site):
    before = collect(site, "a { color: red }")
    after = collect(site, "a { color: blue }")

    assert sum(name.startswith("site.") for name in before) == 2  # one is compressed
    assert {name: after[name] for name in before} == before
    assert sum(name.startswith("site.") for name in after) == 4
