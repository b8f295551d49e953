"""Photographs that somebody uploaded."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageCms, ImageDraw

from confsite import portraits
from confsite.portraits import PortraitRefused, Reason, portrait_bytes

RED, GREEN, BLUE = (220, 30, 30), (30, 200, 30), (30, 30, 220)


def encoded(image: Image.Image, file_format: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


def noise(width: int = 600, height: int = 600) -> Image.Image:
    return Image.effect_noise((width, height), 60).convert("RGB")


def flag(top: tuple, bottom: tuple, size: tuple[int, int] = (300, 300)) -> Image.Image:
    """Two colours, one above the other."""
    image = Image.new("RGB", size, bottom)
    ImageDraw.Draw(image).rectangle((0, 0, size[0], size[1] // 2 - 1), fill=top)
    return image


def shown(uploaded: bytes) -> Image.Image:
    return Image.open(io.BytesIO(portrait_bytes(uploaded)))


def is_near(pixel: Any, colour: tuple[int, int, int], distance: int = 12) -> bool:
    return all(abs(a - b) <= distance for a, b in zip(pixel, colour, strict=True))


def chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def png_that_says(width: int, height: int) -> bytes:
    """A small PNG whose header announces a large picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", pixels)
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(800, 500), (500, 800), (1, 1), (3, 900)])
def test_a_photograph_becomes_a_square_jpeg(file_format, size):
    image = shown(encoded(Image.new("RGB", size, GREEN), file_format))

    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (400, 400))
    assert is_near(image.getpixel((200, 200)), GREEN)


def test_the_same_photograph_is_the_same_file():
    uploaded = encoded(noise(), "PNG")

    assert portrait_bytes(uploaded) == portrait_bytes(uploaded)


def test_of_an_upright_picture_more_is_cut_below_than_above():
    image = flag(RED, BLUE, (400, 1200))

    portrait = shown(encoded(image, "PNG"))

    # 160 pixels go above and 640 below: the colours meet at 600 - 160.
    assert is_near(portrait.getpixel((200, 395)), RED)


def test_of_a_broad_picture_the_middle_stays():
    image = Image.new("RGB", (1200, 400), BLUE)
    image.paste(RED, (400, 0, 800, 400))

    portrait = shown(encoded(image, "PNG"))

    assert is_near(portrait.getpixel((5, 200)), RED, 40)
    assert is_near(portrait.getpixel((394, 200)), RED, 40)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_turned_upright(orientation):
    upright = flag(RED, BLUE)
    # What undoes each turn of the standard is the turn itself, except for 6 and 8.
    turn = portraits.TURNS.get({6: 8, 8: 6}.get(orientation, orientation))
    stored = upright.transpose(turn) if turn is not None else upright
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation

    portrait = shown(encoded(stored, "JPEG", exif=exif, quality=95))

    assert is_near(portrait.getpixel((200, 50)), RED)
    assert is_near(portrait.getpixel((200, 350)), BLUE)


