"""Who gets which answer from which address: one row for every name in the portal.

A row names an address, the thing it is about in tests/world.py, and the right it takes. A right is one line
of answers for the copy that the members may see and one for the copy of the Stadtwerke alone, in the order of

    anonymous, member_city, member_enterprise, member_utility, minute_taker, organiser, admin, former_member

302 sends to the sign-in, 404 means »does not exist for you«, 403 »you see it, but this is not yours to do«,
and then the row knows the sentence. In the members' copy member_city is the author of what has an author, and
minute_taker takes the minutes; in the other copy member_utility does both.

tests/access/test_matrix.py asks every address as every persona; fachgruppe/routes.py has to say the same.
"""

from fachgruppe.routes import ACCOUNT, PUBLIC
from tests.access_attachments import ATTACHMENTS
from tests.access_calendars import CALENDARS
from tests.access_inviting import INVITING
from tests.access_operation import OPERATION
from tests.access_polls import POLLS
from tests.access_record import RECORD, WRITE_OVERTAKEN
from tests.access_rights import (  # fmt: skip
    ADMINS,
    ANYBODY,
    AUTHOR,
    AUTHOR_AND_ORGANISERS,
    AUTHOR_AND_WRITERS,
    MEMBERS,
    NOBODY,
    ORGANISE,
    ORGANISE_DRAFT,
    ORGANISE_PUBLIC,
    ORGANISERS,
    READ,
    READ_GAP,
    SEE,
    SEE_DRAFT,
    SEE_GAP,
    SEE_PLAN,
    SIGNED_IN,
    WRITE,
    WRITE_DRAFT,
    Row,
    right,
)

# fmt: off
# --- sentences --------------------------------------------------------------------------------------------

NO_RECORDER = "Beschlüsse und Aufgaben halten nur die Protokollführung und die Organisation fest."
NO_WRITER = "Das Protokoll schreiben nur die Protokollführung dieses Treffens und die Organisation."
NO_CIRCULATION = "Nur die Protokollführung und die Organisation können den Umlauf steuern."
NO_ROOM = "Die Sitzung führen nur die Protokollführung dieses Treffens und die Organisation."
NO_ANSWERER = "Einwendungen beantworten nur die Protokollführung und die Organisation."
NO_DECIDER = (
    "Über Änderungsvorschläge entscheiden nur die Protokollführung dieses Treffens und die Organisation."
)
NOT_YOURS = "Das ist der Kommentar einer anderen Person."
NO_ADMIN = (
    "Einladungen, Mitgliedschaften und Organisationen verwalten nur Admins.",
    "Wer Treffen organisiert, verwaltet damit noch keine Mitgliedschaften: Das dürfen nur Admins.",
)
NO_DIRECTORY = "Das Verzeichnis der Mitglieder sehen nur Mitglieder der Fachgruppe."
NO_AGENDA = "Nur die Organisation kann die Tagesordnung aufstellen."
NO_REPORT = "Nur die Organisation schreibt und veröffentlicht den Rückblick."
NO_MODERATION = "Über Themen entscheidet die Organisation."

# --- pages without a subject, and what the interface needs ------------------------------------------------

PAGES = [
    Row("alive", get=ANYBODY),
    Row("ready", get=ANYBODY),
    Row("home", get=ANYBODY),
    Row("about", get=ANYBODY),
    Row("imprint", get=ANYBODY),
    Row("privacy", get=ANYBODY),
    Row("accessibility", get=ANYBODY),
    Row("robots", get=ANYBODY),
    Row("sitemap", get=ANYBODY),
    Row("security", get=ANYBODY),
    Row("public_calendar", get=ANYBODY),
    Row("personal_calendar", lambda w: [w.house.calendar], get=ANYBODY),
    Row("personal_calendar", lambda w: ["no-address"], get=NOBODY, who=PUBLIC),
    Row("overview", get=SIGNED_IN),
    Row("theme", post=ANYBODY.with_answer(303)),
    Row("set_language", post=ANYBODY.with_answer(302), who=PUBLIC),
    Row("preview", post=SIGNED_IN),
    Row("catalogue", get=ANYBODY),
    # only in the demonstration; tests/activity/test_outbox_page.py shows that they do not exist elsewhere
    Row("activity:outbox", get=ANYBODY),
    Row("activity:kept_mail", lambda w: w.house.mail, get=ANYBODY),
    Row("activity:kept_mail_html", lambda w: w.house.mail, get=ANYBODY),
    # likewise; tests/seeds/test_example_accounts.py
    Row("demonstration", get=ANYBODY, post=ANYBODY.with_answer(422), who=PUBLIC),
]

