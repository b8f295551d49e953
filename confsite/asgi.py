"""What granian serves: whole requests, answered in threads."""

from django.conf import settings

from confsite.threads import InThreads
from confsite.wsgi import application as wsgi


def largest_body(path: str) -> int:
    if path.startswith(settings.STAFF_PATHS):
        return settings.STAFF_UPLOAD_MAX_SIZE
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE


application = InThreads(wsgi, largest_body)
