"""What people type about a Terminabstimmung."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import KernForm, RevisionField, TimeInput, WebField
from meetings.actions.answering import REMARK_ALONE
from meetings.actions.polls import LONGEST_MESSAGE
from meetings.enums import Choice, Mode
from meetings.forms import Words

TIMES = 3  # ranges that can be typed at once
OTHER = "andere"
TEN_DAYS = dt.timedelta(days=10)
CHOICES = [*Choice.choices, ("", _("noch keine Antwort"))]


class DaysField(forms.MultipleChoiceField):
    """Days as the boxes of the months send them."""

    def valid_value(self, value):
        return True  # a day is a day, whatever months are on the screen

    def clean(self, value):
        try:
            days = sorted({dt.date.fromisoformat(each) for each in super().clean(value)})
        except ValueError:
            raise ValidationError(_("Bitte wählen Sie die Tage in den Monaten aus.")) from None
        return days


class WhereMixin(forms.Form):
    """How one takes part, and where: one of the known places or another."""

    mode = forms.ChoiceField(
        label=_("Form"), choices=Mode.choices, initial=Mode.ON_SITE, widget=forms.RadioSelect
    )
    place = forms.ChoiceField(label=_("Ort"), required=False)
    place_name = forms.CharField(label=_("Anderer Ort"), required=False, max_length=200)
    place_address = forms.CharField(label=_("Anschrift"), required=False, max_length=200)
    online_url = WebField(
        label=_("Link zur Teilnahme"), help_text=_("Nur für Treffen, an denen man online teilnehmen kann.")
    )

    def offer_places(self, places):
        self.known_places = {f"{name}|{address}": (name, address) for name, address in places}
        labels = [(key, ", ".join(filter(None, place))) for key, place in self.known_places.items()]
        field = self.fields["place"]
        field.choices = [*labels, ("", _("steht noch nicht fest")), (OTHER, _("ein anderer Ort"))]
        field.initial = labels[0][0] if labels else ""

    def where(self):
        """The words of the action about the place."""
        data = self.cleaned_data
        name, address = self.known_places.get(data.get("place", ""), ("", ""))
        if data.get("place") == OTHER:
            name, address = data["place_name"], data["place_address"]
        return {
            "mode": data["mode"], "place_name": name, "place_address": address,
            "online_url": data["online_url"],
        }  # fmt: skip

    def clean(self):
        data = super().clean() or self.cleaned_data
        if data.get("place") == OTHER and not data.get("place_name") and data.get("mode") != Mode.ONLINE:
            self.add_error("place_name", _("Bitte nennen Sie den Ort."))
        return data


class OptionsForm(WhereMixin, Words):
    """Several days at once; the times hold for each of them, or are taken over from a day that has some."""

    days = DaysField(
        label=_("Tage"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Bitte wählen Sie mindestens einen Tag.")},
    )  # fmt: skip
    times_of = forms.ChoiceField(
        label=_("Zeiten"), required=False,
        help_text=_("Zeiten, die Sie einmal eingegeben haben, lassen sich auf andere Tage übertragen."),
    )  # fmt: skip

    def __init__(self, data=None, *, options=(), places=(), kept=None):
        """`kept` is what is ticked and typed while one turns to other months: nobody has sent it yet."""
        super().__init__(data, initial=kept.dict() if kept else None)
        self.chosen = set((data or kept).getlist("days")) if data or kept else set()
        for number in range(1, TIMES + 1):
            labels = {"number": number}
            for name, label in (("begins", _("Beginn %(number)s")), ("ends", _("Ende %(number)s"))):
                self.fields[f"{name}_{number}"] = forms.TimeField(
                    label=label % labels, required=False, widget=TimeInput()
                )
        self.offer_places(places)
        self.times_by_day = _times_by_day(options)
        self.fields["times_of"].choices = [
            ("", _("Zeiten unten eingeben")),
            *((key, label) for key, (label, _times) in self.times_by_day.items()),
        ]  # fmt: skip
        if not self.times_by_day:
            del self.fields["times_of"]

    @property
    def ranges(self):
        return [(self[f"begins_{number}"], self[f"ends_{number}"]) for number in range(1, TIMES + 1)]

    def clean(self):
        data = super().clean()
        known = self.times_by_day.get(data.get("times_of"))
        self.times = known[1] if known else self._typed_times()
        return data

    def _typed_times(self):
        found = []
        for number in range(1, TIMES + 1):
            begins, ends = (self.cleaned_data.get(f"{name}_{number}") for name in ("begins", "ends"))
            if ends and not begins and not self.has_error(f"begins_{number}"):
                self.add_error(f"begins_{number}", _("Bitte geben Sie auch den Beginn an."))
            elif begins and ends and not dates.can_end(begins, ends):
                self.add_error(f"ends_{number}", _("Das Ende muss nach dem Beginn liegen."))
            elif begins:
                found.append((begins, ends))
        return found or [(None, None)]

    def words(self):
        slots = [(day, *times) for day in self.cleaned_data["days"] for times in self.times]
        return {"slots": slots, **self.where()}


def _times_by_day(options):
    """key of a day → (its label, its times), the first option of a day first."""
    by_day: dict = {}
    for option in options:
        if option.has_times:
            by_day.setdefault(option.day, []).append(option)
    return {
        day.isoformat(): (
            _("wie am %(day)s: %(times)s")
            % {"day": dates.day_short(day), "times": ", ".join(option.times for option in found)},
            [option.clock_times for option in found],
        )
        for day, found in by_day.items()
    }


class ProposeForm(WhereMixin, Words):
    """One further day from a member."""

    day = forms.DateField(label=_("Tag"))
    begins = forms.TimeField(label=_("Beginn"), required=False)
    ends = forms.TimeField(label=_("Ende"), required=False)

    field_order = ("day", "begins", "ends", "mode", "place", "place_name", "place_address", "online_url")

    def __init__(self, data=None, *, places=()):
        super().__init__(data)
        self.offer_places(places)

    def clean(self):
        data = super().clean()
        begins, ends = data.get("begins"), data.get("ends")
        if ends and not begins and not self.has_error("begins"):
            self.add_error("begins", _("Bitte geben Sie auch den Beginn an."))
        if begins and ends and not dates.can_end(begins, ends):
            self.add_error("ends", _("Das Ende muss nach dem Beginn liegen."))
        return data

    def words(self):
        data = self.cleaned_data
        return {"slots": [(data["day"], data["begins"], data["ends"])], **self.where()}


class PollForm(Words):
    """What everybody is told, and until when they answer."""

    until = forms.DateField(
        label=_("Antworten bis"), help_text=_("Bis zum Ende dieses Tages lassen sich Antworten ändern.")
    )
    message = forms.CharField(
        label=_("Nachricht"), required=False, max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Sie steht in der Mail und über den Vorschlägen."),
    )  # fmt: skip
    allows_proposals = forms.BooleanField(
        label=_("Mitglieder dürfen weitere Termine vorschlagen"), required=False
    )
    version = RevisionField()

    def __init__(self, data=None, *, poll):
        initial = {name: getattr(poll, name) for name in ("message", "allows_proposals", "version")}
        super().__init__(data, initial=initial | {"until": poll.last_day or usual_last_day(poll)})


def usual_last_day(poll):
    """Ten days from now on a working day, as long as that is before the first option."""
    day = dates.today() + TEN_DAYS
    while not dates.is_working_day(day):
        day += dt.timedelta(days=1)
    first = poll.options.in_order().first()
    if first is not None and day >= first.day:
        day = max(dates.today(), dates.working_days_before(first.day, 1))
    return day


class AnswerForm(KernForm):
    """For each option a group of buttons and a remark; and one remark to all of them."""

    remark = forms.CharField(
        label=_("Bemerkung zu allen Terminen"), required=False, max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bemerkungen stehen mit Ihrem Namen beim Ergebnis."),
    )  # fmt: skip
    version = RevisionField()

    def __init__(self, data=None, *, options, reply=None, said=None):
        initial = {"remark": reply.remark if reply else "", "version": reply.version if reply else 0}
        for pk, (choice, words) in (said or {}).items():
            initial |= {field_of(pk): choice, remark_of(pk): words}
        super().__init__(data, initial=initial)
        self.options = options
        for option in options:
            self.fields[field_of(option.pk)] = forms.ChoiceField(
                label=option.when, choices=CHOICES, required=False, widget=forms.RadioSelect
            )
            self.fields[remark_of(option.pk)] = forms.CharField(
                label=_("Bemerkung zu %(when)s") % {"when": option.when}, required=False, max_length=200
            )

    @property
    def ballots(self):
        """(option, its buttons, its remark)"""
        return [(option, self[field_of(option.pk)], self[remark_of(option.pk)]) for option in self.options]

    def clean(self):
        data = super().clean() or self.cleaned_data
        for option in self.options:
            if data.get(remark_of(option.pk)) and data.get(field_of(option.pk)) == "":
                self.add_error(field_of(option.pk), REMARK_ALONE)
        return data

    def words(self):
        data, options = self.cleaned_data, [option.pk for option in self.options]
        return {
            "choices": {pk: data[field_of(pk)] for pk in options if self._was_there(field_of(pk))},
            "remarks": {pk: data[remark_of(pk)] for pk in options if self._was_there(remark_of(pk))},
            "remark": data["remark"],
        }

    def _was_there(self, name):
        """What was offered only after the page was drawn is not taken for »no answer«."""
        return self.add_prefix(name) in self.data


def field_of(pk) -> str:
    return f"option_{pk}"


def remark_of(pk) -> str:
    return f"remark_{pk}"
