"""A month as a table of weeks: meetings, holidays, and the deadlines of whoever is looking."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import day_short, day_with_weekday, month, today
from core.holidays import public_holiday, school_holiday
from core.months import A_DAY, YEARS, days_between, shifted, weekday_names, weeks_of
from core.page_cache import cached, packed, unpacked
from core.safe_html import SafeHtml, exchangeable, exchanged
from fachgruppe.pages.presenters.deadlines import DayOfDeadline, day_of
from fachgruppe.pages.selectors.deadlines import deadlines_of
from meetings.presenters.month import MeetingOnDay, meetings_between, next_day_of
from members.viewers import Viewer, viewer_for
from minutes.selectors.shared_pages import version_and_audience

LONGEST_HOLIDAYS = 70 * A_DAY
A_YEAR = 366 * A_DAY  # months further away than that few look at


@dataclass
class Day:
    date: dt.date
    is_today: bool
    holiday: str
    school: str
    meetings: list[MeetingOnDay] = field(default_factory=list)
    deadlines: list[DayOfDeadline] = field(default_factory=list)

    @property
    def name(self) -> str:
        return day_with_weekday(self.date)

    @property
    def has_something(self) -> bool:
        return bool(self.meetings or self.deadlines or self.holiday)

    @property
    def html(self) -> SafeHtml:
        return render_to_string("pages/month/day.html", {"day": self})


@dataclass
class Month:
    first: dt.date
    weeks: list[list[Day | None]]  # from Monday; None for days of the months beside it
    has_meetings: bool
    before: "MonthLink | None"
    after: "MonthLink | None"
    now: "MonthLink | None"  # to the month of today, unless it is this one

    @property
    def name(self) -> str:
        return month(self.first)

    @property
    def weekdays(self) -> list:
        return weekday_names()

    @property
    def school_holidays(self) -> list[str]:
        """»Sommerferien, 28. Juni bis 8. August«, also where they begin or end in another month."""
        days = [day for week in self.weeks for day in week if day and day.school]
        found = []
        for name, run in groupby(days, key=lambda day: day.school):
            day = next(run).date
            first, last = edge_of(name, day, -A_DAY), edge_of(name, day, A_DAY)
            values = {"name": name, "first": day_short(first), "last": day_short(last)}
            found.append(_("%(name)s, %(first)s bis %(last)s") % values)
        return found


@dataclass(frozen=True)
class MonthLink:
    name: str
    url: str


def month_to_begin_with(user) -> dt.date:
    """That of the next meeting; without one, this month."""
    return (next_day_of(user) or today()).replace(day=1)


@dataclass(frozen=True)
class MonthOfAudience:
    """The month as all of one audience see it who have no deadline in it."""

    html: SafeHtml  # each day can be exchanged, and the sentence that there is nothing
    days: dict[dt.date, bytes]  # each packed: few are needed again


def month_of(first: dt.date, user, change_token) -> SafeHtml:
    """Made once for all of the same audience; the days on which something of one's own is due come after."""
    version, audience = version_and_audience(viewer_for(user), change_token)
    shared = cached(
        "month", version=(version, first), audience=audience, keep=abs(first - today()) < A_YEAR,
        make=lambda eyes: made_for(eyes, first),
    )  # fmt: skip
    own = defaultdict(list)
    for deadline in deadlines_of(user, audience, change_token):
        if deadline.day in shared.days:
            own[deadline.day].append(day_of(deadline))
    parts = {
        day.isoformat(): replace(unpacked(shared.days[day]), deadlines=deadlines).html
        for day, deadlines in own.items()
    }
    return exchanged(shared.html, parts | {"nothing": SafeHtml()} if own else parts)


def made_for(viewer: Viewer, first: dt.date) -> MonthOfAudience:
    """Two queries, however much there is in the month."""
    after, this_month = shifted(first, 1), today().replace(day=1)
    days = {
        day: Day(day, day == today(), public_holiday(day), school_holiday(day))
        for day in days_between(first, after)
    }
    meetings = meetings_between(viewer, first, after)
    for meeting in meetings:
        days[meeting.day].meetings.append(meeting)
    month = Month(
        first=first,
        weeks=weeks_of(first, days),
        has_meetings=bool(meetings),
        before=link_to(first - A_DAY),
        after=link_to(after),
        now=link_to(this_month) if this_month != first else None,
    )
    cells = {day: exchangeable(day.isoformat(), each.html) for day, each in days.items()}
    nothing = exchangeable("nothing", render_to_string("pages/month/nothing.html", {"month": month}))
    context = {"month": month, "weeks": weeks_of(first, cells), "nothing": nothing}
    html = render_to_string("pages/month/section.html", context)
    return MonthOfAudience(html, {day: packed(each) for day, each in days.items()})


def link_to(day: dt.date) -> MonthLink | None:
    """To the month of that day; no page goes on for ever."""
    if day.year not in YEARS:
        return None
    return MonthLink(month(day), reverse("month", args=[f"{day:%Y-%m}"]))


def edge_of(name, day: dt.date, step: dt.timedelta) -> dt.date:
    """The last day in that direction that still belongs to the holidays of that name."""
    end = day + (LONGEST_HOLIDAYS if step > dt.timedelta() else -LONGEST_HOLIDAYS)
    # The table ends somewhere: without an end, its last holidays would be looked for beyond it.
    while day != end and school_holiday(day + step) == name:
        day += step
    return day
