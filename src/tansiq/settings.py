"""Django's settings, made from the node's own (docs/reference/settings.md)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tansiq.config import Config, read_config

PACKAGE = Path(__file__).resolve().parent
CONFIG: Config = read_config(os.environ)
DAY = 24 * 3600


def database(url: str) -> dict[str, Any]:
    """Return what Django needs to connect to the database at `url` (sqlite or postgresql)."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite("/" + unquote(parts.path).lstrip("/"))
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": options.pop("port", None) or str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "options": "-c lock_timeout=10s -c synchronous_commit=on",
            **options,
        },
    }


def sqlite(path: str) -> dict[str, Any]:
    """Return what Django needs for the file at `path`: a commit is on the disk, a deletion leaves zeros."""
    pragmas = {
        "journal_mode": "WAL",
        "synchronous": "FULL",
        "secure_delete": "ON",
        "temp_store": "MEMORY",
        "cache_size": "-16000",
        "wal_autocheckpoint": "8000",
    }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "; ".join(f"PRAGMA {name} = {value}" for name, value in pragmas.items()),
        },
        "TEST": {"NAME": f"{path}.test"},
    }


DEBUG = False
# Empty when there is none: Django then refuses to sign anything.
SECRET_KEY = CONFIG.secret_key or ""
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *([urlsplit(CONFIG.url).hostname] if CONFIG.url else [])]

DATABASES = {"default": database(CONFIG.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "tansiq.store",
    "tansiq.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tansiq.web.policy.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "tansiq.web.urls"
ASGI_APPLICATION = "tansiq.web.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Granian serves the files themselves: everything that is static belongs to the one app "tansiq.web".
STATIC_URL = "/static/"
STATIC_FOLDER = PACKAGE / "web" / "static"

LANGUAGE_CODE = CONFIG.language
LANGUAGES = [("ar", "العربية"), ("fr", "Français"), ("en", "English")]
USE_I18N = True
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = CONFIG.time_zone

AUTH_USER_MODEL = "store.User"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Each node has its own cookies, although three of a demonstration share the host 127.0.0.1.
_NODE = f"tansiq_{urlsplit(CONFIG.url).port or ''}" if CONFIG.url else f"tansiq_{CONFIG.port}"
SESSION_COOKIE_NAME = f"{_NODE}_session"
SESSION_COOKIE_AGE = DAY // 2
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CONFIG.is_public
CSRF_COOKIE_NAME = f"{_NODE}_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = CONFIG.is_public
LANGUAGE_COOKIE_NAME = "tansiq_language"
LANGUAGE_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_SECURE = CONFIG.is_public
CSRF_TRUSTED_ORIGINS = [CONFIG.url] if CONFIG.url else []

SECURE_HSTS_SECONDS = 365 * DAY if CONFIG.is_public else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = CONFIG.max_upload * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
"""An import is held in memory, never in a temporary file that an erasure would miss."""

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # anybody may ask under any name
    },
}
