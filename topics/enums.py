from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    IDEA = "IDEA", _("Idee")
    ACCEPTED = "ACCEPTED", _("angenommen")
    PLANNED = "PLANNED", _("eingeplant")
    DISCUSSED = "DISCUSSED", _("behandelt")
    CLOSED = "CLOSED", _("abgeschlossen")
    POSTPONED = "POSTPONED", _("vertagt")
    DECLINED = "DECLINED", _("abgelehnt")


class Verb(models.TextChoices):
    ACCEPT = "ACCEPT", _("annehmen")
    PLAN = "PLAN", _("einplanen")
    UNPLAN = "UNPLAN", _("von der Tagesordnung nehmen")
    DISCUSS = "DISCUSS", _("als behandelt vermerken")
    CLOSE = "CLOSE", _("abschließen")
    POSTPONE = "POSTPONE", _("vertagen")
    DECLINE = "DECLINE", _("ablehnen")
    REOPEN = "REOPEN", _("wieder aufnehmen")


LONGEST_REASON = 1000
ALL_LEVELS = 15  # the sum of them all


class Level(models.IntegerChoices):
    """The four Ebenen of the kickoff; a topic touches any number of them, kept as a bit set."""

    STRATEGIC = 1, _("strategisch")
    CULTURAL = 2, _("kulturell")
    OPERATIONAL = 4, _("operativ")
    TECHNOLOGICAL = 8, _("technologisch")

    @classmethod
    def within(cls, mask: int) -> list["Level"]:
        return [level for level in cls if mask & level]


EVENT_SENTENCES = {
    "topics.proposed": _("hat das Thema »%(target)s« vorgeschlagen"),
    "topics.edited": _("hat das Thema »%(target)s« überarbeitet"),
    "topics.supported": _("unterstützt das Thema »%(target)s«"),
    "topics.unsupported": _("unterstützt das Thema »%(target)s« nicht mehr"),
    "topics.accepted": _("hat das Thema »%(target)s« angenommen"),
    "topics.planned": _("hat das Thema »%(target)s« eingeplant"),
    "topics.unplanned": _("hat das Thema »%(target)s« von der Tagesordnung genommen"),
    "topics.discussed": _("hat das Thema »%(target)s« als behandelt vermerkt"),
    "topics.closed": _("hat das Thema »%(target)s« abgeschlossen"),
    "topics.postponed": _("hat das Thema »%(target)s« vertagt"),
    "topics.declined": _("hat das Thema »%(target)s« abgelehnt"),
    "topics.reopened": _("hat das Thema »%(target)s« wieder aufgenommen"),
}
