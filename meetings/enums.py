from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    GROUP = "GROUP", _("Fachgruppentreffen")
    STAMMTISCH = "STAMMTISCH", _("Stammtisch")
    WORKSHOP = "WORKSHOP", _("Workshop")
    EXCURSION = "EXCURSION", _("Exkursion")


class State(models.TextChoices):
    DRAFT = "DRAFT", _("Entwurf")
    POLLING = "POLLING", _("Terminfindung")
    SCHEDULED = "SCHEDULED", _("terminiert")
    INVITED = "INVITED", _("eingeladen")
    RUNNING = "RUNNING", _("läuft")
    HELD = "HELD", _("durchgeführt")
    CANCELLED = "CANCELLED", _("abgesagt")


class Verb(models.TextChoices):
    POLL = "POLL", _("Termin abstimmen")
    SCHEDULE = "SCHEDULE", _("terminieren")
    MOVE = "MOVE", _("verschieben")
    INVITE = "INVITE", _("einladen")
    BEGIN = "BEGIN", _("beginnen")
    HOLD = "HOLD", _("als durchgeführt vermerken")
    CANCEL = "CANCEL", _("absagen")


class ItemKind(models.TextChoices):
    FORMAL = "FORMAL", _("Formalia")
    TALK = "TALK", _("Beitrag")
    DISCUSSION = "DISCUSSION", _("Diskussion")
    DECISION = "DECISION", _("Beschluss")
    ANY_OTHER = "ANY_OTHER", _("Verschiedenes")
