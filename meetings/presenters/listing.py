"""The list of meetings: lines written once in Python, because formatting 200 rows in a template is slow."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import BERLIN, day_long, quarter_is_over, quarter_label, today
from core.remembered import remembered
from core.slugs import sort_key
from meetings.access.meetings import knows_only_the_quarter
from meetings.enums import STATE_KINDS, Kind, State
from meetings.models import AgendaItem, Meeting, numbered
from meetings.presenters.states import open_date, state_label
from meetings.querysets import in_year, more_than_the_quarter
from members import audience as audiences
from members.enums import PILLAR_LABELS, PILLARS
from members.models import Organisation
from members.viewers import viewer_for
from topics.models import Topic

LIST_SIZE = 200


@dataclass(frozen=True)
class Filter:
    """What of the list is wanted; every part may be missing. The address of the page holds it."""

    year: int | None = None
    kind: str = ""
    topic: int | None = None
    pillar: str = ""
    state: str = ""

    def __bool__(self):
        return any((self.year, self.kind, self.topic, self.pillar, self.state))

    def condition(self, viewer) -> Q:
        """Of an announced draft only quarter and state are known, so that no other filter finds it."""
        wanted = Q()
        if self.year:
            wanted &= in_year(self.year)
        if self.kind:
            wanted &= Q(kind=self.kind) & more_than_the_quarter(viewer)
        if self.state:
            wanted &= Q(state=self.state)
        if self.topic:
            topic = Topic.objects.visible_to(viewer).filter(pk=self.topic)
            wanted &= _has_item(viewer, topic__in=topic)
        if self.pillar:
            wanted &= involves(self.pillar, viewer) & more_than_the_quarter(viewer)
        return wanted


def involves(pillar, viewer) -> Q:
    """Where an organisation of that pillar presents, or the meeting is for chosen pillars with it."""
    masks = [mask for mask in range(1, audiences.ALL_PILLARS + 1) if mask & audiences.PILLAR_BITS[pillar]]
    presents = _has_item(viewer, presenter_organisation__kind=pillar)
    return presents | Q(audience__in=masks)


def _has_item(viewer, **condition):
    items = AgendaItem.objects.visible_to(viewer).kept().filter(meeting=OuterRef("pk"), **condition)
    return Q(Exists(items))


COLUMNS = (
    "pk", "title", "number", "kind", "state", "audience", "starts_at", "ends_at", "has_times", "place_name",
    "target_year", "target_quarter", "minute_taker_id", "polled_at", "is_past", "fits",
)  # fmt: skip


@dataclass
class Listing:
    """One page of the list: groups of lines under a heading, and what can be chosen."""

    groups: list
    page: Any
    filters: list
    count: int


def listing(user, wanted: Filter, page_number=1) -> Listing:
    """Two queries however long the list is. All rows are read: what they have in common can be chosen."""
    viewer = viewer_for(user)
    rows = _filtered_rows(viewer, wanted) if wanted else _all_rows(viewer, today(), now=timezone.now())
    page = Paginator([row for row in rows if row.fits], LIST_SIZE).get_page(page_number)
    return Listing(
        groups=_grouped(page.object_list, viewer),
        page=page,
        filters=_filters(rows, viewer),
        count=page.paginator.count,
    )


def _filtered_rows(viewer, wanted):
    visible = Meeting.objects.visible_to(viewer).next_first()
    return list(visible.annotate(fits=wanted.condition(viewer)).values_list(*COLUMNS, named=True))


@remembered
def _all_rows(viewer, day, *, now):
    visible = Meeting.objects.visible_to(viewer).next_first(now, day)
    return visible.annotate(fits=Value(True)).values_list(*COLUMNS, named=True)


def _filters(rows, viewer):
    """(label, name in the address, options) of each: only what leads to something this reader sees."""
    years, kinds, states, mask = set(), set(), set(), 0
    for row in rows:
        years.add(row.starts_at.astimezone(BERLIN).year if row.starts_at else row.target_year)
        states.add(row.state)
        if not knows_only_the_quarter(viewer, row):
            kinds.add(row.kind)
            mask |= row.audience if row.audience <= audiences.ALL_PILLARS else 0
    topics, pillars = _as_subjects(_subjects_of_all(viewer))
    return [
        (_("Jahr"), "jahr", [(year, str(year)) for year in sorted(filter(None, years), reverse=True)]),
        (_("Art"), "art", [choice for choice in Kind.choices if choice[0] in kinds]),
        (_("Stand"), "stand", _state_options(states, viewer)),
        (_("Beteiligte Säule"), "saeule", pillar_options(pillars | set(audiences.pillars_in(mask)))),
        (_("Thema"), "thema", topics),
    ]


def _state_options(states, viewer):
    """Who knows of a draft only that it is announced reads the word of its line here as well."""
    known = [state for state in State if state in states]
    return [(state.value, state_label(state, shows_quarter_only=not viewer.is_organiser)) for state in known]


def pillar_options(pillars):
    return [(kind.value, str(name)) for kind, name in PILLAR_LABELS.items() if kind in pillars]


@remembered
def _subjects_of_all(viewer):
    return _subject_rows(AgendaItem.objects.visible_to(viewer).kept(), viewer)


def subjects_of(items, viewer):
    """The topics and the presenting pillars of these TOPs, in one query."""
    return _as_subjects(_subject_rows(items, viewer))


def _subject_rows(items, viewer):
    topics = Topic.objects.visible_to(viewer).filter(Exists(items.filter(topic=OuterRef("pk"))))
    presents = Exists(items.filter(presenter_organisation=OuterRef("pk")))
    organisations = Organisation.objects.filter(presents, kind__in=PILLARS)
    return topics.values_list("pk", "title").union(organisations.values_list(Value(0), "kind"))


def _as_subjects(found):
    pairs = sorted(found, key=lambda pair: sort_key(pair[1]))
    return [pair for pair in pairs if pair[0]], {kind for key, kind in pairs if not key}


def _grouped(rows, viewer):
    """»Was kommt« and then the years, each with its lines."""
    write = _Writer(viewer)
    groups: dict = {}
    for row in rows:
        heading, line = write.line(row)
        groups.setdefault(heading, []).append(line)
    return list(groups.items())


class _Writer:
    """Writes lines of the list. What is the same for all lines is looked up once."""

    def __init__(self, viewer):
        self.viewer = viewer
        self.base = reverse("meetings:list")
        self.kinds = {kind.value: str(kind.label) for kind in Kind}
        self.states = {state.value: (state_label(state), STATE_KINDS[state]) for state in State}
        self.audiences: dict = {}
        self.clock = _("%(times)s Uhr")
        self.ahead = _("Was kommt")
        self.undated = _("Ohne Termin")
        self.bare = (state_label(State.DRAFT, True), STATE_KINDS[State.DRAFT])

    def line(self, row):
        """The heading under which the line stands, and its words."""
        bare = knows_only_the_quarter(self.viewer, row)
        begins = row.starts_at.astimezone(BERLIN) if row.starts_at and not bare else None
        title, target = row.title, row.target_year or ""
        if row.target_quarter:
            target = quarter_label(row.target_year, row.target_quarter)
        if bare:
            title = target
        elif row.number:
            title = numbered(row.number, title)
        facts = [self._when(row, begins, bare, target)]
        if not bare:
            facts += [self.kinds[row.kind], row.place_name, self._audience(row.audience)]
        label, tag = self.bare if bare and row.state == State.DRAFT else self.states[row.state]
        return self._heading(row, begins), {
            "url": f"{self.base}{row.pk}/",
            "title": title,
            "text": " · ".join(filter(None, facts)),
            "state": label,
            "tag": tag,
        }

    def _when(self, row, begins, shows_quarter_only, target):
        if begins:
            day = day_long(begins.date())
            return f"{day}, {self._times(begins, row.ends_at)}" if row.has_times else day
        if row.state == State.CANCELLED:
            return "" if shows_quarter_only else target
        return open_date(target, quarter_is_over(row.target_year, row.target_quarter), shows_quarter_only)

    def _times(self, begins, ends_at):
        ends = ends_at.astimezone(BERLIN) if ends_at else None
        until = f"–{ends.hour:02}:{ends.minute:02}" if ends else ""
        return self.clock % {"times": f"{begins.hour:02}:{begins.minute:02}{until}"}

    def _heading(self, row, begins):
        if not row.is_past:
            return self.ahead
        return str(begins.year if begins else row.target_year or self.undated)

    def _audience(self, mask):
        """Who sees it is for members to know; the public sees only what is public."""
        if not self.viewer.is_member:
            return ""
        if mask not in self.audiences:
            self.audiences[mask] = audiences.label(mask)
        return self.audiences[mask]
