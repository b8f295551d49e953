"""Where sessions take place, and what threads they belong to."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from agenda.admin.base import OfConferenceAdmin
from agenda.models import Room, Track
from confsite.admin.columns import two_lines
from confsite.bilingual import rows


@admin.register(Room)
class RoomAdmin(OfConferenceAdmin):
    purpose = _("Halls and channels. A room holds one session at a time.")
    first_step = _("Add the halls of the venue; then give the sessions their rooms.")

    list_display = ["names", "capacity", "position", "conference"]
    search_fields = ["name_en", "name_zh"]
    fieldsets = [
        (None, {"fields": ["conference", *rows("name"), ("capacity", "position")]})
    ]

    @display(description=_("name"), header=True, ordering="name_en")
    def names(self, room: Room) -> list[Any]:
        return two_lines(Room.name.pair(room))


@admin.register(Track)
class TrackAdmin(OfConferenceAdmin):
    purpose = _("Threads of sessions on one subject.")
    first_step = _("Add tracks only if the programme has several; most do without.")

    list_display = ["names", "position", "conference"]
    search_fields = ["name_en", "name_zh"]
    fieldsets = [(None, {"fields": ["conference", *rows("name"), "position"]})]

    @display(description=_("name"), header=True, ordering="name_en")
    def names(self, track: Track) -> list[Any]:
        return two_lines(Track.name.pair(track))
