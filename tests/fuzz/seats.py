"""What a form cannot know by itself: the state that is needed, and words that have to fit.

The other seats come from the access matrix (tests/fuzz/probing.py). Keys are names of addresses.
"""

import datetime as dt

from django.urls import reverse

from core.markdown import render
from invitations.enums import Reply
from invitations.models import MailedReply
from meetings.enums import State as MeetingState
from meetings.models import AgendaItem, AgendaSpan
from members.models import Person
from minutes.enums import State, Verb
from minutes.models import Minutes, MinutesSection, SecondLook
from outcomes.models import DecisionCounter
from polls.models import PollReply
from tests.access_matrix import ROWS
from tests.access_operation import LOOKED_AT
from tests.factories.rows import PASSWORD, DecisionFactory, MeetingFactory, MembershipFactory, UserFactory
from tests.fuzz.accounts import (
    CODE,
    CREDENTIAL,
    PASSKEY,
    address_is_unconfirmed,
    code_was_mailed,
    has_a_passkey,
    has_an_app,
    has_an_app_and_is_proven,
    has_no_password,
    is_asked_for_the_app,
    proven,
    reset_code_was_mailed,
    reset_code_was_right,
)
from tests.fuzz.probing import Seat, from_matrix
from tests.fuzz.sending import File

NEW_PASSWORD = "Ein-ganz-neues-Kennwort-1"
NOBODY_COMES = {"answer": "DECLINED", "deputy_name": "Jemand", "deputy": None}


def of(*names):
    """What an address names in the members' copy: of("upcoming", "next_item")"""
    return lambda world: [getattr(world.members, name).pk for name in names]


# --- states -----------------------------------------------------------------------------------------------


def numbers_go_on(world, browser):
    """The world gave its decisions numbers without counting."""
    DecisionCounter.objects.update_or_create(year=2025, defaults={"last": 900})


def next_item_is_dropped(world, browser):
    at = dt.datetime(2025, 6, 30, tzinfo=dt.UTC)
    AgendaItem.objects.filter(pk=world.members.next_item.pk).update(dropped_at=at)


def an_item_was_taken_off(world, browser):
    """By the same person, in the session that keeps what it said; no task of earlier meetings hangs on it."""
    item = world.members.next_hidden_item
    path = reverse("meetings:remove_item", args=[item.meeting_id, item.pk])
    assert browser.post(path, {"version": world.members.upcoming.agenda_version}).status_code == 303


def lines_wait(world, browser):
    numbers_go_on(world, browser)
    body = "B: Wir fangen an.\n\nA: Jemand fragt nach."
    section = MinutesSection.objects.filter(pk=world.members.draft_section.pk)
    section.update(body=body, body_html=render(body))


def minutes_wait(world, browser):
    """Circulated, and the meeting that approves them runs; nobody has asked for a second look."""
    copy = world.members
    numbers_go_on(world, browser)
    SecondLook.objects.filter(minutes=copy.minutes).delete()
    copy.minutes.objections.update(state="NOT_FOLLOWED", answer="Nein.")
    item = AgendaItem.objects.create(meeting=copy.running, position=9, number="9", title="Genehmigung")
    Minutes.objects.filter(pk=copy.minutes.pk).update(state=State.FOR_APPROVAL, approval_item=item)


def look_of_the_organiser(world, browser):
    """The decision is there, and the minute-taker's colleague has asked for a second pair of eyes."""
    minutes_wait(world, browser)
    item = Minutes.objects.get(pk=world.members.minutes.pk).approval_item
    decision = DecisionFactory(agenda_item=item, number=800)
    world.look = SecondLook.objects.create(
        minutes=world.members.minutes, verb=Verb.APPROVE, data={"decision": decision.pk},
        asked_by=world.cast.minute_taker,
    )  # fmt: skip


def look_at_the_public_text(world, browser):
    not_yet_public(world, browser)
    world.look = SecondLook.objects.create(
        minutes=world.public.minutes, verb=Verb.PUBLISH, data={}, asked_by=world.cast.minute_taker
    )


def not_yet_public(world, browser):
    Minutes.objects.filter(pk=world.public.minutes.pk).update(published_at=None)


