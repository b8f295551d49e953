"""The WSGI application that gunicorn serves."""

import logging
import os
import sys

from django.core.wsgi import get_wsgi_application

from confsite.logs import FewOfAKind, WithoutPersonalLinks
from confsite.outage import limit_the_web
from launcher.home import missing_in_production

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "confsite.settings")
if complaint := missing_in_production():
    sys.exit(f"confsite: {complaint}")
limit_the_web()
application = get_wsgi_application()

# Personal links stand in paths, and gunicorn tells the path that an error is about, and
# each request that is none.
for handler in logging.getLogger("gunicorn.error").handlers:
    handler.addFilter(FewOfAKind())
    handler.addFilter(WithoutPersonalLinks())
