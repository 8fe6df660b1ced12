from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "DRAFT", _("Entwurf")
    CIRCULATING = "CIRCULATING", _("im Umlauf")
    FOR_APPROVAL = "FOR_APPROVAL", _("zur Genehmigung")
    APPROVED = "APPROVED", _("genehmigt")


STATE_KINDS = {  # the colour of the word, on every page
    State.DRAFT: "plain",
    State.CIRCULATING: "info",
    State.FOR_APPROVAL: "wait",
    State.APPROVED: "ok",
}


class Verb(models.TextChoices):
    CIRCULATE = "CIRCULATE", _("in den Umlauf geben")
    RECALL = "RECALL", _("aus dem Umlauf holen")
    CLOSE = "CLOSE", _("Umlauf beenden")
    EXTEND = "EXTEND", _("Umlauf verlängern")
    APPROVE = "APPROVE", _("genehmigen")
    CORRECT = "CORRECT", _("berichtigen")
    PUBLISH = "PUBLISH", _("veröffentlichen")
    WITHDRAW = "WITHDRAW", _("Veröffentlichung zurücknehmen")


# What a second person is asked to confirm, in a word.
CONFIRMED = {
    Verb.APPROVE: _("Genehmigung"), Verb.CORRECT: _("Berichtigung"), Verb.PUBLISH: _("Veröffentlichung"),
}  # fmt: skip


class Approval(models.TextChoices):
    """How the minutes were approved."""

    IN_MEETING = "IN_MEETING", _("im Treffen")
    SILENT = "SILENT", _("ohne Einwendung nach dem Umlauf")


class SuggestionState(models.TextChoices):
    OPEN = "OPEN", _("offen")
    ACCEPTED = "ACCEPTED", _("übernommen")
    DECLINED = "DECLINED", _("abgelehnt")
    WITHDRAWN = "WITHDRAWN", _("zurückgezogen")


class SuggestionVerb(models.TextChoices):
    ACCEPT = "ACCEPT", _("übernehmen")
    DECLINE = "DECLINE", _("ablehnen")
    WITHDRAW = "WITHDRAW", _("zurückziehen")


class ObjectionState(models.TextChoices):
    OPEN = "OPEN", _("unbeantwortet")
    FOLLOWED = "FOLLOWED", _("gefolgt")
    PARTLY = "PARTLY", _("teilweise gefolgt")
    NOT_FOLLOWED = "NOT_FOLLOWED", _("nicht gefolgt")
    WITHDRAWN = "WITHDRAWN", _("zurückgezogen")


class ObjectionVerb(models.TextChoices):
    FOLLOW = "FOLLOW", _("folgen")
    FOLLOW_PARTLY = "FOLLOW_PARTLY", _("teilweise folgen")
    NOT_FOLLOW = "NOT_FOLLOW", _("nicht folgen")
    WITHDRAW = "WITHDRAW", _("zurückziehen")


class SealKind(models.TextChoices):
    APPROVAL = "APPROVAL", _("Genehmigung")
    CORRECTION = "CORRECTION", _("Berichtigung")


EVENT_SENTENCES = {
    "minutes.created": _("hat das Protokoll »%(target)s« angelegt"),
    "minutes.sections_added": _("hat Abschnitte zum Protokoll »%(target)s« ergänzt"),
    "minutes.section_written": _("hat am Protokoll geschrieben: %(target)s"),
    "minutes.section_audience": _("hat geändert, wer einen Abschnitt lesen darf: %(target)s"),
    "minutes.restored": _("hat eine frühere Fassung wiederhergestellt: »%(target)s« (Fassung %(revision)s)"),
    "minutes.circulated": _("hat »%(target)s« in den Umlauf gegeben (Fassung %(revision)s)"),
    "minutes.recalled": _("hat »%(target)s« aus dem Umlauf geholt"),
    "minutes.closed": _("hat den Umlauf von »%(target)s« beendet"),
    "minutes.approval_placed": _("hat die Genehmigung auf eine Tagesordnung gesetzt: »%(target)s«"),
    "minutes.approval_postponed": _("hat die Genehmigung als vertagt vermerkt: »%(target)s«"),
    "minutes.approved": _("hat »%(target)s« als genehmigt vermerkt"),
    "minutes.sealed": _("hat »%(target)s« gesiegelt (Siegel %(seal)s, Fassung %(revision)s)"),
    "minutes.corrected": _("hat »%(target)s« berichtigt: %(reason)s"),
    "minutes.published": _("hat »%(target)s« veröffentlicht (Fassung %(revision)s)"),
    "minutes.withdrawn": _("hat die Veröffentlichung von »%(target)s« zurückgenommen: %(reason)s"),
    "minutes.second_look_asked": _("bittet eine zweite Person um Bestätigung (%(verb)s): »%(target)s«"),
    "minutes.second_look_confirmed": _("hat als zweite Person bestätigt (%(verb)s): »%(target)s«"),
    "minutes.second_look_taken_back": _("hat die Bitte um Bestätigung beendet (%(verb)s): »%(target)s«"),
    "minutes.extended": _("hat den Umlauf von »%(target)s« bis zum %(until)s verlängert"),
    "minutes.reminded": _("hat an »%(target)s« erinnert (Zahl der Mails: %(number)s)"),
    "minutes.consented": _("hat keine Einwendungen gegen »%(target)s«"),
    "minutes.consent_taken_back": _("hat »keine Einwendungen« zurückgenommen: %(target)s"),
    "minutes.objected": _("hat eine Einwendung erhoben: %(target)s"),
    "minutes.objection_answered": _("hat eine Einwendung beantwortet: %(target)s (%(answer)s)"),
    "minutes.objection_withdrawn": _("hat eine Einwendung zurückgezogen: %(target)s"),
    "minutes.commented": _("hat das Protokoll kommentiert: %(target)s"),
    "minutes.answered": _("hat auf einen Kommentar geantwortet: %(target)s"),
    "minutes.comment_edited": _("hat einen Kommentar bearbeitet: %(target)s"),
    "minutes.comment_withdrawn": _("hat einen Kommentar zurückgezogen: %(target)s"),
    "minutes.comment_settled": _("hat einen Kommentar als erledigt vermerkt: %(target)s"),
    "minutes.follow_up_told": _("hat vor dem Treffen »%(target)s« gezeigt, was aus früheren offen ist"),
    "minutes.comment_reopened": _("hat einen Kommentar wieder geöffnet: %(target)s"),
    "minutes.suggested": _("hat eine Änderung vorgeschlagen: %(target)s"),
    "minutes.suggestions_accepted": _(
        "hat Änderungsvorschläge übernommen: %(target)s (Fassung %(revision)s)"
    ),
    "minutes.suggestion_declined": _("hat einen Änderungsvorschlag abgelehnt: %(target)s"),
    "minutes.suggestion_withdrawn": _("hat einen Änderungsvorschlag zurückgezogen: %(target)s"),
}