# --- meetings ---------------------------------------------------------------------------------------------

MEETINGS = [
    Row("meetings:list", get=ANYBODY),
    Row("meetings:create", get=ORGANISERS, post=ORGANISERS.with_answer(422),
        because="Nur die Organisation kann Treffen anlegen."),
    Row("meetings:date_note", get=ORGANISERS, because="Nur die Organisation kann Treffen anlegen."),
    Row("meetings:detail", lambda w: w.public.held, get=ANYBODY),
    Row("meetings:detail", lambda w: w.public.announced, get=ANYBODY),
    Row("meetings:detail", lambda c: c.held, get=SEE),
    Row("meetings:entry", lambda w: w.public.held, get=ANYBODY),
    Row("meetings:entry", lambda c: c.held, get=SEE),
    Row("meetings:entry", lambda c: c.planned, get=NOBODY, who=PUBLIC),
    Row("meetings:detail", lambda c: c.upcoming, get=SEE),
    Row("meetings:detail", lambda c: c.cancelled, get=SEE),
    Row("meetings:detail", lambda c: c.planned, get=SEE_PLAN),
    Row("meetings:detail", lambda w: w.public.held, query="?ansicht=oeffentlich",
        get=ORGANISE_PUBLIC.but(anonymous=403),
        because="Nur die Organisation kann die Seite mit den Augen anderer ansehen."),
    Row("meetings:edit", lambda c: c.upcoming, get=ORGANISE, post=ORGANISE.with_answer(422),
        because="Nur die Organisation kann Treffen bearbeiten."),
    Row("meetings:minute_taker", lambda c: c.upcoming, get=ORGANISE, post=ORGANISE.with_answer(422),
        because="Nur die Organisation kann Treffen bearbeiten."),
    Row("meetings:schedule", lambda c: c.planned, get=ORGANISE_DRAFT, post=ORGANISE_DRAFT.with_answer(422)),
    Row("meetings:schedule", lambda w: w.public.announced, get=ORGANISE_PUBLIC,
        post=ORGANISE_PUBLIC.with_answer(422),
        because="Nur die Organisation kann den Termin festlegen."),
    Row("meetings:move", lambda c: c.upcoming, get=ORGANISE, post=ORGANISE.with_answer(422),
        because="Nur die Organisation kann Treffen verschieben."),
    Row("meetings:cancel", lambda c: c.upcoming, get=ORGANISE, post=ORGANISE.with_answer(422),
        because="Nur die Organisation kann Treffen absagen."),
    Row("meetings:hold", lambda c: c.past, get=ORGANISE, post=ORGANISE.with_answer(409),
        because="Nur die Organisation kann Treffen als durchgeführt vermerken."),
    Row("meetings:agenda", lambda c: c.upcoming, get=ORGANISE, because=NO_AGENDA),
    Row("meetings:add_item", lambda c: c.upcoming, post=ORGANISE.with_answer(422), because=NO_AGENDA),
    Row("meetings:add_topics", lambda c: c.upcoming, post=ORGANISE.with_answer(303), because=NO_AGENDA),
    Row("meetings:reorder", lambda c: c.upcoming, post=ORGANISE.with_answer(409), because=NO_AGENDA),
    Row("meetings:edit_item", lambda c: [c.upcoming.pk, c.next_item.pk], get=ORGANISE,
        post=ORGANISE.with_answer(422), because=NO_AGENDA),
    Row("meetings:set_duration", lambda c: [c.upcoming.pk, c.next_item.pk],
        post=ORGANISE.with_answer(409), because=NO_AGENDA),
    Row("meetings:shift_item", lambda c: [c.upcoming.pk, c.next_item.pk],
        post=ORGANISE.with_answer(409), because=NO_AGENDA),
    Row("meetings:remove_item", lambda c: [c.upcoming.pk, c.next_item.pk], get=ORGANISE,
        post=ORGANISE.with_answer(409), because=NO_AGENDA),
    Row("meetings:put_back", lambda c: c.upcoming, post=ORGANISE.with_answer(409), because=NO_AGENDA),
    Row("meetings:reinstate_item", lambda c: [c.upcoming.pk, c.next_item.pk],
        post=ORGANISE.with_answer(409), because=NO_AGENDA),
    Row("meetings:report", lambda c: c.held, get=ORGANISE, post=ORGANISE.with_answer(422), because=NO_REPORT),
    Row("meetings:publish_report", lambda c: c.held, get=ORGANISE, post=ORGANISE.with_answer(409),
        because=(NO_REPORT, "Der Rückblick ist schon veröffentlicht.")),
    # the Rückblick in preparation does not exist for others, although they see the meeting
    Row("meetings:publish_report", lambda w: w.public.unreported, get=ORGANISE_DRAFT,
        post=ORGANISE_DRAFT.with_answer(409)),
    Row("meetings:withdraw_report", lambda c: c.held, post=ORGANISE.with_answer(303), because=NO_REPORT),
]

