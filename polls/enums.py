from django.db import models
from django.utils.translation import gettext_lazy as _


class PollState(models.TextChoices):
    """Of a Terminabstimmung. In preparation it is the organisers' own."""

    DRAFT = "DRAFT", _("in Vorbereitung")
    OPEN = "OPEN", _("offen")
    CLOSED = "CLOSED", _("geschlossen")
    DECIDED = "DECIDED", _("entschieden")


class PollVerb(models.TextChoices):
    OPEN = "OPEN", _("starten")
    WITHDRAW = "WITHDRAW", _("zurücknehmen")
    CLOSE = "CLOSE", _("schließen")
    REOPEN = "REOPEN", _("wieder öffnen")
    DECIDE = "DECIDE", _("entscheiden")


class Choice(models.TextChoices):
    """What somebody answered to one option. No row means: no answer yet, which is never the same as no."""

    YES = "YES", _("Ja")
    IF_NEED_BE = "IF_NEED_BE", _("Wenn nötig")
    NO = "NO", _("Nein")


class Mode(models.TextChoices):
    ON_SITE = "ON_SITE", _("vor Ort")
    ONLINE = "ONLINE", _("online")
    BOTH = "BOTH", _("vor Ort und online")


EVENT_SENTENCES = {
    "polls.prepared": _("hat eine Terminabstimmung zum Treffen »%(target)s« vorbereitet"),
    "polls.opened": _("hat die Terminabstimmung zum Treffen »%(target)s« gestartet"),
    "polls.withdrawn": _("hat die Terminabstimmung zum Treffen »%(target)s« zurückgenommen"),
    "polls.changed": _("hat die Terminabstimmung zum Treffen »%(target)s« geändert"),
    "polls.closed": _("hat die Terminabstimmung zum Treffen »%(target)s« geschlossen"),
    "polls.reopened": _("hat die Terminabstimmung zum Treffen »%(target)s« wieder geöffnet"),
    "polls.decided": _("hat die Terminabstimmung zum Treffen »%(target)s« entschieden"),
    "polls.reminded": _("hat an die Terminabstimmung zum Treffen »%(target)s« erinnert"),
    "polls.options_added": _("hat Terminvorschläge zum Treffen »%(target)s« ergänzt"),
    "polls.option_removed": _("hat einen Terminvorschlag zum Treffen »%(target)s« entfernt"),
    "polls.option_proposed": _("hat einen Termin für das Treffen »%(target)s« vorgeschlagen"),
    "polls.answered": _("hat auf die Terminabstimmung zum Treffen »%(target)s« geantwortet"),
    "polls.link_blocked": _("hat den eigenen Link zur Terminabstimmung »%(target)s« gesperrt"),
}
