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


class ConferenceRole(models.TextChoices):
    """What somebody is to the whole conference, in the order of protocol."""

    HONORARY_CHAIR = "honorary_chair", _("Honorary chair")
    CHAIR = "chair", _("Chair")
    HOST = "host", _("Host")
    GUEST_OF_HONOUR = "guest_of_honour", _("Guest of honour")
    HEAD_OF_DELEGATION = "head_of_delegation", _("Head of delegation")
    ADVISER = "adviser", _("Adviser")


class Field(models.TextChoices):
    """What an agreement is about; a centre to be inaugurated is one of them."""

    UNIVERSITY = "university", _("Cooperation with universities")
    RESEARCH = "research", _("Research and development institutions")
    TALENT = "talent", _("International talent")
    CAPITAL = "capital", _("International capital")
    INDUSTRY = "industry", _("Industry and technology")
    CENTRE = "centre", _("Innovation centres")
    OTHER = "other", pgettext_lazy("agreement", "Other")


class AgreementStatus(models.TextChoices):
    """How far an agreement is. docs/programme.md says what the public sees of each."""

    DRAFT = "draft", pgettext_lazy("agreement", "Draft")
    AGREED = "agreed", pgettext_lazy("agreement", "Agreed")
    READY = "ready", pgettext_lazy("agreement", "Ready to sign")
    SIGNED = "signed", pgettext_lazy("agreement", "Signed")
    PUBLISHED = "published", pgettext_lazy("agreement", "Published")


CONCLUDED = (AgreementStatus.SIGNED, AgreementStatus.PUBLISHED)


class Side(models.TextChoices):
    """The side of the table on which a party sits."""

    A = "a", _("Party A")
    B = "b", _("Party B")


class JoinRegion(models.TextChoices):
    """From where a way to join online works best."""

    ANYWHERE = "", pgettext_lazy("region", "Anywhere")
    MAINLAND = "cn", _("Mainland China")
    ELSEWHERE = "world", _("Outside mainland China")


class Channel(models.TextChoices):
    """What one hears on a way to join online."""

    FLOOR = "", _("The speakers themselves")
    ENGLISH = "en", _("English channel")
    CHINESE = "zh", _("Chinese channel")
