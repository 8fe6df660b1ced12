"""Words about date polls: on their own page, on that of their meeting, and as a reader's next step."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import day, day_short, stamp
from core.safe_html import SafeHtml, phrase, strung
from meetings.enums import State as MeetingState
from meetings.presenters.next_step import Step
from members.enums import KIND_PLURALS, Kind
from polls import access
from polls.enums import Choice, PollState
from polls.models import DatePoll, PollOption
from polls.presenters.options import marks_of_days
from polls.selectors.answers import own_reply
from polls.selectors.polls import (
    NOTHING,
    OptionResult,
    PersonAnswers,
    not_answered,
    reminder_at,
    result_of,
)

TAGS = {PollState.DRAFT: "plain", PollState.OPEN: "wait", PollState.CLOSED: "info", PollState.DECIDED: "ok"}
NOBODY_OF = {
    Kind.CITY: lambda: _("Aus der Stadtverwaltung kann niemand."),
    Kind.ENTERPRISE: lambda: _("Aus den Eigenbetrieben kann niemand."),
    Kind.UTILITY: lambda: _("Von den Stadtwerken kann niemand."),
}


def state_of(poll) -> tuple[str, str]:
    """Return (»offen bis 11. Juli«, kind of the tag)."""
    tag = TAGS[PollState.CLOSED if poll.is_closed else PollState(poll.state)]
    if poll.is_running:
        return _("offen bis %(day)s") % {"day": day_short(poll.deadline)}, tag
    return str(PollState.CLOSED.label if poll.is_closed else poll.get_state_display()), tag


def reminder(poll) -> str:
    """Return »Erinnert wurde am 2. Juli 2025, 09:12.«, or when and whom the portal will remind."""
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


# --- the result -------------------------------------------------------------------------------------------


class Remark(NamedTuple):
    """What one person has said to one option, or to all of them; its number stands beside the answer."""

    text: str
    row: PersonAnswers
    number: int | None = None
    option: PollOption | None = None

    @property
    def answer(self):
        return self.option and Choice(self.row.said[self.option.pk][0]).label


@dataclass(frozen=True)
class OptionInWords:
    """One option with what all say to it."""

    result: OptionResult
    heads: str  # »14 von 17 können kommen, davon 3 wenn nötig«
    rest: str  # »2 können nicht, 1 ohne Antwort«
    organisations: str  # »aus 3 von 8 Organisationen«
    warnings: list[str]  # »Von den Stadtwerken kann niemand.«
    marks: list[str]
    by_choice: list[tuple]  # (answer, number of people, their names and remarks)
    remarks: list[Remark]

    @property
    def option(self):
        return self.result.option

    @property
    def is_marked(self):
        """As the best, or as the one that became the date."""
        return self.result.is_best or self.result.is_decided


def in_words(result: OptionResult, people, marks=()) -> OptionInWords:
    counted, option = result.tally, result.option
    values = {"n": counted.heads, "all": counted.asked, "maybe": counted.if_need_be}
    heads = ngettext("%(n)s von %(all)s kann", "%(n)s von %(all)s können", counted.heads)
    if counted.if_need_be:
        heads = ngettext(
            "%(n)s von %(all)s kann, davon %(maybe)s wenn nötig",
            "%(n)s von %(all)s können, davon %(maybe)s wenn nötig",
            counted.heads,
        )
    no = ngettext("%(n)s kann nicht", "%(n)s können nicht", counted.no) % {"n": counted.no}
    silent = _("%(n)s ohne Antwort") % {"n": counted.silent}
    asked = counted.organisations_asked
    organisations = ngettext(
        "aus %(n)s von %(all)s Organisation", "aus %(n)s von %(all)s Organisationen", asked
    )
    said: dict = {choice: [] for choice in (*Choice, "")}
    remarks = []
    for row in people:
        choice, remark = row.said.get(option.pk, NOTHING)
        who = f"{row.name} ({row.organisation_name})" if row.organisation_name else row.name
        if remark:
            remarks.append(Remark(remark, row, option=option))
            who = strung([f"{who}:", phrase(_("»%(note)s«"), note=remark)], " ")
        said[choice].append(who)
    return OptionInWords(
        result,
        heads=heads % values,
        rest=", ".join([*([no] if counted.no else []), *([silent] if counted.silent else [])]),
        organisations=organisations % {"n": counted.organisations, "all": asked},
        warnings=[NOBODY_OF[kind]() for kind in counted.declined],
        marks=list(marks),
        # One text for each answer: sixty names times twenty options would be a loop of 1,200 in the template.
        by_choice=[
            (choice.label if choice else _("noch keine Antwort"), len(names), strung(names, ", "))
            for choice, names in said.items()
            if names
        ],
        remarks=remarks,
    )


def option_in_words(result, option, user) -> OptionInWords:
    """Return the one of which somebody decides whether it becomes the date."""
    marks = marks_of_days(user, {option.day}, but=option.poll.meeting.get_absolute_url())
    shown = next(each for each in result.options if each.pk == option.pk)
    return in_words(shown, result.people, marks[option.day])


class ResultInHtml(NamedTuple):
    html: SafeHtml
    answered_at: dict[int, dt.datetime]  # person → when they answered


def result_in_html(poll, viewer) -> ResultInHtml:
    """Return ranking, table and remarks as all of the same audience see them; eight queries."""
    result = result_of(poll, viewer)
    marks: dict = {}
    if not poll.is_decided:
        days = {each.option.day for each in result.options}
        marks = marks_of_days(viewer, days, but=poll.meeting.get_absolute_url())
    rows = [row for pillar in result.pillars for each in pillar.organisations for row in each.rows]
    remarks: list[Remark] = []
    numbers: dict[tuple[int, int], int] = {}  # (person, option) → number of the remark
    for each in result.options:
        for row in rows:
            if text := row.said.get(each.pk, NOTHING)[1]:
                numbers[row.person, each.pk] = len(remarks) + 1
                remarks.append(Remark(text, row, len(remarks) + 1, each.option))
    # Without a number: they belong to no cell of the table.
    remarks += [Remark(row.reply.remark, row) for row in rows if row.reply and row.reply.remark]
    context = {
        "poll": poll,
        "meeting": poll.meeting,
        "options": [in_words(each, result.people, marks.get(each.option.day, ())) for each in result.options],
        "pillars": [(each, KIND_PLURALS[Kind(each.kind)]) for each in result.pillars],
        "asked": len(rows),
        "result": result,
        "remarks": remarks,
        "numbers": numbers,
        "can_decide": bool(access.can_decide(viewer, poll)),
    }
    answered_at = {row.person: row.reply.answered_at for row in rows if row.reply and row.reply.answered_at}
    return ResultInHtml(render_to_string("polls/result.html", context), answered_at)


# --- on the page of its meeting ---------------------------------------------------------------------------


@dataclass
class PollOnPage:
    poll: DatePoll
    viewer: Any
    url: str
    label: str
    tag: str

    @property
    def deadline(self):
        return self.poll.deadline

    @property
    def is_draft(self):
        return self.poll.state == PollState.DRAFT

    @property
    def asks_reader(self):
        """Whether it runs and this reader may answer."""
        return self.poll.is_running and self.viewer.is_member

    @cached_property
    def reply(self):
        """What this reader has answered to a poll that runs; one query, and only then."""
        return own_reply(self.poll, self.viewer) if self.asks_reader else None


def poll_on_page(meeting, viewer) -> PollOnPage | None:
    """Return it as long as it leads to a date or has led to it; None too for a row without `with_poll`."""
    poll = meeting.poll if getattr(meeting, "shows_poll", False) else None
    if poll is None:
        return None
    if poll.state == PollState.DRAFT and meeting.state != MeetingState.DRAFT and not poll.replaces_date:
        return None  # it leads nowhere any more
    label, tag = state_of(poll)
    return PollOnPage(poll, viewer, poll.get_absolute_url(), label, tag)


def way_to_poll(user, meeting) -> tuple[str, str] | None:
    """Return (label, address) for an organiser: to begin it, or to its answers while people are asked."""
    if access.can_prepare(user, meeting):
        return _("Termin festlegen"), reverse("polls:options", args=[meeting.pk])  # with the way to both
    if meeting.state != MeetingState.POLLING or getattr(meeting, "poll", None) is None:
        return None
    return _("Terminabstimmung"), reverse("polls:poll", args=[meeting.pk])


# --- what a reader does next (meetings.presenters.next_step); `at.known` is a row of `with_poll` ------------


def say_when(at) -> Step | None:
    poll = getattr(at.known, "poll", None)
    if poll is None or at.known.has_answered_poll or not access.can_answer(at.user, poll):
        return None
    return Step(
        _("Sagen, wann Sie können"), reverse("polls:answer", args=[at.meeting.pk]),
        _("Antworten bis %(day)s.") % {"day": day(poll.deadline)}, is_on_page=True,
    )  # fmt: skip


def find_date(at) -> Step | None:
    if not access.can_prepare(at.user, at.meeting):
        return None
    return Step(
        _("Termin festlegen"), reverse("polls:options", args=[at.meeting.pk]),
        _("Fragen Sie alle, wann sie können, oder tragen Sie den Termin ein, wenn er feststeht."),
    )  # fmt: skip


def decide(at) -> Step | None:
    poll = getattr(at.known, "poll", None)
    if poll is None or not access.can_decide(at.user, poll):
        return None
    url = reverse("polls:poll", args=[at.meeting.pk])
    if poll.is_running:
        why = _("Die Abstimmung läuft bis %(day)s.") % {"day": day(poll.deadline)}
        return Step(_("Antworten zum Termin ansehen"), url, why)
    return Step(_("Termin wählen"), url, _("Die Terminabstimmung ist beendet."))
