"""Who was there: recorded person by person, by whoever takes the minutes."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import Forbidden, require
from core.dates import berlin
from core.locking import Stale
from core.submissions import require_same_form
from core.validity import require_clock_time, require_text, require_valid
from meetings import ports
from meetings.access import meetings
from meetings.actions.running import lock_record
from meetings.enums import Presence
from meetings.models import Attendance
from meetings.selectors.attendance import moment_at, organisation_at
from members.choosing import require_member

CHOOSE = _("Bitte wählen Sie eine der Möglichkeiten.")
NOT_EXPECTED = _("Diese Person war am Tag des Treffens nicht vorgesehen. Vermerken Sie sie als Gast.")


@transaction.atomic
def mark(*, meeting, person, presence, version, by):
    """One click: present, excused, absent or represented. The same answer twice is one.

    Raises Stale when somebody else recorded something since, so that no deputy or reason is lost by a click.
    """
    meeting = lock_record(meeting)
    require(meetings.can_record_attendance(by, meeting))
    if presence not in Presence.values:
        raise ValidationError({"presence": CHOOSE})
    row = _row_of(meeting, person)
    if row.presence == presence:
        return row
    _require_version(row, version)
    row.presence = presence
    if row.presence == Presence.REPRESENTED and not (row.deputy_id or row.deputy_name):
        # Whom the person named when answering the invitation.
        named = ports.deputy_named_by(meeting, row.person_id)
        row.deputy, row.deputy_name = named or (None, "")
    return _store(row, by)


@transaction.atomic
def record_attendance(*, meeting, person, version, by, **typed):
    """Everything about one person at once; `arrived` and `left` are times of the clock in Jena."""
    meeting = lock_record(meeting)
    require(meetings.can_record_attendance(by, meeting))
    row = _row_of(meeting, person)
    _require_version(row, version)
    deputy = typed.get("deputy")
    require_member(deputy, "deputy", chosen=row.deputy_id)
    row.presence, row.reason = typed.get("presence", ""), typed.get("reason", "").strip()
    row.deputy, row.deputy_name = deputy, "" if deputy else typed.get("deputy_name", "").strip()
    require_valid(row, "presence", "reason", "deputy_name")
    if row.presence == Presence.REPRESENTED and not (row.deputy_id or row.deputy_name):
        raise ValidationError({"deputy_name": _("Bitte nennen Sie die Vertretung.")})
    if row.deputy_id and row.deputy_id == row.person_id:
        raise ValidationError({"deputy": _("Niemand vertritt sich selbst.")})
    _set_times(row, typed)
    return _store(row, by)


@transaction.atomic
def add_guest(*, meeting, name, organisation="", submission_key=None, by):
    """Somebody who is no member. A second click finds the guest of the first."""
    meeting = lock_record(meeting)
    require(meetings.can_record_attendance(by, meeting))
    require_guest(name, organisation)
    guest, is_new = Attendance.objects.get_or_create(
        submission_key=submission_key or uuid.uuid4(),
        defaults={
            "meeting": meeting, "guest_name": name.strip(), "guest_organisation": organisation.strip(),
            "presence": Presence.PRESENT,
        },
    )  # fmt: skip
    if is_new:
        record("meetings.guest_added", actor=by, target=meeting)
    require_same_form(guest, meeting_id=meeting.pk)
    return guest


@transaction.atomic
def edit_guest(*, guest, version, name, by, **typed):
    meeting = lock_record(guest.meeting)
    require(meetings.can_record_attendance(by, meeting))
    guest = _guest(meeting, guest)
    _require_version(guest, version)
    organisation = typed.get("organisation", "")
    require_guest(name, organisation)
    guest.guest_name, guest.guest_organisation = name.strip(), organisation.strip()
    _set_times(guest, typed)
    return _store(guest, by)


@transaction.atomic
def remove_guest(*, guest, by):
    """Entered by mistake. What went round keeps its guests."""
    meeting = lock_record(guest.meeting)
    require(meetings.can_record_attendance(by, meeting))
    _guest(meeting, guest).delete()
    record("meetings.guest_removed", actor=by, target=meeting)
    return meeting


# --- the pieces -------------------------------------------------------------------------------------------


def _row_of(meeting, person):
    """What is recorded of this person, or a new row for the organisation of that day."""
    row = meeting.attendances.filter(person=person).first()
    if row is not None:
        row.meeting = meeting
        return row
    organisation = organisation_at(meeting, person)
    if organisation is None:
        raise Forbidden(NOT_EXPECTED)
    return Attendance(meeting=meeting, person=person, organisation=organisation, version=0)


def require_guest(name, organisation):
    require_text(name, "name", longest=150, is_required=True)
    require_text(organisation, "organisation", longest=150)


def _guest(meeting, guest):
    """The stored row, or Stale: somebody else removed it."""
    row = meeting.attendances.filter(pk=guest.pk, person__isnull=True).first()
    if row is None:
        raise Stale(meeting)
    row.meeting = meeting
    return row


def _require_version(row, version):
    if int(version or 0) != row.version:
        raise Stale(row)


def _set_times(row, typed):
    for field in ("arrived", "left"):
        time = typed.get(field)
        moment = moment_at(row.meeting, time)
        setattr(row, f"{field}_at", moment)
        if moment is not None:  # in the night when summer time ends or begins a time may be twice or never
            require_clock_time(berlin(moment).date(), time, field)
    if row.arrived_at and row.left_at and row.left_at <= row.arrived_at:
        raise ValidationError({"left": _("Das Gehen muss nach dem Kommen liegen.")})


def _store(row, by):
    """With what fits the answer and nothing else: whoever is there needs no deputy."""
    if row.presence != Presence.PRESENT:
        row.arrived_at = row.left_at = None
    if row.presence != Presence.REPRESENTED:
        row.deputy, row.deputy_name = None, ""
    if row.presence in (Presence.PRESENT, ""):
        row.reason = ""
    row.version += 1
    row.save()
    record("meetings.attendance_recorded", actor=by, target=row.meeting, data={"presence": row.presence})
    return row
