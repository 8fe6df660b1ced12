"""The rows of the access matrix about attachments (hidden, replaced, removed), suggestions, Vorlagen."""

from fachgruppe.routes import ORGANISER, PUBLIC
from tests.access_rights import ORGANISE, SEE, SEE_GAP, SEE_PLAN, Row, right

# fmt: off
#                              anon city ent  util take org  adm  form
HIDDEN = right(               "302  404  404  403  403  200  404  404")
CARRY_OVER = ORGANISE.with_answer(404)  # no TOP is named
GONE = right(                 "302  404  404  404  404  200  404  404",
                              "302  404  404  404  404  200  404  404")

NO_ATTACHMENTS = (
    "Nur die Organisation kann Anlagen hinzufügen oder ändern.",
    "Diese Anlage ist nicht entfernt.",
    "Diese Anlage ist entfernt. Holen Sie sie zuerst zurück.",
)

NO_AGENDA = "Nur die Organisation kann die Tagesordnung aufstellen."

ATTACHMENTS = [
    Row("meetings:add_missing", lambda c: c.upcoming, post=ORGANISE.with_answer(409), because=NO_AGENDA),
    Row("meetings:carry_over", lambda c: c.upcoming, post=CARRY_OVER, because=NO_AGENDA, who=ORGANISER),
    Row("meetings:save_template", lambda c: c.upcoming, post=ORGANISE.with_answer(422), because=NO_AGENDA),
    Row("meetings:take_template", lambda c: [c.upcoming.pk, c.template.pk],
        post=ORGANISE.with_answer(303), because=NO_AGENDA),
    Row("meetings:delete_template", lambda c: [c.upcoming.pk, c.template.pk], get=ORGANISE,
        post=ORGANISE.with_answer(303), because=NO_AGENDA),
    Row("meetings:attachments", lambda c: c.upcoming, get=ORGANISE, because=NO_ATTACHMENTS),
    Row("meetings:add_file", lambda c: c.upcoming, post=ORGANISE.with_answer(422), because=NO_ATTACHMENTS),
    Row("meetings:add_link", lambda c: c.upcoming, post=ORGANISE.with_answer(422), because=NO_ATTACHMENTS),
    Row("meetings:attachment", lambda c: c.file, get=ORGANISE, post=ORGANISE.with_answer(422),
        because=NO_ATTACHMENTS),
    Row("meetings:attachment", lambda w: w.members.hidden_file, get=HIDDEN, post=HIDDEN.with_answer(422),
        because=NO_ATTACHMENTS),
    Row("meetings:attachment", lambda c: c.gone_file, get=GONE, because=NO_ATTACHMENTS),
    Row("meetings:replace_file", lambda c: c.file, post=ORGANISE.with_answer(422), because=NO_ATTACHMENTS),
    Row("meetings:remove_attachment", lambda c: c.file, get=ORGANISE, post=ORGANISE.with_answer(409),
        because=NO_ATTACHMENTS),
    Row("meetings:restore_attachment", lambda c: c.gone_file, post=GONE.with_answer(409),
        because=NO_ATTACHMENTS),
    Row("meetings:download", lambda c: c.file, get=SEE, who=PUBLIC),
    Row("meetings:download", lambda w: w.members.hidden_file, get=SEE_GAP, who=PUBLIC),
    Row("meetings:download", lambda c: c.gone_file, get=SEE_PLAN, who=PUBLIC),
    Row("meetings:download_version", lambda c: [c.file.pk, 2], get=SEE, who=PUBLIC),
    Row("meetings:download_version", lambda c: [c.file.pk, 1], get=SEE_PLAN, who=PUBLIC),
]
