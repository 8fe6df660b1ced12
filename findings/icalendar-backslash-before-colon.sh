#!/usr/bin/env bash
# A name that ends in a backslash, in an invitation that a calendar library writes and reads again.
#
# Version:   icalendar 7.3.2, vCalAddress in ORGANIZER, Event.to_ical() and Event.from_ical().
# Expected:  the name and the address come back. In a parameter a backslash is a letter like any other
#            (SAFE-CHAR in RFC 5545, section 3.1), so the colon behind it ends the parameters.
# Seen:      the library writes »CN=Muster\:mailto:a@example.org« without quotation marks and reads »\:« as an
#            escaped colon: the name becomes »Muster:mailto«, the address loses its »mailto:«. With quotation
#            marks around the name (Parameters.always_quoted) both come back.
# Output:    written: ORGANIZER;CN=Muster\:mailto:a@example.org, read: Muster:mailto | a@example.org,
#            quoted: Muster\ | mailto:a@example.org
# Exit code: 0 while it behaves like this, 1 once it does not.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv; venv/bin/pip install -q --disable-pip-version-check icalendar==7.3.2 tzdata
cat > try.py <<'PY'
import sys

from icalendar import Event, vCalAddress


def written(quoted):
    person = vCalAddress("mailto:a@example.org")
    person.params["CN"] = "Muster\\"
    if quoted:
        person.params.always_quoted = ("CN",)
    event = Event()
    event.add("organizer", person)
    return event.to_ical()


def read(content):
    person = Event.from_ical(content)["ORGANIZER"]
    return f"{person.params['CN']} | {person}"


line = written(quoted=False).decode().split("\r\n")[1]
seen = f"written: {line}, read: {read(written(quoted=False))}, quoted: {read(written(quoted=True))}"
print(seen)
sys.exit(
    seen
    != "written: ORGANIZER;CN=Muster\\:mailto:a@example.org, read: Muster:mailto | a@example.org, "
    "quoted: Muster\\ | mailto:a@example.org"
)
PY
venv/bin/python try.py
