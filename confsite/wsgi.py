"""The WSGI application: the site, one request at a time. asgi.py has it served."""

import os

from django.core.wsgi import get_wsgi_application

from confsite.outage import limit_the_web

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "confsite.settings")
limit_the_web()
application = get_wsgi_application()
