from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "DRAFT", _("Entwurf")
    CIRCULATING = "CIRCULATING", _("im Umlauf")
    FOR_APPROVAL = "FOR_APPROVAL", _("zur Genehmigung")
    APPROVED = "APPROVED", _("genehmigt")


class Verb(models.TextChoices):
    CIRCULATE = "CIRCULATE", _("in den Umlauf geben")
    RECALL = "RECALL", _("aus dem Umlauf holen")
    CLOSE = "CLOSE", _("Umlauf beenden")
    APPROVE = "APPROVE", _("genehmigen")


EVENT_SENTENCES = {
    "minutes.created": _("hat das Protokoll »%(target)s« angelegt"),
    "minutes.sections_added": _("hat Abschnitte zum Protokoll »%(target)s« ergänzt"),
    "minutes.section_written": _("hat am Protokoll geschrieben: %(target)s"),
    "minutes.section_audience": _("hat geändert, wer einen Abschnitt lesen darf: %(target)s"),
    "minutes.circulated": _("hat »%(target)s« in den Umlauf gegeben (Fassung %(revision)s)"),
    "minutes.recalled": _("hat »%(target)s« aus dem Umlauf geholt"),
    "minutes.closed": _("hat den Umlauf von »%(target)s« beendet"),
    "minutes.commented": _("hat das Protokoll kommentiert: %(target)s"),
    "minutes.answered": _("hat auf einen Kommentar geantwortet: %(target)s"),
    "minutes.comment_edited": _("hat einen Kommentar bearbeitet: %(target)s"),
    "minutes.comment_withdrawn": _("hat einen Kommentar zurückgezogen: %(target)s"),
    "minutes.comment_settled": _("hat einen Kommentar als erledigt vermerkt: %(target)s"),
    "minutes.comment_reopened": _("hat einen Kommentar wieder geöffnet: %(target)s"),
}
