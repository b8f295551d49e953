"""Letters that are no longer to be in the embedded mailbox."""

from collections.abc import Collection

from django.conf import settings

from launcher.maildir import Maildir


def forget_letters_to(addresses: Collection[str]) -> int:
    """Remove what arrived for these addresses; returns how many letters that were.

    Only where the embedded mailbox is in use: elsewhere letters lie with their readers.
    """
    if not settings.EMAIL_EMBEDDED:
        return 0
    maildir = Maildir(settings.HOME.mailbox)
    wanted = {address.casefold() for address in addresses}
    found = [
        name
        for name in maildir.names()
        if wanted & {to.casefold() for to in maildir.recipients(name)}
    ]
    for name in found:
        (maildir.path / "new" / name).unlink(missing_ok=True)
    return len(found)
