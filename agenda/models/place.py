import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.choices import Channel, JoinRegion
from agenda.models.conference import Conference
from agenda.models.fields import has_a_name, position
from confsite.bilingual import either, short_text


@pghistory.track()
class Room(models.Model):
    """A hall or a channel in which one session at a time takes place."""

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="rooms", verbose_name=_("conference")
    )
    name = short_text(_("name"))
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    position = position()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["position", "pk"]
        constraints = [has_a_name("room_has_a_name")]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class JoinOption(models.Model):
    """One way to join what happens in a room from afar.

    Several may lead into the same room: by region, since not every service is reached
    from everywhere, and by the language one hears. The address is for those who hold a
    place and is never published.
    """

    room = models.ForeignKey(
        Room, models.CASCADE, related_name="join_options", verbose_name=_("room")
    )
    label = short_text(_("label"), max_length=60)
    url = models.URLField(_("address for joining"), max_length=500)
    region = models.CharField(
        _("works best from"), max_length=10, choices=JoinRegion, blank=True
    )
    channel = models.CharField(
        _("language channel"), max_length=10, choices=Channel, blank=True
    )
    position = position()

    class Meta:
        verbose_name = _("way to join online")
        verbose_name_plural = _("ways to join online")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="join_option_has_a_label",
                condition=either("label"),
                violation_error_message=_("Give the label in at least one language."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


@pghistory.track()
class Track(models.Model):
    """A thread of sessions on one subject."""

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="tracks", verbose_name=_("conference")
    )
    name = short_text(_("name"))
    position = position()

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        ordering = ["position", "pk"]
        constraints = [has_a_name("track_has_a_name")]

    def __str__(self) -> str:
        return self.name
