"""Who hears of an objection, and of its answer."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.safe_html import German, strung
from minutes.enums import ObjectionState
from minutes.models import Objection
from minutes.notifications.comments import QUOTE_LENGTH
from minutes.notifications.minutes import AboutMinutes


class AboutObjection(AboutMinutes):
    """Loaded with the eyes of the recipient: one about a section only for whoever reads there."""

    states: tuple = ()

    @property
    def minutes(self):
        return self.target.minutes

    def load(self, recipient):
        # Answered or withdrawn meanwhile: `states` says in which the mail still makes sense.
        rows = Objection.objects.visible_to(recipient).filter(state__in=self.states)
        related = ("author", "section__agenda_item", "minutes__meeting")
        return rows.select_related(*related).filter(pk=self.target_id).first()

    def facts(self):
        section = self.target.section
        about = str(section) if section else _now("das ganze Protokoll")
        return [*super().facts(), (_now("Betrifft"), about)]


class ObjectionRaised(AboutObjection):
    kind = "objection.raised"
    label = _("Einwendungen gegen Protokolle, die ich schreibe")
    heading = _("Einwendung gegen das Protokoll: %(meeting)s")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Protokoll schreiben oder Treffen organisieren.")
    button = _("Einwendung beantworten")
    once = True
    states = (ObjectionState.OPEN,)

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
    heading = _("Antwort auf Ihre Einwendung: %(meeting)s")
    why = _("Sie erhalten diese Nachricht, weil Sie die Einwendung erhoben haben.")
    button = _("Antwort lesen")
    once = True
    states = (ObjectionState.FOLLOWED, ObjectionState.PARTLY, ObjectionState.NOT_FOLLOWED)
    sentences = {
        ObjectionState.FOLLOWED: _("Ihrer Einwendung wird gefolgt."),
        ObjectionState.PARTLY: _("Ihrer Einwendung wird teilweise gefolgt."),
        ObjectionState.NOT_FOLLOWED: _("Ihrer Einwendung wird nicht gefolgt."),
    }

    def paragraphs(self):
        return [str(self.sentences[ObjectionState(self.target.state)])]

    def quote(self):
        return shortened(self.target.answer)


def shortened(words):
    return words if len(words) <= QUOTE_LENGTH else f"{words[:QUOTE_LENGTH].rstrip()} …"
