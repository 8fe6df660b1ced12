"""The rows of the access matrix about inviting and answering."""

from fachgruppe.routes import ORGANISER, PUBLIC
from tests.access_rights import ANYBODY, NOBODY, ORGANISE, READ, WRITE, Row, right

# fmt: off
#                              anon city ent  util take org  adm  form
INVITE_REFUSED = right(       "302  403  403  403  403  403  403  404",
                              "302  404  404  403  404  403  404  404")

NO_INVITING = ("Einladen kann nur die Organisation.", "Zu diesem Treffen ist schon eingeladen.")
NO_ANSWERS = "Die Antworten im Einzelnen sehen nur die Organisation und die Protokollführung."

INVITING = [
    Row("invitations:invite", lambda c: c.upcoming, get=ORGANISE, post=ORGANISE.with_answer(422),
        because=NO_INVITING),
    # Once invited, only the second of two clicks is let through, and only that of who may invite.
    Row("invitations:invite", lambda c: c.asked, get=INVITE_REFUSED, post=ORGANISE.with_answer(422),
        because=NO_INVITING, who=ORGANISER),
    Row("invitations:replies", lambda c: c.asked, get=WRITE, because=NO_ANSWERS),
    Row("invitations:invite_more", lambda c: c.asked, post=ORGANISE.with_answer(422), because=NO_INVITING),
    Row("invitations:invite_guest", lambda c: c.asked, post=ORGANISE.with_answer(422), because=NO_INVITING),
    Row("invitations:note_reply", lambda c: [c.asked.pk, c.invitation.pk], get=WRITE,
        post=WRITE.with_answer(422), because=NO_ANSWERS),
    Row("invitations:take_off", lambda c: [c.asked.pk, c.guest_invitation.pk], get=ORGANISE,
        post=ORGANISE.with_answer(303), because=NO_INVITING),
    Row("invitations:renew_link", lambda c: [c.asked.pk, c.invitation.pk], post=ORGANISE.with_answer(303),
        because=NO_INVITING),
    Row("invitations:settle", lambda c: [c.asked.pk, c.mailed.pk], post=WRITE.with_answer(422),
        because=NO_ANSWERS),
    Row("invitations:reply", lambda c: c.asked, get=READ, post=READ.with_answer(422)),
    # Whoever holds the link of a guest sees that one meeting, and the link is in that guest's mail alone.
    Row("invitations:invitation", lambda w: [w.members.guest_token], get=ANYBODY,
        post=ANYBODY.with_answer(422), who=PUBLIC),
    Row("invitations:invitation", lambda w: ["1-1.abc.def"], get=NOBODY, post=NOBODY, who=PUBLIC),
    Row("invitations:file", lambda w: [w.members.told_token, w.members.asked_file.pk], get=ANYBODY,
        who=PUBLIC),
    Row("invitations:file", lambda w: [w.members.guest_token, w.members.asked_file.pk], get=NOBODY,
        who=PUBLIC),
]
