"""The agenda as one viewer may see it."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import clock
from core.safe_html import strung
from meetings import ports
from meetings.access import meetings
from meetings.enums import Direction
from meetings.models import AgendaItem
from members import audience as audiences
from members.viewers import viewer_for
from topics.models import Topic

NAMED = 5  # so many TOPs without a duration are named, the others counted


@dataclass
class AgendaRow:
    """One line of the agenda. A gap has a number and nothing else."""

    number: str
    depth: int = 0
    is_gap: bool = False
    item: AgendaItem | None = None
    title: str = ""
    kind: str = ""
    presenter: str = ""
    topic_url: str = ""
    topic_title: str = ""
    audience: str = ""
    tasks: tuple = ()  # open ones of earlier meetings that this item takes up
    attachments: tuple = ()  # what is attached to it, where a page shows it
    approval: Any = None  # ports.add_approvals, where a page shows it
    begins_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None

    @property
    def duration(self):
        return self.item.duration if self.item and not self.is_dropped else None

    @property
    def is_break(self):
        return self.item is not None and self.item.is_break

    @property
    def is_dropped(self):
        return self.item is not None and self.item.is_dropped

    @property
    def caption(self):
        """»3 Datenplattform«"""
        return strung([self.number, self.title], " ")

    @property
    def name(self):
        """»TOP 3«, or what a break is called."""
        return self.title if self.is_break else _("TOP %(number)s") % {"number": self.number}

    @property
    def is_topic(self):
        """The item bears the name of its topic, so the title itself leads there."""
        return bool(self.topic_url) and self.topic_title == self.title

    @property
    def about(self):
        """»Beitrag · Stadtwerke Jena · 20 Minuten«"""
        length = ngettext("%(count)s Minute", "%(count)s Minuten", self.duration) if self.duration else ""
        kind = "" if self.is_break else self.kind
        return strung([kind, self.presenter, length and length % {"count": self.duration}])

    @property
    def description_html(self):
        return self.item.description_html if self.item else ""

    @property
    def begins(self):
        return clock(self.begins_at) if self.begins_at else ""

    @property
    def times(self):
        """»14:15–15:00«"""
        if not self.begins_at:
            return ""
        return f"{clock(self.begins_at)}–{clock(self.ends_at)}" if self.ends_at else clock(self.begins_at)


@dataclass
class Agenda:
    rows: list[AgendaRow] = field(default_factory=list)
    has_gaps: bool = False
    ends_at: dt.datetime | None = None  # the computed end, where it can be known
    overrun: int = 0  # minutes over the end of the meeting
    spare: int = 0  # minutes that are left
    minutes: int = 0  # all durations together, 0 when there are gaps
    untimed: list[AgendaRow] = field(default_factory=list)  # without a duration, where times are known

    def __bool__(self):
        return bool(self.rows)

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]

    @property
    def overrun_text(self):
        if not self.overrun:
            return ""
        words = ngettext("%(count)s Minute über dem Ende", "%(count)s Minuten über dem Ende", self.overrun)
        if self.untimed:
            words = ngettext(
                "mindestens %(count)s Minute über dem Ende",
                "mindestens %(count)s Minuten über dem Ende",
                self.overrun,
            )
        return words % {"count": self.overrun}

    @property
    def untimed_text(self):
        """»ohne Dauer: TOP 2, TOP 5«: what is missing before the end can be known."""
        if not self.untimed or not self.minutes:
            return ""
        names = ", ".join(row.name for row in self.untimed[:NAMED])
        more = len(self.untimed) - NAMED
        if more > 0:
            words = ngettext("%(names)s und ein weiterer", "%(names)s und %(count)s weitere", more)
            names = words % {"names": names, "count": more}
        return _("ohne Dauer: %(names)s") % {"names": names}

    @property
    def spare_text(self):
        if not self.spare:
            return ""
        return ngettext("noch %(count)s Minute frei", "noch %(count)s Minuten frei", self.spare) % {
            "count": self.spare
        }

    @property
    def end(self):
        return clock(self.ends_at) if self.ends_at else ""


def agenda_rows(meeting, user) -> Agenda:
    """The agenda as this viewer may see it: page, overview, mail, print and calendar show these rows.

    A restricted item leaves a gap with its number, so that the other numbers stay true; what stands below it
    is gone. Times are computed from begin and durations, up to the first gap only: the time of the item after
    it would tell how long the hidden one takes. Totals and overrun would tell the same.
    """
    viewer = viewer_for(user)
    if meetings.knows_only_the_quarter(viewer, meeting):
        return Agenda()
    topics = Topic.objects.visible_to(viewer).filter(pk=OuterRef("topic"))
    items = AgendaItem.objects.filter(meeting=meeting.pk).visible_to(viewer)
    items = items.select_related("presenter", "presenter_organisation", "topic").annotate(
        shows_topic=Exists(topics),
        takes_up=ports.takes_up_tasks(),
        approves=ports.approves_visible_minutes(viewer),
    )
    seen, agenda = {item.pk: item for item in items}, Agenda()
    # Of what this reader does not see, the place and the number and nothing else.
    places = meeting.agenda_items.in_order().values_list("pk", "parent", "number", named=True)
    below: dict = {}
    for place in places:
        below.setdefault(place.parent, []).append(place)
    for place in (each for top in below.get(None, []) for each in (top, *below.get(top.pk, []))):
        if place.parent is not None and place.parent not in seen:
            continue
        depth = 0 if place.parent is None else 1
        if place.pk in seen:
            agenda.rows.append(_row(seen[place.pk], depth, meeting, viewer))
        else:
            agenda.rows.append(AgendaRow(number=place.number, depth=depth, is_gap=True))
            agenda.has_gaps = True
    _set_times(agenda, meeting)
    return agenda


def add_tasks(agenda, viewer):
    """Below each item the tasks that it takes up, as they stand now; for the page of the meeting only."""
    items = [row.item.pk for row in agenda if row.item and row.item.takes_up]
    found = ports.tasks_taken_up(items, viewer) if items else {}
    for row in agenda:
        row.tasks = tuple(found.get(row.item.pk, ())) if row.item else ()
    return agenda


def _row(item, depth, meeting, viewer):
    topic = item.topic if item.topic_id and item.shows_topic else None
    organisation = item.presenter_organisation.brief if item.presenter_organisation_id else ""
    name = ""
    if viewer.is_member:  # names of people are for members, organisations for everybody
        name = item.presenter.name if item.presenter_id else item.presenter_name
    return AgendaRow(
        number=item.number,
        depth=depth,
        item=item,
        title=item.title,
        kind=item.get_kind_display(),
        presenter=f"{name} ({organisation})" if name and organisation else name or organisation,
        topic_url=topic.get_absolute_url() if topic else "",
        topic_title=topic.title if topic else "",
        audience=audiences.label(item.audience) if item.audience not in (None, meeting.audience) else "",
    )


def _set_times(agenda, meeting):
    """Real minutes, so that an agenda across the change of summer time stays right."""
    rows = [row for row in agenda.rows if not row.is_dropped]
    is_known = meeting.has_times and meeting.starts_at is not None
    at = meeting.starts_at.astimezone(dt.UTC) if is_known else None
    for row, following in zip_longest(rows, rows[1:]):
        if row.is_gap:  # the time after it would tell how long the hidden one takes
            return
        is_frame = following is not None and following.depth > row.depth
        length = row.duration or (0 if is_frame else None)
        if length is None:
            agenda.untimed.append(row)
        if at is None:
            continue
        row.begins_at = at
        if length is None:
            at = None
        elif length:
            row.ends_at = at = at + dt.timedelta(minutes=length)
    if agenda.has_gaps:
        agenda.untimed = []
        return
    agenda.minutes = sum(row.duration or 0 for row in agenda.rows)
    agenda.ends_at = at if agenda.rows else None
    if not (is_known and meeting.ends_at and agenda.rows):
        return
    if at is None:  # what is known alone may be too long already
        at = meeting.starts_at.astimezone(dt.UTC) + dt.timedelta(minutes=agenda.minutes)
    difference = round((at - meeting.ends_at).total_seconds() / 60)
    agenda.overrun, agenda.spare = max(0, difference), 0 if agenda.untimed else max(0, -difference)


ICONS = {
    Direction.UP: "arrow-up",
    Direction.DOWN: "arrow-down",
    Direction.IN: "arrow-forward",
    Direction.OUT: "arrow-back",
}


KEYS = {Direction.UP: "Alt+ArrowUp", Direction.DOWN: "Alt+ArrowDown"}  # static/js/sort.js


def as_tree(agenda, focus="", is_fixed=False):
    """Rows of the first level, each with those below it, and what the buttons of each can do.

    Once the numbers are fixed nothing changes its level.

    `focus` is the id of the control that was used last: »top-12-hoch«.
    """
    tops: list = []
    for row in agenda:
        if row.depth == 0:
            tops.append({"row": row, "below": []})
        else:
            tops[-1]["below"].append({"row": row})
    for depth, branch in [(0, tops), *((1, top["below"]) for top in tops)]:
        for at, place in enumerate(branch):
            above = branch[at - 1]["row"]
            works = {
                Direction.UP: at > 0,
                Direction.DOWN: at < len(branch) - 1,
                Direction.IN: depth == 0 and at > 0 and not (place["row"].is_break or above.is_break),
                Direction.OUT: depth == 1,
            }
            place["buttons"] = [
                {
                    "value": way.value,
                    "label": way.label,
                    "icon": ICONS[way],
                    "works": works[way],
                    "keys": KEYS.get(way, ""),
                }
                for way in ((Direction.UP, Direction.DOWN) if is_fixed else Direction)
            ]
            used = f"top-{place['row'].item.pk}-"
            place["focus"] = focus.removeprefix(used) if focus.startswith(used) else ""
    return tops
