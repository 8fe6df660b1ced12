"""What comes next in the series: quarters in which the group should meet and has nothing planned yet."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.dates import BERLIN, QUARTER_NAMED, quarter_label, quarter_of, today
from core.language import for_the_record
from core.safe_html import German, strung
from meetings.enums import Kind, State
from meetings.models import Meeting
from members import audience as audiences
from members.audience import MEMBERS
from members.enums import Rhythm
from members.models import GroupRules

QUARTERS_AHEAD = 3
PLACE = ("place_name", "place_room", "place_address", "place_way", "place_access", "capacity")


# A title that names a season, a month or a year is that of one meeting.
OF_ONE_TIME = re.compile(
    r"\b(?:20\d\d|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
    r"|\b(?:Frühjahr|Frühling|Frühsommer|Sommer|Spätsommer|Herbst|Winter|Jahres|Neujahr|Advent|Weihnacht)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Proposal:
    """A draft as it would be made: with the title, the place and the audience of the meeting before."""

    year: int
    quarter: int
    title: str
    audience: int
    place: tuple = ()  # the values of PLACE

    @property
    def key(self) -> str:
        return f"{self.year}-{self.quarter}"

    @property
    def label(self) -> str:
        return quarter_label(self.year, self.quarter)

    @property
    def about(self) -> str:
        parts = [self.title, *self.place[:1], audiences.label(self.audience)]
        return strung(parts)


@dataclass(frozen=True)
class Known:
    """A Fachgruppentreffen that takes its quarter; `at` counts quarters through the years."""

    at: int
    pk: int
    title: str
    audience: int
    place: tuple


@dataclass(frozen=True)
class Series:
    """What the group has agreed and what it has planned, read at one moment."""

    rhythm: str
    known: list[Known]

    def meeting_of(self, year: int, quarter: int) -> int | None:
        """The key of the Fachgruppentreffen that takes this quarter."""
        at = _counted(year, quarter)
        return next((each.pk for each in self.known if each.at == at), None)

    @property
    def proposals(self) -> list[Proposal]:
        """For this quarter and the next ones, never for one that has passed."""
        if self.rhythm == Rhythm.NONE:
            return []
        here = _counted(today().year, quarter_of(today()))
        wanted = list(range(here, here + QUARTERS_AHEAD + 1))
        if self.rhythm == Rhythm.HALF_YEARLY:
            halves = {each.at // 2 for each in self.known}
            beat = self.known[-1].at % 2 if self.known else here % 2
            wanted = [at for at in wanted if at % 2 == beat and at // 2 not in halves]
        taken = {each.at for each in self.known}
        return [_proposal(at, self.known) for at in wanted if at not in taken]


def series_of(user) -> Series:
    """Two queries."""
    rows = Meeting.objects.visible_to(user).filter(kind=Kind.GROUP).exclude(state=State.CANCELLED)
    known = []
    for meeting in rows.only("starts_at", "target_year", "target_quarter", "title", "audience", *PLACE):
        year, quarter = meeting.target_year, meeting.target_quarter
        if meeting.starts_at:  # the date counts, whatever was meant
            day = meeting.starts_at.astimezone(BERLIN).date()
            year, quarter = day.year, quarter_of(day)
        if year and quarter:
            place = tuple(getattr(meeting, name) for name in PLACE)
            known.append(Known(_counted(year, quarter), meeting.pk, meeting.title, meeting.audience, place))
    known.sort(key=lambda each: (each.at, each.pk))
    return Series(GroupRules.objects.visible_to(user).in_force().rhythm, known)


def _counted(year, quarter):
    return year * 4 + quarter - 1


def _proposal(at, known):
    """After the meeting before it, with its title unless that names another time."""
    year, quarter = at // 4, at % 4 + 1
    last = known[-1] if known else None
    with for_the_record():
        label = quarter_label(year, quarter)
        title = German(_("Treffen im %(quarter)s") % {"quarter": label})
        # The same title with the new quarter in the place of any other, unless it fits no other time.
        if last and not OF_ONE_TIME.search(QUARTER_NAMED.sub("", last.title)):
            title = German(QUARTER_NAMED.sub(label, last.title))
    if last is None:
        return Proposal(year, quarter, title, MEMBERS)
    host = next((each for each in reversed(known) if each.place[0]), last)
    return Proposal(year, quarter, title, last.audience, host.place)
