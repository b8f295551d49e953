"""A column and a rule that many models have."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confsite.bilingual import either


def position() -> models.PositiveSmallIntegerField:
    """The place of a row among others of its sort, as staff put them in order."""
    return models.PositiveSmallIntegerField(
        pgettext_lazy("order", "position"), default=0
    )


def has_a_name(rule: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=rule,
        condition=either("name"),
        violation_error_message=_("Give the name in at least one language."),
    )
