"""Photographs of people: whatever was uploaded becomes a small clean JPEG.

The picture is drawn anew, so nothing else that was in the file survives: no place where
it was taken, no profile, no comment, no other file behind it.
"""

import io
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError
from PIL.Image import Resampling, Transpose

SIDE = 400
QUALITY = 82
LARGEST_UPLOAD = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
# How much of what is cut off an upright picture goes above: faces are near the top.
ABOVE = 0.2
WHITE = (255, 255, 255)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
# EXIF 2.3, 4.6.4: how a picture has to be turned to stand upright.
TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


class Reason:
    """Why a photograph is refused."""

    EMPTY = _("This file is empty.")
    TOO_LARGE = _("This file is larger than 10 MB. Make the photograph smaller.")
    TOO_MANY_PIXELS = _("This photograph has too many pixels. Make it smaller.")
    NOT_A_PHOTOGRAPH = _("Choose a photograph: a JPEG, PNG or WebP file.")
    BROKEN = _("This photograph is damaged and cannot be opened.")


class PortraitRefused(ValidationError):
    """A file that is no photograph we take."""


def portrait_bytes(uploaded: bytes) -> bytes:
    """A square JPEG of 400 pixels, upright, in sRGB, on white, without metadata.

    Of an animation it is the first picture. Raises PortraitRefused.
    """
    if not uploaded:
        raise PortraitRefused(Reason.EMPTY)
    if len(uploaded) > LARGEST_UPLOAD:
        raise PortraitRefused(Reason.TOO_LARGE)
    try:
        return _drawn_anew(uploaded)
    except PortraitRefused:
        raise
    except UnidentifiedImageError:
        raise PortraitRefused(Reason.NOT_A_PHOTOGRAPH) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PortraitRefused(Reason.TOO_MANY_PIXELS) from None
    except Exception:  # noqa: BLE001 - a broken file makes Pillow fail in any way
        raise PortraitRefused(Reason.BROKEN) from None


def _drawn_anew(uploaded: bytes) -> bytes:
    # The header alone is read until something asks for pixels.
    with Image.open(io.BytesIO(uploaded), formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise PortraitRefused(Reason.TOO_MANY_PIXELS)
        profile = image.info.get("icc_profile")
        turn = TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
        # A JPEG of a camera is decoded at a half or a quarter of its size.
        image.draft(None, (2 * SIDE, 2 * SIDE))
        image.load()
        picture = _with_plain_colours(image)
    if turn is not None:
        picture = picture.transpose(turn)
    picture = picture.resize((SIDE, SIDE), Resampling.LANCZOS, _square(picture))
    portrait = Image.new("RGB", picture.size, WHITE)
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    portrait.paste(_in_srgb(picture, profile), mask=alpha)
    out = io.BytesIO()
    portrait.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _with_plain_colours(image: Image.Image) -> Image.Image:
    """The same picture in a mode that can be resized: L, RGB, RGBA or CMYK."""
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode.startswith("I"):
        # 16 bits of grey; converting alone would make all but the darkest white.
        return image.convert("I").point(lambda level: level / 256).convert("L")
    return image if image.mode in {"L", "CMYK"} else image.convert("RGB")


def _square(picture: Image.Image) -> tuple[int, int, int, int]:
    side = min(picture.size)
    left = (picture.width - side) // 2
    top = int((picture.height - side) * ABOVE)
    return left, top, left + side, top + side


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    colours = picture.convert("RGB") if picture.mode == "RGBA" else picture
    if profile:
        # A broken profile, or one of another kind of colours: as if without.
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if converted := ImageCms.profileToProfile(
                colours, source, SRGB, outputMode="RGB"
            ):
                return converted
    return colours.convert("RGB")
