"""The days to choose from: three months as tables of weeks, and the places to choose from."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.dates import day_with_weekday, month, today
from core.holidays import public_holiday, school_holiday
from core.months import YEARS, days_between, first_of, shifted, weekday_names, weeks_of
from meetings.models import Meeting
from meetings.queries.month import slots_between

MONTHS = 3
JEDI = ("JEDI, Jena Digital Innovation Hub", "Engelplatz 8, 07743 Jena")


@dataclass
class Day:
    date: dt.date
    holiday: str
    school: str
    is_past: bool
    meetings: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)  # times that are offered already

    @property
    def key(self):
        return self.date.isoformat()

    @property
    def name(self):
        return day_with_weekday(self.date)

    @property
    def notes(self):
        """[(letter, what it stands for, whole text)]: where there is no room the letter is enough."""
        return [
            *([(_("F"), self.holiday)] if self.holiday else []),
            *([(_("S"), self.school)] if self.school else []),
            *((_("T"), meeting) for meeting in self.meetings),
            *((_("V"), _("schon vorgeschlagen: %(times)s") % {"times": times}) for times in self.offered),
        ]


@dataclass
class Month:
    first: dt.date
    weeks: list[list[Day | None]]

    @property
    def name(self):
        return month(self.first)

    @property
    def key(self):
        return f"{self.first:%Y-%m}"


@dataclass
class Sheet:
    """Three months beside each other, and the way to those before and after them."""

    months: list[Month]
    elsewhere: list[Day] = field(default_factory=list)  # ticked, in other months

    @property
    def weekdays(self):
        return weekday_names()

    @property
    def before(self):
        first = shifted(self.months[0].first, -MONTHS)
        return f"{first:%Y-%m}" if first.year in YEARS and self.months[0].first > today() else ""

    @property
    def after(self):
        first = shifted(self.months[0].first, MONTHS)
        return f"{first:%Y-%m}" if first.year in YEARS else ""


def sheet_of(meeting, options, user, wanted="", chosen=()) -> Sheet:
    """Of the quarter that the meeting is meant for; where that has begun or is over, from this month on."""
    first = first_of(wanted) or _first_of_target(meeting)
    firsts = [shifted(first, number) for number in range(MONTHS)]
    after = shifted(first, MONTHS)
    days = {day: _day(day) for day in days_between(first, after)}
    for slot in slots_between(user, first, after):
        if not slot.is_off:
            days[slot.day].meetings.append(slot.title)
    for option in options:
        if option.day in days:
            days[option.day].offered.append(option.times or _("ganzer Tag"))
    return Sheet([Month(first, weeks_of(first, days)) for first in firsts], _elsewhere(chosen, days))


def _elsewhere(chosen, days):
    """What the boxes of other months have sent; anything else that came is no day."""
    found = {day for text in chosen for day in _parsed(text)}
    return [_day(day) for day in sorted(found - set(days))]


def _parsed(text):
    try:
        return [dt.date.fromisoformat(text)]
    except ValueError:
        return []


def _day(day):
    return Day(day, public_holiday(day), school_holiday(day), day < today())


def _first_of_target(meeting):
    here = today().replace(day=1)
    if not meeting.target_year or not meeting.target_quarter:
        return here
    return max(here, dt.date(meeting.target_year, meeting.target_quarter * 3 - 2, 1))


def places(user) -> list[tuple[str, str]]:
    """(name, address) of the JEDI, then of earlier meetings, those last used first."""
    rows = Meeting.objects.fully_visible_to(user).exclude(place_name="").order_by("-starts_at", "-pk")
    by_name: dict = {}
    for name, address in (JEDI, *rows.values_list("place_name", "place_address")[:200]):
        by_name.setdefault(name.casefold(), (name, address))
    return list(by_name.values())[:12]
