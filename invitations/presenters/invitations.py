"""Words about who is asked and who comes: on the pages of a meeting, and as a reader's next step."""

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import berlin, day, day_short
from core.slugs import sort_key
from invitations import access
from invitations.enums import Reply, reply_in_words
from invitations.presenters.mails import unsettled_in_words
from invitations.selectors.invitations import organisations_at, rows_of
from invitations.selectors.mails import Unsettled, unsettled_at
from meetings.access.people import writes_minutes
from meetings.presenters.next_step import Step
from members import audience as audiences
from members.enums import KIND_ORDER, KIND_PLURALS, PILLARS, Kind
from members.models import GroupRules
from members.viewers import viewer_for

TAGS = {Reply.ACCEPTED: "ok", Reply.TENTATIVE: "wait", Reply.DECLINED: "danger", Reply.OPEN: "plain"}
COUNTED = {
    Reply.ACCEPTED: lambda n: ngettext("%(n)s Zusage", "%(n)s Zusagen", n),
    Reply.TENTATIVE: lambda n: _("%(n)s vielleicht"),
    Reply.DECLINED: lambda n: ngettext("%(n)s Absage", "%(n)s Absagen", n),
}
MAY_COME = (Reply.ACCEPTED, Reply.TENTATIVE)


# --- who can be asked -------------------------------------------------------------------------------------


@dataclass
class AskedOrganisation:
    """Accounts of one organisation that can be asked, for the list with a box beside each."""

    name: str
    kind: str
    people: list = field(default_factory=list)


def by_organisation(meeting, accounts) -> list[AskedOrganisation]:
    """Return the accounts in the order of pillars, organisations and names; one query."""
    organisations = organisations_at(meeting)
    found: dict = {}
    for account in sorted(accounts, key=lambda account: account.person.sort_key):
        known = organisations.get(account.person_id)
        name, kind = (known.brief, known.kind) if known else (_("Weitere"), Kind.EXTERNAL)
        found.setdefault((kind, name), AskedOrganisation(name, kind)).people.append(account)
    return sorted(found.values(), key=lambda each: (KIND_ORDER.index(Kind(each.kind)), sort_key(each.name)))


def lateness(meeting, today: dt.date, rules: GroupRules) -> str:
    """Return what was agreed about the time between invitation and meeting, where it is not kept."""
    if not rules.invite_days or not meeting.starts_at:
        return ""
    latest = berlin(meeting.starts_at).date() - dt.timedelta(days=rules.invite_days)
    if today <= latest:
        return ""
    agreed = ngettext("%(n)s Tag", "%(n)s Tage", rules.invite_days) % {"n": rules.invite_days}
    return _("Die Gruppe hat vereinbart, %(agreed)s vorher einzuladen. Das wäre bis zum %(day)s gewesen.") % {
        "agreed": agreed,
        "day": day(latest),
    }


def seats(meeting, people: int) -> str:
    """Return how the room compares with who is asked: no warning yet, for who is asked need not come."""
    if not meeting.capacity or people <= meeting.capacity:
        return ""
    sentence = ngettext(
        "Der Raum hat einen Platz, gewählt sind %(people)s Personen.",
        "Der Raum hat %(places)s Plätze, gewählt sind %(people)s Personen.",
        meeting.capacity,
    )
    return sentence % {"places": meeting.capacity, "people": people}


# --- who comes --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Invited:
    """One invitation in words."""

    pk: int
    person: int | None
    name: str
    organisation: str
    kind: str
    reply: str
    label: str
    tag: str
    before: str  # »zum alten Termin: zugesagt«, as long as nothing newer is known
    note: str
    deputy: str

    @property
    def is_guest(self):
        return self.person is None


@dataclass
class Coming:
    """How the answers stand."""

    rows: list[Invited]
    by_organisation: list[tuple[str, list[Invited]]]  # in the order of the pillars, guests last
    mine: Invited | None
    counts: list[tuple[str, str]]  # (»8 Zusagen«, kind of the tag), open and unclear ones last
    too_many: str  # the warning about the room, or nothing
    missing_pillars: list[str]  # for whom the meeting is, and of whom nobody has said yes or sends somebody

    def __bool__(self):
        return bool(self.rows)

    @property
    def guests_who_may_come(self):
        return [row for row in self.rows if row.is_guest and row.reply != Reply.DECLINED]

    @property
    def who_comes(self):
        """As `by_organisation`, those alone who come, may come, or send somebody: what members read."""
        chosen = (
            (name, [row for row in rows if row.reply in MAY_COME or row.deputy])
            for name, rows in self.by_organisation
        )
        return [(name, rows) for name, rows in chosen if rows]


