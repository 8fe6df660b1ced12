"""The rows of the access matrix about approving, sealing, correcting and publishing minutes."""

from fachgruppe.routes import ORGANISER, WRITER
from tests.access_rights import ANYBODY, Row, right

# fmt: off
#                              anon city ent  util take org  adm  form
# What only those who write may ask for, and what the state then refuses to them as well.
WRITE_REFUSED = right(        "302  403  403  403  403  403  403  404",
                              "302  404  404  403  404  403  404  404")
# A form sent all the same is no question of rights to those who write: it reads what holds now.
WRITE_OVERTAKEN = right(      "302  403  403  403  409  409  403  404",
                              "302  404  404  409  404  409  404  404")
WRITE_PUBLIC = right(         "302  403  403  403  200  200  403  403")
WRITE_PUBLIC_REFUSED = right( "302  403  403  403  403  403  403  403")
LOOK_AGAIN = right(           "302  404  404  404  200  200  404  404",
                              "302  404  404  200  404  200  404  404")
LOOK_REFUSED = right(         "302  404  404  404  409  403  404  404",
                              "302  404  404  409  404  403  404  404")
SEALED = right(               "302  200  200  200  200  200  200  404")
NO_FILE = right(              "302  404  404  404  404  404  404  404",
                              "302  404  404  404  404  404  404  404")

WHY = (
    "Genehmigungen halten nur die Protokollführung und die Organisation fest.",
    "Berichtigen können nur die Protokollführung und die Organisation.",
    "Veröffentlichen können nur die Protokollführung und die Organisation.",
    "Das Protokoll ist noch im Umlauf. Genehmigt wird es erst danach.",
    "Das geht erst, wenn das Protokoll genehmigt ist.",
    "Das Protokoll ist schon veröffentlicht.",
    "Bestätigen muss eine zweite Person, nicht wer darum gebeten hat.",
)

RECORD = [
    Row("minutes:approve", lambda c: c.minutes, get=WRITE_REFUSED, post=WRITE_OVERTAKEN, because=WHY,
        who=(WRITER, ORGANISER)),
    Row("minutes:correct", lambda c: c.minutes, get=WRITE_REFUSED, post=WRITE_OVERTAKEN, because=WHY),
    Row("minutes:correct", lambda w: w.public.minutes, get=WRITE_PUBLIC, post=WRITE_PUBLIC.with_answer(422),
        because=WHY),
    Row("minutes:publish", lambda c: c.minutes, get=WRITE_REFUSED, post=WRITE_OVERTAKEN, because=WHY,
        who=(WRITER, ORGANISER)),
    Row("minutes:publish", lambda w: w.public.minutes, get=WRITE_PUBLIC_REFUSED,
        post=WRITE_PUBLIC_REFUSED.but(minute_taker=409, organiser=409),
        because=WHY),
    Row("minutes:withdraw", lambda c: c.minutes, get=WRITE_REFUSED, post=WRITE_OVERTAKEN, because=WHY),
    Row("minutes:withdraw", lambda w: w.public.minutes, get=WRITE_PUBLIC, post=WRITE_PUBLIC.with_answer(422),
        because=WHY),
    Row("minutes:second_look", lambda c: c.look, get=LOOK_AGAIN, post=LOOK_REFUSED, because=WHY),
    Row("minutes:take_back", lambda c: c.look, get=LOOK_AGAIN, post=LOOK_AGAIN.with_answer(303)),
    # The stored file holds all that was sealed; in the public meeting nothing is kept from any member.
    Row("minutes:sealed", lambda w: [w.public.minutes.pk, 1], get=SEALED),
    Row("minutes:sealed", lambda c: [c.minutes.pk, 1], get=NO_FILE),
    Row("minutes:check", get=ANYBODY),
]
