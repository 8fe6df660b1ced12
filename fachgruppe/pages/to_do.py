"""»Für Sie zu tun«: what waits for one member, the most urgent things first."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import day_short, start_of_day, today
from core.safe_html import phrase
from invitations.models import MailedReply
from invitations.selectors.invitations import unanswered
from invitations.selectors.mails import to_look_at
from meetings.enums import DATED
from meetings.enums import Kind as MeetingKind
from meetings.enums import State as MeetingState
from meetings.models import Meeting
from members.models import Membership
from members.selectors.directory import organisations_to_confirm
from members.viewers import viewer_for
from minutes.models import SecondLook
from minutes.presenters.second_looks import asked_of
from minutes.selectors.objections import left_to_writers
from minutes.selectors.readings import days_left, in_circulation, who_said_something
from outcomes.selectors.decisions import due_for_review
from outcomes.selectors.tasks import open_tasks
from polls.selectors import polls
from topics.selectors import waiting_ideas

LIMIT = 8
A_DAY, A_WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


@dataclass(frozen=True)
class ToDo:
    label: str
    url: str
    note: str = ""
    tag: str = ""
    tag_kind: str = "wait"


@dataclass(frozen=True)
class Waiting:
    """What waits for whom among what one audience sees; found once for all of its members."""

    people: dict[int, list[ToDo]]  # for one person alone
    settling: list[ToDo]  # for those who write the minutes
    organising: list[ToDo]
    has_second_looks: bool
    has_unclear_mails: bool


def waiting_among(viewer, in_hand) -> Waiting:
    """About fifteen queries, whatever the number of people."""
    return Waiting(
        people=things_of_people(viewer, in_hand),
        settling=minutes_to_settle(viewer),
        organising=[*dates_to_decide(in_hand), *organisers_to_do(viewer)] if viewer.is_organiser else [],
        has_second_looks=SecondLook.objects.open().exists(),
        has_unclear_mails=MailedReply.objects.visible_to(viewer).to_settle().exists(),
    )


def to_do(user, waiting: Waiting) -> list[ToDo]:
    """The most urgent things first: own tasks, minutes to read, then what the roles bring."""
    first = looks_to_take(user) if waiting.has_second_looks else []
    first += mails_to_look_at(user) if waiting.has_unclear_mails else []
    own = waiting.people.get(user.person_id, [])
    organisations = organisations_to_look_through(viewer_for(user))
    return [*first, *own, *waiting.settling, *organisations, *waiting.organising][:LIMIT]


# --- what waits for one person ----------------------------------------------------------------------------


def things_of_people(viewer, in_hand) -> dict[int, list[ToDo]]:
    """Of every member of today: others wait for the date, and it takes a minute."""
    organisations = defaultdict(set)
    for person, organisation in Membership.objects.active().values_list("person", "organisation"):
        organisations[person].add(organisation)
    dates, tasks = DatesToAnswer(in_hand), TasksToDo(viewer)
    invitations, minutes = invitations_to_answer(viewer), MinutesToRead(viewer)
    return {
        person: [
            *dates.of(person)[:3], *invitations[person][:2], *tasks.of(person, organisations[person])[:5],
            *minutes.of(person)[:3],
        ]
        for person in organisations
    }  # fmt: skip


class DatesToAnswer:
    def __init__(self, in_hand):
        self.polls = [poll for poll in in_hand if poll.is_running]
        self.given = polls.given_to(self.polls) if self.polls else polls.Given({}, {})
        self.things = {
            (poll.pk, has_answered): _date_to_answer(poll, has_answered)
            for poll in self.polls
            for has_answered in (False, True)
        }

    def of(self, person):
        waiting = polls.to_answer(person, self.polls, self.given)
        return [self.things[poll.pk, has_answered] for poll, has_answered in waiting]


def _date_to_answer(poll, has_answered):
    words = _("Neue Vorschläge: %(meeting)s") if has_answered else _("Wann können Sie? %(meeting)s")
    return ToDo(
        label=phrase(words, meeting=poll.meeting.name),
        url=reverse("polls:answer", args=[poll.meeting_id]),
        note=_("Bitte antworten Sie bis %(day)s.") % {"day": day_short(poll.deadline)},
    )


def invitations_to_answer(viewer):
    found = defaultdict(list)
    for asked in unanswered(viewer):
        thing = ToDo(
            label=_("Auf die Einladung antworten: %(day)s") % {"day": day_short(asked.meeting.starts_at)},
            url=reverse("invitations:reply", args=[asked.meeting_id]),
            note=asked.meeting.name,
        )
        found[asked.person_id].append(thing)
    return found


class TasksToDo:
    def __init__(self, viewer):
        self.of_person: dict = defaultdict(list)
        self.of_organisation: dict = defaultdict(list)
        for place, task in enumerate(open_tasks(viewer)):
            of_one, key = self.of_person, task.assignee_id
            if key is None:
                of_one, key = self.of_organisation, task.assignee_organisation_id
            of_one[key].append((place, task))

    def of(self, person, organisations):
        found = [
            *self.of_person[person],
            *(each for organisation in organisations for each in self.of_organisation[organisation]),
        ]
        return [_task(task) for _place, task in sorted(found, key=itemgetter(0))[:5]]


def _task(task):
    note = phrase(
        _("aus TOP %(number)s, %(meeting)s"), number=task.agenda_item.number, meeting=task.meeting.name
    )
    return ToDo(str(task), task.get_absolute_url(), note, task.state_label, task.state_kind)


class MinutesToRead:
    def __init__(self, viewer):
        self.minutes = list(in_circulation(viewer))
        self.said = who_said_something(self.minutes)
        self.things = {minutes.pk: _minutes_to_read(minutes) for minutes in self.minutes}

    def of(self, person):
        waiting = (minutes.pk for minutes in self.minutes if person not in self.said[minutes.pk])
        return [self.things[pk] for pk in islice(waiting, 3)]


def _minutes_to_read(minutes):
    words = _("Protokoll lesen: Einwendungen bis %(day)s") % {"day": day_short(minutes.objections_until)}
    return ToDo(words, minutes.get_absolute_url(), days_left(minutes.objections_until))


# --- what the roles bring ---------------------------------------------------------------------------------


def looks_to_take(user):
    """Somebody waits for this person alone or for few others, so it comes first."""
    return [
        ToDo(
            label=_("Bestätigung als zweite Person: %(verb)s") % {"verb": look},
            url=look.get_absolute_url(),
            note=look.minutes.meeting.name,
        )
        for look in asked_of(user)
    ]


def mails_to_look_at(user):
    """Answers to an invitation that the portal could not place: somebody has answered and does not count."""
    return [
        ToDo(
            label=phrase(_("Unklare Antworten ansehen: %(meeting)s"), meeting=name),
            url=reverse("invitations:replies", args=[meeting]),
            note=counts,
        )
        for meeting, name, counts in to_look_at(user)
    ]


def minutes_to_settle(user):
    """Objections first, then what only lacks the approval."""
    return [_to_settle(minutes) for minutes in left_to_writers(user)[:3]]


def _to_settle(minutes):
    count = minutes.unanswered
    if not count:
        label, url = _("Protokoll genehmigen lassen"), minutes.get_absolute_url()
    else:
        url = reverse("minutes:objections", args=[minutes.pk])
        label = ngettext("%(n)s Einwendung beantworten", "%(n)s Einwendungen beantworten", count)
        label = label % {"n": count}
    return ToDo(label=label, url=url, note=minutes.meeting.name)


def organisers_to_do(user):
    things = meetings_to_prepare(user)
    things += [*decisions_to_review(user), *follow_ups_to_look_at(user)]
    ideas = waiting_ideas(user)
    if ideas:
        label = ngettext("%(n)s neuer Themenvorschlag", "%(n)s neue Themenvorschläge", ideas) % {"n": ideas}
        things.append(ToDo(label=label, url=reverse("topics:list") + "?stand=IDEA"))
    return things


def meetings_to_prepare(user):
    """The next one with a date wants invitations, the drafts want a date."""
    waiting = (MeetingState.DRAFT, MeetingState.SCHEDULED)
    ahead = list(Meeting.objects.visible_to(user).upcoming().filter(state__in=waiting)[:6])
    dated = [meeting for meeting in ahead if meeting.state == MeetingState.SCHEDULED][:1]
    drafts = [meeting for meeting in ahead if meeting.state == MeetingState.DRAFT][:2]
    inviting = [
        ToDo(
            label=phrase(_("Einladen: %(meeting)s"), meeting=meeting.name),
            url=reverse("invitations:invite", args=[meeting.pk]),
            note=day_short(meeting.starts_at),
        )
        for meeting in dated
        if not meeting.has_begun
    ]
    return inviting + [
        ToDo(
            label=phrase(_("Termin festlegen: %(meeting)s"), meeting=meeting.name),
            url=reverse("polls:options", args=[meeting.pk]),
            note=_("%(quarter)s, schon vorbei") % {"quarter": meeting.target}
            if meeting.target_is_over
            else meeting.target,
        )
        for meeting in drafts
    ]


def dates_to_decide(in_hand):
    return [
        ToDo(
            label=phrase(_("Termin wählen: %(meeting)s"), meeting=poll.meeting.name),
            url=poll.get_absolute_url(),
            note=_("Die Terminabstimmung ist beendet."),
        )
        for poll in polls.to_decide(in_hand)[:2]
    ]


def decisions_to_review(user):
    return [
        ToDo(
            label=_("Beschluss %(label)s überprüfen") % {"label": decision.label},
            url=decision.get_absolute_url(),
            note=_("vorgesehen am %(day)s") % {"day": day_short(decision.review_on)},
        )
        for decision in due_for_review(user)[:2]
    ]


def follow_ups_to_look_at(user):
    """A week before a Fachgruppentreffen: what earlier ones left open."""
    within = (
        Meeting.objects.visible_to(user)
        .upcoming()
        .filter(
            kind=MeetingKind.GROUP,
            state__in=DATED,
            starts_at__lt=start_of_day(today() + A_WEEK + A_DAY),
        )
    )
    return [
        ToDo(
            label=_("Ansehen, was aus früheren Treffen offen ist"),
            url=reverse("minutes:follow_up", args=[meeting.pk]),
            note=meeting.name,
        )
        for meeting in within[:1]
    ]


def organisations_to_look_through(viewer):
    return [
        ToDo(
            label=_("Personen Ihrer Organisation bestätigen"),
            url=reverse("members:organisation", args=[organisation.slug]),
            note=organisation.name,
        )
        for organisation in organisations_to_confirm(viewer)
    ]
