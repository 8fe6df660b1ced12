from django.db import models
from django.utils.translation import gettext_lazy as _


class Result(models.TextChoices):
    CONSENSUS = "CONSENSUS", _("einvernehmlich")
    UNANIMOUS = "UNANIMOUS", _("einstimmig")
    MAJORITY = "MAJORITY", _("mehrheitlich")
    POSTPONED = "POSTPONED", _("vertagt")
    NOTED = "NOTED", _("zur Kenntnis")


class DecisionStatus(models.TextChoices):
    """What has become of a decision since it was taken."""

    IN_FORCE = "IN_FORCE", _("gilt")
    REPLACED = "REPLACED", _("ersetzt")
    REVOKED = "REVOKED", _("aufgehoben")
    CARRIED_OUT = "CARRIED_OUT", _("umgesetzt")


class DecisionVerb(models.TextChoices):
    REPLACE = "REPLACE", _("durch einen späteren Beschluss ersetzen")
    REVOKE = "REVOKE", _("aufheben")
    CARRY_OUT = "CARRY_OUT", _("als umgesetzt vermerken")
    RESTORE = "RESTORE", _("wieder in Kraft setzen")


class Due(models.TextChoices):
    """The three ways to say until when a task shall be done."""

    ON_DAY = "ON_DAY", _("bis zu einem Tag")
    NEXT_MEETING = "NEXT_MEETING", _("bis zum nächsten Treffen")
    OPEN = "OPEN", _("ohne Termin")


class TaskState(models.TextChoices):
    OPEN = "OPEN", _("offen")
    IN_PROGRESS = "IN_PROGRESS", _("in Arbeit")
    DONE = "DONE", _("erledigt")
    DROPPED = "DROPPED", _("verworfen")


OPEN_STATES = (TaskState.OPEN, TaskState.IN_PROGRESS)


class TaskVerb(models.TextChoices):
    BEGIN = "BEGIN", _("beginnen")
    FINISH = "FINISH", _("als erledigt melden")
    DROP = "DROP", _("verwerfen")
    REOPEN = "REOPEN", _("wieder öffnen")


EVENT_SENTENCES = {
    "decisions.recorded": _("hat den Beschluss %(target)s festgehalten"),
    "decisions.changed": _("hat den Beschluss %(target)s geändert"),
    "decisions.corrected": _("hat den Wortlaut des Beschlusses %(target)s berichtigt"),
    "decisions.removed": _("hat den Beschluss %(target)s aus dem Entwurf entfernt"),
    "decisions.replaced": _("hat den Beschluss %(target)s als ersetzt vermerkt"),
    "decisions.revoked": _("hat den Beschluss %(target)s als aufgehoben vermerkt"),
    "decisions.carried_out": _("hat den Beschluss %(target)s als umgesetzt vermerkt"),
    "decisions.restored": _("hat vermerkt, dass der Beschluss %(target)s gilt"),
    "decisions.review_set": _("hat festgelegt, wann der Beschluss %(target)s überprüft wird"),
    "decisions.review_reminded": _("hat an die Überprüfung des Beschlusses %(target)s erinnert"),
    "tasks.recorded": _("hat die Aufgabe »%(target)s« festgehalten"),
    "tasks.changed": _("hat die Aufgabe »%(target)s« geändert"),
    "tasks.removed": _("hat die Aufgabe »%(target)s« aus dem Entwurf entfernt"),
    "tasks.begun": _("hat die Aufgabe »%(target)s« begonnen"),
    "tasks.finished": _("hat die Aufgabe »%(target)s« als erledigt gemeldet"),
    "tasks.dropped": _("hat die Aufgabe »%(target)s« verworfen"),
    "tasks.reopened": _("hat die Aufgabe »%(target)s« wieder geöffnet"),
    "tasks.remarked": _("hat zur Aufgabe »%(target)s« etwas bemerkt"),
    "tasks.reminded": _("hat an die Aufgabe »%(target)s« erinnert"),
    "tasks.taken_up": _("hat offene Aufgaben auf die Tagesordnung genommen: »%(target)s«"),
    "tasks.put_back": _("hat eine Aufgabe von der Tagesordnung genommen: »%(target)s«"),
    "outcomes.released": _("hat Beschlüsse und Aufgaben freigegeben: %(target)s"),
    "outcomes.recalled": _("hat Beschlüsse und Aufgaben zurückgeholt: %(target)s"),
}
