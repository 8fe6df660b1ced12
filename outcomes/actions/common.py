"""What decisions and tasks share: where they hang, who may see them, how a change is stored."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.locking import lock, require_version
from meetings.models import AgendaItem
from members import audience as audiences
from outcomes import access


def lock_place(agenda_item):
    """The meeting, locked, and the TOP as it is now: it may be gone, or seen by fewer people than before."""
    meeting = lock(agenda_item.meeting)
    # Read after the lock: what the form was opened with may be hours old.
    items = AgendaItem.objects.kept().select_related("parent")
    item = items.filter(pk=agenda_item.pk, meeting=meeting).first()
    if item is None:
        raise ValidationError(_("Diesen Tagesordnungspunkt gibt es nicht mehr."))
    item.meeting = meeting
    return meeting, item


@transaction.atomic
def change(outcome, version, fields, by, verb):
    """Store `fields`. Raises Stale when somebody else saved since `version`."""
    lock(outcome.meeting)  # as release and approval do: what is frozen at this moment is not changed under it
    outcome = lock(outcome)
    require(access.can_change(by, outcome))
    require_version(outcome, version, fields)
    for name, value in fields.items():
        setattr(outcome, name, value)
    outcome.version += 1
    outcome.save(update_fields=[*fields, "version", "updated_at"])
    record(verb, actor=by, target=outcome, data={"version": outcome.version})
    return outcome


@transaction.atomic
def remove(outcome, by, verb):
    lock(outcome.meeting)  # as above
    outcome = lock(outcome)
    require(access.can_remove(by, outcome))
    record(verb, actor=by, target=outcome, data={"meeting": outcome.meeting_id})
    outcome.delete()


def require_narrower(audience, agenda_item):
    """Nobody reads a decision or task of a TOP that they do not see."""
    if audience is not None:
        audiences.require_valid(audience, parent=access.effective_audience(agenda_item))
