"""The rows of the access matrix about the month, the series of meetings and the Regiebuch."""

from tests.access_rights import ANYBODY, Row

# fmt: off
CALENDARS = [
    Row("this_month", get=ANYBODY),
    Row("month", lambda w: ["2025-09"], get=ANYBODY),
]
