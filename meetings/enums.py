import enum

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
    SCHEDULED = "SCHEDULED", _("Termin steht")
    INVITED = "INVITED", _("eingeladen")
    RUNNING = "RUNNING", _("läuft")
    HELD = "HELD", _("durchgeführt")
    CANCELLED = "CANCELLED", _("abgesagt")


# Where a meeting stands: without a date, with one that is to come, before its end, done with.
UNDATED = (State.DRAFT, State.POLLING)
DATED = (State.SCHEDULED, State.INVITED)
NOT_BEGUN = (*UNDATED, *DATED)
NOT_ENDED = (*NOT_BEGUN, State.RUNNING)
DATED_OR_RUNNING = (*DATED, State.RUNNING)
ENDED = (State.HELD, State.CANCELLED)
WITHOUT_MINUTES = (*UNDATED, State.CANCELLED)

STATE_KINDS = {  # the colour of the word, on every page
    State.DRAFT: "plain",
    State.POLLING: "wait",
    State.SCHEDULED: "info",
    State.INVITED: "info",
    State.RUNNING: "info",
    State.HELD: "ok",
    State.CANCELLED: "danger",
}


class Verb(models.TextChoices):
    POLL = "POLL", _("Termin abstimmen")
    UNPOLL = "UNPOLL", _("Terminabstimmung zurücknehmen")
    SCHEDULE = "SCHEDULE", _("Termin festlegen")
    MOVE = "MOVE", _("verschieben")
    INVITE = "INVITE", _("einladen")
    BEGIN = "BEGIN", _("beginnen")
    TAKE_BACK = "TAKE_BACK", _("Beginn zurücknehmen")
    HOLD = "HOLD", _("als durchgeführt vermerken")
    REOPEN = "REOPEN", _("Beenden zurücknehmen")
    CANCEL = "CANCEL", _("absagen")


class RecordStatus(enum.Enum):
    """How far the minutes of a meeting are, as far as meetings must know (ports.record_status)."""

    NONE = enum.auto()
    DRAFT = enum.auto()
    ON_ITS_WAY = enum.auto()  # has gone round, and may come back
    APPROVED = enum.auto()


class ItemKind(models.TextChoices):
    FORMAL = "FORMAL", _("Formalia")
    TALK = "TALK", _("Beitrag")
    DISCUSSION = "DISCUSSION", _("Diskussion")
    DECISION = "DECISION", _("Beschluss")
    ANY_OTHER = "ANY_OTHER", _("Verschiedenes")
    BREAK = "BREAK", _("Pause")


class Direction(models.TextChoices):
    """What the buttons beside an agenda item do; the values stand in addresses of the builder."""

    UP = "hoch", _("nach oben")
    DOWN = "runter", _("nach unten")
    IN = "einruecken", _("einrücken")
    OUT = "ausruecken", _("ausrücken")


class Presence(models.TextChoices):
    """Whether somebody was there. No row yet means: nobody said, which is never the same as absent."""

    PRESENT = "PRESENT", _("anwesend")
    EXCUSED = "EXCUSED", _("entschuldigt")
    ABSENT = "ABSENT", _("abwesend")
    REPRESENTED = "REPRESENTED", _("vertreten")


class Missing(models.TextChoices):
    """What most agendas have; the values stand in addresses of the builder."""

    WELCOME = "begruessung", _("Begrüßung")
    PAUSE = "pause", _("Pause")
    ANY_OTHER = "verschiedenes", _("Verschiedenes")


class TextState(models.TextChoices):
    """How far the portal has read the words in a file, for the search."""

    WAITING = "WAITING", _("Text wird gelesen")
    READ = "READ", _("Text ist gelesen")
    NONE = "NONE", _("ohne lesbaren Text")


EVENT_SENTENCES = {
    "meetings.created": _("hat das Treffen »%(target)s« angelegt"),
    "meetings.edited": _("hat das Treffen »%(target)s« bearbeitet"),
    "meetings.scheduled": _("hat den Termin des Treffens »%(target)s« festgelegt"),
    "meetings.renumbered": _("hat mit »%(target)s« auch anderen Treffen neue Nummern gegeben"),
    "meetings.moved": _("hat das Treffen »%(target)s« verschoben"),
    "meetings.place_changed": _("hat Ort oder Zugang des Treffens »%(target)s« geändert"),
    "meetings.cancelled": _("hat das Treffen »%(target)s« abgesagt"),
    "meetings.held": _("hat das Treffen »%(target)s« als durchgeführt vermerkt"),
    "meetings.begun": _("hat das Treffen »%(target)s« begonnen"),
    "meetings.begin_taken_back": _("hat den Beginn des Treffens »%(target)s« zurückgenommen"),
    "meetings.item_called": _("hat im Treffen »%(target)s« TOP %(number)s aufgerufen"),
    "meetings.paused": _("hat das Treffen »%(target)s« unterbrochen"),
    "meetings.ended": _("hat das Treffen »%(target)s« beendet"),
    "meetings.end_taken_back": _("hat das Ende des Treffens »%(target)s« zurückgenommen"),
    "meetings.times_corrected": _("hat Zeiten oder Ort des Treffens »%(target)s« nachgetragen"),
    "meetings.attendance_recorded": _("hat die Teilnahme am Treffen »%(target)s« vermerkt"),
    "meetings.guest_added": _("hat einen Gast des Treffens »%(target)s« vermerkt"),
    "meetings.guest_removed": _("hat einen Gast des Treffens »%(target)s« gestrichen"),
    "meetings.note_written": _("hat im Regiebuch des Treffens »%(target)s« etwas notiert"),
    "meetings.item_added": _("hat TOP %(number)s auf die Tagesordnung gesetzt: »%(target)s«"),
    "meetings.item_edited": _("hat TOP %(number)s geändert: »%(target)s«"),
    "meetings.item_removed": _("hat TOP %(number)s von der Tagesordnung genommen: »%(target)s«"),
    "meetings.item_dropped": _("hat TOP %(number)s entfallen lassen: »%(target)s«"),
    "meetings.item_reinstated": _("hat TOP %(number)s wieder aufgenommen: »%(target)s«"),
    "meetings.break_added": _("hat eine Pause auf die Tagesordnung gesetzt: »%(target)s«"),
    "meetings.break_edited": _("hat eine Pause geändert: »%(target)s«"),
    "meetings.break_removed": _("hat eine Pause von der Tagesordnung genommen: »%(target)s«"),
    "meetings.item_moved": _("hat die Tagesordnung umgestellt: »%(target)s«"),
    "meetings.attachment_added": _("hat eine Anlage zum Treffen »%(target)s« hinzugefügt"),
    "meetings.attachment_edited": _("hat eine Anlage zum Treffen »%(target)s« geändert"),
    "meetings.attachment_replaced": _("hat eine Anlage zum Treffen »%(target)s« ersetzt"),
    "meetings.attachment_removed": _("hat eine Anlage zum Treffen »%(target)s« entfernt"),
    "meetings.attachment_restored": _("hat eine entfernte Anlage zum Treffen »%(target)s« zurückgeholt"),
    "meetings.template_saved": _("hat die Tagesordnung als Vorlage gespeichert: »%(target)s«"),
    "meetings.template_deleted": _("hat die Vorlage »%(target)s« gelöscht"),
    "meetings.report_written": _("hat am Rückblick geschrieben: »%(target)s«"),
    "meetings.report_published": _("hat den Rückblick veröffentlicht: »%(target)s«"),
    "meetings.report_withdrawn": _("hat den Rückblick zurückgenommen: »%(target)s«"),
}
