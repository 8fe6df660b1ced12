"""What is recorded in the room: who was there, and when it really was."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import KernForm, RevisionField, SubmissionKeyField
from meetings.enums import Presence, State
from meetings.forms.meetings import PersonField


class TimesForm(KernForm):
    """When and where it really was."""

    day = forms.DateField(label=_("Tag"))
    began = forms.TimeField(label=_("Begonnen um"))
    ended = forms.TimeField(label=_("Beendet um"), required=False)
    place_name = forms.CharField(label=_("Ort"), required=False, max_length=200)
    version = RevisionField()

    def __init__(self, data=None, *, meeting):
        began, ended = (dates.berlin(at) if at else None for at in (meeting.began_at, meeting.ended_at))
        initial = {
            "day": (began or dates.berlin(meeting.starts_at)).date(), "began": began and began.time(),
            "ended": ended and ended.time(), "place_name": meeting.place_name, "version": meeting.version,
        }  # fmt: skip
        super().__init__(data, initial=initial)
        if meeting.state == State.RUNNING:
            del self.fields["ended"]


class MarkForm(forms.Form):
    presence = forms.ChoiceField(choices=Presence.choices)
    version = RevisionField()


class StayForm(KernForm):
    """Who came late or left early; common to members and guests."""

    arrived = forms.TimeField(label=_("Später gekommen um"), required=False)
    left = forms.TimeField(label=_("Früher gegangen um"), required=False)
    version = RevisionField()

    def __init__(self, data=None, *, row=None, **kwargs):
        times = {"arrived": row and row.arrived_at, "left": row and row.left_at}
        stored = {name: dates.berlin(at).time() for name, at in times.items() if at}
        initial = stored | {"version": row.version if row else 0} | kwargs.pop("initial", {})
        super().__init__(data, initial=initial, **kwargs)


class AttendanceForm(StayForm):
    presence = forms.ChoiceField(
        label=_("Teilnahme"), required=False, choices=[("", _("noch offen")), *Presence.choices],
        widget=forms.RadioSelect,
    )  # fmt: skip
    deputy = PersonField(label=_("Vertreten durch"))
    deputy_name = forms.CharField(
        label=_("Vertreten durch, wenn kein Mitglied"), required=False, max_length=150
    )
    reason = forms.CharField(
        label=_("Grund"), required=False, max_length=200,
        help_text=_(
            "Kurz, zum Beispiel »verhindert«. Bitte nichts über die Gesundheit: Alle Mitglieder lesen es."
        ),
    )  # fmt: skip

    field_order = ("presence", "arrived", "left", "deputy", "deputy_name", "reason")

    def __init__(self, data=None, *, row=None):
        names = ("presence", "deputy_name", "reason")
        initial = {name: getattr(row, name) for name in names} | {"deputy": row.deputy_id} if row else {}
        super().__init__(data, row=row, initial=initial)
        self.fields["deputy"].offer(row.deputy_id if row else None)


class NewGuestForm(KernForm):
    name = forms.CharField(label=_("Name"), max_length=150)
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=150)
    submission_key = SubmissionKeyField()


class GuestForm(StayForm):
    name = forms.CharField(label=_("Name"), max_length=150)
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=150)

    field_order = ("name", "organisation", "arrived", "left")

    def __init__(self, data=None, *, row):
        super().__init__(
            data, row=row, initial={"name": row.guest_name, "organisation": row.guest_organisation}
        )
