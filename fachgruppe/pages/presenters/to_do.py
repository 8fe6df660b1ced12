"""»Für Sie zu tun«: what waits for one member, the most urgent things first."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import day_short
from core.safe_html import phrase
from fachgruppe.pages.selectors import to_do as selectors
from fachgruppe.pages.selectors.to_do import PersonalToDo
from invitations.models import MailedReply
from invitations.presenters import mails
from meetings.models import numbered
from members.selectors.directory import organisations_to_confirm
from members.viewers import viewer_for
from minutes.models import SecondLook
from minutes.presenters.readings import days_left
from minutes.presenters.second_looks import asked_of
from minutes.selectors.objections import left_to_writers
from outcomes.selectors.decisions import due_for_review
from outcomes.selectors.tasks import OpenTask
from topics.selectors import waiting_ideas

LIMIT = 8


@dataclass(frozen=True)
class ToDo:
    label: str
    url: str
    note: str = ""
    tag: str = ""
    tag_kind: str = "wait"


@dataclass(frozen=True)
class Waiting:
    """What waits for those who have a role, among what one audience sees; found once for all of them."""

    settling: list[ToDo]  # for those who write the minutes
    organising: list[ToDo]
    has_second_looks: bool
    has_unclear_mails: bool


def waiting_among(viewer, in_hand) -> Waiting:
    return Waiting(
        settling=[to_settle(minutes) for minutes in left_to_writers(viewer)[:3]],
        organising=of_organisers(viewer, in_hand) if viewer.is_organiser else [],
        has_second_looks=SecondLook.objects.open().exists(),
        has_unclear_mails=MailedReply.objects.visible_to(viewer).to_settle().exists(),
    )


def to_do(user, own: PersonalToDo | None, waiting: Waiting) -> list[ToDo]:
    """The most urgent things first: own tasks, minutes to read, then what the roles bring."""
    # Who is asked for a second look is asked by name, and an unclear mail means that somebody has answered
    # and does not count: both come before everything else.
    first = of_second_looks(user) if waiting.has_second_looks else []
    first += of_mails(user) if waiting.has_unclear_mails else []
    organisations = [
        ToDo(
            label=_("Personen Ihrer Organisation bestätigen"),
            url=reverse("members:organisation", args=[organisation.slug]),
            note=organisation.name,
        )
        for organisation in organisations_to_confirm(viewer_for(user))
    ]
    return [*first, *of_person(own), *waiting.settling, *organisations, *waiting.organising][:LIMIT]


# --- what waits for one person ----------------------------------------------------------------------------


def of_person(own: PersonalToDo | None) -> list[ToDo]:
    if own is None:
        return []
    return [
        *map(to_answer, own.polls), *map(to_reply, own.invitations),
        *map(to_finish, own.tasks), *map(to_read, own.minutes),
    ]  # fmt: skip


def to_answer(poll: selectors.PollToAnswer) -> ToDo:
    words = _("Neue Vorschläge: %(meeting)s") if poll.has_answered else _("Wann können Sie? %(meeting)s")
    return ToDo(
        label=phrase(words, meeting=poll.meeting_name),
        url=reverse("polls:answer", args=[poll.meeting]),
        note=_("Bitte antworten Sie bis %(day)s.") % {"day": day_short(poll.deadline)},
    )


def to_reply(invitation: selectors.InvitationToAnswer) -> ToDo:
    day = day_short(invitation.starts_at)
    return ToDo(
        label=_("Auf die Einladung antworten: %(day)s") % {"day": day},
        url=reverse("invitations:reply", args=[invitation.meeting]),
        note=numbered(invitation.number, invitation.title),
    )


def to_finish(row: OpenTask) -> ToDo:
    meeting, task = numbered(row.meeting_number, row.meeting_title), row.task
    note = phrase(_("aus TOP %(number)s, %(meeting)s"), number=row.item_number, meeting=meeting)
    return ToDo(str(task), task.get_absolute_url(), note, task.state_label, task.state_kind)


def to_read(minutes: selectors.MinutesToRead) -> ToDo:
    words = _("Protokoll lesen: Einwendungen bis %(day)s") % {"day": day_short(minutes.objections_until)}
    address = reverse("minutes:detail", args=[minutes.pk])
    return ToDo(words, address, days_left(minutes.objections_until))


# --- what the roles bring ---------------------------------------------------------------------------------


def of_second_looks(user) -> list[ToDo]:
    return [
        ToDo(
            label=_("Bestätigung als zweite Person: %(verb)s") % {"verb": look},
            url=look.get_absolute_url(),
            note=look.minutes.meeting.name,
        )
        for look in asked_of(user)
    ]


def of_mails(user) -> list[ToDo]:
    """Answers to an invitation that the portal could not place."""
    return [
        ToDo(
            label=phrase(_("Unklare Antworten ansehen: %(meeting)s"), meeting=name),
            url=reverse("invitations:replies", args=[meeting]),
            note=counts,
        )
        for meeting, name, counts in mails.mails_to_look_at(user)
    ]


def to_settle(minutes) -> ToDo:
    """Objections first, then what only lacks the approval."""
    count = minutes.unanswered
    if not count:
        label, url = _("Protokoll genehmigen lassen"), minutes.get_absolute_url()
    else:
        url = reverse("minutes:objections", args=[minutes.pk])
        label = ngettext("%(n)s Einwendung beantworten", "%(n)s Einwendungen beantworten", count)
        label = label % {"n": count}
    return ToDo(label=label, url=url, note=minutes.meeting.name)


def of_organisers(viewer, in_hand) -> list[ToDo]:
    """Dates to choose, meetings to prepare, decisions to review, what is left open, new ideas."""
    things = [
        ToDo(
            label=phrase(_("Termin wählen: %(meeting)s"), meeting=poll.meeting.name),
            url=poll.get_absolute_url(),
            note=_("Die Terminabstimmung ist beendet."),
        )
        for poll in [each for each in in_hand if each.is_closed][:2]
    ]
    things += of_meetings(viewer)
    things += [
        ToDo(
            label=_("Beschluss %(label)s überprüfen") % {"label": decision.label},
            url=decision.get_absolute_url(),
            note=_("vorgesehen am %(day)s") % {"day": day_short(decision.review_on)},
        )
        for decision in due_for_review(viewer)[:2]
    ]
    if meeting := selectors.to_follow_up(viewer):
        url = reverse("minutes:follow_up", args=[meeting.pk])
        things.append(ToDo(_("Ansehen, was aus früheren Treffen offen ist"), url, meeting.name))
    if ideas := waiting_ideas(viewer):
        label = ngettext("%(n)s neuer Themenvorschlag", "%(n)s neue Themenvorschläge", ideas) % {"n": ideas}
        things.append(ToDo(label=label, url=reverse("topics:list") + "?stand=IDEA"))
    return things


def of_meetings(viewer) -> list[ToDo]:
    """The next one with a date wants invitations, the drafts want a date."""
    to_invite, without_date = selectors.to_prepare(viewer)
    things = [
        ToDo(
            label=phrase(_("Einladen: %(meeting)s"), meeting=meeting.name),
            url=reverse("invitations:invite", args=[meeting.pk]),
            note=day_short(meeting.starts_at),
        )
        for meeting in to_invite
    ]
    for meeting in without_date:
        note = meeting.target
        if meeting.target_is_over:
            note = _("%(quarter)s, schon vorbei") % {"quarter": meeting.target}
        label = phrase(_("Termin festlegen: %(meeting)s"), meeting=meeting.name)
        things.append(ToDo(label, reverse("polls:options", args=[meeting.pk]), note))
    return things
