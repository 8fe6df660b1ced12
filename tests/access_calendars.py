"""The rows of the access matrix about the month, the series of meetings and the Regiebuch."""

from tests.access_rights import ANYBODY, ORGANISERS, Row

# fmt: off
CALENDARS = [
    Row("this_month", get=ANYBODY),
    Row("month", lambda w: ["2025-09"], get=ANYBODY),
    Row("meetings:series", get=ORGANISERS, post=ORGANISERS.with_answer(422),
        because="Nur die Organisation kann Treffen anlegen."),
]
