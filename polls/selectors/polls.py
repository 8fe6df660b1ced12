"""A Terminabstimmung as its readers see it: who said what, and which option is best."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import day_short, stamp
from core.holidays import public_holiday, school_holiday
from core.safe_html import strung
from core.slugs import sort_key
from meetings.presenters.month import slots_between
from members.enums import KIND_ORDER, KIND_PLURALS, PILLARS, Kind
from members.viewers import viewer_for
from polls.enums import Choice, PollState
from polls.models import DatePoll, PollAnswer, PollOption, PollReply
from polls.selectors.people import not_answered, people_of, reminder_at
from polls.selectors.ranking import CAN_COME, Tally, Voice, rank, tally

A_DAY = dt.timedelta(days=1)
NOTHING = ("", "")  # said to an option
TAGS = {PollState.DRAFT: "plain", PollState.OPEN: "wait", PollState.CLOSED: "info", PollState.DECIDED: "ok"}
NOBODY_OF = {
    Kind.CITY: lambda: _("Aus der Stadtverwaltung kann niemand."),
    Kind.ENTERPRISE: lambda: _("Aus den Eigenbetrieben kann niemand."),
    Kind.UTILITY: lambda: _("Von den Stadtwerken kann niemand."),
}


def poll_of(user, meeting_id) -> DatePoll | None:
    rows = DatePoll.objects.visible_to(user).filter(meeting=meeting_id)
    return rows.select_related("meeting__minute_taker", "decided").first()


# --- what there is to say about a day -----------------------------------------------------------------------


def marks_of_days(user, days, but=None) -> dict[dt.date, list[str]]:
    """Day → what is to be known of it: holidays, and meetings that `user` sees. Two queries."""
    days = set(days)
    marks = {day: list(filter(None, (public_holiday(day), school_holiday(day)))) for day in days}
    if days:
        for slot in slots_between(user, min(days), max(days) + A_DAY):
            if slot.day in days and not slot.is_off and slot.url != but:
                times = f"({slot.times})" if slot.times else ""
                marks[slot.day].append(strung([slot.title, times], " "))
    return marks


# --- the result ---------------------------------------------------------------------------------------------


@dataclass
class Row:
    """One person with all their answers."""

    person: int
    name: str
    organisation_name: str
    kind: str
    sort_key: str
    reply: PollReply | None = None
    said: dict = field(default_factory=dict)  # option → (choice, remark)
    numbers: dict = field(default_factory=dict)  # option → number of the remark, as in a footnote

    def choice(self, option):
        return self.said.get(option, NOTHING)[0]

    def remark(self, option):
        return self.said.get(option, NOTHING)[1]

    @property
    def name_and_organisation(self):
        return f"{self.name} ({self.organisation_name})" if self.organisation_name else self.name


@dataclass(frozen=True)
class Remark:
    """What one person has said to one option, or to all of them; its number stands beside the answer."""

    text: str
    row: Row
    number: int | None = None
    option: "Option | None" = None

    @property
    def answer(self):
        return self.option and Choice(self.row.choice(self.option.pk)).label


@dataclass
class OrganisationAnswers:
    name: str
    rows: list = field(default_factory=list)

    def coming(self, option):
        """How many of it can, if need be."""
        return sum(row.choice(option) in CAN_COME for row in self.rows)

    def is_silent(self, option):
        return not any(row.choice(option) for row in self.rows)


@dataclass
class Pillar:
    kind: str
    label: Any
    organisations: list = field(default_factory=list)


@dataclass
class Option:
    """One option with what all say to it."""

    row: PollOption
    tally: Tally
    marks: list[str]
    pillars_asked: int
    people: list = field(default_factory=list)  # rows, for the names
    is_best: bool = False
    is_decided: bool = False

    @property
    def pk(self):
        return self.row.pk

    @property
    def covers_all(self):
        return self.pillars_asked > 0 and len(self.tally.pillars) == self.pillars_asked

    @property
    def warnings(self):
        """»Von den Stadtwerken kann niemand.«"""
        return [NOBODY_OF[kind]() for kind in self.tally.declined]

    @property
    def heads(self):
        """»14 von 17 können kommen, davon 3 wenn nötig«"""
        values = {"n": self.tally.heads, "all": self.tally.asked, "maybe": self.tally.if_need_be}
        if self.tally.if_need_be:
            words = ngettext(
                "%(n)s von %(all)s kann, davon %(maybe)s wenn nötig",
                "%(n)s von %(all)s können, davon %(maybe)s wenn nötig",
                self.tally.heads,
            )
            return words % values
        return ngettext("%(n)s von %(all)s kann", "%(n)s von %(all)s können", self.tally.heads) % values

    @property
    def rest(self):
        """»2 können nicht, 1 ohne Antwort«"""
        no = ngettext("%(n)s kann nicht", "%(n)s können nicht", self.tally.no) % {"n": self.tally.no}
        silent = _("%(n)s ohne Antwort") % {"n": self.tally.silent}
        return ", ".join([*([no] if self.tally.no else []), *([silent] if self.tally.silent else [])])

    @property
    def organisations(self):
        """»aus 3 von 8 Organisationen«"""
        values = {"n": self.tally.organisations, "all": self.tally.organisations_asked}
        words = ngettext(
            "aus %(n)s von %(all)s Organisation", "aus %(n)s von %(all)s Organisationen", values["all"]
        )
        return words % values

    @property
    def by_choice(self):
        """[(label, [(row, remark)])] for the card on a phone."""
        said: dict = {choice: [] for choice in (*Choice, "")}
        for row in self.people:
            said[row.choice(self.pk)].append((row, row.remark(self.pk)))
        return [
            (choice.label if choice else _("noch keine Antwort"), rows)
            for choice, rows in said.items()
            if rows
        ]

    @property
    def remarks(self):
        """What there is to read before deciding."""
        return [Remark(row.remark(self.pk), row, option=self) for row in self.people if row.remark(self.pk)]


@dataclass
class Result:
    poll: DatePoll
    viewer: Any
    options: list[Option]
    pillars: list[Pillar]
    gone: int = 0  # answers of people who are not asked any more
    remarks: list[Remark] = field(default_factory=list)
    replies: dict[int, PollReply] = field(default_factory=dict)  # person → theirs, also one taken back

    @cached_property
    def rows(self):
        return [
            row
            for pillar in self.pillars
            for organisation in pillar.organisations
            for row in organisation.rows
        ]

    @property
    def answered(self):
        return sum(row.reply is not None for row in self.rows)

    @property
    def silent(self):
        return len(self.rows) - self.answered

    @property
    def own(self):
        """The reader's own answers, if they have given any."""
        rows = (row for row in self.rows if row.person == self.viewer.person_id)
        return next((row.reply for row in rows if row.reply), None)

    @property
    def to_come(self):
        """Options that can still become the date, in the order of the calendar."""
        ahead = (option for option in self.options if not option.row.is_past)
        return sorted(ahead, key=lambda option: (option.row.starts_at, option.pk))

    @property
    def state_label(self):
        return state_label(self.poll)

    @property
    def state_tag(self):
        return state_tag(self.poll)


