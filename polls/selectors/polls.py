"""Date polls: who is asked, who said what to which option, and which option is best."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncDate

from core.dates import BERLIN, berlin, local, working_days_before
from core.slugs import sort_key
from meetings.selectors.people import asked, organisations_spoken_for
from members.enums import KIND_ORDER, PILLARS, Kind
from members.models import Membership, Organisation
from members.speaking import one_per_person
from members.viewers import viewer_for
from polls.enums import PollState
from polls.models import DatePoll, PollAnswer, PollOption, PollReply
from polls.selectors.ranking import CAN_COME, Tally, Voice, rank, tally

NOTHING = ("", "")  # said to an option
REMIND_AT = dt.time(9)
REMIND_BEFORE = (2, 1)  # working days: the first that leaves people a day to answer by themselves
A_DAY = dt.timedelta(days=1)


def poll_of(user, meeting_id) -> DatePoll | None:
    rows = DatePoll.objects.visible_to(user).filter(meeting=meeting_id)
    return rows.select_related("meeting", "decided").first()


def with_poll(rows, viewer):
    """Return meetings with their poll, where `viewer` sees it (`shows_poll`), and whether they answered."""
    visible = DatePoll.objects.visible_to(viewer).filter(meeting=OuterRef("pk"))
    rows = rows.select_related("poll__decided").annotate(shows_poll=Exists(visible))
    if viewer.person_id is None:  # an audience has answered nothing
        return rows
    given = PollReply.objects.given().filter(person=viewer.person_id, poll__meeting=OuterRef("pk"))
    return rows.annotate(has_answered_poll=Exists(given))


def in_hand(user) -> list[DatePoll]:
    """Return polls that wait for answers, or for a decision."""
    states = (PollState.OPEN, PollState.CLOSED)
    rows = DatePoll.objects.visible_to(user).about_open_dates().filter(state__in=states)
    return list(rows.select_related("meeting").order_by("deadline", "pk"))


# --- who is asked -----------------------------------------------------------------------------------------


class Asked(NamedTuple):
    name: str
    sort_key: str
    organisation: Organisation | None


def people_of(poll) -> dict[int, Asked]:
    """Return by person all who are asked; of a past poll, who were on its last day.

    People leave and come afterwards. Who had not answered then had not said no, and that stays to be seen.
    """
    meeting = poll.meeting
    if not poll.is_history:
        organisations = organisations_spoken_for(meeting)
        rows = asked(meeting).values_list("person", "person__name", "person__sort_key")
        return {key: Asked(name, place, organisations.get(key)) for key, name, place in rows}
    members = Membership.objects.active(berlin(poll.ended_at).date())
    members = members.who_see(meeting.audience, meeting.minute_taker_id).filter(person__user__isnull=False)
    chosen = one_per_person(members.select_related("person", "organisation"), meeting.audience)
    return {key: Asked(row.person.name, row.person.sort_key, row.organisation) for key, row in chosen.items()}


def not_answered(poll):
    answered = PollReply.objects.given().filter(poll=poll).values("person")
    return asked(poll.meeting).exclude(person__in=answered)


def known_of(poll) -> dict:
    """Return what mails say of a running poll, as it is kept of each addressee (activity.notices)."""
    state = {"title": poll.meeting.name, "until": poll.last_day.isoformat(), "turn": poll.link_version}
    return {"asks": True, **state}


def running_polls(user):
    """Return polls that run, each with its last day."""
    rows = DatePoll.objects.visible_to(user).running()
    return rows.annotate(last_day=TruncDate("deadline", tzinfo=BERLIN))


def reminder_at(opened_at, deadline) -> dt.datetime | None:
    """Return nine in the morning, two working days before the last day; one where time is short, or None."""
    for count in REMIND_BEFORE:
        # The deadline is the end of a day in Jena, which in UTC is the day before or the same.
        last_day = deadline.astimezone(BERLIN).date()
        moment = local(working_days_before(last_day, count), REMIND_AT)
        if moment >= opened_at + A_DAY:
            return moment
    return None


# --- the result -------------------------------------------------------------------------------------------


@dataclass
class PersonAnswers:
    """What one person who is asked has answered."""

    person: int
    name: str
    organisation_name: str
    kind: str
    sort_key: str
    reply: PollReply | None  # None while they have not answered
    said: dict[int, tuple[str, str]]  # option → (choice, remark)
    numbers: dict[int, int] = field(default_factory=dict)  # option → number of the remark, as in a footnote


@dataclass
class OrganisationAnswers:
    name: str
    rows: list[PersonAnswers] = field(default_factory=list)
    coming: dict[int, int] = field(default_factory=dict)  # option → how many can; missing: nobody answered


@dataclass
class PillarAnswers:
    kind: str
    organisations: list[OrganisationAnswers] = field(default_factory=list)


@dataclass
class OptionResult:
    """One option with what all say to it."""

    option: PollOption
    tally: Tally
    covers_all: bool  # somebody can come of each pillar that is asked
    is_best: bool = False
    is_decided: bool = False

    @property
    def pk(self):
        return self.option.pk


@dataclass
class Result:
    poll: DatePoll
    options: list[OptionResult]  # best first
    people: list[PersonAnswers]
    pillars: list[PillarAnswers]
    gone: int  # answers of people who are not asked any more
    replies: dict[int, PollReply]  # person → theirs, also one taken back

    @property
    def answered(self):
        return sum(row.reply is not None for row in self.people)

    @property
    def to_come(self):
        """Options that can still become the date, in the order of the calendar."""
        ahead = (each for each in self.options if not each.option.is_past)
        return sorted(ahead, key=lambda each: (each.option.starts_at, each.pk))


def result_of(poll, user) -> Result:
    """Return what all have answered: six queries, whatever the number of people and options.

    Until it is decided those count who are asked today; afterwards it stays as it was on that day.
    """
    viewer = viewer_for(user)
    rows = PollReply.objects.visible_to(viewer).filter(poll=poll).select_related("organisation")
    replies = {row.person_id: row for row in rows}
    people = answers_by_person(poll, viewer, replies)
    pillars_asked = {row.kind for row in people if row.kind in PILLARS}
    options = []
    for option in PollOption.objects.visible_to(viewer).filter(poll=poll).select_related("proposed_by"):
        counted = tally(
            Voice(row.kind, row.organisation_name, row.said.get(option.pk, NOTHING)[0]) for row in people
        )
        covers_all = 0 < len(pillars_asked) == len(counted.pillars)
        options.append(OptionResult(option, counted, covers_all, is_decided=option.pk == poll.decided_id))
    options.sort(
        key=lambda each: (not each.is_decided, *rank(each.tally.worth, each.option.starts_at), each.pk)
    )
    # Of equals all are the best: the page does not invent a winner.
    if options and options[0].tally.heads and not poll.is_decided:
        for each in options:
            each.is_best = each.tally.worth == options[0].tally.worth
    given = {key for key, reply in replies.items() if reply.answered_at}
    gone = len(given - {row.person for row in people})
    return Result(poll, options, people, by_pillar(people), gone, replies)


def answers_by_person(poll, viewer, replies) -> list[PersonAnswers]:
    """Return all who are asked, each for the organisation at the time of their answer."""
    said: dict[int, dict] = defaultdict(dict)
    # Plain rows: 1,200 instances of a model would cost more than the rest of the page.
    answers = PollAnswer.objects.visible_to(viewer).filter(option__poll=poll)
    for row in answers.values_list("reply__person", "option", "choice", "remark", named=True):
        said[row.reply__person][row.option] = (row.choice, row.remark)
    found = []
    for key, person in people_of(poll).items():
        reply = replies[key] if key in replies and replies[key].answered_at else None
        organisation = reply.organisation if reply else person.organisation
        name, kind = (organisation.brief, organisation.kind) if organisation else ("", Kind.EXTERNAL)
        found.append(PersonAnswers(key, person.name, name, kind, person.sort_key, reply, said.get(key, {})))
    return found


def by_pillar(people) -> list[PillarAnswers]:
    """Return them by pillar, organisation and name, in the order in which pages show them."""
    pillars: dict[str, PillarAnswers] = {}
    ordered = sorted(
        people,
        key=lambda row: (KIND_ORDER.index(Kind(row.kind)), sort_key(row.organisation_name), row.sort_key),
    )
    for row in ordered:
        organisations = pillars.setdefault(row.kind, PillarAnswers(row.kind)).organisations
        if not organisations or organisations[-1].name != row.organisation_name:
            organisations.append(OrganisationAnswers(row.organisation_name))
        organisations[-1].rows.append(row)
        coming = organisations[-1].coming
        for option, (choice, _remark) in row.said.items():
            coming[option] = coming.get(option, 0) + (choice in CAN_COME)
    return list(pillars.values())
