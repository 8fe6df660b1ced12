"""»Was wurde aus …?«: what earlier meetings left open, as far as the reader sees it, before the next one."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core import dates
from core.language import for_the_record
from documents.paper import Facts, Heading, Line, Paper, Table
from minutes.models import Objection
from outcomes.models import state_words
from outcomes.presenters.tasks import tasks_by_organisation
from outcomes.selectors.decisions import due_for_review
from topics.enums import State as TopicState
from topics.models import Topic


@dataclass(frozen=True)
class FollowUp:
    """Four lists of rows that this reader sees; nothing is copied, each row leads to its page."""

    meeting: Any
    organisations: list
    decisions: list
    topics: list
    objections: list

    @property
    def tasks(self):
        return [task for organisation in self.organisations for task in organisation.tasks]

    @property
    def late(self):
        return [task for task in self.tasks if task.is_overdue]

    @property
    def counts(self) -> list[tuple[str, str]]:
        """»Offene Aufgaben: 5, davon 2 überfällig«; what there is none of is not mentioned."""
        tasks = str(len(self.tasks))
        if self.late:
            tasks = _("%(number)s, davon %(late)s überfällig") % {"number": tasks, "late": len(self.late)}
        rows = [
            (_("Offene Aufgaben"), tasks, self.tasks),
            (_("Beschlüsse zur Überprüfung"), str(len(self.decisions)), self.decisions),
            (_("Vertagte Themen"), str(len(self.topics)), self.topics),
            (_("Unbeantwortete Einwendungen"), str(len(self.objections)), self.objections),
        ]
        return [(label, words) for label, words, found in rows if found]

    def __bool__(self):
        return bool(self.counts)


def follow_up_of(meeting, user) -> FollowUp:
    """One query for each list, however much there is."""
    objections = Objection.objects.visible_to(user).open().oldest_first()
    postponed = Topic.objects.visible_to(user).filter(state=TopicState.POSTPONED)
    return FollowUp(
        meeting=meeting,
        organisations=tasks_by_organisation(user),
        decisions=list(due_for_review(user, _day_of(meeting)).select_related("meeting")),
        topics=list(postponed.order_by("title__folded", "pk")),
        objections=list(objections.select_related("minutes__meeting", "section__agenda_item", "author")),
    )


def _day_of(meeting) -> dt.date:
    """A decision whose review falls on the meeting is one for this meeting."""
    day = dates.berlin(meeting.starts_at).date() if meeting.starts_at else dates.today()
    return max(day, dates.today())


# --- on paper ---------------------------------------------------------------------------------------------


def paper_of(follow_up) -> Paper:
    with for_the_record():
        meeting = follow_up.meeting
        state = _("Stand vom %(day)s") % {"day": dates.day(dates.today())}
        return Paper(
            title=_("Was wurde aus …?"),
            subtitle=state,
            foot=(" · ".join([_("Was wurde aus …?"), meeting.name, state]),),
            moment=dates.start_of_day(dates.today()),
            blocks=tuple(_blocks(follow_up)),
        )


def file_name(follow_up) -> str:
    day = dates.berlin(follow_up.meeting.starts_at).date().isoformat() if follow_up.meeting.starts_at else ""
    with for_the_record():
        return f"{' '.join(filter(None, [_('Was wurde aus'), day]))}.pdf"


def _blocks(follow_up):
    meeting = follow_up.meeting
    facts = [(_("Treffen"), meeting.name)]
    if meeting.starts_at:
        facts.append((_("Tag"), dates.day_long(meeting.starts_at)))
    yield Facts((*facts, *follow_up.counts))
    if not follow_up:
        yield Line(_("Aus früheren Treffen ist nichts offen."))
    yield from _tasks(follow_up.organisations)
    yield from _decisions(follow_up.decisions)
    yield from _topics(follow_up.topics)
    yield from _objections(follow_up.objections)


def _tasks(organisations):
    if organisations:
        yield Heading(_("Offene Aufgaben"))
    for organisation in organisations:
        yield Heading(f"{organisation.name} ({organisation.counts})", level=2)
        rows = [
            (task.wording, task.holder, state_words(task.state, task.due_day, dates.day))
            for task in organisation.tasks
        ]
        yield Table((_("Aufgabe"), _("Wer"), _("Stand")), tuple(rows))


def _decisions(decisions):
    if decisions:
        yield Heading(_("Beschlüsse zur Überprüfung"))
        rows = [(row.label, row.wording, dates.day(row.review_on)) for row in decisions]
        yield Table((_("Nummer"), _("Wortlaut"), _("zu überprüfen am")), tuple(rows))


def _topics(topics):
    if topics:
        yield Heading(_("Vertagte Themen"))
        rows = [(topic.title, topic.reason) for topic in topics]
        yield Table((_("Thema"), _("Grund")), tuple(rows))


def _objections(objections):
    if objections:
        yield Heading(_("Unbeantwortete Einwendungen"))
        rows = [(row.minutes.meeting.name, place_of(row), row.reason, row.author.name) for row in objections]
        head = (_("Protokoll"), _("Abschnitt"), _("Grund"), _("Von"))
        yield Table(head, tuple(rows))


def place_of(objection) -> str:
    return objection.section.label if objection.section else _("ganzes Protokoll")
