"""Approved minutes are corrected and sealed anew."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from minutes.notifications.seals import AboutSeal


class MinutesCorrected(AboutSeal):
    kind = "minutes.corrected"
    label = _("Berichtigte Protokolle")
    heading = _("Berichtigt: Protokoll %(meeting)s")

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
