"""The environment variables of the portal: one table for settings, README and error sentences."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from core.mailbox import Place, place_of

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(ImproperlyConfigured):
    """A setting is missing or wrong; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Variable:
    name: str
    default: str | None  # None: must be given in real operation
    meaning: str
    example: str = ""

    @property
    def required(self) -> bool:
        return self.default is None


VARIABLES = {
    variable.name: variable
    for variable in (
        Variable(
            "SECRET_KEY",
            None,
            "Geheimer Schlüssel für Sitzungen und Signaturen, mindestens 50 zufällige Zeichen.",
            "Ausgabe von `python3 -c 'import secrets; print(secrets.token_urlsafe(64))'`",
        ),
        Variable(
            "BASE_URL",
            None,
            "Öffentliche Adresse des Portals, ohne Pfad. Daraus folgen Hostname und Links in Mails.",
            "`https://fachgruppe.example.org`",
        ),
        Variable(
            "EMAIL_URL",
            None,
            "Mail-Ausgang; Sonderzeichen im Kennwort prozentkodiert.",
            "`smtp+tls://name:kennwort@mail.example.org:587`",
        ),
        Variable(
            "MAIL_FROM",
            None,
            "Absender aller Mails.",
            "`Fachgruppe Smart City <fachgruppe@example.org>`",
        ),
        Variable(
            "REPLY_EMAIL",
            "",
            "Adresse, an die Kalender die Antworten auf Einladungen mailen; leer heißt `CONTACT_EMAIL`.",
            "`antworten@example.org`",
        ),
        Variable(
            "REPLIES_URL",
            "",
            "Postfach (IMAP), aus dem das Portal diese Antworten liest; leer heißt: gar nicht.",
            "`imaps://name:kennwort@mail.example.org:993/INBOX`",
        ),
        Variable(
            "DATABASE_URL",
            "",
            "Datenbank; leer heißt SQLite im Datenordner. Im Betrieb PostgreSQL ab Version 14.",
            "`postgres://name:kennwort@db:5432/fachgruppe`",
        ),
        Variable(
            "DATA_DIR",
            "./var",
            "Datenordner: SQLite-Datenbank, hochgeladene Dateien, Sicherungen.",
            "`/var/lib/fachgruppe`",
        ),
        Variable("ATTACHMENT_MAX_MB", "20", "Größte Datei, die als Anlage angenommen wird, in MB."),
        Variable("STATIC_ROOT", "", "Ordner der gebauten statischen Dateien; leer heißt `DATA_DIR/static`."),
        Variable("EXTRA_HOSTS", "", "Weitere erlaubte Hostnamen, durch Komma getrennt."),
        Variable(
            "TRUSTED_PROXIES",
            "0",
            "Zahl der eigenen Reverse-Proxys davor; ab 1 gelten deren Angaben zu Adresse und https.",
            "`1`",
        ),
        Variable("HSTS_SECONDS", "31536000", "Dauer von HSTS in Sekunden, wenn BASE_URL mit https beginnt."),
        Variable("LOG_LEVEL", "INFO", "Ausführlichkeit des Protokolls: DEBUG, INFO, WARNING oder ERROR."),
        Variable(
            "CONTACT_EMAIL", "smartcity@jena.de", "Mailadresse der Fachgruppe, auf allen Seiten angegeben."
        ),
        Variable("CONTACT_PHONE", "0049 3641 49-2019", "Telefonnummer der Fachgruppe."),
        Variable(
            "FILE_REFERENCE",
            "",
            "Aktenzeichen der Fachgruppe; steht im Kopf von Protokollen, Auszügen und Übersichten.",
            "`10.4-2025/017`",
        ),
        Variable("OPERATOR_NAME", "", "Impressum: Name des Betreibers.", "`Stadt Jena`"),
        Variable("OPERATOR_ADDRESS", "", "Impressum: Anschrift, Zeilen durch Semikolon getrennt."),
        Variable("OPERATOR_EMAIL", "", "Impressum: Mailadresse des Betreibers."),
        Variable("OPERATOR_PHONE", "", "Impressum: Telefonnummer des Betreibers."),
        Variable("OPERATOR_REPRESENTATIVE", "", "Impressum: vertretungsberechtigte Person oder Stelle."),
        Variable("PRIVACY_OFFICER", "", "Datenschutz: Anschrift und Mail der oder des Beauftragten."),
        Variable("ENFORCEMENT_BODY", "", "Barrierefreiheit: Name und Anschrift der Durchsetzungsstelle."),
        Variable("HOST", "127.0.0.1", "Adresse, an der der Anwendungsserver lauscht."),
        Variable("PORT", "8000", "Port, an dem der Anwendungsserver lauscht."),
        Variable("WEB_WORKERS", "2", "Zahl der Prozesse des Anwendungsservers."),
        Variable("WEB_THREADS", "4", "Zahl der Threads je Prozess."),
    )
}


