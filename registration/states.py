"""Where delegates and letters stand. A leaf: everybody may import it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DelegateState(models.TextChoices):
    """Where a delegate stands. docs/registration.md draws the allowed moves."""

    PENDING = "pending", _("awaiting approval")
    CONFIRMED = "confirmed", _("confirmed")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("offered a place")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("cancelled")


# A pending delegate holds a place, so approving someone can never overbook.
HOLDING_A_PLACE = (
    DelegateState.PENDING,
    DelegateState.CONFIRMED,
    DelegateState.OFFERED,
)
LIVE = (*HOLDING_A_PLACE, DelegateState.WAITING)
OVER = (DelegateState.DECLINED, DelegateState.CANCELLED)


class Attendance(models.TextChoices):
    ONSITE = "onsite", _("On site")
    ONLINE = "online", _("Online")


class Holding(models.TextChoices):
    """Whether a place is only held until a press shows that its letter has arrived."""

    BY_SIZE = "by_size", _("if there are more than 50 places")
    ALWAYS = "always", _("always")
    NEVER = "never", _("never")

    def applies_to(self, places: int) -> bool:
        """To a conference with so many limited places."""
        return self == Holding.ALWAYS or (self == Holding.BY_SIZE and places > 50)


class Mailing(models.TextChoices):
    """Whether letters go to a delegate whom staff have entered."""

    NOW = "now", pgettext_lazy("letters", "now")
    LATER = "later", pgettext_lazy("letters", "later, once staff send the first")
    NEVER = "never", pgettext_lazy("letters", "none")


class TagColour(models.TextChoices):
    """How a tag is drawn; its name always stands beside it."""

    GREY = "grey", _("grey")
    RED = "red", _("red")
    ORANGE = "orange", _("orange")
    GREEN = "green", _("green")
    BLUE = "blue", _("blue")
    PURPLE = "purple", _("purple")


class StaffVerb(models.TextChoices):
    """What staff have done with delegates; decisions are called as their letters."""

    APPROVED = "approved", pgettext_lazy("action of staff", "Approved")
    DECLINED = "declined", pgettext_lazy("action of staff", "Declined")
    CANCELLED = "cancelled", pgettext_lazy("action of staff", "Cancelled")
    RESTORED = "restored", pgettext_lazy("action of staff", "Restored")
    KEPT = "kept", pgettext_lazy("action of staff", "Place kept")
    SENT_AGAIN = "sent_again", pgettext_lazy("action of staff", "Sent again")
    ENTERED = "entered", pgettext_lazy("action of staff", "Entered")
    MOVED = "moved", pgettext_lazy("action of staff", "Moved")
    SEATED = "seated", pgettext_lazy("action of staff", "Place beyond the limit")
    ADVANCED = "advanced", pgettext_lazy("action of staff", "Up the waiting list")
    MERGED = "merged", pgettext_lazy("action of staff", "Merged")


class Sign(models.TextChoices):
    """Why two registrations may be of one person."""

    NAME = "name", _("the same name")
    SCRIPTS = "scripts", _("the same name in two scripts")
    NEAR = "near", _("nearly the same name")
    TELEPHONE = "telephone", _("the same telephone")
    ORGANISATION = "organisation", _("the same organisation")
    MERGED = "merged", _("like a registration that was merged into one of them")
    BY_HAND = "by_hand", _("chosen by staff")


class Likelihood(models.IntegerChoices):
    """How likely two registrations are of one person; the likelier come first."""

    LIKELY = 1, pgettext_lazy("one person", "likely")
    POSSIBLE = 2, pgettext_lazy("one person", "possible")
    FAINT = 3, pgettext_lazy("one person", "the name alone")


class PairState(models.TextChoices):
    """What staff have said of two registrations that may be of one person."""

    OPEN = "open", pgettext_lazy("possible duplicate", "to be looked at")
    DIFFERENT = "different", pgettext_lazy("possible duplicate", "not the same person")
    MERGED = "merged", pgettext_lazy("possible duplicate", "merged")


class LetterState(models.TextChoices):
    """Where a letter stands on its way from the outbox to the mail server."""

    QUEUED = "queued", pgettext_lazy("letter", "on its way")
    SENDING = "sending", pgettext_lazy("letter", "being sent")
    SENT = "sent", pgettext_lazy("letter", "sent")
    FAILED = "failed", pgettext_lazy("letter", "set aside")
    # A newer one says what is so: who cancelled at once is not told of a place.
    OVERTAKEN = "overtaken", pgettext_lazy("letter", "overtaken by a newer one")


class JobState(models.TextChoices):
    """Where a long piece of work stands."""

    QUEUED = "queued", pgettext_lazy("job", "waiting for its turn")
    RUNNING = "running", pgettext_lazy("job", "under way")
    DONE = "done", pgettext_lazy("job", "done")
    CANCELLED = "cancelled", pgettext_lazy("job", "cancelled")
    FAILED = "failed", pgettext_lazy("job", "stopped by a fault")


class KindOfData(models.TextChoices):
    """What is held about a person, by the kinds in which it is wiped and told."""

    EMAIL = "email", pgettext_lazy("kind of data", "E-mail addresses")
    PHONE = "phone", pgettext_lazy("kind of data", "Telephone numbers")
    WORK = "work", pgettext_lazy("kind of data", "Organisation and position")
    CONTACT = "contact", pgettext_lazy("kind of data", "Contact for letters")
    NOTE = "note", pgettext_lazy("kind of data", "Notes of staff")
    REASONS = "reasons", pgettext_lazy("kind of data", "Reasons that staff gave")
    TAGS = "tags", pgettext_lazy("kind of data", "Tags")
    LETTERS = "letters", pgettext_lazy("kind of data", "Letters")
    CONSENTS = "consents", pgettext_lazy("kind of data", "Consents")
    FORMS = "forms", pgettext_lazy("kind of data", "Forms that were not taken")
    DUPLICATES = "duplicates", pgettext_lazy("kind of data", "Likely duplicates")
    FILES = "files", pgettext_lazy("kind of data", "Files and results of imports")
    RECORDS = "records", pgettext_lazy("kind of data", "Searches and records of staff")
    CODES = "codes", pgettext_lazy("kind of data", "References and marks")
    NAME = "name", pgettext_lazy("kind of data", "Names and titles")


class Retained(models.TextChoices):
    """What a conference may keep for a time, each by itself, or all of it."""

    PHONE = "phone", pgettext_lazy("kind of data", "Telephone numbers")
    WORK = "work", pgettext_lazy("kind of data", "Organisation and position")
    CONTACT = "contact", pgettext_lazy("kind of data", "Contact for letters")
    NOTES = "notes", pgettext_lazy("retention", "Notes, tags and reasons of staff")
    LETTERS = "letters", pgettext_lazy("kind of data", "Letters")
    HISTORY = (
        "history",
        pgettext_lazy("retention", "History: what was changed"),
    )
    ALL = "all", pgettext_lazy("retention", "Everything: nobody is named any more")


class ErasureState(models.TextChoices):
    """How far the erasing of a person's data has come."""

    ASKED = "asked", pgettext_lazy("erasure", "asked for, not confirmed")
    RUN_OUT = "run_out", pgettext_lazy("erasure", "never confirmed")
    DONE = "done", pgettext_lazy("erasure", "done")


class ConsentPurpose(models.TextChoices):
    """What people may be asked to agree to, in the order of the form."""

    LISTED = "listed", pgettext_lazy("consent", "being listed among the participants")
    RECORDING = "recording", pgettext_lazy("consent", "being photographed and recorded")
    ABROAD = "abroad", pgettext_lazy("consent", "passing their data abroad")
    NEWS = "news", pgettext_lazy("consent", "news of later conferences")


class ConsentWay(models.TextChoices):
    """Where somebody agreed."""

    FORM = "form", pgettext_lazy("consent", "on the form")
    CORRECTION = "correction", pgettext_lazy("consent", "on the form, corrected")
    PAGE = "page", pgettext_lazy("consent", "on their personal page")


class ParticipantsList(models.TextChoices):
    """Who may read the list of those who agreed to be listed."""

    OFF = "off", pgettext_lazy("list of participants", "nobody: there is no list")
    REGISTERED = (
        "registered",
        pgettext_lazy("list of participants", "those who have a place"),
    )
    PUBLIC = "public", pgettext_lazy("list of participants", "everybody")