def coming(meeting, user) -> Coming:
    """Return the answers that this reader sees: one query, and one about mails for who runs the meeting."""
    rows = [invited(row) for row in rows_of(meeting.pk, user)]
    unsettled = unsettled_at(user, meeting) if writes_minutes(user, meeting) else Unsettled()
    own, n = viewer_for(user).person_id, dict.fromkeys(Reply, 0)
    by_organisation: dict = {}
    for row in rows:
        n[Reply(row.reply)] += 1
        kind = len(KIND_ORDER) if row.is_guest else KIND_ORDER.index(Kind(row.kind or Kind.EXTERNAL))
        by_organisation.setdefault((kind, sort_key(row.organisation), row.organisation), []).append(row)
    given = [(reply, n[reply]) for reply in COUNTED if n[reply]]
    counts = [(COUNTED[reply](count) % {"n": count}, TAGS[reply]) for reply, count in given]
    counts += [(words, TAGS[Reply.OPEN]) for words in unsettled_in_words(unsettled, n[Reply.OPEN])]
    # A deputy counts for the pillar of the one who sends them.
    there = {row.kind for row in rows if row.reply == Reply.ACCEPTED or row.deputy}
    wanted = [kind for kind in audiences.pillars_in(meeting.audience) if kind in PILLARS]
    # Places are needed by who comes, who may come, and the deputies of those who do not.
    heads, too_many = sum(row.reply in MAY_COME or bool(row.deputy) for row in rows), ""
    if meeting.capacity and heads > meeting.capacity:
        sentence = ngettext(
            "Der Raum hat einen Platz, mit %(heads)s Personen ist zu rechnen.",
            "Der Raum hat %(places)s Plätze, mit %(heads)s Personen ist zu rechnen.",
            meeting.capacity,
        )
        too_many = sentence % {"places": meeting.capacity, "heads": heads}
    return Coming(
        rows,
        by_organisation=[(key[2] or _("Weitere"), of_one) for key, of_one in sorted(by_organisation.items())],
        mine=next((row for row in rows if row.person is not None and row.person == own), None),
        counts=counts,
        too_many=too_many,
        missing_pillars=[str(KIND_PLURALS[kind]) for kind in wanted if kind not in there],
    )


def invited(row) -> Invited:
    reply, before = Reply(row.reply), ""
    if reply == Reply.OPEN and row.reply_before:
        before = _("zum alten Termin: %(reply)s") % {"reply": Reply(row.reply_before).label}
    return Invited(
        pk=row.pk, person=row.person, name=row.person__name or row.guest_name,
        organisation=row.organisation__short_name or row.organisation__name or row.guest_organisation,
        kind=row.organisation__kind or "", reply=row.reply, label=reply_in_words(reply, row.way),
        tag=TAGS[reply], before=before, note=row.note, deputy=row.deputy__name or row.deputy_name,
    )  # fmt: skip


# --- ways from the page of a meeting, and next steps (meetings.presenters.next_step) ------------------------


def way_to_invite(user, meeting) -> tuple[str, str] | None:
    if not access.can_invite(user, meeting):
        return None
    return _("Einladen"), reverse("invitations:invite", args=[meeting.pk])


def way_to_replies(user, meeting) -> tuple[str, str] | None:
    if not access.can_see_replies(user, meeting):
        return None
    return _("Antworten ansehen"), reverse("invitations:replies", args=[meeting.pk])


def step_to_reply(at) -> Step | None:
    if at.known.own_reply != Reply.OPEN or at.meeting.has_begun:
        return None
    url = reverse("invitations:reply", args=[at.meeting.pk])
    return Step(_("Auf die Einladung antworten"), url, _("Die Organisation rechnet damit."), is_on_page=True)


def step_to_invite(at) -> Step | None:
    way = way_to_invite(at.user, at.meeting)
    return Step(*way, _("Der Termin steht, eingeladen ist noch niemand.")) if way else None


def step_to_see_replies(at) -> Step | None:
    way = way_to_replies(at.user, at.meeting) if at.organises else None
    why = _("Das Treffen ist am %(day)s.")
    return Step(*way, why % {"day": day_short(at.meeting.starts_at)}) if way else None
