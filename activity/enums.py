from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """How often a person wants to hear of one kind of thing."""

    AT_ONCE = "at_once", _("sofort")
    DAILY = "daily", _("einmal am Tag")
    NEVER = "never", _("nie")


class MailState(models.TextChoices):
    WAITING = "waiting", _("wartet")
    SENDING = "sending", _("wird gesendet")
    SENT = "sent", _("gesendet")
    NEEDLESS = "needless", _("nicht mehr nötig")
    FAILED = "failed", _("fehlgeschlagen")


class Needless(models.TextChoices):
    """Why a queued mail was not sent after all."""

    INVISIBLE = "invisible", _("nicht mehr sichtbar")
    DECLINED = "declined", _("inzwischen abbestellt")
    NO_ACCOUNT = "no_account", _("Konto nicht mehr aktiv")
    UNKNOWN = "unknown", _("Art der Nachricht nicht mehr bekannt")
    KNOWN = "known", _("schon bekannt")
    RESTORED = "restored", _("wartete in einer zurückgeholten Sicherung")
    EMPTY = "empty", _("nichts mehr zu berichten")


EVENT_SENTENCES = {
    "activity.mail_held": _("hat %(target)s angehalten"),
    "activity.mail_released": _("hat %(target)s freigegeben"),
}