class Environment:
    """Reads declared variables only; every refusal is a SettingsError with one sentence."""

    def __init__(self, source: Any = None) -> None:
        self._env = environ.Env()
        if source is not None:
            self._env.ENVIRON = source

    def text(self, name: str) -> str:
        variable = VARIABLES[name]
        value = str(self._env.ENVIRON.get(name, "")).strip()
        if value:
            return value
        if variable.required:
            raise SettingsError(f"{name} fehlt: {variable.meaning} Beispiel: {variable.example}.")
        return variable.default or ""

    def number(self, name: str, least: int = 0, most: int = 2**31) -> int:
        value = self.text(name)
        if not value.isdigit() or not least <= int(value) <= most:
            raise SettingsError(
                f"{name} muss eine ganze Zahl von {least} bis {most} sein, ist aber »{value}«."
            )
        return int(value)

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def choice(self, name: str, *allowed: str) -> str:
        value = self.text(name)
        if value not in allowed:
            raise SettingsError(f"{name} muss eines von {', '.join(allowed)} sein, ist aber »{value}«.")
        return value

    def folder(self, name: str) -> Path:
        path = (ROOT / self.text(name)).resolve()
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o750)
        except OSError as error:
            raise SettingsError(
                f"{name}: Der Ordner {path} lässt sich nicht anlegen ({error.strerror})."
            ) from error
        return path

    def secret_key(self) -> str:
        value = self.text("SECRET_KEY")
        if len(value) < 50 or len(set(value)) < 12 or value.startswith("django-insecure-"):
            raise SettingsError(
                "SECRET_KEY ist zu schwach: Bitte mindestens 50 zufällige Zeichen setzen, "
                f"zum Beispiel {VARIABLES['SECRET_KEY'].example}."
            )
        return value

    def base_url(self) -> str:
        value = self.text("BASE_URL").rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
            raise SettingsError(
                "BASE_URL muss mit https:// (oder http://) beginnen und darf keinen Pfad haben, "
                f"ist aber »{value}«."
            )
        return value

    def database(self, data_dir: Path) -> dict[str, Any]:
        url = self.text("DATABASE_URL") or f"sqlite:///{data_dir / 'portal.sqlite3'}"
        try:
            database = dict(self._env.db_url_config(url))
        except (ValueError, ImproperlyConfigured) as error:
            raise SettingsError("DATABASE_URL ist keine gültige Datenbankadresse.") from error
        if database.get("ENGINE") == "django.db.backends.sqlite3":
            # Opening the file anew for every request costs more than most of their queries.
            kept = {"ENGINE": "core.sqlite", "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
            # Who starts without a file sets the portal up; who has found one never makes another.
            mode = "rw" if Path(database["NAME"]).exists() else "rwc"
            return database | {"OPTIONS": sqlite_options() | {"mode": mode}} | kept
        if database.get("ENGINE") == "django.db.backends.postgresql":
            return self._postgres(database)
        raise SettingsError("DATABASE_URL muss mit postgres:// oder sqlite:/// beginnen.")

    def _postgres(self, database: dict[str, Any]) -> dict[str, Any]:
        options = dict(database.get("OPTIONS") or {})
        database["HOST"] = options.pop("host", None) or database.get("HOST", "")
        options.setdefault("connect_timeout", 10)
        # A kept connection keeps its plans too: planning costs our short queries more than running them does.
        options.setdefault("server_side_binding", True)
        options.setdefault("prepare_threshold", 5)
        # Each thread keeps its connection (docs/adr/0009); one that has died is noticed and replaced.
        kept = {"ENGINE": "core.postgres", "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
        return database | {"OPTIONS": options} | kept

    def replies(self) -> Place | None:
        """The mailbox for answers to invitations, or None."""
        url = self.text("REPLIES_URL")
        if not url:
            return None
        try:
            place = place_of(url)
        except ValueError as error:
            raise SettingsError(
                f"REPLIES_URL ist keine gültige Adresse eines Postfachs; Beispiel: "
                f"{VARIABLES['REPLIES_URL'].example}."
            ) from error
        if not self.text("REPLY_EMAIL"):
            raise SettingsError("Zu REPLIES_URL gehört REPLY_EMAIL: die Mailadresse dieses Postfachs.")
        return place

    def email(self) -> dict[str, Any]:
        url = self.text("EMAIL_URL")
        try:
            return dict(self._env.email_url_config(url))
        except (ValueError, KeyError, ImproperlyConfigured) as error:
            raise SettingsError(
                f"EMAIL_URL ist keine gültige Adresse eines Mail-Ausgangs; Beispiel: "
                f"{VARIABLES['EMAIL_URL'].example}."
            ) from error


def sqlite_options(synchronous: str = "FULL") -> dict[str, Any]:
    """Writers queue instead of failing (IMMEDIATE), readers never wait (WAL), and what was answered
    with success is on the disk before the answer leaves (FULL).

    Pages of the file stand in the memory of the system already: a process keeps few of them, and few queries.
    """
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "cached_statements": 32,
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            f"PRAGMA synchronous={synchronous};"
            "PRAGMA journal_size_limit=67108864;"
            "PRAGMA cache_size=-500;"
        ),
    }
