"""While minutes go round: more time, a reminder, the end."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activity.notifications import Notification
from core.dates import day, day_long
from minutes.enums import State
from minutes.models import Minutes, Objection, Reading
from minutes.queries.readings import days_left


class NewMinutes(Notification):
    """Minutes go round. Extra data: `message`, the words of whoever started it."""

    kind = "minutes.circulated"
    label = _("Neue Protokolle")
    group = _("Protokolle")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Protokoll lesen dürfen.")
    button = _("Protokoll lesen")

    def load(self, recipient):
        rows = Minutes.objects.visible_to(recipient).exclude(state=State.DRAFT).select_related("meeting")
        return rows.filter(pk=self.target_id).first()

    def subject(self):
        return _now("Neues Protokoll: %(meeting)s") % {"meeting": self.target.meeting.name}

    def paragraphs(self):
        until = self.target.objections_until
        if not until:
            return [_now("Das Protokoll ist im Umlauf. Bitte lesen und kommentieren Sie es.")]
        return [
            _now("Das Protokoll ist bis zum %(day)s im Umlauf. Bitte lesen und kommentieren Sie es.")
            % {"day": day_long(until)},
            _now("So lange sind auch Einwendungen möglich. Ist nichts einzuwenden, genügt am Ende des "
                 "Protokolls »Gelesen« oder »Keine Einwände«."),
        ]  # fmt: skip

    def quote(self):
        return self.data.get("message", "")

    def facts(self):
        meeting = self.target.meeting
        facts = [(_now("Treffen"), meeting.name)]
        return [*facts, (_now("Datum"), day(meeting.starts_at))] if meeting.starts_at else facts


class AboutCirculation(Notification):
    """Minutes that go round, as long as they do."""

    group = _("Protokolle")
    button = _("Protokoll lesen")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Protokoll lesen dürfen.")

    def load(self, recipient):
        rows = Minutes.objects.visible_to(recipient).select_related("meeting")
        return rows.filter(pk=self.target_id, state=State.CIRCULATING).first()

    def facts(self):
        end = (_now("Einwendungen bis"), day_long(self.target.objections_until))
        return [(_now("Protokoll"), self.target.meeting.name), end]


class CirculationExtended(AboutCirculation):
    """There is more time. Extra data: `message`, the words of whoever gave it."""

    kind = "minutes.extended"
    label = _("Verlängerter Umlauf eines Protokolls")

    def subject(self):
        return _now("Umlauf verlängert: %(meeting)s") % {"meeting": self.target.meeting.name}

    def paragraphs(self):
        return [
            _now("Der Umlauf des Protokolls ist verlängert: Sie haben jetzt bis zum %(day)s Zeit.")
            % {"day": day_long(self.target.objections_until)},
            _now("Was Sie schon gesagt haben, gilt weiter."),
        ]

    def quote(self):
        return self.data.get("message", "")


class MinutesReminder(AboutCirculation):
    """For those who have said nothing yet; whoever has read meanwhile gets no mail any more."""

    kind = "minutes.reminder"
    label = _("Erinnerung an Protokolle im Umlauf")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Protokoll noch nicht als gelesen vermerkt haben.")

    def load(self, recipient):
        minutes = super().load(recipient)
        if minutes is None or minutes.objections_until < timezone.now():
            return None
        said = Reading.objects.in_round_of(minutes).filter(person=recipient.person_id)
        return None if said.exists() else minutes

    def subject(self):
        values = {"meeting": self.target.meeting.name, "left": days_left(self.target.objections_until)}
        return _now("Protokoll lesen (%(left)s): %(meeting)s") % values

    def paragraphs(self):
        values = {"day": day_long(self.target.objections_until)}
        return [
            _now("Das Protokoll ist noch bis zum %(day)s im Umlauf.") % values,
            _now("Mit »Gelesen« oder »Keine Einwände« am Ende des Protokolls ist es für Sie erledigt. Dort "
                 "erheben Sie auch eine Einwendung."),
        ]  # fmt: skip


class CirculationEnded(Notification):
    """For those who write: what remains to be done before the approval."""

    kind = "minutes.ended"
    label = _("Ende des Umlaufs von Protokollen, die ich schreibe")
    group = _("Protokolle")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Protokoll schreiben oder Treffen organisieren.")
    button = _("Zum Protokoll")

    def load(self, recipient):
        rows = Minutes.objects.visible_to(recipient).select_related("meeting")
        minutes = rows.filter(pk=self.target_id, state=State.FOR_APPROVAL).first()
        if minutes is not None:
            self.open = Objection.objects.visible_to(recipient).filter(minutes=minutes).open().count()
        return minutes

    def subject(self):
        return _now("Umlauf beendet: %(meeting)s") % {"meeting": self.target.meeting.name}

    def paragraphs(self):
        said = [_now("Der Umlauf des Protokolls ist zu Ende.")]
        if not self.open:
            return [*said, _now("Keine Einwendung ist offen.")]
        waiting = ngettext(
            "Eine Einwendung ist unbeantwortet. Sie gehört vor der Genehmigung beantwortet.",
            "%(count)s Einwendungen sind unbeantwortet. Sie gehören vor der Genehmigung beantwortet.",
            self.open,
        )
        return [*said, waiting % {"count": self.open}]

    def url(self):
        return reverse("minutes:objections", args=[self.target.pk]) if self.open else super().url()
