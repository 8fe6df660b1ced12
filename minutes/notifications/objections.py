"""Who hears of an objection, and of its answer."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.notifications import Notification
from core.safe_html import German, phrase, strung
from minutes.enums import ObjectionState
from minutes.models import Objection
from minutes.notifications.comments import QUOTE_LENGTH


class AboutObjection(Notification):
    """Loaded with the eyes of the recipient: one about a section only for whoever reads there."""

    group = _("Protokolle")
    states: tuple = ()

    def load(self, recipient):
        rows = Objection.objects.visible_to(recipient).filter(state__in=self.states)
        related = ("author", "section__agenda_item", "minutes__meeting")
        return rows.select_related(*related).filter(pk=self.target_id).first()

    def facts(self):
        section = self.target.section
        about = str(section) if section else _now("das ganze Protokoll")
        return [(_now("Protokoll"), self.target.minutes.meeting.name), (_now("Betrifft"), about)]


class ObjectionRaised(AboutObjection):
    kind = "objection.raised"
    label = _("Einwendungen gegen Protokolle, die ich schreibe")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Protokoll schreiben oder Treffen organisieren.")
    button = _("Einwendung beantworten")
    once = True
    states = (ObjectionState.OPEN,)

    def subject(self):
        return phrase(
            _now("Einwendung gegen das Protokoll: %(meeting)s"), meeting=self.target.minutes.meeting.name
        )

    def paragraphs(self):
        return [_now("%(name)s hat eine Einwendung erhoben:") % {"name": self.target.author.name}]

    def quote(self):
        reason, wanted = self.target.reason, self.target.wanted
        asked = wanted and strung([_now("Gewünschte Änderung:"), German(shortened(wanted))], " ")
        return strung([German(shortened(reason)), asked], "\n\n")

    def url(self):
        return reverse("minutes:answer_objection", args=[self.target.pk])


class ObjectionAnswered(AboutObjection):
    kind = "objection.answered"
    label = _("Antworten auf meine Einwendungen")
    why = _("Sie erhalten diese Nachricht, weil Sie die Einwendung erhoben haben.")
    button = _("Antwort lesen")
    once = True
    states = (ObjectionState.FOLLOWED, ObjectionState.PARTLY, ObjectionState.NOT_FOLLOWED)
    sentences = {
        ObjectionState.FOLLOWED: _("Ihrer Einwendung wird gefolgt."),
        ObjectionState.PARTLY: _("Ihrer Einwendung wird teilweise gefolgt."),
        ObjectionState.NOT_FOLLOWED: _("Ihrer Einwendung wird nicht gefolgt."),
    }

    def subject(self):
        return phrase(
            _now("Antwort auf Ihre Einwendung: %(meeting)s"), meeting=self.target.minutes.meeting.name
        )

    def paragraphs(self):
        return [str(self.sentences[ObjectionState(self.target.state)])]

    def quote(self):
        return shortened(self.target.answer)


def shortened(words):
    return words if len(words) <= QUOTE_LENGTH else f"{words[:QUOTE_LENGTH].rstrip()} …"
