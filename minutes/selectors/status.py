"""What meetings and their pages must know of the minutes (meetings.ports)."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from meetings.enums import RecordStatus
from minutes.enums import State
from minutes.models import Minutes, MinutesSection
from outcomes.models import ActionItem, Decision


def minutes_of(meeting) -> Minutes | None:
    """No query where the row has come with its minutes (`with_record`)."""
    return getattr(meeting, "minutes", None)


def record_status(meeting) -> RecordStatus:
    minutes = minutes_of(meeting)
    if minutes is None:
        return RecordStatus.NONE
    if minutes.approved_at is not None:
        return RecordStatus.APPROVED
    return RecordStatus.DRAFT if minutes.state == State.DRAFT else RecordStatus.ON_ITS_WAY


def is_record_approved() -> Q:
    return Q(minutes__approved_at__isnull=False)


def with_record(rows, prefix=""):
    return rows.select_related(f"{prefix}minutes")


def has_gone_round(meeting) -> bool:
    minutes = minutes_of(meeting)
    return minutes is not None and minutes.circulated_at is not None


def has_approved_minutes(outcome) -> bool:
    """A task approves nothing."""
    return getattr(outcome, "approves", None) is not None


def audience_of_section() -> str:
    return "section__audience"


def is_record_published() -> Q:
    return Q(meeting__minutes__published_at__isnull=False)


def url_of_record(meeting) -> str:
    minutes = minutes_of(meeting)
    return minutes.get_absolute_url() if minutes else ""


def url_of_section(item, user) -> str:
    section = MinutesSection.objects.visible_to(user).filter(agenda_item=item).first()
    return section.get_absolute_url() if section else ""


def is_anything_written_since(meeting, moment) -> bool:
    since = {"updated_at__gte": moment}
    if meeting.decisions.filter(**since).exists() or meeting.actionitems.filter(**since).exists():
        return True
    minutes = minutes_of(meeting)
    if minutes is None:
        return False
    # »Entfällt.« writes itself
    return minutes.sections.filled().filter(agenda_item__dropped_at=None, **since).exists()


# --- TOPs -------------------------------------------------------------------------------------------------


def is_anything_written_of() -> Q:
    of_item = {"agenda_item": OuterRef("pk")}
    return (
        Q(Exists(MinutesSection.objects.filter(**of_item).exclude(body="")))
        | Q(Exists(ActionItem.objects.filter(**of_item)))
        | Q(Exists(Decision.objects.filter(**of_item)))
    )


def approves_minutes() -> Exists:
    return Exists(Minutes.objects.filter(approval_item=OuterRef("pk")))


def approves_visible_minutes(viewer) -> Exists:
    return Exists(Minutes.objects.visible_to(viewer).filter(approval_item=OuterRef("pk")))


# --- on the page of the meeting ---------------------------------------------------------------------------


def with_minutes_on_page(meetings, viewer):
    visible = Minutes.objects.visible_to(viewer).filter(meeting=OuterRef("pk"))
    return with_record(meetings).annotate(shows_minutes=Exists(visible))


def minutes_on_page(meeting) -> Minutes | None:
    """Of a row that has come without them, none."""
    return minutes_of(meeting) if getattr(meeting, "shows_minutes", False) else None


def url_of_live_meeting(meeting) -> str:
    return reverse("minutes:room", args=[meeting.pk])
