from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm, RevisionField
from meetings.actions.running_order import LONGEST


class NoteForm(KernForm):
    """`where` tells the copy that the browser keeps, and the labels, of one note from those of the others."""

    no_error_summary = True

    text = forms.CharField(
        label=_("Interne Notiz"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = RevisionField()

    def __init__(self, data=None, *, note):
        where = f"{note.meeting_id}-{note.agenda_item_id or 'alles'}"
        super().__init__(data, initial={"text": note.text, "version": note.version}, auto_id=f"id_{where}_%s")
        self.fields["text"].widget.attrs["data-keep"] = f"meeting-note-{where}"
