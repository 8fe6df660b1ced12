"""The demonstration on one's own machine: example accounts, mails kept and shown instead of sent."""

import os
import secrets

from fachgruppe.env import Environment, SettingsError

_folder = Environment(os.environ).folder("DATA_DIR")


def _own_secret_key() -> str:
    """A key made at the first start and kept beside the data; never one that stands in the source."""
    path = _folder / "secret_key"
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def _refuse_real_operation(own_key: str) -> None:
    """Whoever gives a key of their own means real operation, and only forgot to say so."""
    if os.environ.get("SECRET_KEY", own_key) not in ("", own_key):
        raise SettingsError(
            "SECRET_KEY ist gesetzt, gestartet wird aber die Vorführung: Für den wirklichen Betrieb bitte "
            "DJANGO_SETTINGS_MODULE=fachgruppe.settings.production setzen, für die Vorführung SECRET_KEY "
            "entfernen."
        )


_refuse_real_operation(_own_secret_key())
os.environ["SECRET_KEY"] = _own_secret_key()
os.environ.setdefault("BASE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")
os.environ.setdefault("EMAIL_URL", "consolemail://")
os.environ.setdefault("MAIL_FROM", "Fachgruppe Smart City Jena <portal@example.org>")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from .base import *  # noqa: E402, F403

DEMO = True
EMAIL_BACKEND = "activity.backends.KeepingBackend"  # shown at /postausgang/
ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]  # noqa: F405
