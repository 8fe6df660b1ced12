"""What every mail about minutes has in common."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.notifications import Notification
from core.safe_html import phrase


class AboutMinutes(Notification):
    """About minutes that the recipient may read. `heading` becomes the subject, with %(meeting)s in it."""

    group = _("Protokolle")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Protokoll lesen dürfen.")
    button = _("Protokoll lesen")
    heading: ClassVar[Any] = ""

    @property
    def minutes(self):
        return self.target

    def subject(self):
        return phrase(str(self.heading), meeting=self.minutes.meeting.name)

    def facts(self):
        return [(_now("Protokoll"), self.minutes.meeting.name)]