# --- minutes ----------------------------------------------------------------------------------------------

MINUTES = [
    Row("minutes:list", get=ANYBODY),
    Row("minutes:detail", lambda w: w.public.minutes, get=ANYBODY),
    Row("minutes:detail", lambda c: c.minutes, get=SEE),
    Row("minutes:detail", lambda c: c.draft, get=SEE_DRAFT),
    Row("minutes:create", lambda c: c.past, get=WRITE, post=WRITE.with_answer(303), because=NO_WRITER),
    Row("minutes:write", lambda c: c.draft, get=WRITE_DRAFT, post=WRITE_DRAFT.with_answer(303)),
    Row("minutes:add_sections", lambda c: c.draft, post=WRITE_DRAFT.with_answer(303)),
    Row("minutes:save_section", lambda c: c.draft_section, post=WRITE_DRAFT.with_answer(409)),
    Row("minutes:save_section", lambda c: c.section, post=WRITE_OVERTAKEN, because=NO_WRITER),
    Row("minutes:presence", lambda c: c.draft, post=WRITE_DRAFT),
    Row("minutes:below", lambda c: c.draft_section, get=WRITE_DRAFT),
    Row("minutes:record_line", lambda c: c.draft_section, post=WRITE_DRAFT.with_answer(422)),
    Row("minutes:section_audience", lambda c: c.section, get=WRITE, post=WRITE.with_answer(303),
        because=NO_WRITER),
    Row("minutes:circulate", lambda c: c.draft, get=WRITE_DRAFT, post=WRITE_DRAFT.with_answer(422)),
    Row("minutes:recall", lambda c: c.minutes, get=WRITE, post=WRITE.with_answer(303),
        because=NO_CIRCULATION),
    Row("minutes:close", lambda c: c.minutes, get=WRITE, post=WRITE.with_answer(303), because=NO_CIRCULATION),
    Row("minutes:extend", lambda c: c.minutes, get=WRITE, post=WRITE.with_answer(422),
        because=NO_CIRCULATION),
    Row("minutes:standing", lambda c: c.minutes, get=WRITE,
        because="Wer gelesen hat, sehen nur die Protokollführung und die Organisation."),
    Row("minutes:remind", lambda c: c.minutes, post=WRITE.with_answer(303), because=NO_CIRCULATION),
    Row("minutes:mark_read", lambda c: c.minutes, post=READ.with_answer(303)),
    Row("minutes:consent", lambda c: c.minutes,
        # who has objected cannot say that there is nothing to object to
        post=READ.with_answer(303).but(member_city=409, member_utility=409),
        because="Sie haben selbst eine Einwendung erhoben."),
    Row("minutes:take_back_consent", lambda c: c.minutes, post=READ.with_answer(303)),
    Row("minutes:object", lambda c: c.minutes, get=READ, post=READ.with_answer(422)),
    Row("minutes:objections", lambda c: c.minutes, get=WRITE, because=NO_ANSWERER),
    Row("minutes:answer_objection", lambda c: c.objection,
        get=WRITE.but(member_utility=403), post=WRITE.with_answer(422).but(member_utility=403),
        because=(NO_ANSWERER, "Die eigene Einwendung beantwortet jemand anderes")),
    Row("minutes:answer_objection", lambda w: w.members.hidden_objection,
        get=READ_GAP.but(member_utility=403), post=READ_GAP.but(member_utility=403).with_answer(422),
        because=NO_ANSWERER),
    Row("minutes:withdraw_objection", lambda c: c.objection, get=AUTHOR, post=AUTHOR.with_answer(303),
        because="Das ist die Einwendung einer anderen Person."),
    Row("minutes:withdraw_objection", lambda w: w.members.hidden_objection,
        get=READ_GAP.but(minute_taker=403, organiser=403),
        post=READ_GAP.but(minute_taker=403, organiser=403).with_answer(303),
        because="Das ist die Einwendung einer anderen Person."),
    Row("minutes:revisions", lambda c: c.minutes, get=READ),
    Row("minutes:revision", lambda c: [c.minutes.pk, 1], get=READ),
    Row("minutes:revision", lambda c: [c.draft.pk, 1], get=WRITE_DRAFT),
    Row("minutes:restore", lambda c: [c.draft.pk, 1], get=WRITE_DRAFT, post=WRITE_DRAFT.with_answer(303)),
    Row("minutes:restore", lambda c: [c.minutes.pk, 1], get=WRITE.with_answer(403),
        because=(NO_WRITER, "Der Text lässt sich nur im Entwurf ändern.")),
    Row("minutes:changes", lambda c: [c.minutes.pk, 2, 1], get=READ),
    Row("minutes:export", lambda w: [w.public.minutes.pk, "pdf"], get=ANYBODY),
    Row("minutes:export", lambda c: [c.minutes.pk, "docx"], get=SEE),
    Row("minutes:export", lambda c: [c.draft.pk, "md"], get=SEE_DRAFT),
    Row("minutes:export", lambda c: [c.minutes.pk, "exe"], get=NOBODY),
    Row("minutes:extract", lambda w: [w.public.section.pk, "md"], get=ANYBODY),
    Row("minutes:extract", lambda c: [c.section.pk, "pdf"], get=SEE),
    Row("minutes:extract", lambda w: [w.members.hidden_section.pk, "md"], get=SEE_GAP),
    Row("minutes:export_revision", lambda c: [c.minutes.pk, 1, "md"], get=READ),
    Row("minutes:comment", lambda c: c.section, get=READ, post=READ.with_answer(422)),
    Row("minutes:comment", lambda w: w.members.hidden_section, get=READ_GAP, post=READ_GAP.with_answer(422)),
    Row("minutes:suggest", lambda c: c.section, get=READ, post=READ.with_answer(422)),
    Row("minutes:suggest", lambda w: w.members.hidden_section, get=READ_GAP, post=READ_GAP.with_answer(422)),
    Row("minutes:suggestions", lambda c: c.minutes, get=READ, post=WRITE.with_answer(409),
        because=NO_DECIDER),
    Row("minutes:accept_suggestion", lambda c: c.suggestion, get=WRITE, post=WRITE.with_answer(303),
        because=NO_DECIDER),
    Row("minutes:decline_suggestion", lambda c: c.suggestion, get=WRITE, post=WRITE.with_answer(422),
        because=NO_DECIDER),
    Row("minutes:withdraw_suggestion", lambda c: c.suggestion, get=AUTHOR, post=AUTHOR.with_answer(303),
        because="Das ist der Vorschlag einer anderen Person."),
    Row("minutes:comments", lambda c: c.section, get=READ),
    Row("minutes:comments", lambda w: w.members.hidden_section, get=READ_GAP),
    Row("minutes:names", lambda c: c.section, get=READ),
    Row("minutes:names", lambda w: w.members.hidden_section, get=READ_GAP),
    Row("minutes:answer", lambda c: c.thread, get=READ, post=READ.with_answer(422)),
    Row("minutes:edit_comment", lambda c: c.thread, get=AUTHOR, post=AUTHOR.with_answer(422),
        because=NOT_YOURS),
    Row("minutes:withdraw_comment", lambda c: c.thread, get=AUTHOR_AND_ORGANISERS,
        post=AUTHOR_AND_ORGANISERS.with_answer(303).but(organiser=422), because=NOT_YOURS),
    Row("minutes:settle", lambda c: c.thread, get=AUTHOR_AND_WRITERS,
        post=AUTHOR_AND_WRITERS.with_answer(303), because=NOT_YOURS),
    Row("minutes:reopen", lambda c: c.settled, get=READ, post=READ.with_answer(303)),
    Row("minutes:older_texts", lambda c: c.edited, get=READ),
]

