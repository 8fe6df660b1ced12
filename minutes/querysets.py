import datetime as dt

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from activity.querysets import AppendOnly
from comments.querysets import CommentQuerySet
from meetings.querysets import minutes_taken_by, notified, readable_meetings
from members.viewers import viewer_for
from minutes.enums import ObjectionState, State, SuggestionState

WRITER_SEEN_FOR = dt.timedelta(
    seconds=45
)  # three times as long as a browser is silent (static/js/presence.js)


def readable_minutes(viewer, prefix: str = "") -> Q:
    """A draft is for those who write it; the public reads what was approved and then published."""
    meeting = f"{prefix}meeting__"
    if viewer.is_organiser:
        return Q()
    finished = ~Q(**{f"{prefix}state": State.DRAFT})
    if not viewer.is_member:
        finished = Q(**{f"{prefix}state": State.APPROVED, f"{prefix}published_at__isnull": False})
    return (readable_meetings(viewer, meeting) & finished) | minutes_taken_by(viewer, meeting)


def is_period_over(minutes) -> bool:
    """Of one row in circulation; `to_object_to` and `run_out` say the same of many."""
    return minutes.objections_until < timezone.now()


class MinutesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Minutes that `user` may read; a draft only by those who write it."""
        return self.filter(readable_minutes(viewer_for(user)))

    def in_circulation(self):
        return self.filter(state=State.CIRCULATING)

    def to_object_to(self):
        """Those whose period is not over, `access.in_circulation` in SQL; the first to end come first."""
        rows = self.in_circulation().filter(objections_until__gte=timezone.now())
        return rows.order_by("objections_until", "pk")

    def run_out(self):
        """Still in circulation though the period is over."""
        rows = self.in_circulation().filter(objections_until__lt=timezone.now())
        return rows.order_by("objections_until", "pk")

    def newest_first(self):
        return self.order_by(F("meeting__starts_at").desc(nulls_last=True), "-pk")


def inside_sections(viewer, prefix: str = "") -> Q:
    """What sections add to the rule of their minutes: their own audience, inside those of their TOPs."""
    item = f"{prefix}agenda_item__"
    levels = (f"{prefix}audience", f"{item}audience", f"{item}parent__audience")
    return viewer.sees(levels[0]) & viewer.sees(levels[1]) & viewer.sees(levels[2])


def readable_sections(viewer, prefix: str = "") -> Q:
    """Sections of readable minutes, inside their audiences; whoever writes the minutes reads all of them."""
    if viewer.is_organiser:
        return Q()
    meeting = f"{prefix}minutes__meeting__"
    readable = readable_minutes(viewer, f"{prefix}minutes__") & notified(meeting)
    return (readable & inside_sections(viewer, prefix)) | minutes_taken_by(viewer, meeting)


class SectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(readable_sections(viewer_for(user)))

    def marked_readable(self, viewer, *, writes_them):
        """`is_readable` for the sections of minutes that this reader is known to see: gaps come along."""
        rule = Value(True) if writes_them else inside_sections(viewer)
        return self.annotate(is_readable=ExpressionWrapper(rule, models.BooleanField()))

    def with_writer(self):
        """In which somebody writes just now, as far as their browser said."""
        return self.filter(writer__isnull=False, writer_seen_at__gt=timezone.now() - WRITER_SEEN_FOR)

    def free_for(self, user):
        """In which nobody else writes just now."""
        return self.exclude(pk__in=self.with_writer().exclude(writer=user).values("pk"))

    def filled(self):
        return self.exclude(body="")

    def in_order(self):
        """As on the agenda, whatever was moved there; sections without a TOP keep their own place."""
        # The position of the section itself is that of the day on which it was made.
        item, parent = "agenda_item__position", "agenda_item__parent__position"
        return self.order_by(
            Coalesce(parent, item, "position"),
            F("agenda_item__parent_id").asc(nulls_first=True),
            Coalesce(item, "position"),
            "pk",
        )


class RecordQuerySet(models.QuerySet):
    """Written once. Triggers in the database say the same to everybody else."""

    # Here already, because a trigger only answers when the statement is on its way.
    def update(self, **kwargs):
        raise AppendOnly("The record is never changed.")

    def delete(self):
        raise AppendOnly("The record is never deleted.")

    def bulk_update(self, *args, **kwargs):
        raise AppendOnly("The record is never changed.")


class RevisionQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """The way to the record is the members' own; the public reads its end.

        What was kept while the minutes were a draft stays with those who write them.
        """
        viewer = viewer_for(user)
        if not viewer.is_member:
            return self.none()
        rows = self.filter(readable_minutes(viewer, "minutes__"))
        if viewer.is_organiser:
            return rows
        return rows.filter(Q(is_internal=False) | minutes_taken_by(viewer, "minutes__meeting__"))

    def newest_first(self):
        return self.order_by("-number")


class OfMembersQuerySet(models.QuerySet):
    """What members say and do about minutes; the public reads none of it."""

    def readable(self, viewer) -> Q:
        raise NotImplementedError

    def visible_to(self, user):
        viewer = viewer_for(user)
        return self.filter(self.readable(viewer)) if viewer.is_member else self.none()


class SuggestionQuerySet(OfMembersQuerySet):
    def readable(self, viewer) -> Q:
        """As the comment that carries it: for whoever reads its section."""
        return readable_sections(viewer, "comment__section__")

    def open(self):
        return self.filter(state=SuggestionState.OPEN)


class ObjectionQuerySet(OfMembersQuerySet):
    def readable(self, viewer) -> Q:
        """For whoever reads the minutes; one about a section only for whoever reads that section."""
        of_whole = Q(section__isnull=True) & readable_minutes(viewer, "minutes__")
        return of_whole | (Q(section__isnull=False) & readable_sections(viewer, "section__"))

    def open(self):
        return self.filter(state=ObjectionState.OPEN)

    def in_round_of(self, minutes):
        """Raised since the minutes went round the last time, and not taken back."""
        return self.filter(minutes=minutes).raised_since(minutes.circulated_at)

    def raised_since(self, moment):
        """And not taken back; `moment`, where a round began, may be a column."""
        return self.filter(created_at__gte=moment).exclude(state=ObjectionState.WITHDRAWN)

    def oldest_first(self):
        return self.order_by("created_at", "pk")


class ReadingQuerySet(OfMembersQuerySet):
    def readable(self, viewer) -> Q:
        """One's own; those who write the minutes see everybody's."""
        if viewer.is_organiser:
            return Q()
        return Q(person_id=viewer.person_id) | minutes_taken_by(viewer, "minutes__meeting__")

    def in_round_of(self, minutes):
        """Of people who have read or consented since the minutes went round the last time."""
        return self.filter(minutes=minutes).said_since(minutes.circulated_at)

    def said_since(self, moment):
        """Read or consented since then; `moment`, where a round began, may be a column."""
        return self.filter(Q(read_at__gte=moment) | Q(consented_at__gte=moment))


class SecondLookQuerySet(OfMembersQuerySet):
    def readable(self, viewer) -> Q:
        """For those who write the minutes, or those of the approving meeting: one of them looks again."""
        approving = minutes_taken_by(viewer, "minutes__approval_item__meeting__")
        return Q() if viewer.is_organiser else minutes_taken_by(viewer, "minutes__meeting__") | approving

    def open(self):
        return self.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)


class SealQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Seals of minutes that this reader sees; that there are others, everybody may know."""
        return self.filter(readable_minutes(viewer_for(user), "minutes__"))

    def in_order(self):
        return self.order_by("position")


class SectionCommentQuerySet(CommentQuerySet):
    def visible_to(self, user):
        """Comments are for members; each sees those on sections that they may read."""
        viewer = viewer_for(user)
        if not viewer.is_member:
            return self.none()
        return self.filter(readable_sections(viewer, "section__"))

    def visible_at(self, user, sections):
        """The same for sections that this reader is known to see, without asking for each again."""
        return self.filter(section__in=sections) if viewer_for(user).is_member else self.none()
