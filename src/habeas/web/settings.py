"""Settings of the product, read from the environment once.

``docs/start.md`` lists every variable. A value that cannot be read is refused by name:
a setting misread in silence is how confidential things become public.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from habeas.errors import RefusedError
from habeas.language import LANGUAGES as OWN_NAMES
from habeas.web.running.folder import data_folder

PACKAGE = Path(__file__).resolve().parent.parent


def _flag(name: str, *, default: bool) -> bool:
    text = os.environ.get(name, "yes" if default else "no").lower()
    if text not in ("yes", "no"):
        raise RefusedError("setting-unreadable", f"{name} is “{text}”", advice="Write yes or no.")
    return text == "yes"


def _list(name: str, default: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


DATA = data_folder()

SURFACES = frozenset(_list("HABEAS_SURFACES", "monitoring,public"))
"""Which of the three surfaces this installation shows: ``register``, ``monitoring``, ``public``."""
if unknown := SURFACES - {"register", "monitoring", "public"}:
    raise RefusedError("setting-unreadable", f"HABEAS_SURFACES names {', '.join(sorted(unknown))}")

DEMO = _flag("HABEAS_DEMO", default=False)
"""The demo shows its logins on the sign-in page and carries the band of invented data."""


def _secret_key() -> str:
    if key := os.environ.get("HABEAS_SECRET_KEY"):
        return key
    kept = DATA / "secret-key"
    # Without a key nothing is signed: only what never serves a page may run so.
    return kept.read_text().strip() if kept.exists() else "unset-" + os.urandom(32).hex()


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = _list("HABEAS_HOSTS", "localhost,127.0.0.1,[::1]")
SECURE = _flag("HABEAS_HTTPS", default=False)
"""Whether the address is https: then cookies are marked so and HSTS is sent."""

# The store -----------------------------------------------------------------------------

SQLITE_OPTIONS: dict[str, Any] = {
    # security.md 4.2. IMMEDIATE takes the write lock at the start of a transaction, so that a
    # busy database waits (timeout, seconds) rather than fails half way. What is deleted is overwritten:
    # a key that is destroyed would else stay in the free space of its file.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; "
        "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;"
    ),
}


CONNECTION_SECONDS = 60
"""How long a thread keeps its connection: to open and close one costs more than most requests."""


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / name,
        "OPTIONS": SQLITE_OPTIONS,
        "CONN_MAX_AGE": CONNECTION_SECONDS,
    }


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise RefusedError(
            "database-unknown",
            f"DATABASE_URL begins with “{parts.scheme}”",
            advice="Write postgresql://user@host/name, or leave it out for the embedded store.",
        )
    query = dict(item.split("=", 1) for item in parts.query.split("&") if "=" in item)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {
    "default": _database(os.environ["DATABASE_URL"])
    if os.environ.get("DATABASE_URL")
    else _sqlite("habeas.sqlite3"),
    # The custody register has its own file, writer and backup (security.md 4.2).
    "register": _database(os.environ["REGISTER_DATABASE_URL"])
    if os.environ.get("REGISTER_DATABASE_URL")
    else _sqlite("register.sqlite3"),
    # The keys of its records are in another, whose backups are kept for 35 days at most.
    "keys": _database(os.environ["KEYS_DATABASE_URL"])
    if os.environ.get("KEYS_DATABASE_URL")
    else _sqlite("keys.sqlite3"),
}
LOG_ORIGIN = os.environ.get("HABEAS_LOG_ORIGIN", "")
# Where outsiders reach the page that checks receipts (https://…): it stands in the code of a printed receipt.
PUBLIC_ADDRESS = os.environ.get("HABEAS_ADDRESS", "").rstrip("/")
"""The name of the register's log, given once for ever; without one a name is made at the first entry."""
DATABASE_ROUTERS = ["habeas.web.routing.RegisterRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The apps, from the shells down -----------------------------------------------------------

INSTALLED_APPS = [
    "habeas.web.desk",
    "habeas.web.search",
    "habeas.web.statistics",
    "habeas.web.programme",
    "habeas.web.reading",
    "habeas.web.replies",
    "habeas.web.builder",
    "habeas.web.clocks",
    "habeas.web.procedure",
    "habeas.web.publication",
    "habeas.web.redaction",
    "habeas.web.dossier",
    "habeas.web.mailbook",
    "habeas.web.drafts",
    "habeas.web.reprisals",
    "habeas.web.threads",
    "habeas.web.reports",
    "habeas.web.visits",
    "habeas.web.audits",
    "habeas.web.disclosure",
    "habeas.web.erasure",
    "habeas.web.oversight",
    "habeas.web.recordpapers",
    "habeas.web.recordings",
    "habeas.web.offline",
    "habeas.web.outages",
    "habeas.web.custodydesk",
    "habeas.web.custody",
    "habeas.web.stations",
    "habeas.web.keyring",
    "habeas.web.dialogue",
    "habeas.web.places",
    "habeas.web.conduct",
    "habeas.web.parties",
    "habeas.web.sources",
    "habeas.web.receipts",
    "habeas.web.safeguards",
    "habeas.web.law",
    "habeas.web.people",
    "habeas.web.journal",
    "habeas.web.shell",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "habeas.web.custody.http.without_session.WithoutSession",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "habeas.web.people.sessions.SessionLimits",
    "habeas.web.people.middleware.OwnLanguage",
    "habeas.web.people.middleware.DefaultDeny",
    "habeas.web.custody.wall.Wall",
    "habeas.web.shell.middleware.PlainErrors",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "habeas.web.urls"
WSGI_APPLICATION = "habeas.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "habeas.web.shell.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "habeas.web.shell.templatetags.habeas"],
        },
    }
]
FILTERS_EMPTY_CHOICE_LABEL = _("Any")
FORM_RENDERER = "habeas.web.shell.rendering.FormRenderer"
DJANGO_TABLES2_TEMPLATE = "shell/table.html"

