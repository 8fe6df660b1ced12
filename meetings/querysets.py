import datetime as dt

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone

from core.dates import BERLIN, quarter_of, start_of_day, today
from meetings.enums import ENDED, UNDATED, ItemKind, State
from members.viewers import viewer_for

HAS_NUMBER = ~Q(kind=ItemKind.BREAK)  # a TOP, also one that was dropped


def readable_meetings(viewer, prefix: str = "") -> Q:
    """The rule about seeing a meeting, as a condition that children reuse with their path to it.

    A draft is the organisers' own, unless its quarter was announced; then the others see only that.
    """
    if viewer.is_organiser:
        return Q()
    announced = Q(**{f"{prefix}is_announced": True})
    return (viewer.sees(f"{prefix}audience") & (notified(prefix) | announced)) | minutes_taken_by(
        viewer, prefix
    )


def notified(prefix: str = "") -> Q:
    """Meetings that are more than a draft. One that was cancelled before anybody heard of it stays so."""
    unknown = {"state": State.CANCELLED, "starts_at__isnull": True, "polled_at__isnull": True}
    dateless = Q(**{f"{prefix}{name}": value for name, value in unknown.items()})
    return ~(Q(**{f"{prefix}state": State.DRAFT}) | dateless)


def is_not_notified(row) -> bool:
    """Not `notified()`, of one row in hand with its state and its dates: a meeting, or a line of the list."""
    if row.state == State.CANCELLED:  # a date or a poll went out to people, even if nothing came of it
        return row.starts_at is None and row.polled_at is None
    return row.state == State.DRAFT


def minutes_taken_by(viewer, prefix: str = "") -> Q:
    """Meetings whose minutes this reader takes: `takes_minutes` of meetings/access/people.py in SQL."""
    if not viewer.is_member or viewer.person_id is None:
        return Q(pk__in=[])
    return Q(**{f"{prefix}minute_taker_id": viewer.person_id})


def more_than_the_quarter(viewer, prefix: str = "") -> Q:
    """Among visible meetings those of which this reader knows more than an announced quarter."""
    return Q() if viewer.is_organiser else notified(prefix) | minutes_taken_by(viewer, prefix)


def minutes_written_by(viewer, prefix: str = "") -> Q:
    """Meetings whose minutes this reader writes: `writes_minutes` of meetings/access/people.py in SQL."""
    return Q() if viewer.is_organiser else minutes_taken_by(viewer, prefix)


def readable_items(viewer, prefix: str = "") -> Q:
    """The rule about seeing an agenda item, also for what hangs on it: a join is cheaper than a subquery."""
    if viewer.is_organiser:
        return Q()
    meeting, parent = f"{prefix}meeting__", f"{prefix}parent__"
    readable = readable_meetings(viewer, meeting) & notified(meeting)
    own = viewer.sees(f"{prefix}audience") & viewer.sees(f"{parent}audience")
    return (readable & own) | minutes_taken_by(viewer, meeting)


def over(now=None, day=None) -> Q:
    """The date has passed; a meeting without an end is over when its day is."""
    # Compared with null it is never true, so the second half alone counts for meetings without an end.
    ended = Q(ends_at__lt=now or timezone.now())
    return ended | Q(ends_at__isnull=True, starts_at__lt=start_of_day(day or today()))


def is_over(starts_at, ends_at) -> bool:
    """The same as `over()`, of one meeting in hand."""
    if ends_at:
        return ends_at < timezone.now()
    return bool(starts_at) and starts_at.astimezone(BERLIN).date() < today()


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(readable_meetings(viewer_for(user)))

    def fully_visible_to(self, user):
        """Without those of which this reader knows the announced quarter and nothing else."""
        viewer = viewer_for(user)
        return self.visible_to(viewer).filter(more_than_the_quarter(viewer))

    def in_calendars(self):
        """With a date and told of. The cancelled ones as well: a calendar has to hear of that."""
        dated = self.filter(starts_at__isnull=False).exclude(state__in=UNDATED)
        return dated.order_by("starts_at", "pk")

    def upcoming(self):
        """Not held, not cancelled: those with a date that is not over first, then those without one."""
        open_states = self.exclude(state__in=ENDED)
        return open_states.exclude(over()).order_by(
            F("starts_at").asc(nulls_last=True), "target_year", "target_quarter", "pk"
        )

    def next_to_come(self):
        """As `upcoming`; without a date those come first that people are asked about, and a quarter ahead."""
        day = today()
        ahead = Q(target_year__gt=day.year) | Q(target_year=day.year, target_quarter__gte=quarter_of(day))
        is_asked = Case(When(state=State.POLLING, then=0), When(ahead, then=1), default=2)
        return self.upcoming().order_by(
            F("starts_at").asc(nulls_last=True), is_asked, "target_year", "target_quarter", "pk"
        )

    def next_first(self, now=None, day=None):
        """What comes, the soonest first and those without a date last; then what was, the newest first."""
        past = Q(state=State.HELD) | over(now, day) | Q(state=State.CANCELLED, starts_at__isnull=True)
        return self.annotate(
            is_past=Case(When(past, then=True), default=False, output_field=models.BooleanField()),
        ).order_by(
            "is_past",
            Case(When(is_past=False, then="starts_at")).asc(nulls_last=True),
            F("starts_at").desc(nulls_last=True),
            "target_year",
            "target_quarter",
            "-pk",
        )


