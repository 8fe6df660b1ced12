"""Approved, corrected, and what waits for a second person."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.notifications import Notification
from core.dates import day
from core.safe_html import phrase
from minutes.enums import Approval
from minutes.models import Minutes, Seal, SecondLook


class AboutSeal(Notification):
    """The mail carries the seal: whoever keeps it can prove later which text was sealed. Data: `seal`."""

    group = _("Protokolle")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Protokoll lesen dürfen.")
    button = _("Protokoll lesen")

    def load(self, recipient):
        rows = Minutes.objects.visible_to(recipient).select_related("meeting", "approval_decision")
        stamp = Seal.objects.filter(position=self.data["seal"], minutes=self.target_id).first()
        if stamp is None:
            return None
        self.stamp = stamp
        return rows.filter(pk=self.target_id).first()

    def facts(self):
        meeting = self.target.meeting
        facts = [(_now("Treffen"), meeting.name)]
        if meeting.starts_at:
            facts.append((_now("Datum"), day(meeting.starts_at)))
        return [
            *facts,
            (_now("Siegel"), f"{self.stamp.position}"),
            (_now("Prüfsumme (SHA-256)"), self.stamp.digest),
        ]


class MinutesApproved(AboutSeal):
    kind = "minutes.approved"
    label = _("Genehmigte Protokolle")

    def subject(self):
        return phrase(_now("Genehmigt: Protokoll %(meeting)s"), meeting=self.target.meeting.name)

    def paragraphs(self):
        how = _now("Das Protokoll ist genehmigt und gesiegelt. Sein Text steht damit fest.")
        if self.target.approval == Approval.SILENT:
            how = _now(
                "Der Umlauf ist ohne offene Einwendung zu Ende gegangen. Damit gilt das Protokoll als "
                "genehmigt; es ist gesiegelt, und sein Text steht fest."
            )
        return [
            how,
            _now(
                "Heben Sie diese Nachricht auf: Mit der Prüfsumme lässt sich der Text jederzeit nachprüfen."
            ),
        ]


class MinutesCorrected(AboutSeal):
    kind = "minutes.corrected"
    label = _("Berichtigte Protokolle")

    def subject(self):
        return phrase(_now("Berichtigt: Protokoll %(meeting)s"), meeting=self.target.meeting.name)

    def paragraphs(self):
        return [
            _now(
                "Das genehmigte Protokoll ist berichtigt und neu gesiegelt. Die frühere Fassung bleibt "
                "lesbar."
            ),
            _now("Grund der Berichtigung:"),
        ]

    def quote(self):
        return self.stamp.reason


class AboutSecondLook(Notification):
    group = _("Protokolle")

    def load(self, recipient):
        rows = SecondLook.objects.visible_to(recipient)
        related = ("minutes__meeting", "asked_by__person")
        return rows.select_related(*related).filter(pk=self.target_id).first()

    def facts(self):
        return [(_now("Protokoll"), self.target.minutes.meeting.name)]


class SecondLookAsked(AboutSecondLook):
    kind = "minutes.second_look"
    label = _("Bitte um Bestätigung")
    why = _("Sie erhalten diese Nachricht, weil Sie als zweite Person bestätigen können.")
    button = _("Ansehen und bestätigen")
    once = True

    def load(self, recipient):
        found = super().load(recipient)
        return found if found and not (found.confirmed_at or found.withdrawn_at) else None

    def subject(self):
        return phrase(
            _now("Bitte bestätigen: Protokoll %(meeting)s"), meeting=self.target.minutes.meeting.name
        )

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
    why = _("Sie erhalten diese Nachricht, weil Sie um eine Bestätigung gebeten haben.")
    button = _("Protokoll ansehen")
    once = True

    def subject(self):
        return phrase(
            _now("Nicht bestätigt: Protokoll %(meeting)s"), meeting=self.target.minutes.meeting.name
        )

    def paragraphs(self):
        return [phrase(_now("Ihre Bitte ist nicht bestätigt worden: %(verb)s."), verb=self.target)]

    def url(self):
        return self.target.minutes.get_absolute_url()
