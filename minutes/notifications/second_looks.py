"""What waits for a second person, and what became of it."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.safe_html import phrase
from minutes.models import SecondLook
from minutes.notifications.minutes import AboutMinutes


class AboutSecondLook(AboutMinutes):
    @property
    def minutes(self):
        return self.target.minutes

    def load(self, recipient):
        rows = SecondLook.objects.visible_to(recipient)
        related = ("minutes__meeting", "asked_by__person")
        return rows.select_related(*related).filter(pk=self.target_id).first()


class SecondLookAsked(AboutSecondLook):
    kind = "minutes.second_look"
    label = _("Bitte um Bestätigung")
    heading = _("Bitte bestätigen: Protokoll %(meeting)s")
    why = _("Sie erhalten diese Nachricht, weil Sie als zweite Person bestätigen können.")
    button = _("Ansehen und bestätigen")
    once = True

    def load(self, recipient):
        # Another of those asked may have answered while the mail waited.
        found = super().load(recipient)
        return found if found and not (found.confirmed_at or found.withdrawn_at) else None

    def paragraphs(self):
        values = {"name": self.target.asked_by or _now("Ein früheres Konto"), "verb": self.target}
        return [
            phrase(
                _now(
                    "%(name)s hat an diesem Protokoll geschrieben und bittet Sie, es zu bestätigen: %(verb)s."
                ),
                **values,
            ),
            _now("Wer das Protokoll geschrieben hat, darf es nicht allein %(verb)s.")
            % {"verb": self.target.get_verb_display()},
        ]


class SecondLookTakenBack(AboutSecondLook):
    kind = "minutes.second_look_taken_back"
    label = _("Antworten auf meine Bitten um Bestätigung")
    heading = _("Nicht bestätigt: Protokoll %(meeting)s")
    why = _("Sie erhalten diese Nachricht, weil Sie um eine Bestätigung gebeten haben.")
    button = _("Protokoll ansehen")
    once = True

    def paragraphs(self):
        return [phrase(_now("Ihre Bitte ist nicht bestätigt worden: %(verb)s."), verb=self.target)]

    def url(self):
        return self.target.minutes.get_absolute_url()