def nobody_has_answered(world, browser):
    PollReply.objects.all().delete()


def mail_says_nothing(world, browser):
    MailedReply.objects.filter(pk=world.members.mailed.pk).update(reply=Reply.OPEN)


def somebody_is_new(world, browser):
    person = Person.objects.create(name="Neu Hier", slug="neu.hier", sort_key="neu hier")
    MembershipFactory(person=person, organisation=world.cast.organisations["city"])
    world.newcomer = UserFactory(person=person)


def something_was_left_over(world, browser):
    last = MeetingFactory(
        state=MeetingState.HELD, starts_at=dt.datetime(2025, 6, 30, 10, tzinfo=dt.UTC), number=9
    )
    make = AgendaItem.objects.create
    called = make(meeting=last, position=1, number="1", title="Aufgerufen")
    AgendaSpan.objects.create(
        meeting=last, agenda_item=called, started_at=last.starts_at, ended_at=last.starts_at
    )
    world.left = make(
        meeting=last, position=2, number="2", title="Nicht geschafft", audience=world.members.mask
    )


def backwards(meeting):
    return ",".join(map(str, meeting.agenda_items.order_by("-pk").values_list("pk", flat=True)))


def corrects(step):
    return Seat(
        "minutes:correct", lambda w: w.public.minutes, "organiser",
        lambda w: {f"text_{w.public.section.pk}": "Anders gesagt.", "schritt": step}, mark=step,
    )  # fmt: skip


