"""Settings of an installation; everything that differs comes from environment variables.

``ZHIQIANG_HOME`` state, ``ZHIQIANG_CATALOGUE`` catalogue, ``ZHIQIANG_DATABASE`` a PostgreSQL
address (postgresql://user:password@host:port/name), ``ZHIQIANG_HOSTS`` host names served,
``ZHIQIANG_ENGINE`` what reads the snapshots: ``duckdb``, ``local[2]`` or ``spark://host:port``,
``ZHIQIANG_MAIL`` and ``ZHIQIANG_GATEWAY`` where messages go besides the pages.
"""

from __future__ import annotations

import os
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from zhiqiang.config import home, limits, security, sqlite

HOME = home.home()
CATALOGUE = home.catalogue()
SECRET_KEY = home.secret_key()
ENGINE = os.environ.get("ZHIQIANG_ENGINE", "")
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", *os.environ.get("ZHIQIANG_HOSTS", "").split()]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "zhiqiang.records.accounts",
    "zhiqiang.records.journal",
    "zhiqiang.records.files",
    "zhiqiang.records.jobs",
    "zhiqiang.records.notices",
    "zhiqiang.records.registry",
    "zhiqiang.records.indicators",
    "zhiqiang.records.casework",
    "zhiqiang.domains.plans",
    "zhiqiang.domains.assessments",
    "zhiqiang.domains.duties",
    "zhiqiang.domains.landscapes",
    "zhiqiang.domains.services",
    "zhiqiang.domains.information",
    "zhiqiang.ui",
    "zhiqiang.portal",
]
AUTH_USER_MODEL = "accounts.Person"

MIDDLEWARE = [
    "zhiqiang.config.addresses.RealAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "zhiqiang.config.headers.SafeHeaders",
    "zhiqiang.api.problems.ProblemDetails",
    "zhiqiang.config.bounds.BoundedRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "zhiqiang.config.addresses.SafeRedirects",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zhiqiang.api.asking.Tokens",
    "zhiqiang.config.limits.RateLimits",
    "zhiqiang.api.asking.RefuseBadTokens",
    "zhiqiang.records.journal.whence.FromWhere",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhiqiang.portal.people.gate.FirstThings",
    "zhiqiang.portal.frame.AskedFor",
]
ROOT_URLCONF = "zhiqiang.config.urls"
WSGI_APPLICATION = "zhiqiang.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhiqiang.portal.frame.frame",
            ],
            "builtins": ["zhiqiang.ui.templatetags.figures"],
        },
    }
]


def _database() -> dict[str, object]:
    address = os.environ.get("ZHIQIANG_DATABASE")
    if address:
        parts = urlsplit(address)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": {"pool": True},
        }
    sqlite.use_fixed_library()
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home.ledger(),
        "OPTIONS": {
            # A transaction that reads and then writes fails at once in WAL mode unless it
            # takes the write lock when it begins.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA foreign_keys=ON;PRAGMA cache_size=-32000;"
            ),
        },
    }


DATABASES = {"default": _database()}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_RULES = "zhiqiang.records.accounts.passwords"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}.LongEnough"},
    {"NAME": f"{_RULES}.SeveralKinds"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NoOwnName"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {"NAME": f"{_RULES}.NotUsedBefore"},
]
# A password is changed after so many days; 0: never.
PASSWORD_DAYS = int(os.environ.get("ZHIQIANG_PASSWORD_DAYS", "180"))
# A session ends after so many minutes without a request, after so many hours in any case; and of
# those of one person the oldest ends when there are more than so many at once.
SESSION_IDLE_MINUTES = int(os.environ.get("ZHIQIANG_SESSION_MINUTES", "30"))
SESSION_HOURS = 12
SESSIONS_AT_ONCE = 3
SESSION_ENGINE = "zhiqiang.records.accounts.session_store"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
AUTHENTICATION_BACKENDS = ["zhiqiang.records.accounts.backend.OpenAccounts"]
# While nobody has an account every page leads to the first one; roles may demand a second factor.
FIRST_ACCOUNT = SECOND_FACTOR_BY_ROLE = True
LOGIN_URL = "portal:sign_in"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:home"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = home.CHECKOUT / "build" / "static"
STATICFILES_DIRS = [home.CHECKOUT / "build" / "vendor"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

# Django alone would only mail failures to administrators; a bureau reads them where it serves.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "zhiqiang.portal.failures.forged"
X_FRAME_OPTIONS = "DENY"
# Behind a proxy that speaks TLS: ZHIQIANG_HTTPS=1, and its addresses in ZHIQIANG_PROXIES.
HTTPS = os.environ.get("ZHIQIANG_HTTPS") == "1"
TRUSTED_PROXIES = frozenset(os.environ.get("ZHIQIANG_PROXIES", "").split())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
# Where messages go besides the pages; see ``records/notices/ways.py``.
MAIL = os.environ.get("ZHIQIANG_MAIL", "")
GATEWAY = os.environ.get("ZHIQIANG_GATEWAY", "")
GATEWAY_KEY = os.environ.get("ZHIQIANG_GATEWAY_KEY", "")
ADDRESS = os.environ.get("ZHIQIANG_ADDRESS", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
UPLOAD_MAX_SIZE = 200 * 1024 * 1024
RATE_LIMITS = limits.LIMITS

security.refuse_insecure(DEBUG, ALLOWED_HOSTS, SECRET_KEY, HTTPS, HOME / "secret.key")
