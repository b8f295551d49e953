"""How states are drawn: a word with an icon, never a colour alone."""

from confsite.admin.columns import Look
from registration.states import DelegateState, LetterState

DELEGATES = {
    DelegateState.PENDING: Look("pending", "care"),
    DelegateState.CONFIRMED: Look("check_circle", "good"),
    DelegateState.WAITING: Look("hourglass_top", "open"),
    DelegateState.OFFERED: Look("redeem", "open"),
    DelegateState.DECLINED: Look("do_not_disturb_on"),
    DelegateState.CANCELLED: Look("cancel"),
}
LETTERS = {
    LetterState.QUEUED: Look("schedule_send", "open"),
    LetterState.SENDING: Look("outgoing_mail", "open"),
    LetterState.SENT: Look("mark_email_read", "good"),
    LetterState.FAILED: Look("unsubscribe", "bad"),
}
