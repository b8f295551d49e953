"""Rights that no role gives, for tests that look at one right at a time.

Django's own table of a user's permissions counts in every conference here; in the site
itself it gives nothing (tests/agenda/test_rights.py).
"""

from typing import Any

from agenda.models import Conference
from agenda.rights import ConferenceRoles, Rights


class ExactRights(ConferenceRoles):
    def read(self, user: Any) -> Rights:
        rights = super().read(user)
        if user.is_anonymous or not user.is_active or rights.owns_installation:
            return rights
        rows = user.user_permissions.values_list("content_type__app_label", "codename")
        exact = frozenset(f"{app}.{name}" for app, name in rows)
        if not exact:
            return rights
        keys = Conference.objects.values_list("pk", flat=True)
        held = {pk: exact | rights.by_conference.get(pk, frozenset()) for pk in keys}
        return Rights(False, {0: exact, **held})
