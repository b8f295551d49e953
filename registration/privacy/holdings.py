"""What is held about people: every column of every table, and how it is wiped.

A table of the database is either here, column by column, or in columns.NOT_PERSONAL. A
column in neither fails a test (tests/registration/privacy/test_holdings.py). Whoever
adds a table or a column that holds something of a person:

1. name its column in a holding below, or make one, with a KindOfData for the receipt;
2. give it a way to be wiped: a function of People that returns how many values it
   removed. registration.privacy.wiping has most of them;
3. show it to its person in registration.privacy.holding.

    DataHolding(
        KindOfData.TAGS,
        {"registration_delegatetag": {"delegate_id", "tag_id"}},
        removed(DelegateTag, "delegate"),
    ),

`wipe(kind, delegates)` wipes one kind of some registrations, whose other data stays:
that is what retention asks for. Names come last, and only with everything else: the
database takes no delegate without a name but one who is erased.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.db.models.functions import Now

from confsite.models import Export, SavedView
from registration.models import (
    Consent,
    Delegate,
    DelegateKey,
    DelegateTag,
    Job,
    Letter,
    ListedName,
    PossibleDuplicate,
    StaffAction,
)
from registration.privacy import elsewhere
from registration.privacy.people import EVENTS, People
from registration.privacy.wiping import (
    Wipe,
    all_of,
    blotted,
    emptied,
    emptied_where_named,
    new_codes,
    of_the_delegate,
    removed,
    searches_blotted,
)
from registration.states import KindOfData

DELEGATE, HISTORY = Delegate._meta.db_table, EVENTS.model._meta.db_table
TAGS: type = DelegateTag.pgh_event_model  # type: ignore[attr-defined]


@dataclass(frozen=True)
class DataHolding:
    """One kind of data: the columns it is in, by table, and how it is wiped."""

    kind: KindOfData
    columns: Mapping[str, Collection[str]]
    wipe: Wipe


def in_both(*columns: str) -> dict[str, Collection[str]]:
    """In the delegate's row and in what its history says of it."""
    return {DELEGATE: columns, HISTORY: columns}


# In the order in which they are wiped.
HOLDINGS = (
    DataHolding(
        KindOfData.EMAIL,
        in_both("email")
        | {
            "registration_mailtrouble": {"domain", "reason"},
            "confsite_passwordletter": {"email"},
        },
        all_of(
            of_the_delegate("email"),
            elsewhere.troubles_with_mail,
            elsewhere.letters_for_staff,
        ),
    ),
    DataHolding(KindOfData.PHONE, in_both("phone"), of_the_delegate("phone")),
    DataHolding(
        KindOfData.WORK,
        in_both("organisation", "position")
        | {"registration_registrationnumbers": {"counts"}},
        all_of(of_the_delegate("organisation", "position"), elsewhere.numbers),
    ),
    DataHolding(
        KindOfData.CONTACT,
        in_both("contact_name", "contact_email"),
        of_the_delegate("contact_name", "contact_email"),
    ),
    DataHolding(KindOfData.NOTE, in_both("note"), of_the_delegate("note")),
    DataHolding(
        KindOfData.REASONS,
        {"registration_staffaction": {"reason", "told_en", "told_zh"}},
        all_of(
            elsewhere.reasons,
            blotted(StaffAction, "reason", "told_en", "told_zh"),
        ),
    ),
    DataHolding(
        KindOfData.TAGS,
        {
            "registration_delegatetag": {"delegate_id", "tag_id"},
            "registration_delegatetagevent": {"delegate_id", "tag_id"},
        },
        # In this order: the history notes what is taken away.
        all_of(removed(DelegateTag, "delegate"), removed(TAGS, "delegate")),
    ),
    DataHolding(
        KindOfData.LETTERS,
        {
            "registration_letter": {
                *("recipient", "subject", "text", "reason", "refused_address"),
            }
        },
        all_of(
            elsewhere.letters_on_their_way,
            emptied(
                Letter,
                "delegate",
                *("recipient", "subject", "text", "reason", "refused_address"),
            ),
        ),
    ),
    DataHolding(
        # Of nobody they prove nothing; and who is nobody is on no list.
        KindOfData.CONSENTS,
        {
            "registration_consent": {
                *("delegate_id", "request_id", "text_id", "language", "way"),
                *("given_at", "withdrawn_at"),
            },
            "registration_listedname": {"delegate_id", "name_en", "name_zh"},
        },
        all_of(removed(Consent, "delegate"), removed(ListedName, "delegate")),
    ),
    DataHolding(
        KindOfData.FORMS,
        {"registration_refusedsignup": {"delegate_id", "email", "typed", "submission"}},
        elsewhere.forms,
    ),
    DataHolding(
        KindOfData.DUPLICATES,
        {
            "registration_delegatekey": {"delegate_id", "key"},
            "registration_possibleduplicate": {"first_id", "second_id", "signs"},
        },
        all_of(
            removed(DelegateKey, "delegate"),
            removed(PossibleDuplicate, "first", "second"),
        ),
    ),
    DataHolding(
        KindOfData.FILES,
        {
            "registration_delegatefile": {"content", "result", "choices"},
            "registration_headmeaning": {"head"},
            "registration_refusedrow": {"cells", "reason_en", "reason_zh"},
            "registration_job": {"arguments", "tally", "fault_en", "fault_zh"},
        },
        all_of(
            elsewhere.files,
            elsewhere.heads,
            elsewhere.refused_rows,
            blotted(Job, "arguments", "tally", "fault_en", "fault_zh"),
        ),
    ),
    DataHolding(
        KindOfData.RECORDS,
        {
            "confsite_export": {"what", "selection"},
            "confsite_savedview": {"name", "query"},
            "django_admin_log": {"object_repr", "change_message"},
            "django_session": {"session_data"},
        },
        all_of(
            searches_blotted(Export, "what", "selection"),
            searches_blotted(SavedView, "query"),
            blotted(SavedView, "name"),
            emptied_where_named(LogEntry, "object_repr"),
            blotted(LogEntry, "change_message"),
            elsewhere.messages_to_staff,
        ),
    ),
    DataHolding(KindOfData.CODES, in_both("reference", "uid", "submission"), new_codes),
    DataHolding(
        KindOfData.NAME,
        {
            DELEGATE: {
                *("title", "family_name", "given_name", "native_name", "network"),
                # The database keeps them, of what is above.
                *("search_text", "name_key"),
            },
            HISTORY: {"title", "family_name", "given_name", "native_name"},
        },
        of_the_delegate(
            *("title", "family_name", "given_name", "native_name"),
            erased_at=Now(),
            network="",
        ),
    ),
)
BY_KIND = {holding.kind: holding for holding in HOLDINGS}


def wipe(kind: KindOfData, delegates: Collection[int]) -> int:
    """Wipe one kind of data of some registrations; returns how many values it was.

    Call it in a transaction that holds their rows.
    """
    return BY_KIND[kind].wipe(People.of(delegates))


def wipe_all(people: People) -> dict[str, int]:
    """Everything, by kinds: what is left tells nobody who it was."""
    return {str(one.kind): one.wipe(people) for one in HOLDINGS}
