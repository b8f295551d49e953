import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from agenda.models import Conference
from agenda.models.fields import has_a_name
from agenda.rules import rule
from confsite.bilingual import short_text
from registration.models.delegate import Delegate
from registration.states import TagColour

OF_ONE_CONFERENCE = "tag_is_of_the_conference_of_the_delegate"


def once(language: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        "conference",
        Lower(f"name_{language}"),
        name=f"tag_name_{language}_once_per_conference",
        condition=~Q(**{f"name_{language}": ""}),
        violation_error_message=_("There is a tag of this name already."),
    )


@pghistory.track()
class Tag(models.Model):
    """A mark by which staff find people again: speaker's guest, needs a visa letter."""

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="tags", verbose_name=_("conference")
    )
    name = short_text(_("name"), max_length=60)
    colour = models.CharField(
        _("colour"), max_length=10, choices=TagColour, default=TagColour.GREY
    )

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name_en", "name_zh", "pk"]
        triggers = [
            rule(
                "tag_in_use_keeps_its_conference",
                pgtrigger.UpdateOf("conference_id"),
                (
                    OF_ONE_CONFERENCE,
                    "NEW.conference_id <> OLD.conference_id AND EXISTS (SELECT FROM "
                    "registration_delegatetag WHERE tag_id = NEW.id)",
                ),
            )
        ]
        constraints = [
            has_a_name("tag_has_a_name"),
            once("en"),
            once("zh"),
            models.CheckConstraint(
                name="tag_colour_is_known",
                condition=Q(colour__in=TagColour.values),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class DelegateTag(models.Model):
    """That a delegate has a tag."""

    delegate = models.ForeignKey(
        Delegate,
        models.CASCADE,
        related_name="tagged",
        # The unique constraint begins with it.
        db_index=False,
        verbose_name=_("delegate"),
    )
    tag = models.ForeignKey(
        Tag, models.CASCADE, related_name="tagged", verbose_name=_("tag")
    )

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["pk"]
        triggers = [
            rule(
                OF_ONE_CONFERENCE,
                pgtrigger.Insert | pgtrigger.UpdateOf("delegate_id", "tag_id"),
                (
                    OF_ONE_CONFERENCE,
                    "NOT EXISTS (SELECT FROM registration_delegate delegate "
                    "JOIN registration_tag tag "
                    "ON tag.conference_id = delegate.conference_id "
                    "WHERE delegate.id = NEW.delegate_id AND tag.id = NEW.tag_id)",
                ),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "tag"], name="delegate_has_a_tag_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.tag)
