"""The Celery app. Its broker is only a doorbell: the database holds the work."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "confsite.settings")
app = Celery("confsite")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["registration", "confsite.staff"])
