from django.db import models
from django.utils.translation import gettext_lazy as _


class Result(models.TextChoices):
    CONSENSUS = "CONSENSUS", _("einvernehmlich")
    UNANIMOUS = "UNANIMOUS", _("einstimmig")
    MAJORITY = "MAJORITY", _("mehrheitlich")
    POSTPONED = "POSTPONED", _("vertagt")
    NOTED = "NOTED", _("zur Kenntnis")


class Standing(models.TextChoices):
    """What has become of a decision since it was taken."""

    IN_FORCE = "IN_FORCE", _("gilt")
    REPLACED = "REPLACED", _("ersetzt")
    REVOKED = "REVOKED", _("aufgehoben")
    CARRIED_OUT = "CARRIED_OUT", _("umgesetzt")


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


EVENT_SENTENCES = {
    "decisions.recorded": _("hat den Beschluss %(target)s festgehalten"),
    "decisions.changed": _("hat den Beschluss %(target)s geändert"),
    "decisions.removed": _("hat den Beschluss %(target)s aus dem Entwurf entfernt"),
    "tasks.recorded": _("hat die Aufgabe »%(target)s« festgehalten"),
    "tasks.changed": _("hat die Aufgabe »%(target)s« geändert"),
    "tasks.removed": _("hat die Aufgabe »%(target)s« aus dem Entwurf entfernt"),
    "tasks.begun": _("hat die Aufgabe »%(target)s« begonnen"),
    "tasks.finished": _("hat die Aufgabe »%(target)s« als erledigt gemeldet"),
    "tasks.dropped": _("hat die Aufgabe »%(target)s« verworfen"),
    "tasks.reopened": _("hat die Aufgabe »%(target)s« wieder geöffnet"),
    "outcomes.released": _("hat Beschlüsse und Aufgaben freigegeben: %(target)s"),
    "outcomes.recalled": _("hat Beschlüsse und Aufgaben zurückgeholt: %(target)s"),
}
