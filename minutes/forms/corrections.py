"""What was wrong in approved minutes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm, MarkdownWidget, RevisionField
from core.markdown import MAX_LENGTH
from minutes.actions.corrections import LONGEST_REASON
from minutes.selectors.corrections import Correction


class CorrectForm(KernForm):
    """Every section and every decision in one form; what stays as it is, is not corrected."""

    reason = forms.CharField(
        label=_("Grund der Berichtigung"),
        max_length=LONGEST_REASON,
        help_text=_("Steht für immer bei der Berichtigung und in der Mail an alle."),
    )
    revision = RevisionField(required=True)

    def __init__(self, *args, minutes, sections, decisions, **kwargs):
        super().__init__(*args, initial={"revision": minutes.revision_number}, **kwargs)
        self.texts = {section.pk: f"text_{section.pk}" for section in sections}
        self.wordings = {decision.pk: f"wording_{decision.pk}" for decision in decisions}
        places = {section.agenda_item_id: section for section in sections if section.agenda_item_id}
        for section in sections:
            self.fields[self.texts[section.pk]] = forms.CharField(
                label=str(section), required=False, strip=False, max_length=MAX_LENGTH,
                initial=section.body, widget=MarkdownWidget(rows=8),
            )  # fmt: skip
            # The text is there already: »freiwillig« would say that it may be left out.
            self.fields[self.texts[section.pk]].no_mark = True
        for decision in decisions:
            self.fields[self.wordings[decision.pk]] = forms.CharField(
                label=_("Beschluss %(number)s: Wortlaut") % {"number": decision.label}, max_length=4000,
                initial=decision.wording, widget=forms.Textarea(attrs={"rows": 3}),
                help_text=str(places.get(decision.agenda_item_id, "")),
            )  # fmt: skip

    def correction(self) -> Correction:
        typed = self.cleaned_data
        return Correction(
            revision=typed["revision"],
            reason=typed["reason"],
            texts={key: typed[name] for key, name in self.texts.items()},
            wordings={key: typed[name] for key, name in self.wordings.items()},
        )
