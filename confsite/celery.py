"""The Celery app. Its broker is only a doorbell: the database holds the work."""

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import celeryd_init

from launcher.home import missing_in_production

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "confsite.settings")
app = Celery("confsite")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["registration", "confsite.staff"])


@celeryd_init.connect
def refuse_what_is_half_set_up(**_options: Any) -> None:
    """A worker writes links into letters. Who only rings the doorbell does not."""
    if complaint := missing_in_production():
        sys.exit(f"confsite: {complaint}")
