from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm, RevisionField
from members.enums import Rhythm

IN_MEETING, SILENTLY = "treffen", "frist"


class RulesForm(KernForm):
    circulation_days = forms.IntegerField(
        label=_("Dauer des Umlaufs in Tagen"),
        min_value=1,
        max_value=90,
        help_text=_("So lange lesen die Mitglieder ein Protokoll und können Einwendungen erheben. Beim Start "
                    "eines Umlaufs lässt sich ein anderes Ende wählen."),
    )  # fmt: skip
    reminder_days = forms.IntegerField(
        label=_("Erinnerung, Tage vor dem Ende"),
        min_value=0,
        max_value=30,
        help_text=_("Wer sich noch nicht gemeldet hat, bekommt dann eine Mail, an einem Werktag ab 8 Uhr. "
                    "Mit 0 erinnert das Portal nicht."),
    )  # fmt: skip
    approval = forms.ChoiceField(
        label=_("Wann gilt ein Protokoll als genehmigt?"),
        widget=forms.RadioSelect,
        choices=[
            (IN_MEETING, _("Wenn das nächste Treffen es genehmigt")),
            (SILENTLY, _("Wenn der Umlauf endet und niemand eine Einwendung erhoben hat")),
        ],
        help_text=_("Mit Einwendungen entscheidet immer das nächste Treffen."),
    )
    rhythm = forms.ChoiceField(
        label=_("Wie oft trifft sich die Fachgruppe?"),
        choices=Rhythm.choices,
        help_text=_(
            "Die Organisation bekommt dafür Entwürfe vorgeschlagen. Von selbst entsteht kein Treffen."
        ),
    )
    invite_days = forms.IntegerField(
        label=_("Einladung, Tage vor dem Treffen"),
        min_value=0,
        max_value=90,
        help_text=_("Wer später einlädt, wird darauf hingewiesen. Mit 0 gibt es keine Frist."),
    )
    reminds_week_before = forms.BooleanField(
        label=_("Eine Woche vor einem Treffen an die Einladung erinnern"), required=False
    )
    reminds_day_before = forms.BooleanField(
        label=_("Am Arbeitstag vor einem Treffen erinnern"), required=False
    )
    version = RevisionField()

    def __init__(self, *args, rules, **kwargs):
        initial = {
            "circulation_days": rules.circulation_days,
            "reminder_days": rules.reminder_days,
            "approval": SILENTLY if rules.approves_silently else IN_MEETING,
            "rhythm": rules.rhythm,
            "invite_days": rules.invite_days,
            "reminds_week_before": rules.reminds_week_before,
            "reminds_day_before": rules.reminds_day_before,
            "version": rules.version,
        }
        super().__init__(*args, initial=initial, **kwargs)

    def values(self) -> dict:
        """What the action takes."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "approval"}
        return values | {"approves_silently": self.cleaned_data["approval"] == SILENTLY}