def state_tag(poll) -> str:
    return TAGS[PollState.CLOSED if poll.is_closed else PollState(poll.state)]


def state_label(poll) -> str:
    if poll.is_running:
        return _("offen bis %(day)s") % {"day": day_short(poll.deadline)}
    return str(PollState.CLOSED.label if poll.is_closed else poll.get_state_display())


def result_of(poll, user, with_marks=True) -> Result:
    """Eight queries, whatever the number of people and options; six without what is on at the days.

    Until it is decided those count who are asked today; afterwards it stays as it was on that day.
    """
    viewer = viewer_for(user)
    options = list(PollOption.objects.visible_to(viewer).filter(poll=poll).select_related("proposed_by"))
    replies = {row.person_id: row for row in _replies_to(poll, viewer)}
    rows, gone = _rows(poll, viewer, {key: row for key, row in replies.items() if row.answered_at})
    marks = {}
    if with_marks and not poll.is_decided:
        but = poll.meeting.get_absolute_url()
        marks = marks_of_days(viewer, {option.day for option in options}, but)
    pillars_asked = len({row.kind for row in rows if row.kind in PILLARS})
    told = [
        Option(
            option, tally(Voice(row.kind, row.organisation_name, row.choice(option.pk)) for row in rows),
            marks.get(option.day, []), pillars_asked, rows, is_decided=option.pk == poll.decided_id,
        )
        for option in options
    ]  # fmt: skip
    told.sort(key=lambda each: (not each.is_decided, *rank(each.tally.worth, each.row.starts_at), each.pk))
    if told and told[0].tally.heads and not poll.is_decided:
        for option in told:
            option.is_best = option.tally.worth == told[0].tally.worth
    result = Result(poll, viewer, told, _by_pillar(rows), gone, replies=replies)
    result.remarks = _numbered(result)
    return result


def _numbered(result) -> list[Remark]:
    """Remarks to options in the order of the page, each with its number; then those to all options."""
    found: list[Remark] = []
    for option in result.options:
        for row in result.rows:
            if text := row.remark(option.pk):
                row.numbers[option.pk] = len(found) + 1
                found.append(Remark(text, row, len(found) + 1, option))
    general = [Remark(row.reply.remark, row) for row in result.rows if row.reply and row.reply.remark]
    return found + general


