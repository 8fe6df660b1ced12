from django.db import models
from django.utils.translation import gettext_lazy as _


class Result(models.TextChoices):
    CONSENSUS = "CONSENSUS", _("einvernehmlich")
    UNANIMOUS = "UNANIMOUS", _("einstimmig")
    MAJORITY = "MAJORITY", _("mehrheitlich")
    POSTPONED = "POSTPONED", _("vertagt")
    NOTED = "NOTED", _("zur Kenntnis")


class TaskState(models.TextChoices):
    OPEN = "OPEN", _("offen")
    IN_PROGRESS = "IN_PROGRESS", _("in Arbeit")
    DONE = "DONE", _("erledigt")
    DROPPED = "DROPPED", _("verworfen")


class TaskVerb(models.TextChoices):
    BEGIN = "BEGIN", _("beginnen")
    FINISH = "FINISH", _("als erledigt melden")
    DROP = "DROP", _("verwerfen")
    REOPEN = "REOPEN", _("wieder öffnen")
