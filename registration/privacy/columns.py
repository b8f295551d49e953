"""The columns in which nobody is: why a table or a column is not in holdings."""

# Of the history itself, in each of its tables.
OF_THE_HISTORY = frozenset(
    {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context_id"}
)
# Tables that know no delegate: what is published, who is staff, what Django needs.
# A name in a programme is a speaker's, whom the public knows.
OF_OTHERS = frozenset(
    {
        *("agenda_agreement", "agenda_agreementparty", "agenda_conference"),
        *("agenda_countryname", "agenda_formerslug", "agenda_joinoption"),
        *("agenda_organisation", "agenda_participation", "agenda_partner"),
        *("agenda_portrait", "agenda_release", "agenda_room", "agenda_runitem"),
        *("agenda_roleassignment", "agenda_runitem_people"),
        *("agenda_session", "agenda_signature"),
        *("agenda_speaker", "agenda_track"),
        *("auth_group", "auth_group_permissions", "auth_permission"),
        *("confsite_failedsignins", "confsite_heartbeat", "confsite_membership"),
        *("confsite_rightofgroup", "confsite_rightofuser", "confsite_staffgroup"),
        *("confsite_user", "confsite_user_groups", "confsite_user_user_permissions"),
        *("confsite_staffsession", "confsite_secondfactor"),
        *("account_emailaddress", "account_emailconfirmation", "mfa_authenticator"),
        *("django_content_type", "django_migrations"),
        # Who of staff, and on which page.
        "pghistory_context",
        # What staff set up: its words are theirs.
        *("registration_category", "registration_quota", "registration_tag"),
        *("registration_registrationsettings", "registration_outbox"),
        *("registration_consentrequest", "registration_consenttext"),
        # Times and numbers.
        *("registration_retentionrule", "registration_retentionreport"),
        # By a code that no address can be found out from, and for an hour.
        *("registration_formcount", "confsite_tally"),
        *("registration_duplicatesearch", "registration_exportchoice"),
        # Keys of rows in which nobody is any more, and the receipts themselves.
        *("registration_delegateselection", "registration_delegatemerge"),
        "registration_erasure",
    }
)
# Of the tables that do, what is left: keys, moments, numbers, choices from a list.
STAYING = {
    "confsite_export": {
        *("id", "at", "by", "rows", "columns", "finished_at", "conference_id"),
    },
    "confsite_passwordletter": {"id", "about", "asked_at", "due_at"},
    "confsite_savedview": {
        *("id", "of", "owner_id", "is_shared", "sorting", "columns"),
        "conference_id",
    },
    "django_admin_log": {
        *("id", "action_time", "user_id", "content_type_id"),
        *("object_id", "action_flag"),
    },
    "django_session": {"session_key", "expire_date"},
    # What numbers are made of: it tells of somebody, and not of whom.
    "registration_consent": {"id"},
    "registration_delegate": {
        *("id", "conference_id", "category_id", "attendance", "state"),
        *("waiting_number", "held_until", "proved_at", "mailing", "country"),
        *("language", "link_version", "calendar_sequence", "signed_up_at"),
        *("name_order", "is_test", "erased_at"),
    },
    "registration_delegateevent": {
        *("id", "conference_id", "category_id", "attendance", "state"),
        *("waiting_number", "held_until", "proved_at", "mailing", "country"),
        *("language", "link_version", "calendar_sequence", "signed_up_at"),
        *("name_order", "is_test"),
    },
    "registration_delegatefile": {
        *("id", "conference_id", "by_id", "came_at", "rows", "fingerprint", "job"),
    },
    "registration_delegatetag": {"id"},
    "registration_delegatetagevent": {"id"},
    "registration_headmeaning": {"column"},
    "registration_job": {
        *("id", "kind", "conference_id", "by_id", "language", "selection_id"),
        *("total", "done", "refused", "state", "asked_at", "begun_at", "ended_at"),
        *("cancel_requested_at", "cancelled_by_id", "claim", "due_at", "deaths"),
    },
    "registration_letter": {
        *("id", "uid", "delegate_id", "action_id", "asked", "kind", "language"),
        *("state", "priority", "queued_at", "due_at", "attempts", "crashes"),
        *("unclear_ends", "had_its_chance", "claim", "sent_at"),
    },
    "registration_mailtrouble": {"until", "since", "failures", "refused"},
    "registration_possibleduplicate": {
        *("id", "conference_id", "likelihood", "state"),
        *("found_at", "decided_at", "decided_by_id"),
    },
    "registration_refusedrow": {"id", "job_id", "delegate"},
    "registration_refusedsignup": {"id", "received_at"},
    "registration_registrationnumbers": {"conference_id", "counted_at"},
    "registration_staffaction": {
        *("id", "verb", "by_id", "job_id", "done_at", "undone_at"),
        *("number", "changes", "keys"),
    },
}
