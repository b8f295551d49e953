"""Celery's clock: it rings every few seconds by the names of tasks, and knows no app.

Only the worker carries them out; without the apps it takes half of the memory.
"""

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import beat_init

from launcher.home import missing_in_production

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "confsite.settings")
app = Celery("confsite", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")


@beat_init.connect
def refuse_what_is_half_set_up(**_options: Any) -> None:
    if complaint := missing_in_production():
        sys.exit(f"confsite: {complaint}")
