"""The list of meetings: lines written once in Python, because formatting 200 rows in a template is slow."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Window
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import BERLIN, day_long, quarter_label
from meetings.enums import Kind, State
from meetings.models import AgendaItem, Meeting
from meetings.queries.states import TAGS, state_label
from members import audience as audiences
from members.enums import PILLAR_LABELS
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

    def applied_to(self, meetings, viewer):
        if self.year:
            meetings = meetings.in_year(self.year)
        if self.kind:
            meetings = meetings.fully_visible_to(viewer).filter(kind=self.kind)
        if self.state:
            meetings = meetings.filter(state=self.state)
        if self.topic:
            topic = Topic.objects.visible_to(viewer).filter(pk=self.topic)
            meetings = meetings.filter(_has_item(viewer, topic__in=topic))
        if self.pillar:
            meetings = meetings.fully_visible_to(viewer).filter(involves(self.pillar, viewer))
        return meetings


def involves(pillar, viewer) -> Q:
    """A pillar is involved when a house of it presents, or when the meeting is for chosen pillars with it."""
    masks = [mask for mask in range(1, audiences.ALL_PILLARS + 1) if mask & audiences.PILLAR_BITS[pillar]]
    presents = _has_item(viewer, presenter_organisation__kind=pillar)
    return presents | Q(audience__in=masks)


def _has_item(viewer, **condition):
    items = AgendaItem.objects.visible_to(viewer).filter(meeting=OuterRef("pk"), **condition)
    return Q(Exists(items))


COLUMNS = (
    "pk", "title", "number", "kind", "state", "audience", "starts_at", "ends_at", "has_times", "place_name",
    "target_year", "target_quarter", "minute_taker", "is_past", "total",
)  # fmt: skip
ENDS = ("first_year", "last_year")


@dataclass
class Listing:
    """One page of the list: groups of lines under a heading, and what can be chosen."""

    groups: list
    page: Any
    years: list
    topics: list
    count: int


def listing(user, wanted: Filter, page_number=1) -> Listing:
    """Two queries however long the list is."""
    viewer = viewer_for(user)
    visible = Meeting.objects.visible_to(viewer)
    found = wanted.applied_to(visible, viewer).next_first().annotate(**_about_all(visible))
    page = page_of(found.values_list(*COLUMNS, *ENDS, named=True), page_number)
    rows = page.object_list
    return Listing(
        groups=_grouped(rows, viewer),
        page=page,
        years=_years(rows, visible, wanted),
        topics=list(_topics_of(viewer)),
        count=page.paginator.count,
    )


def page_of(rows, number):
    """A page of the list with the number of all rows in one query; a page that is not there is the first."""
    start = (max(1, number) - 1) * LIST_SIZE
    shown = list(rows[start : start + LIST_SIZE])
    if not shown and start:
        return page_of(rows, 1)
    paginator = Paginator(rows, LIST_SIZE)
    paginator.__dict__["count"] = shown[0].total if shown else 0
    return Page(shown, start // LIST_SIZE + 1, paginator)


def _about_all(visible):
    """How many there are, and the first and last year: numbers, because moments cost time in every row."""
    years = visible.filter(starts_at__isnull=False).annotate(at=ExtractYear("starts_at", tzinfo=BERLIN))
    return {
        "total": Window(Count("*")),
        "first_year": Subquery(years.order_by("starts_at").values("at")[:1]),
        "last_year": Subquery(years.order_by("-starts_at").values("at")[:1]),
    }


def _years(rows, visible, wanted):
    """All years in which something is or is meant to be; asked anew when the filter found nothing."""
    years = {row.target_year for row in rows if row.target_year and row.starts_at is None}
    years |= {wanted.year} if wanted.year else set()
    ends = rows[0] if rows else visible.annotate(**_about_all(visible)).values_list(*ENDS, named=True).first()
    if ends and ends.first_year:
        years |= set(range(ends.first_year, ends.last_year + 1))
    return sorted(years, reverse=True)


def _topics_of(viewer):
    items = AgendaItem.objects.visible_to(viewer).filter(topic=OuterRef("pk"))
    return Topic.objects.visible_to(viewer).filter(Exists(items)).order_by("title").values_list("pk", "title")


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
        self.states = {state.value: (state_label(state), TAGS[state]) for state in State}
        self.audiences: dict = {}
        self.numbered = _("%(number)s. Treffen: %(title)s")
        self.clock = _("%(times)s Uhr")
        self.ahead = _("Was kommt")
        self.undated = _("Ohne Termin")
        self.open_date = _("Der Termin steht noch nicht fest.")
        self.bare = (state_label(State.DRAFT, True), TAGS[State.DRAFT])

    def line(self, row):
        """The heading under which the line stands, and its words."""
        is_bare = self._is_bare(row)
        begins = row.starts_at.astimezone(BERLIN) if row.starts_at and not is_bare else None
        title, target = row.title, row.target_year or ""
        if row.target_quarter:
            target = quarter_label(row.target_year, row.target_quarter)
        if is_bare:
            title = target
        elif row.number:
            title = self.numbered % {"number": row.number, "title": title}
        facts = [self._when(row, begins, is_bare, target)]
        if not is_bare:
            facts += [self.kinds[row.kind], row.place_name, self._audience(row.audience)]
        label, tag = self.bare if is_bare and row.state == State.DRAFT else self.states[row.state]
        return self._heading(row, begins), {
            "url": f"{self.base}{row.pk}/",
            "title": title,
            "text": " · ".join(filter(None, facts)),
            "state": label,
            "tag": tag,
        }

    def _is_bare(self, row):
        untold = row.state == State.DRAFT or (row.state == State.CANCELLED and row.starts_at is None)
        if not untold or self.viewer.is_organiser:
            return False
        taker = row.minute_taker
        return not (self.viewer.is_member and taker is not None and taker == self.viewer.person_id)

    def _when(self, row, begins, is_bare, target):
        if begins:
            day = day_long(begins.date())
            return f"{day}, {self._times(begins, row.ends_at)}" if row.has_times else day
        if row.state == State.CANCELLED:
            return "" if is_bare else target
        return self.open_date if is_bare or not target else f"{target} – {self.open_date}"

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


def filter_choices(result: Listing):
    """(label, name of the parameter, options, value → text) for the filter form."""
    return {
        "jahr": [(str(year), str(year)) for year in result.years],
        "art": [(kind.value.lower(), str(kind.label)) for kind in Kind],
        "thema": [(str(pk), title) for pk, title in result.topics],
        "saeule": [(kind.value.lower(), str(name)) for kind, name in PILLAR_LABELS.items()],
        "stand": [(state.value.lower(), str(state.label)) for state in State],
    }
