"""»Was wurde aus …?« in words: how much is open, and the same on paper."""

from django.utils.translation import gettext as _

from core import dates
from core.language import for_the_record
from documents.paper import Facts, Heading, Line, Paper, Table
from outcomes.models import state_words


def counts_of(follow_up) -> list[tuple[str, str]]:
    """»Offene Aufgaben: 5, davon 2 überfällig«; what there is none of is not mentioned."""
    tasks = str(len(follow_up.tasks))
    if follow_up.late:
        tasks = _("%(number)s, davon %(late)s überfällig") % {"number": tasks, "late": len(follow_up.late)}
    rows = [
        (_("Offene Aufgaben"), tasks, follow_up.tasks),
        (_("Beschlüsse zur Überprüfung"), str(len(follow_up.decisions)), follow_up.decisions),
        (_("Vertagte Themen"), str(len(follow_up.topics)), follow_up.topics),
        (_("Unbeantwortete Einwendungen"), str(len(follow_up.objections)), follow_up.objections),
    ]
    return [(label, words) for label, words, found in rows if found]


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
    yield Facts((*facts, *counts_of(follow_up)))
    if not follow_up:
        yield Line(_("Aus früheren Treffen ist nichts offen."))
    if follow_up.organisations:
        yield Heading(_("Offene Aufgaben"))
    for organisation in follow_up.organisations:
        yield Heading(f"{organisation.name} ({organisation.counts})", level=2)
        # On paper a day bears its year: it is read in later ones.
        tasks = [
            (task.wording, task.holder, state_words(task.state, task.due_day, dates.day))
            for task in organisation.tasks
        ]
        yield Table((_("Aufgabe"), _("Wer"), _("Stand")), tuple(tasks))
    decisions = [(row.label, row.wording, dates.day(row.review_on)) for row in follow_up.decisions]
    yield from _table(
        _("Beschlüsse zur Überprüfung"), (_("Nummer"), _("Wortlaut"), _("zu überprüfen am")), decisions
    )
    topics = [(topic.title, topic.reason) for topic in follow_up.topics]
    yield from _table(_("Vertagte Themen"), (_("Thema"), _("Grund")), topics)
    objections = [
        (row.minutes.meeting.name, place_of(row), row.reason, row.author.name) for row in follow_up.objections
    ]
    head = (_("Protokoll"), _("Abschnitt"), _("Grund"), _("Von"))
    yield from _table(_("Unbeantwortete Einwendungen"), head, objections)


def _table(title, head, rows):
    if rows:
        yield Heading(title)
        yield Table(head, tuple(rows))


def place_of(objection) -> str:
    return objection.section.label if objection.section else _("ganzes Protokoll")
