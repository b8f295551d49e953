"""What a new edition of a conference takes along of its registration: no people."""

from agenda.models import Conference
from agenda.services.editions import Shift, copy_all, copy_of
from registration.models import Quota, RegistrationSettings


def copy(conference: Conference, new: Conference, shift: Shift) -> None:
    """Its categories, its quotas with every place free, its settings on other days, and
    for how long data are kept."""
    categories = copy_all(conference.categories, conference_id=new.pk)
    Quota.objects.bulk_create(
        copy_of(
            quota,
            conference_id=new.pk,
            category_id=categories.get(quota.category_id or 0),
            taken=0,
            beyond=0,
            taken_before=0,
            moved_in=0,
        )
        for quota in conference.quotas.all()
        # Somebody may have added a category since they were copied.
        if quota.category_id is None or quota.category_id in categories
    )
    # What people agreed to stays with the edition that they agreed for.
    copy_all(conference.consent_requests, conference_id=new.pk)
    for settings in RegistrationSettings.objects.filter(conference=conference):
        opens_at = shift.moment(settings.opens_at)
        lasts = settings.closes_at - settings.opens_at
        # Where the clocks change in between, it still closes after it opens.
        closes_at = shift.moment(settings.closes_at)
        copy_of(
            settings,
            conference_id=new.pk,
            opens_at=opens_at,
            closes_at=closes_at if closes_at > opens_at else opens_at + lasts,
            corrections_until=settings.corrections_until
            and shift.moment(settings.corrections_until),
        ).save(force_insert=True)
        rules = settings.retention_rules.all()
        copy_all(rules, registration_id=new.pk, looked_at=None)
