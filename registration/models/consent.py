import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.models import Conference
from agenda.rules import rule
from confsite.bilingual import Bilingual, BilingualColumns, Pair
from registration.models.delegate import Delegate
from registration.states import ConsentPurpose, ConsentWay

LONGEST_TEXT = 2000
# A version is a text that people were asked with; a draft is none.
KEEP_VERSION = """
IF NEW.is_asked THEN
    INSERT INTO registration_consenttext
        (request_id, version, text_en, text_zh, created_at)
    SELECT NEW.id, coalesce(max(text.version), 0) + 1, NEW.text_en, NEW.text_zh, now()
    FROM registration_consenttext text WHERE text.request_id = NEW.id
    HAVING NOT coalesce(
        (array_agg(
            (text.text_en, text.text_zh) = (NEW.text_en, NEW.text_zh)
            ORDER BY text.version DESC
        ))[1],
        FALSE
    );
END IF;
RETURN NULL;
"""


def text_in_both() -> BilingualColumns:
    """Plain text, shown as it is typed."""
    return BilingualColumns(
        models.TextField,
        pgettext_lazy("consent", "text"),
        max_length=LONGEST_TEXT,
        blank=True,
        default="",
    )


@pghistory.track()
class ConsentRequest(models.Model):
    """What the people of a conference are asked to agree to, if it is switched on.

    The text as it is now. What people were asked with is kept by a trigger, as a
    ConsentText for each version.
    """

    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="consent_requests",
        # The unique constraint begins with it.
        db_index=False,
        verbose_name=_("conference"),
    )
    purpose = models.CharField(
        pgettext_lazy("consent", "what for"), max_length=10, choices=ConsentPurpose
    )
    text = text_in_both()
    is_asked = models.BooleanField(_("asked on the form"), default=False)

    class Meta:
        verbose_name = pgettext_lazy("what people are asked", "consent")
        verbose_name_plural = pgettext_lazy("what people are asked", "consents")
        ordering = ["pk"]
        triggers = [
            pgtrigger.Trigger(
                name="consent_text_has_versions",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=KEEP_VERSION,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "purpose"],
                name="consent_is_asked_once_for_a_purpose",
                violation_error_message=_("This conference has this consent already."),
            ),
            models.CheckConstraint(
                name="consent_purpose_is_known",
                condition=Q(purpose__in=ConsentPurpose.values),
            ),
            models.CheckConstraint(
                name="consent_is_asked_in_both_languages",
                condition=Q(is_asked=False) | ~Q(text_en="") & ~Q(text_zh=""),
                violation_error_message=_(
                    "It can be asked once the text is there in both languages."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())


class ConsentText(models.Model):
    """A version of a text that people were asked with: it stays as it was shown."""

    request = models.ForeignKey(
        ConsentRequest, models.CASCADE, related_name="texts", db_index=False
    )
    version = models.PositiveIntegerField(_("version"))
    text_en = models.TextField()
    text_zh = models.TextField()
    created_at = models.DateTimeField(_("since"), db_default=Now())

    text = Bilingual("text")

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        ordering = ["request_id", "-version"]
        triggers = [
            rule(
                "consent_text_stays_as_it_was_shown",
                pgtrigger.Update,
                ("consent_text_stays_as_it_was_shown", "TRUE"),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "version"], name="consent_text_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.version}"

    def shown_in(self, language: str) -> str:
        """What stood beside the box in that language (Django's code)."""
        pair = Pair(self.text_en, self.text_zh)
        return pair.zh if language == "zh-hans" else pair.en


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> "ConsentQuerySet":
        """Those that have not been withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """That somebody agreed to a text, in which language and when; until withdrawn.

    Who agrees again has another row: all of theirs are the history.
    """

    delegate = models.ForeignKey(
        Delegate,
        models.CASCADE,
        related_name="consents",
        verbose_name=_("delegate"),
    )
    request = models.ForeignKey(
        ConsentRequest,
        models.PROTECT,
        related_name="consents",
        verbose_name=pgettext_lazy("consent", "what for"),
    )
    text = models.ForeignKey(
        ConsentText,
        models.PROTECT,
        related_name="consents",
        # Asked for with their request, which has an index.
        db_index=False,
        verbose_name=_("version"),
    )
    language = models.CharField(_("language"), max_length=10)
    way = models.CharField(
        pgettext_lazy("consent", "where"), max_length=10, choices=ConsentWay
    )
    given_at = models.DateTimeField(_("agreed"), db_default=Now())
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("what somebody agreed to", "consent")
        verbose_name_plural = pgettext_lazy("what somebody agreed to", "consents")
        ordering = ["pk"]
        triggers = [
            rule(
                "consent_is_to_a_text_of_the_conference",
                pgtrigger.Insert | pgtrigger.UpdateOf("delegate_id"),
                (
                    "consent_is_to_a_text_of_the_conference",
                    "NOT EXISTS (SELECT FROM registration_delegate delegate "
                    "JOIN registration_consentrequest request "
                    "ON request.conference_id = delegate.conference_id "
                    "JOIN registration_consenttext text "
                    "ON text.request_id = request.id "
                    "WHERE delegate.id = NEW.delegate_id "
                    "AND request.id = NEW.request_id AND text.id = NEW.text_id)",
                ),
            ),
            rule(
                "consent_stays_as_it_was_given",
                pgtrigger.Update,
                (
                    "consent_stays_as_it_was_given",
                    "(NEW.request_id, NEW.text_id, NEW.language, NEW.way, NEW.given_at)"
                    " IS DISTINCT FROM (OLD.request_id, OLD.text_id, OLD.language, "
                    "OLD.way, OLD.given_at)",
                ),
                (
                    "consent_withdrawn_stays_withdrawn",
                    "OLD.withdrawn_at IS DISTINCT FROM NEW.withdrawn_at "
                    "AND OLD.withdrawn_at IS NOT NULL",
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "request"],
                condition=Q(withdrawn_at=None),
                name="consent_of_a_delegate_stands_once_for_a_purpose",
            ),
            models.CheckConstraint(
                name="consent_is_withdrawn_after_it_is_given",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
            ),
            models.CheckConstraint(
                name="consent_way_is_known",
                condition=Q(way__in=ConsentWay.values),
            ),
        ]

    def __str__(self) -> str:
        return str(self.request)


class ListedName(models.Model):
    """How somebody wishes to be named in the list of participants."""

    delegate = models.OneToOneField(
        Delegate, models.CASCADE, primary_key=True, related_name="listed_name"
    )
    name_en = models.CharField(max_length=300, blank=True, default="")
    name_zh = models.CharField(max_length=300, blank=True, default="")

    name = Bilingual("name")

    class Meta:
        verbose_name = _("name in the list of participants")
        verbose_name_plural = _("names in the list of participants")
        constraints = [
            models.CheckConstraint(
                name="listed_name_is_a_name",
                condition=~Q(name_en="", name_zh=""),
            )
        ]

    def __str__(self) -> str:
        return self.name
