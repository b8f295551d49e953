"""How states are drawn: a word with an icon, never a colour alone."""

from confsite.admin.columns import Badge
from registration.states import DelegateState, ErasureState, LetterState

DELEGATES = {
    DelegateState.PENDING: Badge("pending", "care"),
    DelegateState.CONFIRMED: Badge("check_circle", "good"),
    DelegateState.WAITING: Badge("hourglass_top", "open"),
    DelegateState.OFFERED: Badge("redeem", "open"),
    DelegateState.DECLINED: Badge("do_not_disturb_on"),
    DelegateState.CANCELLED: Badge("cancel"),
}
LETTERS = {
    LetterState.QUEUED: Badge("schedule_send", "open"),
    LetterState.SENDING: Badge("outgoing_mail", "open"),
    LetterState.SENT: Badge("mark_email_read", "good"),
    LetterState.FAILED: Badge("unsubscribe", "bad"),
    LetterState.OVERTAKEN: Badge("skip_next"),
}
ERASURES = {
    ErasureState.ASKED: Badge("pending", "care"),
    ErasureState.RUN_OUT: Badge("cancel"),
    ErasureState.DONE: Badge("check_circle", "good"),
}
