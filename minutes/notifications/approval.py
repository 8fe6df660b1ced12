"""Minutes are approved and sealed."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from minutes.enums import Approval
from minutes.notifications.seals import AboutSeal


class MinutesApproved(AboutSeal):
    kind = "minutes.approved"
    label = _("Genehmigte Protokolle")
    heading = _("Genehmigt: Protokoll %(meeting)s")

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
