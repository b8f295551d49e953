"""How long a conference keeps what it knows of people, and what was wiped by that."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display

from agenda.admin.current_conference import ConferenceFilter, FiltersByConference
from confsite.admin.base import ReadOnlyAdmin
from confsite.admin.columns import Badge, badge_with_word, short_moment
from confsite.words import headed
from registration.models import RetentionReport, RetentionRule
from registration.privacy import retention
from registration.states import Retained


class RetentionInline(TabularInline):
    """The rules of a conference, each with what it will do."""

    model = RetentionRule
    fields = ["kind", "days", "on", "values"]
    readonly_fields = ["on", "values"]
    extra = 0
    hide_title = True
    verbose_name_plural = gettext_lazy(
        "How long data are kept. What no line names is kept until somebody asks to be "
        "erased."
    )

    @display(description=gettext_lazy("is wiped on"), empty_value="–")
    def on(self, rule: RetentionRule) -> str | None:
        """Not sooner than a day after it was set."""
        if rule.pk is None:
            return None
        return short_moment(rule.due_at, rule.registration.conference.clocks[0])

    @display(description=gettext_lazy("values held now"), empty_value="–")
    def values(self, rule: RetentionRule) -> int | None:
        if rule.pk is None:
            return None
        return retention.held(rule.registration_id, Retained(rule.kind))


@admin.register(RetentionReport)
class RetentionReportAdmin(ReadOnlyAdmin, FiltersByConference):
    purpose = gettext_lazy(
        "What was wiped because its time was over: how many values of which kind, and "
        "how many were left. It names nobody, and stays. The times stand in the "
        "registration settings."
    )
    first_step = gettext_lazy(
        "Nothing has been wiped yet. Say in the registration settings how long what is "
        "kept."
    )
    zone_path = "conference__time_zone"
    list_display = ["what", "state_word", "conference", "days", "finished", "values_"]
    list_display_links = ["what"]
    list_filter = [("conference", ConferenceFilter)]
    list_select_related = ["conference"]
    fields = readonly_fields = [
        *("what", "conference", "days", "begun", "finished", "removed_", "left_"),
    ]

    @display(description=gettext_lazy("what"), ordering="kind")
    def what(self, report: RetentionReport) -> str:
        return str(report)

    @display(description=gettext_lazy("state"))
    def state_word(self, report: RetentionReport) -> str:
        if report.finished_at is None:
            return badge_with_word(_("under way"), Badge("pending", "care"))
        return badge_with_word(_("done"), Badge("check_circle", "good"))

    @display(description=gettext_lazy("begun"), ordering="begun_at")
    def begun(self, report: RetentionReport) -> str:
        return short_moment(report.begun_at, report.conference.clocks[0])

    @display(
        description=gettext_lazy("finished"), ordering="finished_at", empty_value="–"
    )
    def finished(self, report: RetentionReport) -> str | None:
        at = report.finished_at
        return short_moment(at, report.conference.clocks[0]) if at else None

    @display(description=gettext_lazy("values removed"))
    def values_(self, report: RetentionReport) -> int:
        return report.values

    @display(description=gettext_lazy("removed"), empty_value="–")
    def removed_(self, report: RetentionReport) -> str | None:
        return "\n".join(headed(*line) for line in report.lines) or None

    @display(description=gettext_lazy("values left"), empty_value="–")
    def left_(self, report: RetentionReport) -> int | None:
        return report.left
