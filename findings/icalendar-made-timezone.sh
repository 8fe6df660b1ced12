#!/usr/bin/env bash
# The description of Europe/Berlin that a calendar library adds to a calendar by itself.
#
# Version:   icalendar 7.3.2, Calendar.add_missing_timezones().
# Expected:  two rules that repeat every year (RRULE), beginning at 02:00 in March and at 03:00 in October: the
#            onset is told in the time that holds before it (RFC 5545, section 3.6.5).
# Seen:      lists of days (RDATE) up to 2037 and no rule, so that the summer of 2040 is an hour off; and an onset
#            of 03:00 in March, an hour late, so that by the file the first hour of summer time is still winter.
#            A calendar program that knows the zone by its name never looks; Outlook goes by the file.
# Output:    rules: 0, dates: 58+58, last year: 2037, onset in March: 03:00
# Exit code: 0 while it behaves like this, 1 once it does not.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv; venv/bin/pip install -q --disable-pip-version-check icalendar==7.3.2 tzdata
cat > try.py <<'PY'
import datetime as dt
import sys
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

event = Event()
event.add("uid", "1@example.org")
event.add("dtstamp", dt.datetime(2026, 11, 30, tzinfo=dt.UTC))
event.add("dtstart", dt.datetime(2027, 1, 14, 14, tzinfo=ZoneInfo("Europe/Berlin")))
calendar = Calendar()
calendar.add_component(event)
calendar.add_missing_timezones()

(zone,) = calendar.timezones
parts = [part for part in zone.subcomponents if "RDATE" in part]
moments = [[part["DTSTART"].dt, *(each.dt for each in part["RDATE"].dts)] for part in parts]
rules = sum("RRULE" in part for part in zone.subcomponents)
(summer,) = (part for part in parts if part.name == "DAYLIGHT")
seen = (
    f"rules: {rules}, dates: {'+'.join(str(len(each)) for each in moments)}, "
    f"last year: {max(max(each) for each in moments).year}, onset in March: {summer['DTSTART'].dt:%H:%M}"
)
print(seen)
sys.exit(seen != "rules: 0, dates: 58+58, last year: 2037, onset in March: 03:00")
PY
venv/bin/python try.py
