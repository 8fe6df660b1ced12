from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm, MarkdownWidget, RevisionField, SubmissionKeyField
from members.audience import MEMBERS, AudienceFormField
from topics.enums import LONGEST_REASON, Level


class TopicForm(KernForm):
    """To propose and to edit; the actions of the same names take exactly `cleaned_data`."""

    title = forms.CharField(
        label=_("Titel"), max_length=200, help_text=_("Kurz und so, dass auch andere ihn verstehen.")
    )
    body = forms.CharField(label=_("Worum geht es?"), required=False, widget=MarkdownWidget(rows=7))
    levels = forms.TypedMultipleChoiceField(
        label=_("Ebenen"),
        choices=Level.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Welche Ebenen berührt das Thema?"),
    )
    audience = AudienceFormField(
        initial=MEMBERS,
        help_text=_("Wer darf das Thema sehen? Öffentlich wird es erst, wenn es angenommen ist."),
    )

    def clean_levels(self):
        return sum(self.cleaned_data["levels"])


class ProposeForm(TopicForm):
    submission_key = SubmissionKeyField()


class EditForm(TopicForm):
    version = RevisionField()

    @classmethod
    def for_topic(cls, topic, data=None):
        initial = {
            "title": topic.title,
            "body": topic.body,
            "levels": [level.value for level in Level.within(topic.levels)],
            "audience": topic.audience,
            "version": topic.version,
        }
        return cls(data, initial=initial)


class ReasonForm(KernForm):
    no_error_summary = True

    reason = forms.CharField(
        label=_("Grund"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        help_text=_("Wer das Thema vorgeschlagen hat, liest diesen Grund."),
    )
