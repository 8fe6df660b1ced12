"""What became of a suggestion, told to whoever made it."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.notifications import Notification
from core.markdown import written
from core.safe_html import German, phrase
from minutes.models import Minutes, Suggestion
from minutes.notifications.comments import QUOTE_LENGTH
from minutes.notifications.minutes import AboutMinutes


class SuggestionsAccepted(AboutMinutes):
    """To whoever suggested something that is now in the text. Extra data: `revision`, its number."""

    kind = "suggestion.accepted"
    label = _("Übernommene Änderungsvorschläge")
    heading = _("Vorschlag übernommen: %(meeting)s")
    why = _("Sie erhalten diese Nachricht, weil Sie eine Änderung vorgeschlagen haben.")
    once = True

    def load(self, recipient):
        # One mail for all that somebody suggested, and only where they still may read it.
        rows = Suggestion.objects.visible_to(recipient).filter(
            comment__author=recipient.person_id,
            comment__section__minutes=self.target_id,
            applied_revision=self.data["revision"],
        )
        self.texts = list(rows.order_by("pk").values_list("replacement", flat=True))
        minutes = Minutes.objects.visible_to(recipient).select_related("meeting").filter(pk=self.target_id)
        return minutes.first() if self.texts else None

    def paragraphs(self):
        one = _now("Ihr Änderungsvorschlag steht jetzt im Protokoll (Fassung %(number)s).")
        several = _now("Ihre Änderungsvorschläge stehen jetzt im Protokoll (Fassung %(number)s).")
        return [(one if len(self.texts) == 1 else several) % {"number": self.data["revision"]}]

    def quote(self):
        return "\n\n".join(written(text, QUOTE_LENGTH) for text in self.texts if text)

    def facts(self):
        return [(_now("Treffen"), self.target.meeting.name)]


class SuggestionDeclined(Notification):
    kind = "suggestion.declined"
    label = _("Abgelehnte Änderungsvorschläge")
    group = _("Protokolle")
    why = _("Sie erhalten diese Nachricht, weil Sie eine Änderung vorgeschlagen haben.")
    button = _("Vorschlag ansehen")
    once = True

    def load(self, recipient):
        # Withdrawn meanwhile, a suggestion needs no reason why not.
        rows = Suggestion.objects.visible_to(recipient).select_related(
            "comment__section__agenda_item", "comment__section__minutes__meeting"
        )
        return rows.filter(pk=self.target_id, comment__withdrawn_at__isnull=True).first()

    def subject(self):
        return phrase(_now("Vorschlag abgelehnt: %(section)s"), section=self.target.comment.section)

    def paragraphs(self):
        return [_now("Ihr Änderungsvorschlag wird nicht übernommen. Der Grund:")]

    def quote(self):
        return self.target.reason

    def facts(self):
        section = self.target.comment.section
        facts = [(_now("Protokoll"), section.minutes.meeting.name), (_now("Abschnitt"), str(section))]
        return [*facts, (_now("Ihr Vorschlag"), German(written(self.target.replacement, 200)))]
