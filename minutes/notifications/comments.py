"""Who hears of what is said about minutes."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.notifications import Notification
from core.markdown import written
from core.safe_html import phrase
from minutes.models import SectionComment

QUOTE_LENGTH = 600  # more is read in the portal, where it can be answered


class AboutComment(Notification):
    """Loaded with the eyes of the recipient."""

    group = _("Protokolle")

    def load(self, recipient):
        # Withdrawn while the mail waited: the words are not sent any more.
        rows = SectionComment.objects.visible_to(recipient).filter(withdrawn_at__isnull=True)
        related = ("author", "section__agenda_item", "section__minutes__meeting")
        return rows.select_related(*related).filter(pk=self.target_id).first()

    def quote(self):
        return written(self.target.body, QUOTE_LENGTH)

    def facts(self):
        section = self.target.section
        return [(_now("Protokoll"), section.minutes.meeting.name), (_now("Abschnitt"), str(section))]

    def thread(self):
        # A conversation in the portal is one in the mail program too.
        return f"comment.{self.target.parent_id or self.target.pk}"


class CommentAnswered(AboutComment):
    kind = "comment.answered"
    label = _("Antworten auf meine Kommentare")
    why = _("Sie erhalten diese Nachricht, weil Sie in diesem Gespräch geschrieben haben.")
    button = _("Antwort lesen")
    once = True

    def subject(self):
        return phrase(_now("Antwort zu %(section)s"), section=self.target.section)

    def paragraphs(self):
        return [
            _now("%(name)s hat in einem Gespräch geantwortet, an dem Sie beteiligt sind:")
            % {"name": self.target.author.name}
        ]


class Mentioned(AboutComment):
    kind = "comment.mentioned"
    label = _("Erwähnungen")
    why = _("Sie erhalten diese Nachricht, weil Sie in einem Kommentar erwähnt wurden.")
    button = _("Kommentar lesen")
    once = True

    def subject(self):
        return _now("%(name)s hat Sie erwähnt") % {"name": self.target.author.name}

    def paragraphs(self):
        return [_now("%(name)s hat Sie in einem Kommentar erwähnt:") % {"name": self.target.author.name}]
