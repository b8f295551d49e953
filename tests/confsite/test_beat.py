"""What rings knows names alone: each is one that the worker knows, too."""

from django.conf import settings

from confsite.celery import app as worker
from tests.servers import run_python

LOADED = """
import sys
from confsite.beat import app
app.loader.init_worker()
app.finalize()
print(*(name for name in sys.modules if name in ("registration", "agenda")))
"""


def test_the_worker_knows_every_task_that_beat_rings_for():
    worker.loader.import_default_modules()

    rung = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert rung
    assert rung <= worker.tasks.keys()


def test_beat_loads_no_app():
    """It would take twice the memory."""
    said, _nothing = run_python(LOADED).communicate(timeout=60)

    assert said.strip() == ""
