from django import forms
from django.utils.translation import gettext_lazy as _

from comments.actions import MAX_LENGTH
from core.forms import DialectTextarea, KernForm, RevisionField, SubmissionKeyField


class _BodyForm(KernForm):
    """A text in which »@« offers names. `place` keeps ids apart when several forms are open on a page."""

    no_error_summary = True
    body = forms.CharField(
        label=_("Ihr Kommentar"),
        max_length=MAX_LENGTH,
        widget=DialectTextarea(attrs={"rows": 4}),
        help_text=_("Mit @ nennen Sie jemanden, der diesen Abschnitt lesen darf, zum Beispiel @anna.muster."),
    )

    def __init__(self, *args, place, names_url="", **kwargs):
        super().__init__(*args, auto_id=f"{place}_%s", **kwargs)
        self.place = place
        self.fields["body"].widget.attrs |= {"data-keep": place, "data-names": names_url, "data-focus": True}


class CommentForm(_BodyForm):
    key = SubmissionKeyField()


class AnswerForm(CommentForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].label = _("Ihre Antwort")


class EditForm(_BodyForm):
    version = RevisionField()


class WithdrawForm(KernForm):
    """Nothing to fill in for one's own words; a reason for those of others."""

    no_error_summary = True
    reason = forms.CharField(
        label=_("Grund"), max_length=400, help_text=_("Der Grund steht danach anstelle des Kommentars.")
    )

    def __init__(self, *args, place, is_own, **kwargs):
        super().__init__(*args, auto_id=f"{place}_%s", **kwargs)
        self.place = place
        if is_own:
            del self.fields["reason"]
