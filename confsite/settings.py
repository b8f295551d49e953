"""Settings, from the environment; docs/settings.md explains each variable."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pghistory
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from confsite.environment import Environment
from confsite.log_setup import LOGGING  # noqa: F401 - how Django finds it
from confsite.shades import SHADES
from launcher.home import home_from_environ

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

# Where the embedded database, mailbox and broker keep their files.
HOME = home_from_environ()

# -- The site ----------------------------------------------------------------------

SECRET_KEY = env("SECRET_KEY", default=None) or HOME.secret_key()
# Keys that it has replaced: what they have signed, every link in a letter, stays valid.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
PORT = env.int("PORT", default=8000)
# Every link in a letter starts with this, never with the Host header of a request.
SITE_URL = env.address("SITE_URL", f"http://127.0.0.1:{PORT}", "http", "https").rstrip(
    "/"
)
SECURE = urlsplit(SITE_URL).scheme == "https"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# How many proxies of ours stand in front: that many entries of X-Forwarded-For are
# believed, from the right. With 0 the header is ignored.
PROXIES = env.int("PROXIES", default=0)

# The site stands at the root of its host. Else whoever names another root in a request
# would write it into every page that is kept.
FORCE_SCRIPT_NAME = ""

ROOT_URLCONF = "confsite.urls"
WSGI_APPLICATION = "confsite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "confsite.User"
# What staff may do follows from their roles in conferences.
AUTHENTICATION_BACKENDS = ["agenda.rights.ConferenceRoles"]

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_countries",
    "csp",
    "pgtrigger",
    "pghistory",
    "confsite.staff.apps.Account",
    "allauth.mfa",
    "confsite",
    "agenda",
    "registration",
]

# The first ten serve every page. The very first counts; the second sends what is kept,
# and so spares the others. The third is around all that can answer: files, redirects,
# refusals. Those that end in "OnStaffPages" cost a public page nothing: it has no
# session, no user and no messages.
MIDDLEWARE = [
    "confsite.metrics.requests.CountRequests",
    "confsite.caching.microcache.MicrocacheMiddleware",
    "confsite.csp.ContentSecurityPolicy",
    "confsite.middleware.DatabaseOutage",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "confsite.middleware.ReadableAddress",
    "confsite.middleware.Locale",
    "confsite.middleware.Common",
    "django.middleware.csrf.CsrfViewMiddleware",
    "confsite.middleware.SessionOnStaffPages",
    "confsite.middleware.AuthenticationOnStaffPages",
    "confsite.middleware.MessagesOnStaffPages",
    "confsite.middleware.HistoryOnStaffPages",
]
STAFF_PATHS = ("/admin/", "/checkin/", "/api/", "/mailbox/")
# Who watches the processes asks each by its own address, not by the name of the site.
ASKED_DIRECTLY = ("/healthz", "/readyz", "/metrics")

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# -- Data --------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url_config(
        env.address("DATABASE_URL", HOME.database_url, "postgres", "postgresql")
    )
    | {
        # A connection for each request would cost more than half of the throughput.
        "CONN_MAX_AGE": 600,
        # Of a database that was started anew each thread holds one that is dead.
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": env("TEST_DATABASE", default=None)},
    }
}
DATABASES["default"]["OPTIONS"] = {
    # Seconds until a server that takes connections and says nothing counts as away; and
    # until one counts so whose machine has gone without a word.
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
} | DATABASES["default"].get("OPTIONS", {})
# For the web alone, in milliseconds: nobody who has opened a page waits for longer, and
# nobody else waits for what they hold. Work of the worker may take its time.
WEB_DATABASE_LIMITS = {
    "statement_timeout": 30_000,
    "lock_timeout": 15_000,
    "idle_in_transaction_session_timeout": 60_000,
}

CACHES = {
    "default": env.cache_url_config(
        env.address("CACHE_URL", "locmemcache://", *env.CACHE_SCHEMES)
    )
}
# One that hangs is worse than one that is gone: a visitor waits for it.
SERVICE_TIMEOUT = 1  # seconds, for the cache as for the broker
if CACHES["default"]["BACKEND"].endswith(".RedisCache"):
    CACHES["default"].setdefault("OPTIONS", {}).update(
        socket_connect_timeout=SERVICE_TIMEOUT, socket_timeout=SERVICE_TIMEOUT
    )

# Triggers see every write, raw and bulk ones too.
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
# Events are looked up by the row they are about, never by what that row points at.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)

# -- Work outside the request ------------------------------------------------------

CELERY_BROKER_URL = env.address(
    "CELERY_BROKER_URL",
    "filesystem://",
    *("filesystem", "redis", "rediss", "amqp", "amqps"),
)
# A dead broker must cost the visitor nothing: the row is safe, the sweep sends it.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"max_retries": 0}
match urlsplit(CELERY_BROKER_URL).scheme:
    case "filesystem":
        CELERY_BROKER_TRANSPORT = "confsite.doorbell:Transport"
        CELERY_WORKER_PREFETCH_MULTIPLIER = 8
        CELERY_BROKER_TRANSPORT_OPTIONS |= {
            "data_folder_in": str(HOME.broker / "queue"),
            "data_folder_out": str(HOME.broker / "queue"),
            "control_folder": str(HOME.broker / "control"),
            "polling_interval": 0.05,
        }
    case "amqp" | "amqps":
        CELERY_TASK_DEFAULT_QUEUE_TYPE = "quorum"
        CELERY_BROKER_TRANSPORT_OPTIONS |= {
            "confirm_publish": True,
            "connect_timeout": SERVICE_TIMEOUT,
            "read_timeout": SERVICE_TIMEOUT,
            "write_timeout": SERVICE_TIMEOUT,
        }
    case _:
        CELERY_BROKER_TRANSPORT_OPTIONS |= {
            "socket_connect_timeout": SERVICE_TIMEOUT,
            "socket_timeout": SERVICE_TIMEOUT,
        }

# -- Mail: queued in the request, sent by the worker (registration/letters) -----------

EMAIL_EMBEDDED = not env("EMAIL_URL", default="")
vars().update(
    env.email_url_config(
        env.address("EMAIL_URL", HOME.smtp_url, "smtp", "smtps", "smtp+tls", "smtp+ssl")
    )
)
# Letters to staff go the same way as those to delegates: the same TLS, the same name.
EMAIL_BACKEND = "registration.letters.backend.Backend"
EMAIL_TIMEOUT = 60  # seconds for one answer of the mail server
# What signs the mail server's certificate, if the system does not know it.
MAIL_CA_FILE = env("MAIL_CA_FILE", default="")
# As whom we greet the mail server.
MAIL_EHLO_NAME: str = (
    env("MAIL_EHLO_NAME", default="") or urlsplit(SITE_URL).hostname or "localhost"
)
# Exim, by its defaults, puts the eleventh letter aside for half an hour.
MAIL_PER_CONNECTION = env.int("MAIL_PER_CONNECTION", default=10)
# Part of every Message-ID and calendar UID: keep it once letters have left.
MAIL_DOMAIN = env("MAIL_DOMAIN", default="confsite.example")
# From whom staff get the letter in which they set their password.
DEFAULT_FROM_EMAIL = env("STAFF_SENDER", default=f"confsite@{MAIL_DOMAIN}")
MAIL_LEASE = timedelta(seconds=env.int("MAIL_LEASE", default=360))
# After so long the job of a worker that died goes on with another.
JOB_LEASE = timedelta(seconds=env.int("JOB_LEASE", default=60))
SWEEP_EVERY = timedelta(seconds=env.int("SWEEP_EVERY", default=5))
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "registration.letters.sweep", "schedule": SWEEP_EVERY},
    "jobs": {"task": "registration.jobs.work", "schedule": SWEEP_EVERY},
    "passwords": {"task": "confsite.staff.password_letters", "schedule": 30.0},
    "release": {"task": "registration.release", "schedule": 60.0},
    "duplicates": {"task": "registration.duplicates", "schedule": 15.0},
}

# -- Limits per network address and mailbox ----------------------------------------

LIMITS = env.switch("LIMITS", default=True)

# -- Language and time -------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"

# -- Files -------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = HOME.static
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "confsite.staticfiles.Storage"},
}
WHITENOISE_MAX_AGE = 60
WHITENOISE_ADD_HEADERS_FUNCTION = None

# -- Asked by name, so that who asks needs not know who answers ---------------------

# How registration stands, for the pages of the agenda.
REGISTRATION_STATUS = "registration.signup.status.status"
# What comes along into a new edition besides its programme.
COPIED_INTO_A_NEW_EDITION = ["registration.editions.copy"]
# What /readyz asks besides the database and the worker's heartbeat.
READY_CHECKS = {
    "letters": "registration.letters.progress.letters_leave",
    "outbox": "registration.letters.copies.may_leave",
    "places": "registration.holds.lapse_in_time",
    "jobs": "registration.jobs.standing.jobs_go_on",
}
# Whether any letter may leave: not from a copy of the database.
LETTERS_MAY_LEAVE = READY_CHECKS["outbox"]
# What /metrics tells besides requests and jobs; who sends the token may be elsewhere.
METRICS = ["registration.metrics.families"]
METRICS_TOKEN = env("METRICS_TOKEN", default="")

# -- Security ----------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# What django-unfold's Alpine.js and its inline styles ask for; used for /admin/ alone.
ADMIN_CSP = {
    "style-src": [SELF, UNSAFE_INLINE],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "frame-ancestors": [SELF],
}
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # frame-ancestors above says what X-Frame-Options would
    "security.W005",  # only the owner of a domain can speak for its other subdomains
    "security.W021",  # … or enter it into the preload list
]
# Addresses may be keys: they go to nobody, not even into what a proxy of ours logs of
# the files that a page asks for. The origin is what protection against forgery reads.
SECURE_REFERRER_POLICY = "strict-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Without a proxy of ours nobody can tell how the visitor came here.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_SSL_REDIRECT = SECURE and PROXIES > 0
SECURE_SSL_HOST = urlsplit(SITE_URL).netloc
SECURE_REDIRECT_EXEMPT = [f"^{path[1:]}$" for path in ASKED_DIRECTLY]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "confsite.errors.csrf_failure"
# Whether staff must have something besides their password. Who has it is asked for it
# in any case.
STAFF_SECOND_FACTOR = env.switch("STAFF_SECOND_FACTOR", default=SECURE)
# Of django-allauth the tables and the mathematics; pages and limits are our own.
MFA_ADAPTER = "confsite.staff.adapter.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1  # a telephone may be half a minute before or behind
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_RESET_TIMEOUT = 48 * 3600  # seconds for which the link in such a letter opens
# The form has some 15 fields; nothing a person types is near these.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000  # as many as a long run sheet of the admin
STAFF_UPLOAD_MAX_SIZE = 20_000_000
FILE_UPLOAD_HANDLERS = [
    "confsite.uploads.RefuseFloods",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"confsite.staff.password_rules.{name}"}
    for name in (
        "NotLikeOneself",
        "LongEnough",
        "NotCommon",
        "NotNumeric",
    )
]

# -- Admin -------------------------------------------------------------------------

UNFOLD = {
    "SITE_TITLE": _("Conference office"),
    "SITE_HEADER": _("Conference office"),
    # The conference that staff work on, and the others to choose from.
    "SITE_SUBHEADER": "agenda.admin.current_conference.subheader",
    "SITE_DROPDOWN": "agenda.admin.current_conference.dropdown",
    "SITE_SYMBOL": "event",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("icons/favicon.svg"),
        }
    ],
    "ACCOUNT": {
        "navigation": [
            {"title": _("Security"), "link": reverse_lazy("security")},
            {
                "title": _("Change password"),
                "link": reverse_lazy("admin:password_change"),
            },
        ]
    },
    "SHOW_HISTORY": True,
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "6px",
    "COLORS": SHADES,
    "DASHBOARD_CALLBACK": "registration.admin.today.on_the_first_page",
    "SIDEBAR": {"navigation": "confsite.sidebar.navigation"},
}
