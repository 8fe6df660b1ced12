"""TOPs that the portal puts on an agenda by itself. They ask for no role: the reason lies elsewhere."""

from itertools import takewhile

from django.db import transaction

from activity.events import record
from core.access import Forbidden
from core.locking import lock
from meetings.actions.agenda_dropped import drop, require_off_record
from meetings.actions.agenda_tree import TOP, Agenda
from meetings.actions.attachments import detach
from meetings.enums import NOT_BEGUN, NOT_ENDED, ItemKind, State
from meetings.models import AgendaItem


@transaction.atomic
def add_formality(*, meeting, title, audience, by=None):
    """After the formalities that open the agenda; at the end where the meeting runs, so that no number that
    was called out changes. None when the meeting takes no more TOPs.

    The audience is its own even where it is that of the meeting: a meeting that is opened to more people
    later does not tell them of this.
    """
    meeting = lock(meeting)
    if meeting.state not in NOT_ENDED or not audience & meeting.audience:
        return None
    agenda = Agenda(meeting)
    item = AgendaItem(
        meeting=meeting, position=0, title=title, kind=ItemKind.FORMAL, audience=audience & meeting.audience
    )
    # How many of the first TOPs are formalities: »Begrüßung«, »Tagesordnung«.
    opening = len(list(takewhile(lambda each: each.kind == ItemKind.FORMAL, agenda.tree[TOP])))
    if agenda.is_fixed:
        is_early = meeting.state != State.RUNNING and opening
        agenda.append(item, after=agenda.tree[TOP][opening - 1].pk if is_early else None)
    else:
        agenda.append(item)
        if meeting.state != State.RUNNING:
            agenda.put(item, opening + 1)
            agenda.settle()
    record("meetings.item_added", actor=by, target=meeting, data={"number": item.number})
    return item


@transaction.atomic
def narrow_formality(*, item, audience):
    """Fewer people may know what it is about than before."""
    lock(item.meeting)
    item.audience = audience
    item.version += 1
    item.save(update_fields=["audience", "version", "updated_at"])
    record("meetings.item_edited", actor=None, target=item.meeting, data={"number": item.number})


@transaction.atomic
def remove_formality(*, item, by=None) -> bool:
    """Take it off again, unless the meeting has begun or something hangs on it by now."""
    meeting = lock(item.meeting)
    if meeting.state not in NOT_BEGUN:
        return False
    agenda = Agenda(meeting)
    found = next((each for each in agenda.items if each.pk == item.pk), None)
    if found is None or found.is_dropped or agenda.children(found):
        return False
    try:
        require_off_record([found], may_have_attachments=True)
    except Forbidden:
        return False
    if agenda.is_fixed and not found.is_break:
        drop(agenda, found, by=by)
    else:
        record("meetings.item_removed", actor=by, target=meeting, data={"number": found.number})
        detach([found], by=by)
        found.delete()
        agenda.forget([found])
    agenda.settle()
    return True
