"""The words that sessions, people and organisations are described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a session is."""

    OPENING = "opening", _("Opening")
    KEYNOTE = "keynote", _("Keynote")
    TALK = "talk", _("Talk")
    ROUND_TABLE = "round_table", _("Round table")
    INAUGURATION = "inauguration", _("Inauguration")
    SIGNING = "signing", _("Signing ceremony")
    BREAK = "break", pgettext_lazy("session", "Break")
    OTHER = "other", pgettext_lazy("session", "Session")


CEREMONIES = (Kind.INAUGURATION, Kind.SIGNING)


class Role(models.TextChoices):
    """What somebody does in a session, in the order of protocol."""

    HOST = "host", _("Host")
    GUEST_OF_HONOUR = "guest_of_honour", _("Guest of honour")
    MODERATOR = "moderator", _("Moderator")
    KEYNOTE_SPEAKER = "keynote_speaker", _("Keynote speaker")
    SPEAKER = "speaker", _("Speaker")
    PANELLIST = "panellist", _("Panellist")
    SIGNATORY = "signatory", _("Signatory")
    WITNESS = "witness", _("Witness")
    UNVEILER = "unveiler", _("Unveiler")
    INTERPRETER = "interpreter", _("Interpreter")


class SessionAttendance(models.TextChoices):
    """Where one can follow a session."""

    ONSITE = "onsite", _("On site")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("On site and online")


class SpokenLanguage(models.TextChoices):
    ENGLISH = "en", _("English")
    CHINESE = "zh", _("Chinese")
    BOTH = "both", _("Chinese and English")


class OrganisationKind(models.TextChoices):
    GOVERNMENT = "government", _("Government")
    UNIVERSITY = "university", _("University")
    RESEARCH = "research", _("Research institute")
    COMPANY = "company", _("Company")
    INVESTOR = "investor", _("Investor")
    ASSOCIATION = "association", _("Association")
    MEDIA = "media", _("Media")
    OTHER = "other", pgettext_lazy("organisation", "Other")
