"""Rules between rows of several tables, which no constraint says: triggers keep them.

Each raises what a check constraint would raise, under its own name. They may be put off
to the end of a transaction (SET CONSTRAINTS), for whoever moves a whole conference.
"""

import pgtrigger


def rule(name: str, operation: pgtrigger.Operation, *broken: tuple[str, str]):
    """A trigger that refuses a row: for each (rule, condition) that is broken."""
    checks = "\n".join(
        f"IF {condition} THEN RAISE EXCEPTION 'violates rule \"{rule}\"' "
        f"USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}'; END IF;"
        for rule, condition in broken
    )
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        timing=pgtrigger.Immediate,
        operation=operation,
        func=f"{checks} RETURN NULL;",
    )


# FOR SHARE: a conference that is being moved waits for the session, and the other way
# round, so that neither is judged by what the other is about to change.
WITHIN = "session_lies_within_its_conference"
SESSION_KEEPS_TO_ITS_CONFERENCE = rule(
    "session_keeps_to_its_conference",
    pgtrigger.Insert
    | pgtrigger.UpdateOf(
        "starts_at", "ends_at", "conference_id", "room_id", "track_id"
    ),
    (
        WITHIN,
        "NOT EXISTS (SELECT FROM agenda_conference WHERE id = NEW.conference_id "
        "AND starts_at <= NEW.starts_at AND NEW.ends_at <= ends_at FOR SHARE)",
    ),
    (
        "session_has_room_of_its_conference",
        "NEW.room_id IS NOT NULL AND NOT EXISTS (SELECT FROM agenda_room "
        "WHERE id = NEW.room_id AND conference_id = NEW.conference_id)",
    ),
    (
        "session_has_track_of_its_conference",
        "NEW.track_id IS NOT NULL AND NOT EXISTS (SELECT FROM agenda_track "
        "WHERE id = NEW.track_id AND conference_id = NEW.conference_id)",
    ),
)
CONFERENCE_HOLDS_ITS_SESSIONS = rule(
    "conference_holds_its_sessions",
    pgtrigger.UpdateOf("starts_at", "ends_at"),
    (
        WITHIN,
        "EXISTS (SELECT FROM agenda_session WHERE conference_id = NEW.id "
        "AND (starts_at < NEW.starts_at OR ends_at > NEW.ends_at))",
    ),
)
SIGNATORIES_ARE_OF_THE_CONFERENCE = rule(
    "signature_is_of_one_conference",
    pgtrigger.Insert | pgtrigger.UpdateOf("agreement_id", "speaker_id"),
    (
        "signature_is_of_one_conference",
        "NOT EXISTS (SELECT FROM agenda_agreement agreement "
        "JOIN agenda_session session ON session.id = agreement.session_id "
        "JOIN agenda_speaker speaker "
        "ON speaker.conference_id = session.conference_id "
        "WHERE agreement.id = NEW.agreement_id AND speaker.id = NEW.speaker_id)",
    ),
)
PEOPLE_ARE_OF_THE_CONFERENCE = rule(
    "participation_is_of_one_conference",
    pgtrigger.Insert | pgtrigger.UpdateOf("session_id", "speaker_id"),
    (
        "participation_is_of_one_conference",
        "NOT EXISTS (SELECT FROM agenda_session session JOIN agenda_speaker speaker "
        "ON speaker.conference_id = session.conference_id "
        "WHERE session.id = NEW.session_id AND speaker.id = NEW.speaker_id)",
    ),
)