# --- in the meeting ---------------------------------------------------------------------------------------

ROOM = [
    Row("minutes:room", lambda c: c.upcoming, get=WRITE, post=WRITE.with_answer(404), because=NO_ROOM),
    Row("minutes:room", lambda c: c.running, get=WRITE, because=NO_ROOM),
    Row("minutes:room_state", lambda c: c.running, get=WRITE, because=NO_ROOM),
    Row("minutes:begin", lambda c: c.running, post=WRITE.with_answer(303), because=NO_ROOM),
    Row("minutes:begin", lambda c: c.upcoming, post=WRITE.with_answer(409),
        because=(NO_ROOM, "Das Treffen ist erst am 10. September 2025.")),
    Row("minutes:take_back_begin", lambda c: c.running, post=WRITE.with_answer(409),
        because=(NO_ROOM, "Seit dem Beginn ist schon etwas festgehalten.")),
    Row("minutes:take_back_begin", lambda c: c.mistaken, post=WRITE.with_answer(303), because=NO_ROOM),
    Row("minutes:go_to", lambda c: c.running, post=WRITE.with_answer(409), because=NO_ROOM),
    Row("minutes:pause", lambda c: c.running, post=WRITE.with_answer(409), because=NO_ROOM),
    Row("minutes:resume", lambda c: c.running, post=WRITE.with_answer(303), because=NO_ROOM),
    Row("minutes:end", lambda c: c.running, get=WRITE, post=WRITE.with_answer(303), because=NO_ROOM),
    Row("minutes:take_back_end", lambda c: c.running, post=WRITE.with_answer(303), because=NO_ROOM),
    Row("minutes:take_back_end", lambda c: c.upcoming, post=WRITE.with_answer(409),
        because=(NO_ROOM, "Das Treffen ist noch nicht beendet.")),
    Row("minutes:leave_out", lambda c: c.empty_section, post=WRITE_DRAFT.with_answer(303)),
    Row("minutes:take_up", lambda c: c.empty_section, post=WRITE_DRAFT.with_answer(303)),
    Row("meetings:times", lambda c: c.running, get=WRITE, post=WRITE.with_answer(422), because=NO_ROOM),
    Row("meetings:attendance", lambda c: c.running, get=WRITE, because=NO_ROOM),
    Row("meetings:attendee", lambda c: [c.running.pk, c.author.pk], get=WRITE,
        post=WRITE.with_answer(409), because=NO_ROOM),
    Row("meetings:mark", lambda c: [c.running.pk, c.author.pk], post=WRITE.with_answer(422), because=NO_ROOM),
    Row("meetings:add_guest", lambda c: c.running, post=WRITE.with_answer(422), because=NO_ROOM),
    Row("meetings:guest", lambda c: [c.running.pk, c.guest.pk], get=WRITE, post=WRITE.with_answer(422),
        because=NO_ROOM),
    Row("meetings:remove_guest", lambda c: [c.running.pk, c.guest.pk], get=WRITE,
        post=WRITE.with_answer(303), because=NO_ROOM),
]
MINUTES += [
    Row(name, lambda c: c.upcoming, get=READ)
    for name in ("minutes:follow_up", "minutes:follow_up_pdf")
] + [
    Row(name, lambda w: w.public.held, get=MEMBERS,
        because="Was aus den Vereinbarungen wurde, lesen nur Mitglieder der Fachgruppe.")
    for name in ("minutes:follow_up", "minutes:follow_up_pdf")
]

