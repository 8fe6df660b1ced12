from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class Reply(models.TextChoices):
    """What somebody answered to an invitation. Open is no answer, which is never the same as no."""

    OPEN = "OPEN", _("noch keine Antwort")
    ACCEPTED = "ACCEPTED", _("zugesagt")
    TENTATIVE = "TENTATIVE", _("vielleicht")
    DECLINED = "DECLINED", pgettext_lazy("Antwort", "abgesagt")


# How an answer is called in an address.
REPLY_WORDS = {Reply.ACCEPTED: "zusage", Reply.TENTATIVE: "vielleicht", Reply.DECLINED: "absage"}


class Way(models.TextChoices):
    """How an answer reached us."""

    PORTAL = "PORTAL", _("im Portal")
    LINK = "LINK", _("über den Link in der Mail")
    MAIL = "MAIL", _("aus dem Kalender")
    ORGANISER = "ORGANISER", _("von der Organisation eingetragen")
    POLL = "POLL", _("aus der Terminabstimmung")


def reply_in_words(reply, way) -> str:
    """»zugesagt«; »zugesagt (aus der Terminabstimmung)« while nobody has answered the invitation itself."""
    label = str(Reply(reply).label)
    if way != Way.POLL or reply == Reply.OPEN:
        return label
    return _now("%(reply)s (aus der Terminabstimmung)") % {"reply": label}


class Unclear(models.TextChoices):
    """Why an answer that came by mail was not recorded by itself."""

    NONE = "", _("übernommen")
    UNKNOWN = "UNKNOWN", _("Diese Adresse ist nicht eingeladen.")
    OTHER_SENDER = "OTHER_SENDER", _("Die Mail kommt von einer anderen Adresse als die Antwort.")
    OLD_DATE = "OLD_DATE", _("Die Antwort gilt einem früheren Termin.")
    OTHER_TIME = "OTHER_TIME", _("Es wird ein anderer Termin vorgeschlagen.")
    DELEGATED = "DELEGATED", _("Die Mail nennt weder Zusage noch Absage; vielleicht kommt jemand anderes.")
    TOO_LATE = "TOO_LATE", _("Das Treffen ist abgesagt oder hat schon begonnen.")
    WORDS = "WORDS", _("Die Mail enthält nur Worte, keine Antwort aus einem Kalender.")


class MailKind(models.TextChoices):
    """What came by mail to an invitation."""

    REPLY = "REPLY", _("Antwort")
    ABSENCE = "ABSENCE", _("automatische Antwort")
    BOUNCE = "BOUNCE", _("nicht angekommen")


class Known(models.TextChoices):
    """What somebody was notified of last about a meeting."""

    NOTHING = ""
    DATED = "DATED"
    INVITED = "INVITED"
    OFF = "OFF"  # cancelled, or not theirs any more


class News(models.TextChoices):
    """What somebody must hear of a meeting now."""

    SCHEDULED = "SCHEDULED"
    INVITED = "INVITED"
    MOVED = "MOVED"
    CHANGED = "CHANGED"
    CANCELLED = "CANCELLED"
    UNINVITED = "UNINVITED"
    LOST = "LOST"  # they may not see it any more


EVENT_SENTENCES = {
    "meetings.created": _("hat das Treffen »%(target)s« angelegt"),
    "meetings.edited": _("hat das Treffen »%(target)s« bearbeitet"),
    "meetings.scheduled": _("hat den Termin des Treffens »%(target)s« festgelegt"),
    "meetings.renumbered": _("hat mit »%(target)s« auch anderen Treffen neue Nummern gegeben"),
    "meetings.moved": _("hat das Treffen »%(target)s« verschoben"),
    "meetings.place_changed": _("hat Ort oder Zugang des Treffens »%(target)s« geändert"),
    "meetings.cancelled": _("hat das Treffen »%(target)s« abgesagt"),
    "meetings.invited": _("hat zum Treffen »%(target)s« eingeladen"),
    "meetings.more_invited": _("hat weitere Personen zum Treffen »%(target)s« eingeladen"),
    "meetings.guest_invited": _("hat einen Gast zum Treffen »%(target)s« eingeladen"),
    "meetings.uninvited": _("hat eine Einladung zum Treffen »%(target)s« zurückgenommen"),
    "meetings.replied": _("hat auf die Einladung zum Treffen »%(target)s« geantwortet"),
    "meetings.reply_noted": _("hat eine Antwort auf die Einladung zum Treffen »%(target)s« eingetragen"),
    "meetings.link_renewed": _("hat einen persönlichen Link zum Treffen »%(target)s« erneuert"),
    "meetings.mail_unclear": _("hat eine unklare Antwort zum Treffen »%(target)s« erhalten"),
    "meetings.mail_settled": _("hat eine Antwort per Mail zum Treffen »%(target)s« geklärt"),
    "meetings.mail_bounced": _("hat erfahren, dass eine Mail zum Treffen »%(target)s« nicht ankam"),
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
