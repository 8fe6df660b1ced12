"""The rows of the access matrix about Terminabstimmungen."""

from fachgruppe.routes import ORGANISER, PUBLIC
from tests.access_rights import NOBODY, ORGANISE, ORGANISE_DRAFT, READ, Row, right

# fmt: off
#                              anon city ent  util take org  adm  form
# A form that names no option changes nothing: what somebody has answered stays; who has not is asked to say
# something.
ANSWER = right(               "302  303  422  422  422  422  422  404",
                              "302  404  404  303  404  422  404  404")
PREPARE = right(              "302  404  404  404  404  302  404  404",
                              "302  404  404  404  404  302  404  404")
WITHDRAW = right(             "302  403  403  403  403  409  403  404",
                              "302  404  404  403  404  409  404  404")
WITH_LINK = right(            "200  200  200  200  200  200  200  200",
                              "200  200  200  200  200  200  200  200")

ORGANISE_FORM, PREPARE_FORM = ORGANISE.with_answer(422), ORGANISE_DRAFT.with_answer(422)

WHY = (
    "Terminabstimmungen führt nur die Organisation.",
    "Es gibt schon Antworten; sie gehen nicht verloren.",
)

POLLS = [
    Row("polls:poll", lambda c: c.polled, get=READ),
    Row("polls:poll", lambda c: c.preparing, get=PREPARE),
    Row("polls:answer", lambda c: c.polled, get=READ, post=ANSWER),
    Row("polls:block_link", lambda c: c.polled, get=READ, post=READ.with_answer(303)),
    Row("polls:propose", lambda c: c.polled, get=READ, post=READ.with_answer(422)),
    Row("polls:options", lambda c: c.polled, get=ORGANISE, post=ORGANISE_FORM, because=WHY),
    Row("polls:options", lambda c: c.preparing, get=ORGANISE_DRAFT, post=PREPARE_FORM),
    Row("polls:remove_option", lambda c: [c.polled.pk, c.spare_option.pk], get=ORGANISE,
        post=ORGANISE.with_answer(303), because=WHY),
    Row("polls:decide", lambda c: [c.polled.pk, c.option.pk], get=ORGANISE,
        post=ORGANISE.with_answer(303), because=WHY),
    Row("polls:start", lambda c: c.preparing, get=ORGANISE_DRAFT, post=PREPARE_FORM),
    Row("polls:change", lambda c: c.polled, get=ORGANISE, post=ORGANISE_FORM, because=WHY),
    Row("polls:close", lambda c: c.polled, get=ORGANISE, post=ORGANISE.with_answer(303), because=WHY),
    Row("polls:withdraw", lambda c: c.polled, get=ORGANISE, post=WITHDRAW, because=WHY,
        who=(ORGANISER,)),
    # Whoever has the link answers for its person; a link that is not ours leads nowhere.
    Row("polls:by_link", lambda c: [c.poll_token], get=WITH_LINK, post=WITH_LINK),
    Row("polls:by_link", lambda w: ["nobodys"], get=NOBODY, post=NOBODY, who=PUBLIC),
]
