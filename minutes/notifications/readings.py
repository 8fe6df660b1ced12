"""A reminder of minutes that go round."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.dates import day_long
from core.safe_html import phrase
from minutes.models import Minutes, Reading
from minutes.notifications.minutes import AboutMinutes
from minutes.presenters.readings import days_left
from minutes.querysets import is_period_over


class MinutesReminder(AboutMinutes):
    """For those who have said nothing yet; whoever has read meanwhile gets no mail any more."""

    kind = "minutes.reminder"
    label = _("Erinnerung an Protokolle im Umlauf")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Protokoll noch nicht als gelesen vermerkt haben.")

    def load(self, recipient):
        rows = Minutes.objects.visible_to(recipient).select_related("meeting").in_circulation()
        minutes = rows.filter(pk=self.target_id).first()
        if minutes is None or is_period_over(minutes):
            return None
        said = Reading.objects.in_round_of(minutes).filter(person=recipient.person_id)
        return None if said.exists() else minutes

    def subject(self):
        values = {"meeting": self.target.meeting.name, "left": days_left(self.target.objections_until)}
        return phrase(_now("Protokoll lesen (%(left)s): %(meeting)s"), **values)

    def paragraphs(self):
        values = {"day": day_long(self.target.objections_until)}
        return [
            _now("Das Protokoll ist noch bis zum %(day)s im Umlauf.") % values,
            _now("Mit »Gelesen« oder »Keine Einwendungen« am Ende des Protokolls ist es für Sie erledigt. "
                 "Dort erheben Sie auch eine Einwendung."),
        ]  # fmt: skip

    def facts(self):
        end = (_now("Einwendungen bis"), day_long(self.target.objections_until))
        return [*super().facts(), end]
