"""What people are asked to agree to, and what each has agreed to."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldBooleanSwitchWidget

from agenda.admin.base import ConferenceScopedAdmin, ConferenceScopedForm
from agenda.admin.current_conference import ConferenceFilter
from agenda.views.page import ENDONYMS
from confsite.admin.base import ModelAdmin
from confsite.admin.columns import short_moment
from confsite.admin.fieldsets import Fields, section
from confsite.bilingual import side_by_side
from confsite.words import sentences
from registration.consents import defaults
from registration.consents import services as consents
from registration.models import Consent, ConsentRequest, ConsentText, Delegate
from registration.participants import people
from registration.states import ConsentPurpose


class ConsentRequestForm(ConferenceScopedForm):
    """A new one may begin with our text; a changed one says who stays with the old."""

    new_version = forms.BooleanField(
        label=gettext_lazy("Make a new version of the text"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.refuse_gaps(data)
        if self.instance.pk is None:
            self.start_with_ours(data)
        elif not self.errors and not data.get("new_version"):
            self.warn(data)
        return data

    def refuse_gaps(self, data: dict[str, Any]) -> None:
        """Nobody is asked with a text of ours that has not been filled in."""
        for name, gap in zip(("text_en", "text_zh"), defaults.GAPS, strict=True):
            if data.get("is_asked") and gap in (data.get(name) or ""):
                words = _("Before it is asked, say who the recipients are: %s")
                self.add_error(name, words % gap)

    def start_with_ours(self, data: dict[str, Any]) -> None:
        owner, purpose = self.owner, data.get("purpose")
        if owner and purpose and not (data.get("text_en") or data.get("text_zh")):
            ours = defaults.text(purpose, owner)
            data |= {"text_en": ours.en, "text_zh": ours.zh}

    def warn(self, data: dict[str, Any]) -> None:
        """Those who have agreed are not asked again: staff have to know, and say so."""
        latest = self.instance.texts.first()
        if latest is None or not data.get("is_asked"):
            return
        typed = data.get("text_en"), data.get("text_zh")
        number = consents.number_of(self.instance)
        if typed != (latest.text_en, latest.text_zh) and number:
            self.add_error("new_version", stay_with(number, latest.version))


def stay_with(number: int, version: int) -> str:
    stay = ngettext(
        "%(number)d person agreed to the text as it was (up to version %(version)d). "
        "They stay with it and are not asked again.",
        "%(number)d people agreed to the text as it was (up to version %(version)d). "
        "They stay with it and are not asked again.",
        number,
    ) % {"number": number, "version": version}
    more = _(
        "Only who comes after is asked with the new text. Nothing has been saved yet: "
        "switch this on and save once more if that is what you want."
    )
    return sentences(stay, more)


@admin.register(ConsentRequest)
class ConsentRequestAdmin(ConferenceScopedAdmin):
    purpose = gettext_lazy(
        "What people may agree to when they sign up, each with a box of its own that "
        "is never ticked for them. They can withdraw it on their personal page."
    )
    add_purpose = gettext_lazy(
        "Choose what for and leave both texts empty: then a text of ours is put in, "
        "which you can put right. Nothing is asked before you switch it on."
    )
    first_step = gettext_lazy(
        "Add a consent if you list participants, record, pass data abroad or send news."
    )
    form = ConsentRequestForm

    list_display = ["for_what", "is_asked", "version", "people", "translated"]
    list_display += ["conference"]
    list_display_links = ["for_what"]
    list_filter = [("conference", ConferenceFilter)]
    ordering = ["-conference__starts_at", "pk"]
    readonly_fields = ["versions"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        own = section(None, ("conference", "purpose"))
        text: list[Fields] = [*side_by_side("text"), "is_asked"]
        if obj is None:
            return [own, section(gettext_lazy("Beside the box"), *text)]
        if consents.number_of(obj):
            text.append("new_version")
        return [
            own,
            section(gettext_lazy("Beside the box"), *text),
            section(gettext_lazy("Who agreed"), "versions"),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = list(super().get_readonly_fields(request, obj))
        return [*fixed, "purpose"] if obj else fixed

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in ("text_en", "text_zh"):
            kwargs["widget"] = UnfoldAdminTextareaWidget(attrs={"rows": 9})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConsentRequest]:
        agree = Q(consents__withdrawn_at=None, consents__delegate__is_test=False)
        return (
            super()
            .get_queryset(request)
            .annotate(
                latest=Max("texts__version"),
                number=Count("consents", filter=agree, distinct=True),
            )
        )

    @display(description=pgettext_lazy("consent", "what for"), ordering="purpose")
    def for_what(self, asked: ConsentRequest) -> str:
        return capfirst(str(asked))

    @display(description=gettext_lazy("version"), ordering="latest", empty_value="–")
    def version(self, asked: Any) -> int | None:
        return asked.latest

    @display(description=gettext_lazy("people who agree"), ordering="number")
    def people(self, asked: Any) -> int:
        return asked.number

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        asked = super().get_object(request, *args, **kwargs)
        if asked is not None:
            asked.history = versions_of(asked)
        return asked

    @display(description=gettext_lazy("versions"), empty_value="–")
    def versions(self, asked: Any) -> SafeString | None:
        """Each text that people were asked with, and how many agreed to it."""
        name = "admin/registration/consent_versions.html"
        return (
            render_to_string(name, {"rows": asked.history}) if asked.history else None
        )


def versions_of(asked: ConsentRequest) -> list[tuple[ConsentText, str]]:
    """The texts, each with since when it was asked; the latest first."""
    ours = Q(consents__delegate__is_test=False)
    gone = Q(consents__withdrawn_at__isnull=False)
    texts = ConsentText.objects.filter(request=asked).annotate(
        agree=Count("consents", filter=ours & ~gone),
        withdrew=Count("consents", filter=ours & gone),
    )
    clock, _second = asked.conference.clocks
    rows = texts.order_by("-version")
    return [(text, short_moment(text.created_at, clock)) for text in rows]


# -- On the page and in the list of delegates ------------------------------------------


class ShowsConsents(ModelAdmin):
    """Mixed into the page of a delegate: what they agreed to and withdrew."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        delegate = super().get_object(request, *args, **kwargs)
        if delegate is not None:
            delegate.agreements = agreements(delegate)
            delegate.wish = people.wish_of(delegate) if delegate.agreements else None
        return delegate

    @display(description=gettext_lazy("agreed to"), empty_value="–")
    def agreed_to(self, delegate: Any) -> SafeString | None:
        if not delegate.agreements:
            return None
        context = {"entries": delegate.agreements, "wish": delegate.wish}
        return render_to_string("admin/registration/consents_of.html", context)


def agreements(delegate: Delegate) -> list[dict[str, Any]]:
    """What they agreed to, the latest first, in words."""
    given = Consent.objects.filter(delegate=delegate).order_by("-pk")
    clock, _second = delegate.conference.clocks
    return [
        {
            "consent": row,
            "version": row.text.version,
            "purpose": capfirst(str(row.request)),
            "given": short_moment(row.given_at, clock),
            "withdrawn": row.withdrawn_at and short_moment(row.withdrawn_at, clock),
            "language": ENDONYMS[row.language],
        }
        for row in given.select_related("text", "request")
    ]


class ConsentFilter(DropdownFilter):
    """Those who agree to something now."""

    title = pgettext_lazy("what somebody agreed to", "consent")
    parameter_name = "agrees"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(value), label) for value, label in ConsentPurpose.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        purpose = self.value()
        if purpose not in ConsentPurpose.values:
            return queryset
        given = Consent.objects.standing().filter(request__purpose=purpose)
        return queryset.filter(Exists(given.filter(delegate=OuterRef("pk"))))
