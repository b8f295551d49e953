"""The WSGI application: the site, one request at a time. asgi.py has it served."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from confsite.outage import limit_the_web
from launcher.home import missing_in_production

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "confsite.settings")
if complaint := missing_in_production():
    sys.exit(f"confsite: {complaint}")
limit_the_web()
application = get_wsgi_application()
