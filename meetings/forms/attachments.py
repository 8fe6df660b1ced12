"""What is attached: a file or a link, to which TOP, and for whom."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm, RevisionField, SubmissionKeyField, WebField
from meetings.actions.attachments import TOO_LARGE
from meetings.models import AgendaItem
from members.audience import AudienceFormField

ACCEPT = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.png,.jpg,.jpeg,.gif,.webp,.txt,.csv,.md"


class UploadField(forms.FileField):
    """Its content is looked at by the action; here only whether there is a file, and how large it is."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Datei"),
            widget=forms.FileInput(attrs={"accept": ACCEPT}),
            error_messages={
                "required": _("Bitte wählen Sie eine Datei."),
                "empty": _("Diese Datei ist leer."),
                "missing": _("Bitte wählen Sie eine Datei."),
            },
            **kwargs,
        )
        self.max_length = None

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file and file.size > settings.LARGEST_FILE:
            raise ValidationError(TOO_LARGE % {"most": settings.LARGEST_FILE // 1024**2})
        return file


class UploadForm(KernForm):
    """A form with a file; `is_too_large`: there was one, and it was not let in."""

    file = UploadField()

    def __init__(self, *args, is_too_large=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_too_large, most = is_too_large, settings.LARGEST_FILE // 1024**2
        self.fields["file"].help_text = _(
            "PDF, Word, Excel, PowerPoint, OpenDocument, Bild, Text oder CSV, höchstens %(most)s MB."
        ) % {"most": most}

    def clean(self):
        """A file that was too large did not arrive: then it is that, and not that it is missing."""
        if self.is_too_large:
            self.errors.pop("file", None)
            self.add_error("file", TOO_LARGE % {"most": settings.LARGEST_FILE // 1024**2})
        return self.cleaned_data


class AttachForm(KernForm):
    """What a file and a link have in common."""

    submission_key = SubmissionKeyField()

    def __init__(self, *args, meeting, top=None, **kwargs):
        super().__init__(*args, initial={"agenda_item": top} if top else None, **kwargs)
        self.fields["agenda_item"] = forms.ModelChoiceField(
            label=_("Gehört zu"), queryset=AgendaItem.objects.filter(meeting=meeting).kept().in_order(),
            required=False, empty_label=_("zum ganzen Treffen"),
        )  # fmt: skip
        self.fields["agenda_item"].no_mark = True
        self.fields["audience"] = AudienceFormField(
            inherits=True, parent=meeting.audience, widget=forms.Select,
            help_text=_("Höchstens so viele wie beim TOP oder beim ganzen Treffen."),
        )  # fmt: skip
        self.fields["audience"].no_mark = True


class FileForm(UploadForm, AttachForm):
    prefix = "datei"

    title = forms.CharField(
        label=_("Bezeichnung"), required=False, max_length=200,
        help_text=_("Ohne Angabe gilt der Name der Datei."),
    )  # fmt: skip


class LinkForm(AttachForm):
    prefix = "link"

    url = WebField(required=True, label=_("Adresse"), help_text=_("Zum Beispiel https://www.jena.de"))
    title = forms.CharField(label=_("Bezeichnung"), max_length=200)


class ReplaceForm(UploadForm):
    no_error_summary = True
    prefix = "ersatz"

    version = RevisionField()


class AttachmentForm(KernForm):
    title = forms.CharField(label=_("Bezeichnung"), max_length=200)
    url = WebField(required=True, label=_("Adresse"))
    version = RevisionField()

    def __init__(self, data=None, *, attachment):
        initial = {name: getattr(attachment, name) for name in ("title", "url", "audience", "version")}
        super().__init__(data, initial=initial)
        self.fields["audience"] = AudienceFormField(
            inherits=True, parent=attachment.above, widget=forms.Select,
            help_text=_("Höchstens so viele wie beim TOP oder beim ganzen Treffen."),
        )  # fmt: skip
        self.fields["audience"].no_mark = True
        if not attachment.url:
            del self.fields["url"]
