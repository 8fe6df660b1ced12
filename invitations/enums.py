from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    "invitations.invited": _("hat zum Treffen »%(target)s« eingeladen"),
    "invitations.more_invited": _("hat weitere Personen zum Treffen »%(target)s« eingeladen"),
    "invitations.guest_invited": _("hat einen Gast zum Treffen »%(target)s« eingeladen"),
    "invitations.uninvited": _("hat eine Einladung zum Treffen »%(target)s« zurückgenommen"),
    "invitations.replied": _("hat auf die Einladung zum Treffen »%(target)s« geantwortet"),
    "invitations.reply_noted": _("hat eine Antwort auf die Einladung zum Treffen »%(target)s« eingetragen"),
    "invitations.link_renewed": _("hat einen persönlichen Link zum Treffen »%(target)s« erneuert"),
    "invitations.mail_unclear": _("hat eine unklare Antwort zum Treffen »%(target)s« erhalten"),
    "invitations.mail_settled": _("hat eine Antwort per Mail zum Treffen »%(target)s« geklärt"),
    "invitations.mail_bounced": _("hat erfahren, dass eine Mail zum Treffen »%(target)s« nicht ankam"),
}
