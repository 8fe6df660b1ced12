"""What every mail about a sealed text carries."""

from django.utils.translation import gettext as _now

from core.dates import day
from minutes.models import Minutes, Seal
from minutes.notifications.minutes import AboutMinutes


class AboutSeal(AboutMinutes):
    """The mail carries the seal: whoever keeps it can prove later which text was sealed. Data: `seal`."""

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
