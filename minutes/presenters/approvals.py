"""At the TOP »Genehmigung des Protokolls vom …«: the objections that still wait for an answer."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from members.viewers import viewer_for
from minutes.models import Minutes, Objection

LENGTH = 200


@dataclass
class Approval:
    """What a meeting is to approve, as far as this reader may know of it."""

    url: str
    objections: list = field(default_factory=list)  # (address, »Name (House)«, what it is about, reason)


def add_approvals(agenda, user):
    """Fill `row.approval`; no question is asked where no such TOP is on the agenda."""
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
            approval.objections.append(_line(objection))
    return agenda


def _line(objection):
    house = objection.organisation.brief if objection.organisation else ""
    who = f"{objection.author.name} ({house})" if house else objection.author.name
    about = objection.section.label if objection.section else _("zum ganzen Protokoll")
    reason = objection.reason
    if len(reason) > LENGTH:
        reason = f"{reason[:LENGTH].rstrip()} …"
    return objection.get_absolute_url(), who, about, reason