SPECIAL = {
    "meetings:add_missing": [
        Seat("meetings:add_missing", of("upcoming"), "organiser", {"was": "begruessung"}),
    ],
    "meetings:carry_over": [
        Seat("meetings:carry_over", of("upcoming"), "organiser", lambda w: {"top": w.left.pk},
             something_was_left_over),
    ],
    "meetings:add_file": [
        Seat("meetings:add_file", of("upcoming"), "organiser", {"datei-file": File()}),
    ],
    "meetings:replace_file": [
        Seat("meetings:replace_file", of("file"), "organiser", {"ersatz-file": File()}),
    ],
    "meetings:reorder": [
        Seat("meetings:reorder", of("upcoming"), "organiser",
             lambda w: {"order": backwards(w.members.upcoming), "version": w.members.upcoming.agenda_version},
             silent=True),
    ],
    "meetings:shift_item": [
        Seat("meetings:shift_item", of("upcoming", "next_item"), "organiser",
             lambda w: {"richtung": "runter", "version": w.members.upcoming.agenda_version}),
    ],
    "meetings:reinstate_item": [
        Seat("meetings:reinstate_item", of("upcoming", "next_item"), "organiser",
             lambda w: {"version": w.members.upcoming.agenda_version}, next_item_is_dropped),
    ],
    "meetings:put_back": [
        Seat("meetings:put_back", of("upcoming"), "organiser", prepare=an_item_was_taken_off),
    ],
    "meetings:publish_report": [  # that of the copies is published
        Seat("meetings:publish_report", lambda w: w.public.unreported, "organiser"),
    ],
    "meetings:series": [
        Seat("meetings:series", None, "organiser", {"quarter": "2025-4"}),
    ],
    "invitations:note_reply": [
        Seat("invitations:note_reply", of("asked", "invitation"), "organiser", NOBODY_COMES),
    ],
    "invitations:reply": [Seat("invitations:reply", of("asked"), "organiser", NOBODY_COMES)],
    "invitations:invitation": [
        Seat("invitations:invitation", lambda w: [w.members.guest_token], "anonymous", NOBODY_COMES),
    ],
    "invitations:invite_more": [
        Seat("invitations:invite_more", of("asked"), "organiser", lambda w: {"people": w.newcomer.person_id},
             somebody_is_new),
    ],
    "polls:answer": [
        Seat("polls:answer", of("polled"), "organiser",
             lambda w: {f"option_{w.members.option.pk}": "YES", f"option_{w.members.spare_option.pk}": "NO"}),
    ],
    "polls:by_link": [
        Seat("polls:by_link", lambda w: [w.members.poll_token], "anonymous",
             lambda w: {f"option_{w.members.option.pk}": "YES", f"option_{w.members.spare_option.pk}": "NO"}),
    ],
    "polls:options": [
        Seat("polls:options", of("polled"), "organiser", {"days": ["2025-09-29", "2025-09-30"]}),
        Seat("polls:options", of("polled"), "organiser", {"ab": "2025-11"}, mark="turning"),
        Seat("polls:options", of("polled"), "organiser", {"days": ["2025-09-29"], "monat": "2025-11"},
             mark="month"),
        Seat("polls:options", of("planned"), "organiser",
             {"days": ["2025-09-29", "2025-09-30"], "starten": "1"}, mark="starting"),
    ],
    "polls:withdraw": [
        Seat("polls:withdraw", of("polled"), "organiser", prepare=nobody_has_answered),
    ],
    "minutes:record_line": [
        Seat("minutes:record_line", of("draft_section"), "minute_taker",
             {"kind": "decision", "line": "Wir fangen an."}, lines_wait, mark="decision"),
        Seat("minutes:record_line", of("draft_section"), "minute_taker",
             {"kind": "action", "line": "Jemand fragt nach.", "who": "Stadt Jena"}, lines_wait, mark="task"),
        Seat("minutes:record_line", of("draft_section"), "minute_taker",
             {"kind": "action", "line": "Jemand fragt nach.", "als-text": "1"}, lines_wait, mark="text"),
    ],
    "minutes:comment": [
        Seat("minutes:comment", of("section"), "member_city", {"quote": "", "start": "", "revision": ""}),
        Seat("minutes:comment", of("section"), "member_city",
             lambda w: {"quote": w.members.section.body.split()[0], "start": "0", "revision": "2"},
             mark="passage"),
    ],
    "minutes:suggest": [
        Seat("minutes:suggest", of("section"), "member_city",
             lambda w: {"quote": w.members.section.body.split()[0], "start": "0", "revision": "2",
                        "original": w.members.section.body.split()[0]}),
    ],
    "minutes:suggestions": [
        Seat("minutes:suggestions", of("minutes"), "organiser",
             lambda w: {"vorschlag": w.members.suggestion.pk}),
    ],
    "minutes:correct": [corrects(step) for step in ("", "zurueck", "berichtigen")],
    "minutes:write": [
        Seat("minutes:write", of("draft"), "minute_taker", keeps_the_rest=True),
    ],
    "meetings:mark": [  # buttons beside each name; what they send is not typed
        Seat("meetings:mark", lambda w: [w.members.running.pk, w.members.author.pk], "organiser",
             {"presence": "PRESENT", "version": "1"}, silent=True),
    ],
    "meetings:attachment": [
        Seat("meetings:attachment", of("file"), "organiser"),
        Seat("meetings:attachment", of("link"), "organiser", mark="link"),
    ],
    "meetings:times": [
        Seat("meetings:times", of("running"), "organiser"),
        Seat("meetings:times", of("recorded"), "organiser", mark="afterwards"),
    ],
    "meetings:set_duration": [
        Seat("meetings:set_duration", of("upcoming", "next_item"), "organiser",
             lambda w: {"version": w.members.next_item.version}),
        Seat("meetings:set_duration", of("upcoming", "next_item"), "organiser",
             lambda w: {"version": w.members.next_item.version, "stand": w.members.upcoming.agenda_version},
             headers={"HTTP_HX_REQUEST": "true"}, mark="htmx"),
    ],
    "minutes:save_section": [
        Seat("minutes:save_section", of("draft_section"), "minute_taker", silent=True),
        Seat("minutes:save_section", of("draft_section"), "minute_taker",
             {"version": "0", "base": "Text", "body": "Ganz anders."},
             headers={"HTTP_ACCEPT": "application/json"},
             wrong=frozenset({"version"}), silent=True, mark="late"),
    ],
    "invitations:settle": [
        Seat("invitations:settle", of("asked", "mailed"), "organiser"),
        Seat("invitations:settle", of("asked", "mailed"), "organiser", {"answer": "DECLINED"},
             mail_says_nothing, mark="without an answer"),
    ],
    "minutes:approve": [
        Seat("minutes:approve", of("minutes"), "organiser", {"votes_yes": "9", "result": "MAJORITY"},
             minutes_wait),
    ],
    "minutes:second_look": [
        Seat("minutes:second_look", lambda w: w.look, "organiser", {}, look_of_the_organiser),
        Seat("minutes:second_look", lambda w: w.look, "organiser", {"seen": "x"}, look_at_the_public_text,
             wrong=frozenset({"seen"}), mark="publishing"),
    ],
    "minutes:publish": [
        Seat("minutes:publish", lambda w: w.public.minutes, "organiser", {"seen": "x"}, not_yet_public,
             wrong=frozenset({"seen"})),
    ],
    "minutes:room": [
        Seat("minutes:room", of("recorded"), "minute_taker",
             lambda w: {"section": w.members.draft_section.pk, "version": "1",
                        f"s{w.members.draft_section.pk}-body": "Text",
                        f"s{w.members.draft_section.pk}-version": "1"}),
    ],
    "minutes:go_to": [
        Seat("minutes:go_to", of("running"), "organiser",
             lambda w: {"item": w.members.running_item.pk, "seen": w.members.running.spans.get().pk}),
    ],
    "minutes:pause": [
        Seat("minutes:pause", of("running"), "organiser",
             lambda w: {"seen": w.members.running.spans.get().pk}),
    ],
    "outcomes:record_decision": [
        Seat("outcomes:record_decision", of("item"), "organiser", {"votes_yes": "9", "result": "MAJORITY"},
             numbers_go_on),
    ],
    "outcomes:record_task": [
        Seat("outcomes:record_task", of("item"), "organiser",
             lambda w: {"assignee": w.cast.member_city.person_id}),
    ],
    "outcomes:status": [
        Seat("outcomes:status", of("decision"), "organiser", {"verb": "REVOKE"}),
    ],
    "members:accept": [
        Seat("members:accept", lambda w: [w.house.invitation.token], "anonymous", {"password": NEW_PASSWORD}),
    ],
    "members:add_membership": [
        Seat("members:add_membership", lambda w: [w.house.person.slug], "admin",
             lambda w: {"organisation": w.house.empty.pk, "ends_on": ""}),
    ],
    "demonstration": [
        Seat("demonstration", None, "anonymous", {"account": "organisation"}, wrong=frozenset({"account"})),
    ],
    "set_language": [Seat("set_language", None, "anonymous", {"language": "en", "next": "/"})],
    # --- accounts: the libraries' views with our forms ---
    "account_login": [
        Seat("account_login", None, "anonymous",
             lambda w: {"login": w.cast.member_city.email, "password": PASSWORD}),
    ],
    "account_logout": [Seat("account_logout", None, "organiser")],
    "account_request_login_code": [
        Seat("account_request_login_code", None, "anonymous", lambda w: {"email": w.cast.member_city.email}),
        Seat("account_request_login_code", None, "anonymous",
             lambda w: {"login": w.cast.member_city.email, "email": None}, mark="beside the password"),
    ],
    "account_confirm_login_code": [
        Seat("account_confirm_login_code", None, "anonymous", {"code": "ABCDEF"}, code_was_mailed,
             wrong=CODE),
    ],
    "account_reset_password": [
        Seat("account_reset_password", None, "anonymous", lambda w: {"email": w.cast.member_city.email}),
    ],
    "account_confirm_password_reset_code": [
        Seat("account_confirm_password_reset_code", None, "anonymous", {"code": "ABCDEF"},
             reset_code_was_mailed, wrong=CODE),
    ],
    "account_complete_password_reset": [
        Seat("account_complete_password_reset", None, "anonymous", {"password1": NEW_PASSWORD},
             reset_code_was_right),
    ],
    "account_email_verification_sent": [
        Seat("account_email_verification_sent", None, "anonymous", {"code": "ABCDEF"}, address_is_unconfirmed,
             wrong=CODE),
    ],
    "account_reauthenticate": [Seat("account_reauthenticate", None, "organiser", {"password": PASSWORD})],
    "account_change_password": [
        Seat("account_change_password", None, "organiser",
             {"oldpassword": PASSWORD, "password1": NEW_PASSWORD}),
    ],
    "account_set_password": [
        Seat("account_set_password", None, "organiser", {"password1": NEW_PASSWORD}, has_no_password),
    ],
    "account_email": [
        Seat("account_email", None, "organiser", {"email": "anders@example.org", "action_add": "1"}, proven),
    ],
    "usersessions_list": [Seat("usersessions_list", None, "organiser", prepare=proven)],
    "mfa_authenticate": [
        Seat("mfa_authenticate", None, "anonymous", {"code": "123456"}, is_asked_for_the_app, wrong=CODE,
             unsaid=frozenset({"credential"})),
        Seat("mfa_authenticate", None, "anonymous", {"code": None, **PASSKEY}, is_asked_for_the_app,
             wrong=CREDENTIAL, unsaid=frozenset({"credential"}), mark="passkey"),
    ],
    "mfa_reauthenticate": [
        Seat("mfa_reauthenticate", None, "organiser", {"code": "123456"}, has_an_app, wrong=CODE),
    ],
    "mfa_activate_totp": [
        Seat("mfa_activate_totp", None, "organiser", {"code": "123456"}, proven, wrong=CODE),
    ],
    "mfa_deactivate_totp": [
        Seat("mfa_deactivate_totp", None, "organiser", prepare=has_an_app_and_is_proven),
    ],
    "mfa_generate_recovery_codes": [
        Seat("mfa_generate_recovery_codes", None, "organiser", prepare=has_an_app_and_is_proven),
    ],
    "mfa_add_webauthn": [
        Seat("mfa_add_webauthn", None, "organiser", {"name": "Diensthandy", **PASSKEY}, proven,
             wrong=CREDENTIAL),
    ],
    "mfa_reauthenticate_webauthn": [
        Seat("mfa_reauthenticate_webauthn", None, "organiser", PASSKEY, has_a_passkey, wrong=CREDENTIAL,
             told_later=True),
    ],
    "mfa_login_webauthn": [
        Seat("mfa_login_webauthn", None, "anonymous", PASSKEY, wrong=CREDENTIAL, told_later=True),
    ],
    "mfa_edit_webauthn": [
        Seat("mfa_edit_webauthn", lambda w: [w.passkey.pk], "organiser", {"name": "Anders"}, has_a_passkey),
    ],
    "mfa_remove_webauthn": [
        Seat("mfa_remove_webauthn", lambda w: [w.passkey.pk], "organiser", prepare=has_a_passkey),
    ],
}  # fmt: skip

