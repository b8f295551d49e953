"""A speaker's photograph: uploaded in the admin, made anew, shown, and taken away."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from PIL import ExifTags, Image

from agenda.models import Portrait, Speaker
from agenda.services import portraits
from confsite.portraits import Reason
from tests.admin_pages import errors_on, filled_in, office
from tests.agenda.rows import page_of, sign_in
from tests.factories import make_conference, make_speaker

__all__ = ["office"]  # a fixture, used by its name


def photo(colour="teal", kind="JPEG", size=(300, 400), **more):
    image = io.BytesIO()
    Image.new("RGB", size, colour).save(image, kind, **more)
    return image.getvalue()


def upload(content, name="face.jpg"):
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_a_photograph_is_looked_at_again_when_the_database_refuses(office, monkeypatch):
    def refuse(*args, **kwargs):
        raise IntegrityError

    speaker = make_speaker()
    monkeypatch.setattr(Speaker, "save", refuse)

    response = filled_in(office, page_of(speaker), photograph=upload(photo()))

    assert list(errors_on(response)) == ["__all__"]


def test_a_photograph_is_uploaded_made_anew_and_shown(office):
    speaker = make_speaker()
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Somebody"

    filled_in(office, page_of(speaker), photograph=upload(photo(exif=exif)))

    portrait = Portrait.objects.get()
    speaker.refresh_from_db()
    address = reverse("portrait", args=[portrait.digest])
    with Image.open(io.BytesIO(portrait.image)) as kept:
        assert (kept.format, kept.size, len(kept.getexif())) == ("JPEG", (400, 400), 0)
    assert speaker.portrait == portrait
    assert f'src="{address}"' in office.get(page_of(speaker)).content.decode()
    listed = office.get(reverse("admin:agenda_speaker_changelist"))
    assert f'src="{address}"' in listed.content.decode()


def test_a_new_speaker_comes_with_a_photograph(office):
    conference = make_conference()
    url = reverse("admin:agenda_speaker_add")

    filled_in(
        office,
        url,
        conference=str(conference.pk),
        family_name="Novak",
        photograph=upload(photo()),
    )

    assert Speaker.objects.get().portrait == Portrait.objects.get()


def test_the_same_photograph_is_one_row(office):
    speakers = [make_speaker(), make_speaker()]

    for speaker in speakers:
        filled_in(office, page_of(speaker), photograph=upload(photo()))
    again = portraits.keep(bytes(Portrait.objects.get().image))

    assert {s.portrait for s in Speaker.objects.all()} == {again}


def test_another_photograph_is_another_row_and_the_first_stays(office):
    speaker = make_speaker()

    filled_in(office, page_of(speaker), photograph=upload(photo("teal")))
    first = Portrait.objects.get()
    filled_in(office, page_of(speaker), photograph=upload(photo("red", "PNG")))

    speaker.refresh_from_db()
    assert speaker.portrait != first
    assert Portrait.objects.count() == 2


def test_saving_without_a_new_one_keeps_the_photograph(office):
    speaker = make_speaker(portrait=portraits.keep(photo()))

    filled_in(office, page_of(speaker), family_name="Novak")

    speaker.refresh_from_db()
    assert (speaker.family_name, speaker.portrait_id is None) == ("Novak", False)


def test_a_photograph_is_taken_away(office):
    speaker = make_speaker(portrait=portraits.keep(photo()))

    filled_in(office, page_of(speaker), remove_photograph="on")

    speaker.refresh_from_db()
    html = office.get(page_of(speaker)).content.decode()
    assert speaker.portrait is None
    assert "remove_photograph" not in html


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"GIF89a" + bytes(100), Reason.NOT_A_PHOTOGRAPH),
        (b"<svg onload='alert(1)'/>", Reason.NOT_A_PHOTOGRAPH),
        (photo()[:200], Reason.BROKEN),
        (bytes(10 * 1024**2 + 1), Reason.TOO_LARGE),
        (photo(kind="PNG", size=(8000, 6000)), Reason.TOO_MANY_PIXELS),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else str(value),
)
def test_what_is_no_photograph_is_an_error_at_its_field(office, content, reason):
    speaker = make_speaker()

    response = filled_in(office, page_of(speaker), photograph=upload(content))

    assert errors_on(response) == {"photograph": [str(reason)]}
    assert not Portrait.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\x00b.jpg", "=1+1.jpg", "李.jpg"]
)
def test_the_name_of_the_file_does_not_matter(office, name):
    speaker = make_speaker()

    filled_in(office, page_of(speaker), photograph=upload(photo(), name))

    assert Portrait.objects.count() == 1


def test_whoever_may_only_look_sees_the_photograph_and_no_field(client):
    sign_in(client, "view_speaker")
    speaker = make_speaker(portrait=portraits.keep(photo()))

    html = client.get(page_of(speaker)).content.decode()
    posted = client.post(page_of(speaker), {"remove_photograph": "on"})

    speaker.refresh_from_db()
    assert reverse("portrait", args=[speaker.portrait_id]) in html
    assert 'name="photograph"' not in html
    assert (posted.status_code, speaker.portrait_id is None) == (403, False)
