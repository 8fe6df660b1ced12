"""The rows of the access matrix about the month, the series of meetings and the Regiebuch."""

from tests.access_rights import ANYBODY, ORGANISERS, WRITE, Row

# fmt: off
ONLY_THE_HOSTS = "Das Regiebuch lesen nur die Protokollführung dieses Treffens und die Organisation."

CALENDARS = [
    Row("this_month", get=ANYBODY),
    Row("month", lambda w: ["2025-09"], get=ANYBODY),
    Row("meetings:series", get=ORGANISERS, post=ORGANISERS.with_answer(422),
        because="Nur die Organisation kann Treffen anlegen."),
    Row("meetings:running_order", lambda c: c.upcoming, get=WRITE, because=ONLY_THE_HOSTS),
    Row("meetings:note", lambda c: c.upcoming, get=WRITE, post=WRITE.with_answer(409),
        because=ONLY_THE_HOSTS),
    Row("meetings:item_note", lambda c: [c.upcoming.pk, c.next_item.pk], get=WRITE,
        post=WRITE.with_answer(409), because=ONLY_THE_HOSTS),
]
