"""What the options of a poll are chosen from: usual times, places, and the usual last day."""

import datetime as dt
from collections import Counter

from core.dates import clock_times, next_working_day, today, working_days_before
from meetings.models import Meeting

TEN_DAYS = dt.timedelta(days=10)
MOST_TIMES = 6
MOST_PLACES = 12
LATELY = 200  # meetings
WORKING_TIMES = [(dt.time(hour), dt.time(hour + 2)) for hour in (10, 14, 9, 13, 15, 16)]
JEDI = ("JEDI, Jena Digital Innovation Hub", "Engelplatz 8, 07743 Jena")
COLUMNS = ("starts_at", "ends_at", "has_times", "place_name", "place_address")
Times = tuple[dt.time, dt.time | None]


def earlier_meetings(user) -> list:
    """Return what earlier meetings had, the latest first: times and places to choose from; one query."""
    rows = Meeting.objects.fully_visible_to(user).filter(starts_at__isnull=False)
    return list(rows.order_by("-starts_at", "-pk").values_list(*COLUMNS, named=True)[:LATELY])


def usual_times(earlier, options) -> list[Times]:
    """Return (begin, end) to choose from, in the order of the clock.

    All times of this poll; up to six with those that earlier meetings had most often, and working hours.
    """
    of_poll = [option.clock_times for option in options if option.has_times]
    counted = Counter(clock_times(row.starts_at, row.ends_at) for row in earlier if row.has_times)
    of_late = [times for times, _n in counted.most_common(3)]
    found = list(dict.fromkeys([*of_poll, *of_late, *WORKING_TIMES]))
    found = found[: max(MOST_TIMES, len(set(of_poll)))]
    return sorted(found, key=lambda times: (times[0], times[1] or dt.time.max))


def places(earlier) -> list[tuple[str, str]]:
    """Return (name, address) of the JEDI, then of earlier meetings, those last used first."""
    by_name: dict = {}
    for name, address in (JEDI, *((row.place_name, row.place_address) for row in earlier if row.place_name)):
        by_name.setdefault(name.casefold(), (name, address))
    return list(by_name.values())[:MOST_PLACES]


def usual_last_day(poll) -> dt.date:
    """Return ten days from now on a working day, as long as that is before the first option."""
    day = next_working_day(today() + TEN_DAYS)
    first = poll.options.in_order().first()
    if first is not None and day >= first.day:
        day = max(today(), working_days_before(first.day, 1))
    return day
