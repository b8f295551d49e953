"""What the bench of the admin needs from inside the site.

python -m bench.desk sign-in               prints the cookie of a member of staff
python -m bench.desk fill 100000           with so many delegates, 1 in 20 waiting
python -m bench.desk happen 100000         with so many changes by staff
python -m bench.desk reads PATH TABLE      prints what a page reads of a table, as JSON
"""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from agenda.models import Conference  # noqa: E402
from bench.grow import grow  # noqa: E402
from bench.site import SLUG  # noqa: E402
from confsite.models import User  # noqa: E402