# People --------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
# Sign-in is by name and passphrase; nobody signs up, and nothing is sent by mail.
ACCOUNT_ADAPTER = "habeas.web.people.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = True  # no question at sign-in: the limits of the session hold for all
ACCOUNT_FORMS = {
    "login": "habeas.web.people.forms.SignInForm",
    "change_password": "habeas.web.people.forms.ChangePassphraseForm",
    "reauthenticate": "habeas.web.people.forms.AskAgainForm",
}
# Failed sign-ins are counted in the store, by axes, for every process; these count in memory.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,10/300s/key"}

MFA_ADAPTER = "habeas.web.people.adapters.SecondFactors"
MFA_FORMS = {
    "authenticate": "habeas.web.people.forms.CodeForm",
    "reauthenticate": "habeas.web.people.forms.CodeAgainForm",
    "activate_totp": "habeas.web.people.forms.SetUpAppForm",
    "add_webauthn": "habeas.web.people.forms.AddKeyForm",
    "edit_webauthn": "habeas.web.people.forms.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Habeas"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # browsers allow http for localhost only

# Five failures for one name from one address lock that pair, so that nobody locks out another.
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # who signed in is in the journal, without addresses
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_USERNAME_CALLABLE = "habeas.web.people.forms.name_tried"
AXES_LOCKOUT_CALLABLE = "habeas.web.people.views.locked_out"
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address"]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "account_login"

# Language --------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = list(OWN_NAMES.items())
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
_("Habeas")  # the product's own name, so that a script may write it in its own letters

# What leaves the machine: nothing by itself --------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_LIMIT = 8 * 3600
SESSION_IDLE_LIMIT = 1800
SESSION_COOKIE_AGE = 24 * 3600  # longer than a sign-in: what was typed too late is kept for its owner
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_FAILURE_VIEW = "habeas.web.shell.views.form_expired"


def _mail_server(url: str) -> SplitResult:
    parts = urlsplit(url)
    if url and (parts.scheme not in MAIL_PORTS or not parts.hostname):
        raise RefusedError(
            "setting-unreadable",
            "HABEAS_MAIL names no server of mail",
            advice="Write smtp+starttls://name:password@host:587, or smtps://… or smtp://…",
        )
    return parts


MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_server = _mail_server(os.environ.get("HABEAS_MAIL", ""))
MAILS = bool(_server.hostname)
"""Whether mails are sent at all: only that something is due, to those who asked for it."""
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAILS else 'dummy'}.EmailBackend"
EMAIL_HOST = _server.hostname or "localhost"
EMAIL_PORT = _server.port or MAIL_PORTS.get(_server.scheme, 25)
EMAIL_HOST_USER = unquote(_server.username or "")
EMAIL_HOST_PASSWORD = unquote(_server.password or "")
EMAIL_USE_TLS = _server.scheme == "smtp+starttls"
EMAIL_USE_SSL = _server.scheme == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("HABEAS_MAIL_FROM", "habeas@localhost")

# Large files go to disk while they come in, and have an end.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
FILE_UPLOAD_TEMP_DIR = None


def _gibibytes(name: str, default: str) -> int:
    text = os.environ.get(name, default)
    if not text.isdecimal() or int(text) == 0:
        raise RefusedError("setting-unreadable", f"{name} is “{text}”", advice="Write a whole number of GiB.")
    return int(text) * 2**30


LARGEST_RECORDING = _gibibytes("HABEAS_LARGEST_RECORDING", "8")
"""Bytes of the recording of an interview, at most; it goes to the disk in pieces."""
LARGEST_REGISTER = _gibibytes("HABEAS_LARGEST_REGISTER", "2")
"""Bytes of a register that is brought to be audited, at most, unpacked too."""

SENSE = _flag("HABEAS_SENSE", default=False)
"""Whether what was asked is compared by sense too, by a model that is an optional part."""

# Static files and jobs ---------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [("fonts", PACKAGE / "fonts"), ("pictures", PACKAGE / "pictures" / "static")]
WHITENOISE_USE_FINDERS = True
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long"]}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# A log line names no person, address, or content: the journal has who did what.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "habeas.web.shell.log_lines.Plain",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "axes": {"level": "CRITICAL"},  # its lines name users and addresses
        "django.request": {"level": "ERROR"},
        "gunicorn.http": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
    },
}
