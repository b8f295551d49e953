"""The photograph on a speaker's page: uploaded, looked at, taken away."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldBooleanSwitchWidget

from agenda.models import Speaker
from confsite import portraits
from confsite.portraits import Reason


class PhotographField(forms.FileField):
    """An upload that becomes the bytes of a portrait, or an error in words."""

    widget = UnfoldAdminFileFieldWidget(
        attrs={"accept": "image/jpeg,image/png,image/webp"}
    )
    default_error_messages = {"empty": Reason.EMPTY}

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > portraits.LARGEST_UPLOAD:
            raise portraits.PortraitRefused(Reason.TOO_LARGE)
        return portraits.portrait_bytes(upload.read())


class PhotographForm(forms.ModelForm):
    """A form with a photograph that the model does not let it edit by itself."""

    photograph = PhotographField(
        label=_("New photograph"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP. It is cut to a square and loses what the camera wrote "
            "into it, such as the place."
        ),
    )
    remove_photograph = forms.BooleanField(
        label=_("Remove the photograph"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )


def picture(speaker: Speaker) -> SafeString | None:
    if speaker.portrait_id is None:
        return None
    return format_html(
        '<img class="rounded-default" src="{}" alt="{}" width="160" height="160">',
        reverse("portrait", args=[speaker.portrait_id]),
        speaker.display_name,
    )