def in_year(year: int) -> Q:
    """By the date in Jena; those without one by the year they are meant for."""
    first, after = (start_of_day(dt.date(each, 1, 1)) for each in (year, year + 1))
    return Q(starts_at__gte=first, starts_at__lt=after) | Q(starts_at__isnull=True, target_year=year)


class AgendaItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Items of readable meetings that are no drafts, inside the item's own audience."""
        return self.filter(readable_items(viewer_for(user)))

    def tops(self):
        """What has a number: no breaks."""
        return self.filter(HAS_NUMBER)

    def kept(self):
        """TOPs that are to be dealt with: neither breaks nor what was dropped."""
        return self.filter(HAS_NUMBER, dropped_at__isnull=True)

    def on_open_agendas(self):
        """Of meetings that are neither held nor cancelled."""
        return self.exclude(meeting__state__in=ENDED)

    def in_order(self):
        return self.order_by("position", "pk")


def readable_attachments(viewer, prefix: str = "") -> Q:
    """Inside its own audience, and that of the TOP or the meeting that it belongs to; removed ones are gone.

    Organisers see the removed ones, too: what was shown once stays on record.
    """
    if viewer.is_organiser:
        return Q()
    meeting, item = f"{prefix}meeting__", f"{prefix}agenda_item__"
    of_meeting = (
        Q(**{f"{prefix}agenda_item__isnull": True}) & readable_meetings(viewer, meeting) & notified(meeting)
    )
    of_item = Q(**{f"{prefix}agenda_item__isnull": False}) & readable_items(viewer, item)
    seen = (of_meeting | of_item) & viewer.sees(f"{prefix}audience") | minutes_taken_by(viewer, meeting)
    return seen & Q(**{f"{prefix}removed_at__isnull": True})


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(readable_attachments(viewer_for(user)))

    def kept(self):
        return self.filter(removed_at__isnull=True)


class AttachmentVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The newest one for whoever sees the attachment; what it has replaced is for the organisers."""
        viewer = viewer_for(user)
        if viewer.is_organiser:
            return self
        return self.filter(readable_attachments(viewer, "attachment__"), pk=F("attachment__current"))

    def newest_first(self):
        return self.order_by("-number")


class AgendaTemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A tool of the organisers: it may hold what only some pillars may see."""
        return self if viewer_for(user).is_organiser else self.none()

    def by_name(self):
        return self.order_by("name__folded", "pk")


class SpanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """When a TOP was dealt with: for members who see it; a break for those who see the meeting."""
        viewer = viewer_for(user)
        if viewer.is_organiser:
            return self
        if not viewer.is_member:
            return self.none()
        breaks = Q(agenda_item__isnull=True) & readable_meetings(viewer, "meeting__") & notified("meeting__")
        return self.filter(readable_items(viewer, "agenda_item__") | breaks)

    def running(self):
        return self.filter(ended_at__isnull=True)

    def in_order(self):
        return self.order_by("started_at", "pk")


class NamesQuerySet(models.QuerySet):
    """Rows that name people of a meeting: who was there, who is asked to come."""

    def visible_to(self, user):
        """Names are for members who see the meeting; the public reads none."""
        viewer = viewer_for(user)
        if not viewer.is_member:
            return self.none()
        return self.filter(readable_meetings(viewer, "meeting__"), more_than_the_quarter(viewer, "meeting__"))

    def by_name(self):
        return self.order_by(F("person__sort_key__folded").asc(nulls_last=True), "guest_name__folded", "pk")


class InternalNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For those who host the meeting: the organisers, and whoever takes its minutes."""
        return self.filter(minutes_written_by(viewer_for(user), "meeting__"))


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published, it is for those who see the meeting; in preparation it is the organisers' own."""
        viewer = viewer_for(user)
        if viewer.is_organiser:
            return self
        return self.filter(readable_meetings(viewer, "meeting__"), published_at__isnull=False)


class MoveQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(readable_meetings(viewer_for(user), "meeting__"))