def test_nothing_tells_where_and_by_whom_it_was_taken():
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Zhang Wei"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSMapDatum] = "WGS-84 secret"
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>secret</x:xmpmeta>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    uploaded = encoded(
        noise(), "JPEG", exif=exif, xmp=xmp, comment=b"secret", icc_profile=profile
    )
    assert uploaded.count(b"secret") == 3

    clean = portrait_bytes(uploaded)

    image = Image.open(io.BytesIO(clean))
    assert set(image.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert dict(image.getexif()) == {}
    for trace in (b"secret", b"Exif", b"Zhang", b"ICC_PROFILE", b"xmp"):
        assert trace not in clean


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_no_other_file_survives_in_it(file_format):
    smuggled = b"<script>alert(1)</script>" + b"PK\x03\x04" + b"evil.html" * 50

    clean = portrait_bytes(encoded(noise(), file_format) + smuggled)

    for trace in (b"<script", b"PK\x03\x04", b"evil"):
        assert trace not in clean
    assert clean.endswith(b"\xff\xd9")


def test_what_is_transparent_becomes_white():
    glass = Image.new("RGBA", (100, 100), (*RED, 0))
    glass.paste((*RED, 255), (0, 0, 100, 50))
    palette = glass.quantize(8)

    for uploaded in (encoded(glass, "PNG"), encoded(palette, "PNG")):
        portrait = shown(uploaded)
        assert is_near(portrait.getpixel((200, 50)), RED)
        assert is_near(portrait.getpixel((200, 350)), (255, 255, 255))


def test_a_transparent_colour_of_a_palette_becomes_white():
    image = flag(RED, BLUE).quantize(2)
    see_through = image.getpixel((150, 290))

    portrait = shown(encoded(image, "PNG", transparency=see_through))

    assert is_near(portrait.getpixel((200, 50)), RED)
    assert is_near(portrait.getpixel((200, 350)), (255, 255, 255))


@pytest.mark.parametrize(
    ("image", "file_format", "expected"),
    [
        (Image.new("CMYK", (90, 90), (0, 255, 255, 0)), "JPEG", (254, 0, 0)),
        (Image.new("I;16", (90, 90), 32768), "PNG", (128, 128, 128)),
        (Image.new("L", (90, 90), 77), "JPEG", (77, 77, 77)),
        (Image.new("1", (90, 90), 1), "PNG", (255, 255, 255)),
        (Image.new("LA", (90, 90), (77, 255)), "PNG", (77, 77, 77)),
    ],
    ids=["print colours", "16 bits", "grey", "black and white", "grey on glass"],
)
def test_all_kinds_of_colours_become_those_of_a_screen(image, file_format, expected):
    assert is_near(shown(encoded(image, file_format)).getpixel((200, 200)), expected, 2)


def test_colours_of_another_profile_are_converted():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    grey = Image.new("RGB", (90, 90), (100, 150, 200))
    # The red and the blue colorant change places: what was red is blue.
    swapped = profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ")
    swapped = swapped.replace(b"????", b"bXYZ")

    portrait = shown(encoded(grey, "PNG", icc_profile=swapped))

    assert is_near(portrait.getpixel((200, 200)), (200, 150, 100), 4)


@pytest.mark.parametrize("profile", [b"no profile", b"\x00" * 128])
def test_a_broken_profile_is_as_none(profile):
    uploaded = encoded(Image.new("RGB", (90, 90), GREEN), "PNG", icc_profile=profile)

    assert is_near(shown(uploaded).getpixel((200, 200)), GREEN)


@pytest.mark.parametrize("file_format", ["PNG", "WEBP", "MPO"])
def test_of_several_pictures_the_first_stays(file_format):
    """Animations, and what telephones save with a depth map behind the photograph."""
    frames = [Image.new("RGB", (90, 90), colour) for colour in (RED, BLUE)]
    uploaded = encoded(
        frames[0], file_format, save_all=True, append_images=frames[1:], lossless=True
    )

    assert is_near(shown(uploaded).getpixel((200, 200)), RED)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("uploaded", "reason"),
    [
        (b"", Reason.EMPTY),
        (SVG, Reason.NOT_A_PHOTOGRAPH),
        (b"GIF89a" + bytes(100), Reason.NOT_A_PHOTOGRAPH),
        (encoded(Image.new("P", (9, 9)), "GIF"), Reason.NOT_A_PHOTOGRAPH),
        (encoded(noise(9, 9), "TIFF"), Reason.NOT_A_PHOTOGRAPH),
        (encoded(noise(9, 9), "BMP"), Reason.NOT_A_PHOTOGRAPH),
        (b"%PDF-1.7 and so on", Reason.NOT_A_PHOTOGRAPH),
        (b"<html>portrait.jpg</html>", Reason.NOT_A_PHOTOGRAPH),
        (encoded(noise(), "JPEG")[:9_000], Reason.BROKEN),
        (encoded(noise(), "PNG")[:9_000], Reason.BROKEN),
        (encoded(noise(), "WEBP")[:9_000], Reason.BROKEN),
        (png_that_says(500, 500), Reason.BROKEN),
        (png_that_says(6_500, 6_500), Reason.TOO_MANY_PIXELS),
        (png_that_says(12_000, 12_000), Reason.TOO_MANY_PIXELS),
        (png_that_says(200_000, 200_000), Reason.TOO_MANY_PIXELS),
        (bytes(portraits.LARGEST_UPLOAD + 1), Reason.TOO_LARGE),
    ],
)
def test_what_is_no_photograph_is_refused_with_a_reason(uploaded, reason):
    with pytest.raises(PortraitRefused) as refusal:
        portrait_bytes(uploaded)

    assert refusal.value.message == reason


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    def load(*anything: object) -> None:
        raise AssertionError("unpacked")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", load)

    with pytest.raises(PortraitRefused) as refusal:
        portrait_bytes(png_that_says(6_500, 6_500))

    assert refusal.value.message == Reason.TOO_MANY_PIXELS