# --- topics, decisions, tasks -----------------------------------------------------------------------------

TOPICS = [
    Row("topics:list", get=ANYBODY),
    Row("topics:propose", get=MEMBERS, post=MEMBERS.with_answer(422),
        because="Nur Mitglieder können hier Themen vorschlagen. Anderen hilft der Kontakt zur Fachgruppe."),
    Row("topics:detail", lambda w: w.public.topic, get=ANYBODY),
    Row("topics:detail", lambda c: c.topic, get=SEE),
    Row("topics:edit", lambda c: c.idea, get=AUTHOR_AND_ORGANISERS,
        post=AUTHOR_AND_ORGANISERS.with_answer(422),
        because="Nur die Organisation und die Person, die das Thema vorgeschlagen hat, können es ändern."),
    Row("topics:support", lambda c: c.idea, post=READ.with_answer(303)),
    Row("topics:support", lambda w: w.public.topic, post=MEMBERS.with_answer(303),
        because="Nur Mitglieder können Themen unterstützen."),
    Row("topics:move", lambda c: [c.idea.pk, "accept"], get=ORGANISE.with_answer(302),
        post=ORGANISE.with_answer(303), because=NO_MODERATION),
    Row("topics:move", lambda c: [c.idea.pk, "decline"], get=ORGANISE, post=ORGANISE.with_answer(422),
        because=NO_MODERATION),
]

