"""The words of an approval: of the TOP that asks for it, what still waits there, and the usual decision."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core import dates
from core.language import for_the_record
from members.viewers import viewer_for
from minutes.models import Minutes, Objection

LENGTH = 200


def item_title(minutes) -> str:
    """Return the title of the TOP that approves `minutes`, in the language of the record."""
    starts_at = minutes.meeting.starts_at
    with for_the_record():
        if starts_at is None:
            return _("Genehmigung eines Protokolls")
        return _("Genehmigung des Protokolls vom %(day)s") % {"day": dates.day(starts_at)}


def usual_wording(minutes) -> str:
    """Return what a meeting usually decides about `minutes`, in the language of the record."""
    meeting = minutes.meeting
    with for_the_record():
        if meeting.starts_at is None:
            return _("Das Protokoll »%(meeting)s« wird genehmigt.") % {"meeting": meeting.name}
        values = {"day": dates.day(meeting.starts_at), "number": minutes.revision_number}
        return _("Das Protokoll vom %(day)s wird in der Fassung %(number)s genehmigt.") % values


@dataclass
class Approval:
    """What a meeting is to approve, as far as this reader may know of it."""

    url: str
    # Of each its address, »Name (Organisation)«, what it is about, and the reason.
    objections: list = field(default_factory=list)


def add_approvals(agenda, user):
    """Fill `row.approval` of each row that approves minutes. Two queries, none where no TOP does."""
    viewer = viewer_for(user)
    rows = {row.item.pk: row for row in agenda if row.item is not None and row.item.approves}
    if not rows:
        return agenda
    for minutes in Minutes.objects.visible_to(viewer).filter(approval_item__in=rows):
        rows[minutes.approval_item_id].approval = Approval(minutes.get_absolute_url())
    waiting = Objection.objects.visible_to(viewer).open().filter(minutes__approval_item__in=rows)
    related = ("author", "organisation", "minutes", "section__agenda_item")
    for objection in waiting.select_related(*related).oldest_first():
        approval = rows[objection.minutes.approval_item_id].approval
        if approval is not None:
            name, organisation = objection.author.name, objection.organisation
            who = f"{name} ({organisation.brief})" if organisation and organisation.brief else name
            about = objection.section.label if objection.section else _("zum ganzen Protokoll")
            reason = objection.reason
            if len(reason) > LENGTH:
                reason = f"{reason[:LENGTH].rstrip()} …"
            approval.objections.append((objection.get_absolute_url(), who, about, reason))
    return agenda
