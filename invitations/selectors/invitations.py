"""Who is asked, and what they answered."""

from django.db.models import OuterRef, Subquery

from invitations.enums import Reply
from invitations.models import MeetingInvitation
from meetings.models import Meeting
from meetings.selectors.attendance import expected
from meetings.selectors.people import asked
from members.speaking import organisations_of
from members.viewers import viewer_for

COLUMNS = (
    "pk", "person", "person__name", "guest_name", "guest_organisation", "organisation__name",
    "organisation__short_name", "organisation__kind", "reply", "reply_before", "note", "deputy__name",
    "deputy_name", "way",
)  # fmt: skip


def organisations_at(meeting) -> dict:
    """Return person → the organisation that they stand for on the day of the meeting."""
    return organisations_of(expected(meeting).select_related("organisation"), meeting.audience)


def not_yet_invited(meeting):
    """Return accounts that can be asked, and are not."""
    active = MeetingInvitation.objects.active().filter(meeting=meeting, person__isnull=False)
    return asked(meeting).exclude(person__in=active.values("person"))


def invitations_to(meeting, user) -> list[MeetingInvitation]:
    """Return those that this reader sees and that were not taken back, by name; one query."""
    rows = MeetingInvitation.objects.visible_to(user).active().filter(meeting=meeting)
    return list(rows.select_related("deputy").by_name())


def rows_of(meeting, user) -> list:
    """Return the same as plain rows (COLUMNS): the page of a meeting shows up to sixty of them."""
    rows = MeetingInvitation.objects.visible_to(user).active().filter(meeting=meeting)
    return list(rows.by_name().values_list(*COLUMNS, named=True))


def deputy_named_by(meeting, person) -> tuple | None:
    """Return (deputy, deputy_name) that the invited person has named, or None where nobody is invited."""
    found = MeetingInvitation.objects.active().filter(meeting=meeting, person=person).first()
    return None if found is None else (found.deputy, found.deputy_name)


def own_invitation(user, meeting) -> MeetingInvitation | None:
    person = viewer_for(user).person_id
    rows = MeetingInvitation.objects.visible_to(user).active().select_related("meeting", "person", "deputy")
    return rows.filter(meeting=meeting, person=person).first() if person is not None else None


def unanswered(user):
    """Return invitations of people to meetings ahead that wait for answers, the soonest meeting first."""
    rows = MeetingInvitation.objects.visible_to(user).active()
    rows = rows.filter(person__isnull=False, reply=Reply.OPEN)
    # Of a meeting that runs or is over nobody is asked any more.
    upcoming = Meeting.objects.visible_to(user).upcoming().filter(state="INVITED").values("pk")
    return rows.filter(meeting__in=upcoming).select_related("meeting").order_by("meeting__starts_at", "pk")


def with_own_reply(rows, viewer):
    """Return meetings with what this reader has answered to the invitation (`own_reply`)."""
    own = MeetingInvitation.objects.visible_to(viewer).active().filter(person=viewer.person_id)
    return rows.annotate(own_reply=Subquery(own.filter(meeting=OuterRef("pk")).values("reply")[:1]))
