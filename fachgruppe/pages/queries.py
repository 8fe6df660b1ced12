"""What the front page and the overview read: a handful of rows each, whoever is looking."""

import datetime as dt
import re
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import day_short, today
from core.markdown import words_of
from core.safe_html import German, phrase
from meetings.enums import Kind as MeetingKind
from meetings.enums import State as MeetingState
from meetings.models import Meeting
from meetings.queries import next_meeting, published_reports
from meetings.queries.inviting import to_answer
from meetings.queries.mails import to_look_at
from members.enums import KIND_PLURALS, PILLARS, Kind
from members.models import Membership, Organisation
from members.queries import houses_to_confirm
from members.viewers import viewer_for
from minutes.models import Minutes
from minutes.queries import listing as minutes_listing
from minutes.queries.objections import left_to_writers
from minutes.queries.readings import days_left, waiting_for
from minutes.queries.second_looks import asked_of
from outcomes.queries.decisions import due_for_review
from outcomes.queries.tasks import my_open_tasks
from polls.queries import polls
from topics.queries import listed, most_wanted, waiting_ideas

TO_DO_LIMIT = 8
A_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class ToDo:
    label: str
    url: str
    note: str = ""
    tag: str = ""
    tag_kind: str = "wait"


@dataclass(frozen=True)
class Circle:
    """Who takes part: people, houses, and how the people divide among the pillars."""

    people: int = 0
    houses: int = 0
    pillars: dict = field(default_factory=dict)

    @property
    def sentence(self):
        people = ngettext("%(n)s Mitglied", "%(n)s Mitglieder", self.people) % {"n": self.people}
        houses = ngettext("%(n)s Organisation", "%(n)s Organisationen", self.houses) % {"n": self.houses}
        return _("%(people)s aus %(houses)s") % {"people": people, "houses": houses}


def front_page(user):
    report = published_reports(user).first()
    return {
        "next_meeting": next_meeting(user),
        "report": report,
        "teaser": German(words_of(first_paragraph(report.body_html), 420)) if report else "",
        "topics": listed(user)[:4],
    }


def first_paragraph(html):
    found = re.search(r"<p>.*?</p>", html, re.DOTALL)
    return found[0] if found else html


def overview(user):
    in_hand = polls.in_hand(user)
    return {
        "today": today(),
        "next_meeting": next_meeting(user),
        "poll": poll_to_show(user, in_hand),
        "minutes": newest_minutes(user),
        "topics": most_wanted(user),
        "to_do": to_do(user, in_hand),
        "circle": circle(),
    }


def poll_to_show(user, in_hand) -> polls.Result | None:
    """The running Terminabstimmung that ends first, with what all have answered so far."""
    running = next((poll for poll in in_hand if poll.is_running), None)
    return polls.result_of(running, user, with_marks=False) if running else None


def newest_minutes(user):
    rows = minutes_listing.listed(Minutes.objects.visible_to(user).newest_first(), user)[:3]
    return minutes_listing.as_rows(rows)


def circle() -> Circle:
    """One query; whoever belongs to two houses is one person."""
    counts = Membership.objects.active().aggregate(
        people=Count("person", distinct=True),
        houses=Count("organisation", distinct=True),
        **{kind.value: Count("person", distinct=True, filter=Q(organisation__kind=kind)) for kind in PILLARS},
    )
    return Circle(counts.pop("people"), counts.pop("houses"), counts)


# --- »Für Sie zu tun« -------------------------------------------------------------------------------------


def to_do(user, in_hand) -> list[ToDo]:
    """The most urgent things first: own tasks, minutes to read, then what the roles bring."""
    viewer = viewer_for(user)
    things = [
        *dates_to_answer(user, in_hand), *invitations_to_answer(user), *tasks_to_do(user),
        *minutes_to_read(user), *minutes_to_settle(user), *houses_to_look_through(viewer),
    ]  # fmt: skip
    if viewer.is_organiser:
        things += [*dates_to_decide(in_hand), *organisers_to_do(user)]
    return [*looks_to_take(user), *mails_to_look_at(user), *things][:TO_DO_LIMIT]


def mails_to_look_at(user):
    """Answers to an invitation that the portal could not place: somebody has answered and does not count."""
    return [
        ToDo(
            label=phrase(_("Unklare Antworten ansehen: %(meeting)s"), meeting=name),
            url=reverse("meetings:replies", args=[meeting]),
            note=counts,
        )
        for meeting, name, counts in to_look_at(user)
    ]


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


def invitations_to_answer(user):
    return [
        ToDo(
            label=_("Auf die Einladung antworten: %(day)s") % {"day": day_short(asked.meeting.starts_at)},
            url=reverse("meetings:reply", args=[asked.meeting_id]),
            note=asked.meeting.name,
        )
        for asked in to_answer(user)[:2]
    ]


def dates_to_answer(user, in_hand):
    """Others wait for it, and it takes a minute."""
    return [
        ToDo(
            label=phrase(
                _("Neue Vorschläge: %(meeting)s") if has_answered else _("Wann können Sie? %(meeting)s"),
                meeting=poll.meeting.name,
            ),
            url=reverse("polls:answer", args=[poll.meeting_id]),
            note=_("Bitte antworten Sie bis %(day)s.") % {"day": day_short(poll.deadline)},
        )
        for poll, has_answered in polls.to_answer(user, in_hand)[:3]
    ]


def tasks_to_do(user):
    return [
        ToDo(
            label=str(task), url=task.get_absolute_url(), tag=task.state_label, tag_kind=task.state_kind,
            note=phrase(
                _("aus TOP %(number)s, %(meeting)s"),
                number=task.agenda_item.number,
                meeting=task.meeting.name,
            ),
        )
        for task in my_open_tasks(user)[:5]
    ]  # fmt: skip


def minutes_to_read(user):
    return [
        ToDo(
            label=_("Protokoll lesen: Einwendungen bis %(day)s")
            % {"day": day_short(minutes.objections_until)},
            url=minutes.get_absolute_url(),
            note=days_left(minutes.objections_until),
        )
        for minutes in waiting_for(user)[:3]
    ]


def minutes_to_settle(user):
    """For those who write them: objections first, then what only lacks the approval."""
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
            url=reverse("meetings:invite", args=[meeting.pk]),
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
            state__in=(MeetingState.SCHEDULED, MeetingState.INVITED),
            starts_at__lte=timezone.now() + A_WEEK,
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


def houses_to_look_through(viewer):
    return [
        ToDo(
            label=_("Personen Ihrer Organisation bestätigen"),
            url=reverse("members:organisation", args=[house.slug]),
            note=house.name,
        )
        for house in houses_to_confirm(viewer)
    ]


# --- without a membership, and for everybody --------------------------------------------------------------


def farewell(user):
    """For people whose membership has ended or not begun: what they were, and what they may still do."""
    memberships = Membership.objects.visible_to(user).filter(person=user.person_id)
    return {
        "today": today(),
        "memberships": memberships.select_related("organisation").order_by("-starts_on"),
        "next_meeting": next_meeting(user),
    }


def houses_by_kind():
    """[(kind, its organisations)] in the order of the kinds; names of houses are public."""
    houses = list(Organisation.objects.existing().by_name())
    return [
        (KIND_PLURALS[kind], kind, [house for house in houses if house.kind == kind])
        for kind in Kind
        if any(house.kind == kind for house in houses)
    ]
