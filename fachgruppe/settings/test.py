"""Tests: the base with a throw-away data folder, and a fast hasher."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="fachgruppe-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ["DATA_DIR"] = _folder
os.environ["SECRET_KEY"] = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-only-for-tests"  # noqa: S105
os.environ["BASE_URL"] = "http://testserver"
os.environ["EMAIL_URL"] = "memorymail://"
os.environ["MAIL_FROM"] = "Fachgruppe Smart City Jena <portal@example.org>"
os.environ["LOG_LEVEL"] = "ERROR"

from fachgruppe.env import sqlite_options  # noqa: E402

from .base import *  # noqa: E402, F403

DEMO = True
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # noqa: F405
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
RECORDS_CHECKED_EVERY = 0  # every test has rows of its own
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
if DATABASES["default"]["ENGINE"] == "core.sqlite":  # noqa: F405
    # A file, not memory: threads of the concurrency tests need real connections of their own.
    DATABASES["default"]["OPTIONS"] = sqlite_options(synchronous="OFF")  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_folder, "test.sqlite3")}  # noqa: F405
