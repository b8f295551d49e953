"""What the worker is asked for about staff; the rows say what there is to do."""

from django.conf import settings
from django.utils.module_loading import import_string

from confsite.celery import app
from confsite.staff import passwords


@app.task(name="confsite.staff.password_letters")
def password_letters() -> None:
    """Somebody rang, or beat did for whatever a dead broker left behind."""
    if import_string(settings.LETTERS_MAY_LEAVE)() is True:
        passwords.send_letters()