NOT_CONCERNED = (
    "Den Stand ändert, wer die Aufgabe hat, die eigene Organisation oder die Organisation der Treffen."
)
NO_REMARK = (
    "Bemerkungen schreibt nur, wer die Aufgabe hat, zur selben Organisation gehört oder das Protokoll führt."
)
OUTCOMES = [
    Row("outcomes:decisions", get=ANYBODY),
    Row("outcomes:decision", lambda w: [2025, w.public.decision.number], get=ANYBODY),
    Row("outcomes:decision", lambda c: [2025, c.decision.number], get=SEE),
    Row("outcomes:decision", lambda c: [2025, c.draft_decision.number], get=SEE_DRAFT),
    Row("outcomes:edit_decision", lambda c: c.decision, get=WRITE, post=WRITE.with_answer(422),
        because=NO_RECORDER),
    Row("outcomes:remove_decision", lambda c: c.draft_decision, get=WRITE_DRAFT,
        post=WRITE_DRAFT.with_answer(303)),
    Row("outcomes:record_decision", lambda c: c.item, get=WRITE, post=WRITE.with_answer(422),
        because=NO_RECORDER),
    Row("outcomes:tasks", get=SIGNED_IN),
    Row("outcomes:task", lambda c: c.task, get=READ),
    Row("outcomes:task", lambda c: c.draft_task, get=WRITE_DRAFT),
    Row("outcomes:edit_task", lambda c: c.task, get=WRITE, post=WRITE.with_answer(422), because=NO_RECORDER),
    Row("outcomes:remove_task", lambda c: c.draft_task, get=WRITE_DRAFT, post=WRITE_DRAFT.with_answer(303)),
    Row("outcomes:record_task", lambda c: c.item, get=WRITE, post=WRITE.with_answer(422),
        because=NO_RECORDER),
    Row("outcomes:move_task", lambda c: [c.task.pk, "drop"], get=AUTHOR_AND_WRITERS,
        post=AUTHOR_AND_WRITERS.with_answer(422), because=NOT_CONCERNED),
    Row("outcomes:move_task", lambda c: [c.task.pk, "finish"], post=AUTHOR_AND_WRITERS.with_answer(303),
        because=NOT_CONCERNED),
    Row("outcomes:by_organisation", get=SIGNED_IN),
    Row("outcomes:remark", lambda c: c.task, get=READ.with_answer(302),
        post=AUTHOR_AND_WRITERS.with_answer(422),
        because=NO_REMARK),
    Row("outcomes:status", lambda c: c.decision, get=ORGANISE, post=ORGANISE.with_answer(422),
        because="Was aus einem Beschluss geworden ist, vermerkt nur die Organisation."),
    Row("outcomes:review", lambda c: c.decision, get=WRITE, post=WRITE.with_answer(409), because=NO_RECORDER),
    Row("outcomes:carry_over", lambda c: c.upcoming, get=ORGANISE, post=ORGANISE.with_answer(422),
        because=NO_AGENDA),
    Row("outcomes:put_back", lambda c: c.taken, post=ORGANISE.with_answer(303), because=NO_AGENDA),
    # the link in a mail is for whoever holds it, signed in or not; a false one tells nothing
    Row("outcomes:done_from_mail", lambda w: [w.house.done_token], get=ANYBODY,
        post=ANYBODY.with_answer(422)),
    Row("outcomes:done_from_mail", lambda w: ["1-1-0.abc.def"], get=NOBODY, post=NOBODY, who=PUBLIC),
]

