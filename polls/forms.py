"""What people type about a Terminabstimmung."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import KernForm, RevisionField, TimeInput, WebField
from core.safe_html import strung
from polls.actions.answers import REMARK_ALONE
from polls.actions.polls import LONGEST_MESSAGE
from polls.enums import Choice, Mode
from polls.selectors.options import usual_last_day

TIMES = 3  # ranges that can be typed at once
OTHER = "andere"


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
        labels = [(key, strung(place, ", ")) for key, place in self.known_places.items()]
        field = self.fields["place"]
        field.choices = [*labels, ("", _("steht noch nicht fest")), (OTHER, _("ein anderer Ort"))]
        field.initial = labels[0][0] if labels else ""

    @property
    def has_another_place(self):
        """Whether one of the fields that wait folded away is filled or wrong."""
        return any(
            self[name].value() or self[name].errors for name in ("place_name", "place_address", "online_url")
        )

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


class MessageMixin(forms.Form):
    """What everybody is told when they are asked."""

    message = forms.CharField(
        label=_("Nachricht"), required=False, max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Sie steht in der Mail und über den Vorschlägen."),
    )  # fmt: skip
    allows_proposals = forms.BooleanField(
        label=_("Mitglieder dürfen weitere Termine vorschlagen"), required=False
    )


class OptionsForm(WhereMixin, KernForm):
    """Several days at once; each chosen or typed time holds for each of them."""

    days = DaysField(
        label=_("Tage"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Bitte wählen Sie mindestens einen Tag.")},
    )  # fmt: skip
    usual = forms.MultipleChoiceField(label=_("Zeiten"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data=None, *, times=(), places=(), kept=None):
        """`kept` is what is ticked and typed while one turns to other months: nobody has sent it yet."""
        super().__init__(data, initial={**kept.dict(), "usual": kept.getlist("usual")} if kept else None)
        self.chosen = set((data or kept).getlist("days")) if data or kept else set()
        self.usual_times = {_key_of(*each): each for each in times}
        clock = _("%(times)s Uhr")
        self.fields["usual"].choices = [(key, clock % {"times": key}) for key in self.usual_times]
        for number in range(1, TIMES + 1):
            labels = {"number": number}
            for name, label in (("begins", _("Beginn %(number)s")), ("ends", _("Ende %(number)s"))):
                self.fields[f"{name}_{number}"] = forms.TimeField(
                    label=label % labels, required=False, widget=TimeInput()
                )
        self.offer_places(places)

    @property
    def has_typed_times(self):
        """Whether the fields for other times hold something, also something wrong: then they stand open."""
        return any(field.value() or field.errors for row in self.ranges for field in row)

    @property
    def ranges(self):
        return [(self[f"begins_{number}"], self[f"ends_{number}"]) for number in range(1, TIMES + 1)]

    def clean(self):
        data = super().clean()
        found = [self.usual_times[key] for key in data.get("usual", ())]
        for number in range(1, TIMES + 1):
            begins, ends = (self.cleaned_data.get(f"{name}_{number}") for name in ("begins", "ends"))
            if ends and not begins and not self.has_error(f"begins_{number}"):
                self.add_error(f"begins_{number}", _("Bitte geben Sie auch den Beginn an."))
            elif begins and ends and not dates.can_end(begins, ends):
                self.add_error(f"ends_{number}", _("Das Ende muss nach dem Beginn liegen."))
            elif begins:
                found.append((begins, ends))
        # Without a time it is the whole day that is asked about.
        self.times = list(dict.fromkeys(found)) or [(None, None)]
        return data

    def kwargs(self):
        """What the action takes."""
        slots = [(day, *times) for day in self.cleaned_data["days"] for times in self.times]
        return {"slots": slots, **self.where()}


def _key_of(begins, ends):
    """»14:00–16:00«"""
    return f"{begins:%H:%M}–{ends:%H:%M}" if ends else f"{begins:%H:%M}"


class StartForm(MessageMixin, OptionsForm):
    """Days, times, place and what everybody is told, so that a poll can start from one page."""

    until = forms.DateField(
        label=_("Antworten bis"), required=False,
        help_text=_("Leer heißt: in zehn Tagen, in jedem Fall vor dem ersten Vorschlag."),
    )  # fmt: skip

    def __init__(self, data=None, *, has_options=False, **kwargs):
        super().__init__(data, **kwargs)
        self.is_starting = "starten" in (data or ())
        self.fields["days"].required = not (self.is_starting and has_options)

    def kwargs(self):
        if not self.is_starting:
            return super().kwargs()
        names = ("until", "message", "allows_proposals")
        return super().kwargs() | {name: self.cleaned_data[name] for name in names}


class ProposeForm(WhereMixin, KernForm):
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

    def kwargs(self):
        """What the action takes."""
        data = self.cleaned_data
        return {"slots": [(data["day"], data["begins"], data["ends"])], **self.where()}


class PollForm(MessageMixin, KernForm):
    """What everybody is told, and until when they answer."""

    until = forms.DateField(
        label=_("Antworten bis"), help_text=_("Bis zum Ende dieses Tages lassen sich Antworten ändern.")
    )
    version = RevisionField()

    field_order = ("until", "message", "allows_proposals")

    def __init__(self, data=None, *, poll):
        initial = {name: getattr(poll, name) for name in ("message", "allows_proposals", "version")}
        super().__init__(data, initial=initial | {"until": poll.last_day or usual_last_day(poll)})


class AnswerForm(KernForm):
    """For each option a group of buttons and a remark; and one remark to all of them.

    Nothing chosen is no answer, so the names of the options that were on the page come along: what was
    offered only after the page was drawn is not taken for »no answer«.
    """

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
        # One answer for all only fills the form, nothing is sent yet: what is on the screen wins over what is
        # stored, and the choices become the one that was clicked.
        if data and ALL in data:
            initial |= data.dict() | {field_of(option.pk): data[ALL] for option in options}
            data = None
        super().__init__(data, initial=initial)
        self.options = options
        for option in options:
            self.fields[field_of(option.pk)] = forms.ChoiceField(
                label=option.when, choices=Choice.choices, required=False, widget=forms.RadioSelect
            )
            self.fields[remark_of(option.pk)] = forms.CharField(
                label=_("Bemerkung zu %(when)s") % {"when": option.when}, required=False, max_length=200
            )

    @property
    def asked(self):
        """(option, its buttons, its remark)"""
        return [(option, self[field_of(option.pk)], self[remark_of(option.pk)]) for option in self.options]

    def clean(self):
        data = super().clean() or self.cleaned_data
        for option in self.options:
            if data.get(remark_of(option.pk)) and data.get(field_of(option.pk)) == "":
                self.add_error(field_of(option.pk), REMARK_ALONE)
        return data

    def kwargs(self):
        """What the action takes."""
        data, options = self.cleaned_data, [option.pk for option in self.options]
        on_page = {pk for pk in options if str(pk) in self.data.getlist(ASKED) or field_of(pk) in self.data}
        return {
            "version": data["version"],
            "choices": {pk: data[field_of(pk)] for pk in on_page},
            "remarks": {pk: data[remark_of(pk)] for pk in options if remark_of(pk) in self.data},
            "remark": data["remark"] if "remark" in self.data else None,
        }


ASKED = "gefragt"  # the options on the page, named once each
ALL = "alle"  # the button that gives one answer to all of them


def field_of(pk) -> str:
    return f"option_{pk}"


def remark_of(pk) -> str:
    return f"remark_{pk}"