def _replies_to(poll, viewer):
    rows = PollReply.objects.visible_to(viewer).filter(poll=poll)
    return rows.select_related("person", "organisation")


def _rows(poll, viewer, replies):
    """`replies`: person → what they have given."""
    said: dict = {}
    answers = PollAnswer.objects.visible_to(viewer).filter(option__poll=poll)
    for person, option, *words in answers.values_list("reply__person", "option", "choice", "remark"):
        said.setdefault(person, {})[option] = words
    people = people_of(poll)
    rows = [
        _row(
            person,
            replies[key].organisation if key in replies else organisation,
            replies.get(key),
            said.get(key, {}),
        )
        for key, (person, organisation) in people.items()
    ]
    return rows, len(set(replies) - set(people))


def _row(person, organisation, reply, said):
    name, kind = (organisation.brief, organisation.kind) if organisation else ("", Kind.EXTERNAL)
    return Row(person.pk, person.name, name, kind, person.sort_key, reply, said)


def _by_organisation_and_name(row):
    return KIND_ORDER.index(Kind(row.kind)), sort_key(row.organisation_name), row.sort_key


def _by_pillar(rows) -> list[Pillar]:
    pillars: dict = {}
    for row in sorted(rows, key=_by_organisation_and_name):
        pillar = pillars.setdefault(row.kind, Pillar(row.kind, KIND_PLURALS[Kind(row.kind)]))
        if not pillar.organisations or pillar.organisations[-1].name != row.organisation_name:
            pillar.organisations.append(OrganisationAnswers(row.organisation_name))
        pillar.organisations[-1].rows.append(row)
    return list(pillars.values())


# --- what one reader is asked -------------------------------------------------------------------------------


def own_reply(poll, user) -> PollReply | None:
    return PollReply.objects.visible_to(user).filter(poll=poll, person=user.person_id).first()


def said_by(reply) -> dict:
    """Option → (choice, remark) of one person."""
    if reply is None or not reply.pk:
        return {}
    return {pk: said for pk, *said in reply.answers.values_list("option", "choice", "remark")}


def in_hand(user) -> list[DatePoll]:
    """Polls that wait for answers, or for a decision."""
    states = (PollState.OPEN, PollState.CLOSED)
    rows = DatePoll.objects.visible_to(user).about_open_dates().filter(state__in=states)
    return list(rows.select_related("meeting").order_by("deadline", "pk"))


class Given(NamedTuple):
    """What people have answered to polls that run."""

    at: dict[tuple[int, int], dt.datetime]  # (poll, person): when
    newest: dict[int, dt.datetime]  # poll: when its newest option was added


def given_to(polls) -> Given:
    """Of everybody; two queries."""
    replies = PollReply.objects.given().filter(poll__in=polls)
    options = PollOption.objects.filter(poll__in=polls).order_by("created_at")
    return Given(
        {(row.poll_id, row.person_id): row.answered_at for row in replies},
        dict(options.values_list("poll", "created_at")),
    )


def to_answer(person, polls, given: Given) -> list[tuple[DatePoll, bool]]:
    """Those that this person has not answered, or whose newer options they have not seen (True)."""
    return [
        (poll, (poll.pk, person) in given.at)
        for poll in polls
        if poll.is_running
        and ((poll.pk, person) not in given.at or given.newest[poll.pk] > given.at[poll.pk, person])
    ]


def to_decide(polls) -> list[DatePoll]:
    """Those that have ended: the organisers' turn."""
    return [poll for poll in polls if poll.is_closed]


# --- what the organisers are told about it ----------------------------------------------------------------


def reminder_in_words(poll) -> str:
    """»Erinnert wurde am 2. Juli 2025, 09:12.«"""
    if poll.reminded_at:
        return _("Erinnert wurde am %(moment)s Uhr.") % {"moment": stamp(poll.reminded_at)}
    if not poll.is_running:
        return ""
    moment = reminder_at(poll.opened_at, poll.deadline)
    if moment is None:
        return _("Für eine Erinnerung ist die Frist zu kurz.")
    n = not_answered(poll).count()
    if not n:
        return _("Alle haben geantwortet. Eine Erinnerung ist nicht nötig.")
    people = ngettext("%(n)s Person", "%(n)s Personen", n) % {"n": n}
    values = {"moment": stamp(moment), "people": people}
    return (
        _("Am %(moment)s Uhr erinnert das Portal alle, die noch nicht geantwortet haben; zurzeit %(people)s.")
        % values
    )
