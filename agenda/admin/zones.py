"""The time zone of a conference, corrected: 09:00 stays 09:00, on another clock."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminSelect2Widget

from agenda.models import Conference
from agenda.models.conference import validate_zone
from agenda.services import editions
from confsite import zones
from confsite.keys import is_key


class ZoneSelect(UnfoldAdminSelect2Widget):
    """A list to search in; a zone that stands there already is offered as well."""

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> Any:
        known = zones.choices(get_language() or "en")
        others = [(zone, zone) for zone in value if zone and zone not in dict(known)]
        self.choices = [("", "–"), *others, *known]
        return super().optgroups(name, value, attrs)


class ConferenceForm(forms.ModelForm):
    """A zone that alone is corrected leaves every time of day as it is."""

    # That of the conference once it is saved, and of all its sessions with it.
    new_zone = ""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        before: Any = self.fields.get("previous")
        if before and self.instance.previous_id:
            # What stands there stays, though somebody has no role in it.
            stays = Conference.objects.filter(pk=self.instance.previous_id)
            before.queryset = before.queryset | stays
        if self.instance.pk and "time_zone" in self.fields:
            self.fields["time_zone"].help_text = _(
                "If you change it and leave the times, every time of day stays as it "
                "is, of the sessions as well."
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.is_correction(data):
            # No session lies within the conference until all have moved with it.
            self.new_zone = data.pop("time_zone")
            del data["starts_at"], data["ends_at"]
        return data

    def is_correction(self, data: dict[str, Any]) -> bool:
        row, zone = self.instance, data.get("time_zone")
        if not row.pk or not zone or zone == row.time_zone:
            return False
        try:
            validate_zone(zone)
        except forms.ValidationError:
            return False  # The row says so itself, after this.
        return all(
            name in data
            and on_the_wall(data[name], zone)
            == on_the_wall(getattr(row, name), row.time_zone)
            for name in ("starts_at", "ends_at")
        )


def on_the_wall(moment: datetime, zone: str) -> datetime:
    """What a clock of a zone shows, as a form sends it."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)


def hold_sessions(request: HttpRequest, object_id: str) -> None:
    """Lock the sessions of a conference whose zone is being changed.

    The conference itself is held while it is saved; its sessions come before it.
    """
    zone = request.POST.get("time_zone", "")
    # What is no zone is refused by the form, after this.
    is_zone = zone in zones.known()
    if is_zone and connection.in_atomic_block and is_key(object_id):
        rows = Conference.objects.filter(pk=int(object_id))
        for conference in rows.exclude(time_zone=zone):
            editions.hold_sessions(conference)


def change_zone(request: HttpRequest, conference: Conference, zone: str) -> None:
    editions.change_zone(conference, zone)
    words = _(
        "The clock is that of %s now. Every time of day has stayed as it was: "
        "of the conference, of its sessions, and of the embargoes that have "
        "not ended. Visitors see it once you publish."
    )
    messages.warning(request, words % zone)