# Reading: what is asked for only together with something else.
ASKED = {
    "activity:events": [Seat("activity:events", None, "admin", query="?wer=Organisation", method="GET")],
    "minutes:revisions": [
        Seat("minutes:revisions", of("minutes"), "organiser", query="?alt=1&neu=2", method="GET"),
        Seat("minutes:revisions", of("minutes"), "organiser", query="?neu=2", method="GET", mark="half"),
    ],
    "minutes:suggest": [
        Seat("minutes:suggest", of("section"), "member_city", query="?quote=Mitglied&start=0&revision=2",
             method="GET"),
    ],
    "minutes:comment": [
        Seat("minutes:comment", of("section"), "member_city", query="?quote=Mitglied&start=0&revision=2",
             method="GET"),
    ],
    **{
        name: [Seat(name, None, "organiser", prepare=has_an_app_and_is_proven, method="GET")]
        for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes")
    },
    **{
        f"admin:{model}_changelist": [
            Seat(f"admin:{model}_changelist", None, "operator", method="GET",
                 query="?q=a&o=1&p=1&all=&e=1&_facets=&_popup=1&_to_field=id&id__exact=1"),
        ]
        for model in LOOKED_AT
    },
}  # fmt: skip

POSTS = from_matrix([row for row in ROWS if not row.name.startswith("admin:")], SPECIAL, "POST")
# The catalogue of components shows forms with mistakes of its own.
READ = {row.name + row.query: row for row in reversed(ROWS) if row.name != "catalogue"}
GETS = from_matrix(list(READ.values()), ASKED, "GET")