# --- people -----------------------------------------------------------------------------------------------

PEOPLE = [
    Row("members:directory", get=MEMBERS, because=NO_DIRECTORY),
    Row("members:organisation", lambda w: [w.house.organisation.slug], get=MEMBERS, because=NO_DIRECTORY),
    Row("members:confirm", lambda w: [w.house.organisation.slug], post=ADMINS.with_answer(303),
        also={"contact": 303},
        because=(NO_DIRECTORY, "Die Personen einer Organisation bestätigt nur deren Ansprechperson.")),
    Row("members:person", lambda w: [w.house.person.slug], get=READ),
    Row("members:rules", get=MEMBERS, because="Die Regeln der Fachgruppe lesen nur ihre Mitglieder."),
    Row("members:edit_rules", get=ORGANISERS, post=ORGANISERS.with_answer(422),
        because="Die Regeln der Fachgruppe ändert nur die Organisation der Treffen."),
    Row("members:profile", get=SIGNED_IN, post=SIGNED_IN.with_answer(422)),
    Row("members:calendar", get=SIGNED_IN, post=SIGNED_IN),
    Row("members:drop_calendar", get=SIGNED_IN, post=SIGNED_IN.with_answer(303)),
    Row("members:welcome", get=SIGNED_IN.but(former_member=302), also={"future_member": 200}),
    # the link is for whoever holds it, but not for another account than the one it was mailed to
    Row("members:accept", lambda w: [w.house.invitation.token],
        get=right("200 403 403 403 403 403 403 403"), post=right("422 403 403 403 403 403 403 403"),
        because="Diese Einladung ging an eine andere E-Mail-Adresse als die Ihres Kontos."),
    Row("members:manage", get=ADMINS, because=NO_ADMIN),
    Row("members:memberships", get=ADMINS, because=NO_ADMIN),
    Row("members:membership", lambda w: w.house.membership, get=ADMINS, post=ADMINS.with_answer(422),
        because=NO_ADMIN),
    Row("members:end", lambda w: w.house.membership, get=ADMINS, post=ADMINS.with_answer(422),
        because=NO_ADMIN),
    Row("members:history", lambda w: [w.house.person.slug], get=ADMINS, because=NO_ADMIN),
    Row("members:add_membership", lambda w: [w.house.person.slug], get=ADMINS,
        post=ADMINS.with_answer(422), because=NO_ADMIN),
    Row("members:invitations", get=ADMINS, because=NO_ADMIN),
    Row("members:invite", get=ADMINS, post=ADMINS.with_answer(422), because=NO_ADMIN),
    Row("members:resend", lambda w: w.house.invitation, post=ADMINS.with_answer(303), because=NO_ADMIN),
    Row("members:withdraw", lambda w: w.house.invitation, get=ADMINS, post=ADMINS.with_answer(303),
        because=NO_ADMIN),
    Row("members:organisations", get=ADMINS, because=NO_ADMIN),
    Row("members:create_organisation", get=ADMINS, post=ADMINS.with_answer(422), because=NO_ADMIN),
    Row("members:edit_organisation", lambda w: w.house.organisation, get=ADMINS,
        post=ADMINS.with_answer(422), because=NO_ADMIN),
    Row("members:close_organisation", lambda w: w.house.empty, get=ADMINS, post=ADMINS.with_answer(303),
        because=NO_ADMIN),
    Row("members:reopen_organisation", lambda w: w.house.closed, post=ADMINS.with_answer(303),
        because=NO_ADMIN),
    Row("activity:preferences", get=SIGNED_IN, post=SIGNED_IN.with_answer(422)),
    # for whoever holds it, signed in or not: it can do nothing but stop mails
    Row("activity:unsubscribe", lambda w: [w.house.unsubscribe_token], get=ANYBODY, post=ANYBODY),
    Row("activity:unsubscribe", lambda w: ["1-meetings.scheduled.abc"], get=NOBODY, post=NOBODY, who=PUBLIC),
    Row("activity:events", get=ADMINS, because="Nur Admins können die Vorgänge lesen."),
]

