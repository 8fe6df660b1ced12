"""What people type about meetings. Actions take exactly their `cleaned_data`."""

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import KernForm, MarkdownWidget, RevisionField, SubmissionKeyField, WebField
from core.markdown import MAX_LENGTH
from meetings.actions.agenda import MINUTES
from meetings.actions.meetings import CAPACITY, LONGEST_REASON
from meetings.enums import ItemKind, Kind, State
from meetings.selectors.listing import Filter
from members.audience import MEMBERS, AudienceFormField
from members.enums import PILLARS
from members.models import Organisation, Person

QUARTERS_BACK, QUARTERS_AHEAD = 4, 8


class PersonField(forms.ModelChoiceField):
    """One of today's members, or whoever is chosen already."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Person.objects.none(), required=False, empty_label="–", **kwargs)

    def offer(self, chosen=None):
        today = Person.objects.members().values("pk")
        self.queryset = Person.objects.filter(Q(pk__in=today) | Q(pk=chosen)).by_name()


# --- meetings ---------------------------------------------------------------------------------------------


class MeetingForm(KernForm):
    title = forms.CharField(
        label=_("Titel"),
        max_length=200,
        help_text=_("Ohne Nummer; Fachgruppentreffen erhalten sie, wenn der Termin feststeht."),
    )
    kind = forms.ChoiceField(label=_("Art"), choices=Kind.choices, initial=Kind.GROUP)
    audience = AudienceFormField(
        initial=MEMBERS,
        help_text=_("Wer darf dieses Treffen sehen? Einzelne TOPs können Sie weiter einschränken."),
    )
    target = forms.ChoiceField(label=_("Zeitraum"), required=False)
    is_announced = forms.BooleanField(
        label=_("Zeitraum schon ankündigen"),
        required=False,
        help_text=_("Dann ist zu sehen, dass in diesem Quartal ein Treffen kommt, und sonst nichts."),
    )
    minute_taker = PersonField(label=_("Protokollführung"))
    description = forms.CharField(
        label=_("Beschreibung"),
        required=False,
        max_length=MAX_LENGTH,
        widget=MarkdownWidget(rows=6),
        help_text=_("Worum geht es? Was sollten die Teilnehmenden mitbringen?"),
    )
    version = RevisionField()
    submission_key = SubmissionKeyField()

    def __init__(self, data=None, *, meeting=None, **kwargs):
        self.meeting = meeting
        if meeting:
            names = ("title", "kind", "audience", "is_announced", "description", "version", "minute_taker")
            target = f"{meeting.target_year}-{meeting.target_quarter}" if meeting.target_quarter else ""
            stored = {name: meeting.serializable_value(name) for name in names}
            kwargs["initial"] = stored | {"target": target}
        super().__init__(data, **kwargs)
        self.fields["minute_taker"].offer(meeting.minute_taker_id if meeting else None)
        self.fields["target"].choices = quarter_choices(meeting)
        if meeting:
            del self.fields["submission_key"]
            # Only what still changes: the quarter until there is a date, the kind until there is a number.
            if meeting.state != State.DRAFT:
                del self.fields["target"], self.fields["is_announced"]
            if meeting.number is not None:
                del self.fields["kind"]
        else:
            del self.fields["version"]

    def clean(self):
        data = super().clean() or self.cleaned_data
        if "target" in data:
            year, _dash, quarter = data.pop("target").partition("-")
            data |= {"target_year": int(year) if year else None}
            data |= {"target_quarter": int(quarter) if quarter else None}
        return data


def quarter_choices(meeting=None):
    """From a year ago to two years ahead, and whatever the meeting says now."""
    today = dates.today()
    here = today.year * 4 + dates.quarter_of(today) - 1
    wanted = {divmod(index, 4) for index in range(here - QUARTERS_BACK, here + QUARTERS_AHEAD + 1)}
    if meeting and meeting.target_quarter:
        wanted.add((meeting.target_year, meeting.target_quarter - 1))
    quarters = [(f"{year}-{rest + 1}", dates.quarter_label(year, rest + 1)) for year, rest in sorted(wanted)]
    return [("", _("noch offen")), *quarters]


PLACE_FIELDS = (
    "place_name", "place_room", "place_address", "place_way", "place_access", "capacity", "online_url",
)  # fmt: skip


class PlaceMixin(forms.Form):
    place_name = forms.CharField(label=_("Ort"), required=False, max_length=200)
    place_room = forms.CharField(label=_("Raum"), required=False, max_length=100)
    place_address = forms.CharField(label=_("Anschrift"), required=False, max_length=200)
    place_way = forms.CharField(
        label=_("Anfahrt und Zugang"), required=False, max_length=500,
        help_text=_("Zum Beispiel Haltestelle, Eingang, Etage."),
    )  # fmt: skip
    place_access = forms.CharField(
        label=_("Barrierefreiheit"), required=False, max_length=300,
        help_text=_("Zum Beispiel Aufzug, stufenloser Eingang, Höranlage."),
    )  # fmt: skip
    capacity = forms.IntegerField(
        label=_("Plätze"), required=False, min_value=CAPACITY[0], max_value=CAPACITY[1],
        help_text=_("Wie viele Personen der Raum fasst."),
    )  # fmt: skip
    online_url = WebField(
        label=_("Link zur Teilnahme"),
        help_text=_("Den Link sehen nur Mitglieder und eingeladene Gäste, auch bei öffentlichen Treffen."),
    )


class DateForm(KernForm):
    """Day and times as the clock in Jena shows them. A day in the past is fine: it is being recorded."""

    day = forms.DateField(label=_("Tag"))
    begins = forms.TimeField(label=_("Beginn"))
    ends = forms.TimeField(label=_("Ende"), required=False, help_text=_("Nach Mitternacht: am nächsten Tag."))
    version = RevisionField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].widget.attrs |= {
            "hx-get": reverse("meetings:date_note"),
            "hx-trigger": "change",
            "hx-target": "#tag-hinweis",
            "hx-swap": "innerHTML",
        }

    @property
    def is_past(self):
        day = self.cleaned_data.get("day") if self.is_bound and hasattr(self, "cleaned_data") else None
        return day is not None and day < dates.today()

    def clean(self):
        day, begins, ends = (self.cleaned_data.get(name) for name in ("day", "begins", "ends"))
        if day and day < dates.today() and self.has_error("begins", code="required") and not ends:
            del self.errors["begins"]
            self.cleaned_data["begins"] = None
        if begins and ends and not dates.can_end(begins, ends):
            self.add_error("ends", _("Das Ende muss nach dem Beginn liegen."))
        return self.cleaned_data


class ScheduleForm(PlaceMixin, DateForm):
    minute_taker = PersonField(label=_("Protokollführung"))

    field_order = ("day", "begins", "ends", *PLACE_FIELDS, "minute_taker")

    def __init__(self, data=None, *, meeting):
        super().__init__(data, initial=place_of(meeting) | {"minute_taker": meeting.minute_taker_id})
        self.fields["minute_taker"].offer(meeting.minute_taker_id)


class MinuteTakerForm(KernForm):
    minute_taker = PersonField(label=_("Wer schreibt das Protokoll?"))
    version = RevisionField()

    def __init__(self, data=None, *, meeting):
        super().__init__(data, initial={"minute_taker": meeting.minute_taker_id, "version": meeting.version})
        field = self.fields["minute_taker"]
        field.offer(meeting.minute_taker_id)
        field.required = True


class MoveForm(PlaceMixin, DateForm):
    reason = forms.CharField(
        label=_("Grund"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Nötig, wenn sich Tag oder Uhrzeit ändern. Er steht in der Nachricht und auf der Seite."),
    )

    field_order = ("day", "begins", "ends", *PLACE_FIELDS, "reason")

    def __init__(self, data=None, *, meeting):
        begins = dates.berlin(meeting.starts_at)
        ends = dates.berlin(meeting.ends_at).time() if meeting.ends_at else None
        times = {"begins": begins.time(), "ends": ends} if meeting.has_times else {}
        super().__init__(data, initial=place_of(meeting) | {"day": begins.date()} | times)


def place_of(meeting):
    return {name: getattr(meeting, name) for name in (*PLACE_FIELDS, "version")}


class CancelForm(KernForm):
    no_error_summary = True

    reason = forms.CharField(
        label=_("Grund"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Er steht auf der Seite des Treffens und in der Nachricht an alle, die es sehen dürfen."),
    )
    version = RevisionField()


class VersionForm(KernForm):
    """A confirmation: nothing but the version that was looked at."""

    version = RevisionField()


# --- the agenda -------------------------------------------------------------------------------------------


ITEM_FIELDS = (
    "title", "kind", "duration", "presenter", "presenter_organisation", "presenter_name", "description",
    "audience",
)  # fmt: skip


class ItemForm(KernForm):
    title = forms.CharField(label=_("Titel"), max_length=200)
    kind = forms.ChoiceField(label=_("Art"), choices=ItemKind.choices, initial=ItemKind.DISCUSSION)
    duration = forms.IntegerField(
        label=_("Dauer in Minuten"), required=False, min_value=MINUTES[0], max_value=MINUTES[1],
        widget=forms.NumberInput(attrs={"step": 5, "inputmode": "numeric"}),
    )  # fmt: skip
    presenter = PersonField(label=_("Wer trägt vor"))
    presenter_organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label="–"
    )
    presenter_name = forms.CharField(
        label=_("Gast"), required=False, max_length=150,
        help_text=_("Wer kein Mitglied ist. Namen sehen nur Mitglieder, Organisationen alle."),
    )  # fmt: skip
    description = forms.CharField(
        label=_("Beschreibung"), required=False, max_length=MAX_LENGTH, widget=MarkdownWidget(rows=4)
    )
    version = RevisionField()
    submission_key = SubmissionKeyField()

    def __init__(self, data=None, *, widest, item=None, agenda=()):
        initial = {name: getattr(item, name) for name in (*ITEM_FIELDS, "version")} if item else None
        super().__init__(data, initial=initial)
        self.fields["presenter"].offer(item.presenter_id if item else None)
        self.fields["presenter_organisation"].queryset = Organisation.objects.by_name()
        self.fields["audience"] = AudienceFormField(
            inherits=True,
            parent=widest,
            widget=forms.Select,
            help_text=_("Höchstens so viele wie beim Ganzen. Andere sehen nur die Nummer."),
        )
        del self.fields["submission_key" if item else "version"]
        self.order_fields(ITEM_FIELDS)
        if item:
            self._offer_places(item)
        elif agenda:
            self._offer_neighbours(agenda)

    def _offer_neighbours(self, agenda):
        """The numbers are fixed: what comes later is »4a«, so it is said after which TOP it comes."""
        rows = [row for row in agenda if row.item is not None and not (row.depth and row.is_dropped)]
        self.fields["after"] = forms.TypedChoiceField(
            label=_("Nach"), required=False, coerce=int, empty_value=None,
            choices=[
                ("", _("am Ende, vor »Verschiedenes«")), *((row.item.pk, row.caption) for row in rows)
            ],
            help_text=_("Die Nummern stehen fest. Was nach TOP 4 kommt, heißt 4a."),
        )  # fmt: skip
        self.fields["after"].no_mark = True

    def _offer_places(self, item):
        """To any place among its neighbours at once: buttons go step by step, dragging needs a pointer."""
        row = list(item.meeting.agenda_items.filter(parent=item.parent_id).in_order())
        self.fields["place"] = forms.TypedChoiceField(
            label=_("Platz"),
            coerce=int,
            choices=[(at, each.number or each.title) for at, each in enumerate(row, start=1)],
            initial=next((at for at, each in enumerate(row, start=1) if each.pk == item.pk), None),
        )


class DurationForm(KernForm):
    duration = forms.IntegerField(required=False, min_value=MINUTES[0], max_value=MINUTES[1])
    version = RevisionField()


class OrderForm(forms.Form):
    """Keys in their new order, as the script sends them: »3,1,2«."""

    order = forms.RegexField(r"^\d{1,18}(,\d{1,18})*$", max_length=4000)

    def clean_order(self):
        return [int(key) for key in self.cleaned_data["order"].split(",")]


# --- the Rückblick ----------------------------------------------------------------------------------------


class ReportForm(KernForm):
    title = forms.CharField(label=_("Überschrift"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=MAX_LENGTH, widget=MarkdownWidget(rows=14))
    source_url = WebField(
        label=_("Link zum Original"), max_length=200, help_text=_("Wenn der Bericht schon anderswo steht.")
    )
    version = RevisionField()

    def __init__(self, data=None, *, meeting, report=None, draft=""):
        initial = {"title": meeting.title, "body": draft, "version": 0}
        if report:
            initial = {name: getattr(report, name) for name in ("title", "body", "source_url", "version")}
        super().__init__(data, initial=initial)
        self.fields["body"].widget.attrs["data-keep"] = f"meeting-{meeting.pk}-report"


# --- the list ---------------------------------------------------------------------------------------------


class FilterForm(forms.Form):
    """What the address asks for. What makes no sense is left out instead of being an error."""

    jahr = forms.IntegerField(required=False, min_value=1990, max_value=2100)
    art = forms.CharField(required=False)
    thema = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    saeule = forms.CharField(required=False)
    stand = forms.CharField(required=False)
    seite = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def wanted(self) -> Filter:
        self.is_valid()
        given = self.cleaned_data
        return Filter(
            year=given.get("jahr"),
            kind=_among(Kind.values, given.get("art")),
            topic=given.get("thema"),
            pillar=_among(PILLARS, given.get("saeule")),
            state=_among(State.values, given.get("stand")),
        )

    @property
    def page(self):
        return self.cleaned_data.get("seite") or 1


def _among(values, given):
    wanted = (given or "").upper()
    return wanted if wanted in [str(value) for value in values] else ""
