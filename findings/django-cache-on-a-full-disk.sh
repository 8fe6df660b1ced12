#!/usr/bin/env bash
# Django's cache in the database, while the database cannot write.
#
# Version:   Django 5.2.19, the database cache and the database sessions, on SQLite.
# Expected:  an attempt to write raises, as every other write to a full database does (OperationalError).
# Seen:      cache.add() answers False, which means »somebody else was faster«; cache.set() returns as if it had
#            written. Whoever builds a lock or a limit of attempts on add() finds a lock that nobody holds: a
#            sign-in with such a limit answers »too many attempts« to everybody. A changed session says
#            UpdateError, which Django answers as »the session was deleted« with 400, not as a fault of the server.
# Output:    add: False / set: None, read again: None / session: UpdateError / table: OperationalError
# A full disk is stood for by SQLite's own bound of pages (PRAGMA max_page_count), which gives the same SQLITE_FULL.
# Exit code: 0 while it behaves like this, 1 once it does not.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv; venv/bin/pip install -q --disable-pip-version-check Django==5.2.19
cat > try.py <<'PY'
import secrets
import sys
import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "portal.sqlite3"}},
    CACHES={"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cached"}},
    INSTALLED_APPS=["django.contrib.sessions"], SECRET_KEY="x" * 50, USE_TZ=True,
)
django.setup()
from django.core.cache import cache
from django.core.management import call_command
from django.contrib.sessions.backends.db import SessionStore
from django.db import Error, connection

call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
session = SessionStore()
session["a"] = "a"
session.save()
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE plain (text)")
    pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    cursor.execute(f"PRAGMA max_page_count = {pages}")  # the disk is full now
large = secrets.token_hex(50_000)  # sessions are compressed before they are written


def said(write):
    try:
        return write()
    except Exception as error:
        return type(error).__name__


def into_table():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO plain VALUES (%s)", [large])


def into_session():
    session["a"] = large
    session.save()


seen = [
    f"add: {said(lambda: cache.add('lock', large))}",
    f"set: {said(lambda: cache.set('count', large))}, read again: {cache.get('count')}",
    f"session: {said(into_session)}",
    f"table: {said(into_table)}",
]
print(" / ".join(seen))
sys.exit(seen != ["add: False", "set: None, read again: None", "session: UpdateError", "table: OperationalError"])
PY
venv/bin/python try.py