# --- sign-in (allauth) ------------------------------------------------------------------------------------

NOT_TWICE = right("200 302 302 302 302 302 302 302")  # who is signed in already goes on to the overview
ASKED_AGAIN = SIGNED_IN.with_answer(302)  # for the password, before something delicate
NOT_THERE_YET = SIGNED_IN.with_answer(404)  # without a second factor there is none to switch off
ON_THE_WAY = right("302 302 302 302 302 302 302 302")  # nothing is under way: back to where it begins

SIGN_IN = [
    *(Row(name, get=NOT_TWICE, post=NOT_TWICE, who=PUBLIC)
      for name in ("account_login", "account_signup", "account_request_login_code")),
    Row("account_logout", get=SIGNED_IN, post=ON_THE_WAY, who=PUBLIC),
    Row("account_inactive", get=ANYBODY),
    Row("account_reset_password", get=ANYBODY, post=ANYBODY),
    Row("account_password_reset_completed", get=ANYBODY),
    *(Row(name, get=ON_THE_WAY, post=ON_THE_WAY, who=PUBLIC)
      for name in ("account_email_verification_sent", "account_confirm_login_code",
                   "account_confirm_password_reset_code", "account_complete_password_reset",
                   "mfa_authenticate", "mfa_trust", "mfa_login_webauthn")),
    *(Row(name, get=SIGNED_IN, post=SIGNED_IN)
      for name in ("account_reauthenticate", "account_change_password")),
    *(Row(name, get=SIGNED_IN, post=ASKED_AGAIN) for name in ("account_email", "usersessions_list")),
    *(Row(name, get=SIGNED_IN) for name in ("mfa_index", "mfa_list_webauthn")),
    *(Row(name, get=ASKED_AGAIN, post=ASKED_AGAIN)
      for name in ("account_set_password", "mfa_reauthenticate", "mfa_activate_totp",
                   "mfa_generate_recovery_codes", "mfa_add_webauthn", "mfa_reauthenticate_webauthn")),
    *(Row(name, lambda w: [1], get=ASKED_AGAIN, post=ASKED_AGAIN)
      for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")),
    Row("mfa_deactivate_totp", get=NOT_THERE_YET, post=NOT_THERE_YET, who=ACCOUNT),
    *(Row(name, get=NOT_THERE_YET, who=ACCOUNT)
      for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes")),
]

ROWS = [
    *ATTACHMENTS,

    *PAGES, *MEETINGS, *CALENDARS, *MINUTES, *RECORD, *ROOM, *TOPICS, *OUTCOMES, *PEOPLE, *SIGN_IN,
    *OPERATION, *INVITING, *POLLS,
]
