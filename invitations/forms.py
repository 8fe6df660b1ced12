"""What people type about invitations and answers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import KernForm, RevisionField
from core.numbers import numbers_in
from invitations.actions.invitations import LONGEST_MESSAGE
from invitations.enums import REPLY_WORDS, Reply
from invitations.models import MeetingInvitation
from invitations.selectors.mails import known_person
from meetings.forms.meetings import PersonField

ANSWERS = [
    (Reply.ACCEPTED, _("Ich komme")),
    (Reply.TENTATIVE, _("Vielleicht")),
    (Reply.DECLINED, _("Ich komme nicht")),
]
NOTED = [
    (Reply.ACCEPTED, _("kommt")),
    (Reply.TENTATIVE, _("kommt vielleicht")),
    (Reply.DECLINED, _("kommt nicht")),
]
BY_WORD = {word: reply for reply, word in REPLY_WORDS.items()}


class PeopleField(forms.TypedMultipleChoiceField):
    """Boxes beside names, drawn by the page house by house."""

    def __init__(self, **kwargs):
        super().__init__(coerce=int, **kwargs)
        self.error_messages["required"] = _("Bitte wählen Sie mindestens eine Person.")
        self.error_messages["invalid_choice"] = _(
            "Wer zu sehen war, hat sich geändert. Bitte prüfen Sie die Auswahl."
        )


class PeopleForm(KernForm):
    """A form with boxes beside names, in its field `people`."""

    @property
    def chosen(self):
        """Keys of the boxes that are ticked now."""
        return set(numbers_in(self["people"].value() or []))


class InviteForm(PeopleForm):
    people = PeopleField(label=_("Wer wird eingeladen?"))
    message = forms.CharField(
        label=_("Nachricht"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Sie steht am Anfang der Einladung. Tagesordnung, Ort und Links kommen von selbst hinein."
        ),
    )
    version = RevisionField()

    def __init__(self, data=None, *, meeting, accounts):
        people = [(account.person_id, account.person.name) for account in accounts]
        super().__init__(
            data,
            initial={
                "version": meeting.version,
                "message": meeting.invitation_message,
                "people": [key for key, _name in people],
            },
        )
        self.fields["people"].choices = people


class MoreForm(PeopleForm):
    people = PeopleField(label=_("Wer wird noch eingeladen?"))

    def __init__(self, data=None, *, accounts):
        super().__init__(data)
        self.fields["people"].choices = [(account.person_id, account.person.name) for account in accounts]


class GuestInvitationForm(KernForm):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)
    house = forms.CharField(label=_("Organisation"), required=False, max_length=150)
    sees_agenda = forms.BooleanField(
        label=_("Darf die Tagesordnung lesen, soweit sie für alle Eingeladenen ist"),
        required=False,
        help_text=_(
            "Mit Beschreibungen und Anlagen. Sonst sieht der Gast Titel, Termin, Ort und öffentliche TOPs."
        ),
    )


class ReplyForm(KernForm):
    """One's own answer."""

    answer = forms.ChoiceField(label=_("Kommen Sie?"), choices=ANSWERS, widget=forms.RadioSelect)
    deputy = PersonField(
        label=_("Vertretung"), help_text=_("Wenn Sie nicht kommen: Wer kommt an Ihrer Stelle?")
    )
    deputy_name = forms.CharField(
        label=_("Vertretung ohne Mitgliedschaft"), required=False, max_length=150, help_text=_("Name genügt.")
    )
    note = forms.CharField(
        label=_("Bemerkung"),
        required=False,
        max_length=300,
        help_text=_(
            "Zum Beispiel, dass Sie später kommen. Die Organisation und die Protokollführung lesen sie."
        ),
    )

    def __init__(self, data=None, *, invitation, wanted="", names_people=True):
        given = "" if invitation.reply == Reply.OPEN else invitation.reply
        super().__init__(
            data,
            initial={
                "answer": BY_WORD.get(wanted.lower(), given),
                "deputy": invitation.deputy_id,
                "deputy_name": invitation.deputy_name,
                "note": invitation.note,
            },
        )
        self.fields["answer"].error_messages["required"] = _("Bitte wählen Sie eine Antwort.")
        if names_people:
            self.fields["deputy"].offer(invitation.deputy_id)
        else:  # names of members are no business of whoever holds a link; the one that was named stays
            del self.fields["deputy"]
            self.initial["deputy_name"] = invitation.deputy_in_words
            self.fields["deputy_name"].label = _("Vertretung")
            self.fields["deputy_name"].help_text = _("Wenn Sie nicht kommen: Wer kommt an Ihrer Stelle?")

    def clean(self):
        """Whoever comes after all need not empty the field of the deputy who was named before."""
        if self.cleaned_data.get("answer") not in (None, Reply.DECLINED):
            for name in {"deputy", "deputy_name"} & set(self.fields) - set(self.changed_data):
                self.cleaned_data[name] = None if name == "deputy" else ""
        return self.cleaned_data


class NotedReplyForm(ReplyForm):
    """What somebody said by telephone, written down by those who run the meeting."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = _("Antwort")
        self.fields["answer"].choices = NOTED
        self.fields["deputy"].help_text = _("Wenn die Person nicht kommt: Wer kommt an ihrer Stelle?")
        self.fields["note"].help_text = ""


class SettleForm(KernForm):
    """To whom an answer by mail belongs, and what it says where the mail itself does not."""

    invitation = forms.TypedChoiceField(
        label=_("Diese Antwort gehört zu"),
        coerce=int,
        empty_value=None,
        error_messages={"required": _("Bitte wählen Sie eine Person.")},
    )
    answer = forms.ChoiceField(
        label=_("Antwort"),
        choices=[("", _("Bitte wählen")), *NOTED],
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )

    def __init__(self, data=None, *, mailed, people, with_answer=True):
        """`people` are those who are asked; `with_answer`: not where a deputy is named, which is a no."""
        known = known_person(mailed, people)
        super().__init__(data, initial={"invitation": known}, auto_id=f"mail-{mailed.pk}-%s")
        self.mailed = mailed
        self.fields["invitation"].choices = [
            ("", _("Bitte wählen")),
            *((each.pk, each.name) for each in people),
        ]
        if mailed.has_answer or not with_answer:
            del self.fields["answer"]

    def clean_invitation(self):
        """The row itself; one that was taken back meanwhile is no choice any more."""
        chosen = self.cleaned_data["invitation"]
        rows = MeetingInvitation.objects.active().select_related("meeting", "person")
        row = rows.filter(pk=chosen, meeting=self.mailed.meeting_id).first()
        if row is None:
            raise ValidationError(_("Diese Einladung ist zurückgenommen."))
        return row
