"""What people agree to, each purpose by itself: given, withdrawn, and given again."""

from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from confsite import prepared
from confsite.prepared import Statement
from registration.errors import TextHasChanged
from registration.models import Consent, ConsentRequest, ConsentText, Delegate
from registration.states import ConsentWay

# All at once, each with the version that was read. Who agreed already agreed earlier.
GIVE = """
INSERT INTO registration_consent
    (delegate_id, request_id, text_id, language, way, given_at)
SELECT %s::bigint, request.id, text.id, %s, %s, now()
FROM unnest(%s::text[], %s::int[]) AS agreed (purpose, version)
JOIN registration_consentrequest request
  ON request.conference_id = %s AND request.purpose = agreed.purpose
JOIN registration_consenttext text
  ON text.request_id = request.id AND text.version = agreed.version
ON CONFLICT DO NOTHING
"""


def giving(
    delegate: Delegate,
    consents: Mapping[str, int],
    way: ConsentWay = ConsentWay.FORM,
    language: str = "",
) -> list[Statement]:
    """What writes these consents down, for a message that is sent anyhow."""
    if not consents:
        return []
    purposes, versions = map(list, zip(*consents.items(), strict=True))
    by = (delegate.pk, language or delegate.language, way.value)
    return [(GIVE, (*by, purposes, versions, delegate.conference_id))]


def give(
    delegate: Delegate,
    consents: Mapping[str, int],
    way: ConsentWay = ConsentWay.FORM,
    language: str = "",
) -> None:
    """Let somebody agree; the language is the one in which they read the text."""
    if statements := giving(delegate, consents, way, language):
        with connection.cursor() as cursor:
            prepared.execute(cursor, *statements)


def correct(delegate: Delegate, consents: Mapping[str, int], language: str) -> None:
    """Let what the form says now be what they agree to; within a transaction."""
    known = given_by(delegate)
    gone = [purpose for purpose, n in known.items() if consents.get(purpose) != n]
    if gone:
        own = Consent.objects.standing().filter(delegate=delegate)
        own.filter(request__purpose__in=gone).update(withdrawn_at=Now())
    new = {purpose: n for purpose, n in consents.items() if known.get(purpose) != n}
    give(delegate, new, ConsentWay.CORRECTION, language)


def given_by(delegate: Delegate) -> dict[str, int]:
    """What they agree to: of each purpose the version of the text."""
    return _versions(Consent.objects.standing().filter(delegate=delegate))


def given_first(delegate: Delegate) -> dict[str, int]:
    """What the form said that registered them, whatever became of it."""
    return _versions(Consent.objects.filter(delegate=delegate, way=ConsentWay.FORM))


def _versions(rows: QuerySet[Consent]) -> dict[str, int]:
    return dict(rows.order_by("pk").values_list("request__purpose", "text__version"))


# -- On the personal page --------------------------------------------------------------


def latest_texts(delegate: Delegate) -> dict[str, ConsentText]:
    """What people are asked with now, by purpose."""
    asked = ConsentText.objects.filter(
        request__conference=delegate.conference_id, request__is_asked=True
    )
    latest = asked.order_by("request_id", "-version").distinct("request_id")
    return {text.request.purpose: text for text in latest.select_related("request")}


def standing(delegate: Delegate) -> dict[str, Consent]:
    """What they agree to, by purpose, each with the text that they agreed to."""
    rows = Consent.objects.standing().filter(delegate=delegate)
    return {row.request.purpose: row for row in rows.select_related("text", "request")}


@transaction.atomic
def agree(delegate: Delegate, purpose: str, version: int, language: str) -> None:
    """Agree to a text on the personal page. Raises TextHasChanged.

    Who agrees already agrees to what they agreed to.
    """
    text = latest_texts(delegate).get(purpose)
    if text is None or text.version != version or not delegate.is_live:
        raise TextHasChanged
    give(delegate, {purpose: version}, ConsentWay.PAGE, language)


def withdraw(delegate: Delegate, purpose: str) -> None:
    """Take a consent back, from now on; once more it does nothing."""
    own = Consent.objects.standing().filter(delegate=delegate)
    own.filter(request__purpose=purpose).update(withdrawn_at=Now())


# -- Two registrations of one person ---------------------------------------------------


def join(gone: Delegate, kept: Delegate) -> None:
    """Let what the person said last hold, before the rows of both are of one.

    Of two that stand the later does. One that was given before the other registration
    withdrew is withdrawn as well. A box that was left empty says nothing.
    """
    rows = Consent.objects.filter(delegate__in=[gone.pk, kept.pk]).order_by("pk")
    by_request: dict[int, list[Consent]] = {}
    for row in rows.select_for_update(no_key=True):
        by_request.setdefault(row.request_id, []).append(row)
    for said in by_request.values():
        _let_the_latest_hold(said)
    rows.filter(delegate=gone).update(delegate=kept)


def _let_the_latest_hold(rows: Iterable[Consent]) -> None:
    rows = sorted(rows, key=lambda row: (row.given_at, row.pk))
    ended = [row.withdrawn_at for row in rows if row.withdrawn_at]
    standing = [row for row in rows if row.withdrawn_at is None]
    for row in standing:
        later = [moment for moment in ended if moment > row.given_at]
        if row is not standing[-1]:
            later.append(standing[-1].given_at)
        if later:
            Consent.objects.filter(pk=row.pk).update(withdrawn_at=max(later))


# -- For staff -------------------------------------------------------------------------


def number_of(request: ConsentRequest) -> int:
    """How many people agree, to whichever version."""
    people = request.consents.standing()
    return people.filter(delegate__is_test=False).count()
