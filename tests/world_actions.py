"""What people type and actions take: valid words of each action, and what its form refuses of them."""

import datetime as dt
from types import SimpleNamespace
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from activity import actions as activity
from core.dates import end_of_day
from invitations.actions import invitations as invitation_actions
from invitations.actions import mails as settling
from invitations.actions import replies as reply_actions
from invitations.enums import Reply
from invitations.models import MailedReply, MeetingInvitation
from meetings.actions import agenda, attachments, attendance, report, running, running_order, templates
from meetings.actions import meetings as acts
from meetings.enums import Presence, State
from meetings.models import Attachment, Attendance
from members import audience
from members.actions import invitations, memberships, organisations, people, rules
from members.enums import Kind
from members.models import AccountInvitation, Membership, Organisation, Person
from minutes.actions import circulation, comments, objections, suggestions, writing
from minutes.enums import State as MinutesState
from minutes.models import Objection
from outcomes.actions import decisions, tasks
from outcomes.enums import Result, TaskVerb
from polls.actions import answers as poll_answers
from polls.actions import options as option_actions
from polls.actions import polls as poll_actions
from polls.enums import Mode
from tests.factories.rows import (
    ActionItemFactory,
    AgendaItemFactory,
    CommentFactory,
    DecisionFactory,
    MeetingFactory,
    MinutesFactory,
    SectionFactory,
    TopicFactory,
)
from tests.polls.polling import opened, prepared, september
from tests.unsaved import of_columns
from topics import actions as topics
from topics.enums import State as TopicState

UNTIL = dt.date(2025, 7, 20)
DAY = dt.date(2025, 9, 24)
HELD_ON = dt.datetime(2025, 6, 4, 12, tzinfo=dt.UTC)

invite = of_columns(invitations.invite, "invitation", AccountInvitation)
change_organisation = of_columns(organisations.change_organisation, "wanted", Organisation)
change_profile = of_columns(people.change_profile, "wanted", Person)


def text(most, *, required=False):
    return ["x" * (most + 1), *(["", "   "] if required else [])]


def needed(most):
    return text(most, required=True)


def number(least, most):
    return [least - 1, most + 1, 10**6]


WEB = ["javascript:alert(1)", "JavaScript:alert(1)", "ftp://daten.example/a", "data:text/html,x", "kein Link",
       f"https://example.org/{'x' * 500}"]  # fmt: skip
NEEDED_WEB = [*WEB, ""]
MAIL = ["kein", "a@b", f"{'x' * 250}@example.org", ""]
ONE_OF = ["UNSINN", "x" * 40]
DAYS = [dt.date(202, 9, 24), dt.date(9202, 9, 24)]
PLACE = {
    "place_name": text(200), "place_room": text(100), "place_address": text(200), "place_way": text(500),
    "place_access": text(300), "capacity": number(1, 10_000), "online_url": WEB,
}  # fmt: skip
VOTES = {name: number(0, 999) for name in ("votes_yes", "votes_no", "votes_abstained")}
DECISION = {"wording": needed(4000), "result": ONE_OF, **VOTES}
TASK = {"wording": needed(2000)}
TOPIC = {"title": needed(200), "body": text(50_000), "levels": [-1, 16], "audience": [0, 16, 99]}
ITEM = {
    "title": needed(200), "kind": ONE_OF, "duration": number(0, 1440), "presenter_name": text(150),
    "description": text(50_000), "audience": [0, 16, 99],
}  # fmt: skip
MEETING = {
    "title": needed(200), "kind": ONE_OF, "description": text(50_000), "target_quarter": [0, 5],
    "target_year": [1999, 2101], "audience": [0, 16, 99],
}  # fmt: skip
PERSON = {"name": needed(150), "position": text(150), "phone": text(40), "about": text(400)}
ORGANISATION = {"name": needed(200), "short_name": text(40), "kind": [*ONE_OF, ""], "website": WEB}
SLOTS = [[(day, None, None)] for day in DAYS]
OPTIONS = {"slots": SLOTS, "mode": ONE_OF,
           **{name: PLACE[name] for name in ("place_name", "place_address", "online_url")}}  # fmt: skip
RULES = {"circulation_days": number(1, 90), "reminder_days": number(0, 30), "invite_days": number(0, 90),
         "rhythm": ONE_OF}  # fmt: skip


def one_of_each(cast):
    """One of everything, in the state in which it takes words."""
    by, member = cast.organiser, cast.member_city
    w = SimpleNamespace(
        cast=cast, by=by, admin=cast.admin, member=member, topic=TopicFactory(proposed_by=member.person),
        accepted=TopicFactory(state=TopicState.PLANNED),
        draft=MeetingFactory(state=State.DRAFT, starts_at=None, ends_at=None),
        planned=MeetingFactory(),
        invited=MeetingFactory(state=State.INVITED, invited_at=HELD_ON),
        held=MeetingFactory(
            state=State.HELD, starts_at=HELD_ON, began_at=HELD_ON, ended_at=HELD_ON + dt.timedelta(hours=2),
            minute_taker=cast.minute_taker.person,
        ),
        empty=MeetingFactory(state=State.HELD, starts_at=HELD_ON),
        prepared=prepared(cast), poll=opened(cast, 11, 12, allows_proposals=True),
    )  # fmt: skip
    w.item = AgendaItemFactory(meeting=w.planned)
    w.link = Attachment.objects.create(meeting=w.planned, title="Link", url="https://www.jena.de")
    w.guest = Attendance.objects.create(meeting=w.held, guest_name="Grete Gast", presence=Presence.PRESENT)
    w.invitation = MeetingInvitation.objects.create(meeting=w.invited, person=member.person)
    w.elsewhere = MeetingInvitation.objects.create(meeting=w.planned, person=member.person)
    w.mailed = MailedReply.objects.create(
        message_id="<1@example.net>", meeting=w.invited, address="a@example.net", sequence=0, sent_at=HELD_ON
    )
    w.option = w.poll.options.first()
    w.held_item = AgendaItemFactory(meeting=w.held)
    w.writing = MinutesFactory(meeting=w.held, author=cast.minute_taker.person)
    SectionFactory(minutes=w.writing, agenda_item=w.held_item, body="Die Runde sprach.")
    w.decision = DecisionFactory(agenda_item=w.held_item, number=91)
    w.task = ActionItemFactory(agenda_item=w.held_item, assignee=member.person)
    _in_circulation(w, cast)
    w.membership = Membership.objects.get(person=cast.member_utility.person)
    period = {"organisation": cast.organisations["city"], "starts_on": dt.date(2025, 7, 1)}
    w.asked = invite(email="neu@example.org", name="Neu", **period, by=cast.admin)
    return w


def _in_circulation(w, cast):
    circulating = MeetingFactory(state=State.HELD, starts_at=HELD_ON, minute_taker=cast.minute_taker.person)
    item = AgendaItemFactory(meeting=circulating)
    w.round = MinutesFactory(
        meeting=circulating, author=cast.minute_taker.person, state=MinutesState.CIRCULATING,
        objections_until=end_of_day(dt.date(2025, 7, 15)), circulated_at=HELD_ON,
    )  # fmt: skip
    w.section = SectionFactory(minutes=w.round, agenda_item=item, body="Die Runde sprach über Daten.")
    w.released = DecisionFactory(agenda_item=item, number=92, released_at=HELD_ON)
    w.given = ActionItemFactory(agenda_item=item, assignee=w.member.person, released_at=HELD_ON)
    w.comment = CommentFactory(section=w.section, author=w.member.person, body="Bitte die Quelle.")
    w.suggestion = suggestions.suggest(
        section=w.section, quote="Die Runde sprach über Daten.", replacement="Alle sprachen über Daten.",
        by=w.cast.member_utility,
    )  # fmt: skip
    w.objection = Objection.objects.create(minutes=w.round, author=w.member.person, reason="Falsch.")


def cases(w):
    """(action, what it takes and does, what it refuses, by keyword)"""
    organiser, admin, member = {"by": w.by}, {"by": w.admin}, {"by": w.member}
    taker = {"by": w.cast.minute_taker}
    times = {"day": DAY, "begins": dt.time(14), "ends": dt.time(16)}
    period = {"organisation": w.cast.organisations["city"], "starts_on": dt.date(2025, 7, 1)}
    file = SimpleUploadedFile("a.txt", b"Daten")
    nobody_now = [w.cast.former_member.person]
    meeting, item = {**MEETING, "minute_taker": nobody_now}, {**ITEM, "presenter": nobody_now}
    task = {**TASK, "assignee": nobody_now}
    yield (
        activity.choose_frequencies,
        {"choices": {"meetings.scheduled": "never"}, **member},
        {"choices": [{"meetings.scheduled": "UNSINN"}, {"unsinn": "never"}]},
    )
    invited = {"email": "a@example.org", "name": "A", **period, **admin}
    yield invite, invited, {"email": MAIL, "name": needed(150), "message": text(2000)}
    yield (
        invitations.accept_invitation,
        {"invitation": w.asked, "name": "Neu"},
        {
            "name": ["   ", "x" * 151],
            "password": ["kurz", "123456789012345", "neu@example.org"],
            "language": ["xx"],
        },
    )
    yield people.register_person, {"name": "Neu"}, PERSON
    yield (
        people.open_account,
        {"person": people.register_person(name="Neu"), "email": "b@example.org"},
        {"email": MAIL, "language": ["xx", ""]},
    )
    yield (
        change_profile,
        {"person": w.member.person, "version": w.member.person.version, "name": "Neu", **member},
        {**PERSON, "language": ["xx"]},
    )
    yield organisations.create_organisation, {"name": "Neu", "kind": Kind.CITY, **admin}, ORGANISATION
    city = w.cast.organisations["city"]
    yield (
        change_organisation,
        {"organisation": city, "version": city.version, "name": "Neu", "kind": Kind.CITY, **admin},
        ORGANISATION,
    )
    yield (
        memberships.end_membership,
        {"membership": w.membership, "ends_on": DAY, **admin},
        {"reason": text(200), "ends_on": [dt.date(2000, 1, 1)]},
    )
    yield rules.change_rules, {"version": 1, "circulation_days": 20, **organiser}, RULES
    yield topics.propose, {"title": "Neu", **member}, TOPIC
    yield (
        topics.edit,
        {
            "topic": w.topic,
            "version": w.topic.version,
            "title": "Neu",
            "body": "",
            "levels": 1,
            "audience": audience.MEMBERS,
            **organiser,
        },
        TOPIC,
    )
    for topic, verb in ((w.topic, "DECLINE"), (w.accepted, "POSTPONE")):
        moved = {"topic": topic, "verb": verb, "reason": "Nein", **organiser}
        yield topics.move, moved, {"reason": needed(1000)}
    yield acts.create, {"title": "Neu", "audience": audience.MEMBERS, **organiser}, {**meeting, **PLACE}
    yield acts.edit, {"meeting": w.draft, "version": w.draft.version, **organiser}, meeting
    yield (
        acts.schedule,
        {"meeting": w.draft, "version": w.draft.version, **times, **organiser},
        {**PLACE, "day": DAYS, "minute_taker": nobody_now},
    )
    yield (
        acts.move,
        {"meeting": w.planned, "version": w.planned.version, "reason": "Raum", **times, **organiser},
        {**PLACE, "day": DAYS, "reason": needed(400)},
    )
    yield (
        acts.cancel,
        {"meeting": w.planned, "version": w.planned.version, "reason": "Krank", **organiser},
        {"reason": needed(1000)},
    )
    yield agenda.add_item, {"meeting": w.planned, "title": "Neu", **organiser}, item
    yield agenda.edit_item, {"item": w.item, "version": w.item.version, "audience": None, **organiser}, item
    yield (
        agenda.set_duration,
        {"item": w.item, "version": w.item.version, "duration": 5, **organiser},
        {"duration": number(0, 1440)},
    )
    yield (
        templates.save_template,
        {"meeting": w.planned, "name": "Vorlage", **organiser},
        {"name": needed(120)},
    )
    yield (
        attachments.add_file,
        {"meeting": w.planned, "file": file, **organiser},
        {
            "title": text(200),
            "file": [SimpleUploadedFile("a.txt", b""), SimpleUploadedFile("a.exe", b"MZ\x90\x00\x03")],
        },
    )
    yield (
        attachments.add_link,
        {"meeting": w.planned, "url": "https://www.jena.de", "title": "Jena", **organiser},
        {"url": NEEDED_WEB, "title": needed(200)},
    )
    yield (
        attachments.edit_attachment,
        {
            "attachment": w.link,
            "version": w.link.version,
            "title": "Jena",
            "audience": None,
            "url": "https://www.jena.de",
            **organiser,
        },
        {"url": NEEDED_WEB, "title": needed(200)},
    )
    seen = {"meeting": w.held, "person": w.member.person, "version": 0}
    yield attendance.mark, {**seen, "presence": Presence.EXCUSED, **taker}, {"presence": [*ONE_OF, ""]}
    yield (
        attendance.record_attendance,
        {**seen, "presence": Presence.EXCUSED, **taker},
        {"presence": ONE_OF, "reason": text(200), "deputy_name": text(150), "deputy": nobody_now},
    )
    guest = {"name": needed(150), "organisation": text(150)}
    yield attendance.add_guest, {"meeting": w.held, "name": "Neu", **taker}, guest
    yield attendance.edit_guest, {"guest": w.guest, "version": w.guest.version, "name": "Neu", **taker}, guest
    yield (
        running.correct_times,
        {"meeting": w.held, "version": w.held.version, "day": HELD_ON.date(), "began": dt.time(14), **taker},
        {"place_name": text(200), "day": DAYS},
    )
    yield (
        invitation_actions.invite,
        {"meeting": w.planned, "version": w.planned.version, "people": [w.member.person_id], **organiser},
        {"message": text(2000), "people": [[]]},
    )
    yield (
        invitation_actions.invite_guest,
        {"meeting": w.invited, "name": "Grete", "email": "g@example.net", **organiser},
        {"name": needed(150), "email": MAIL, "house": text(150)},
    )
    yield (
        reply_actions.reply,
        {"invitation": w.invitation, "answer": Reply.DECLINED, **member},
        {"answer": [*ONE_OF, ""], "note": text(300), "deputy_name": text(150), "deputy": nobody_now},
    )
    yield (
        settling.settle,
        {"mailed": w.mailed, "invitation": w.invitation, "answer": Reply.ACCEPTED, **organiser},
        {"answer": [*ONE_OF, ""], "invitation": [w.elsewhere]},
    )
    yield (
        running_order.write_note,
        {"meeting": w.planned, "text": "Notiz", "version": 0, **organiser},
        {"text": text(4000)},
    )
    both = {"mode": Mode.BOTH}
    yield option_actions.add, {"meeting": w.draft, "slots": september(9), **both, **organiser}, OPTIONS
    yield option_actions.propose, {"poll": w.poll, "slots": september(23), **both, **member}, OPTIONS
    message = {"message": text(2000), "until": DAYS}
    yield (
        poll_actions.open,
        {"poll": w.prepared, "version": w.prepared.version, "until": UNTIL, **organiser},
        message,
    )
    two_days = {"meeting": w.draft, "slots": [*september(9), *september(10)], "until": UNTIL}
    yield option_actions.start, {**two_days, **both, **organiser}, OPTIONS | message
    yield (
        poll_actions.change,
        {"poll": w.poll, "version": w.poll.version, "until": UNTIL, **organiser},
        message,
    )
    key = w.option.pk
    yield (
        poll_answers.answer,
        {"poll": w.poll, "choices": {key: "YES"}, "version": 0, **member},
        {"choices": [{key: "UNSINN"}, {key: ""}], "remark": text(300), "remarks": [{key: "x" * 201}]},
    )
    yield (
        report.write_report,
        {"meeting": w.held, "version": 0, "title": "Neu", "body": "Text", **organiser},
        {"title": needed(200), "body": needed(50_000), "source_url": [*WEB, f"https://e.de/{'x' * 200}"]},
    )
    yield (
        decisions.record_decision,
        {"agenda_item": w.held_item, "wording": "Neu", "result": Result.MAJORITY, **taker},
        DECISION,
    )
    yield (
        decisions.change_decision,
        {
            "decision": w.decision,
            "version": w.decision.version,
            "wording": "Neu",
            "result": Result.MAJORITY,
            **taker,
        },
        DECISION,
    )
    yield (
        decisions.set_status,
        {
            "decision": w.released,
            "version": w.released.version,
            "verb": "REVOKE",
            "reason": "Überholt",
            **organiser,
        },
        {"reason": needed(400)},
    )
    who = {"assignee": w.member.person}
    yield tasks.record_task, {"agenda_item": w.held_item, "wording": "Neu", **who, **taker}, task
    yield (
        tasks.change_task,
        {"task": w.task, "version": w.task.version, "wording": "Neu", **who, **taker},
        task,
    )
    yield tasks.add_remark, {"task": w.given, "body": "Läuft", **member}, {"body": needed(1000)}
    yield (
        tasks.move_task,
        {"task": w.given, "verb": TaskVerb.DROP, "reason": "Unnötig", **organiser},
        {"reason": needed(400)},
    )
    yield (
        tasks.finish_with_result,
        {"task": w.given, "result": "Fertig", "link_version": 0, "submission_key": uuid4(), **member},
        {"result": needed(1000)},
    )
    yield writing.create, {"meeting": w.empty, **organiser}, {"source_url": WEB}
    yield (
        writing.save_section,
        {"section": w.writing.sections.get(), "body": "Neu", "version": 1, **taker},
        {"body": text(50_000)},
    )
    yield (
        circulation.circulate,
        {"minutes": w.writing, "until": UNTIL, **taker},
        {"message": text(2000), "until": [dt.date(2025, 6, 1)]},
    )
    yield (
        circulation.extend,
        {"minutes": w.round, "until": UNTIL, "known_end": dt.date(2025, 7, 15), **taker},
        {"message": text(2000), "until": [dt.date(2025, 6, 1)]},
    )
    yield (
        objections.object_to,
        {"minutes": w.round, "reason": "Falsch", "by": w.cast.member_utility},
        {"reason": needed(4000), "wanted": text(4000)},
    )
    yield (
        objections.answer,
        {
            "objection": w.objection,
            "verb": "NOT_FOLLOW",
            "answer": "Nein",
            "version": w.objection.version,
            **taker,
        },
        {"verb": ONE_OF, "answer": needed(4000)},
    )
    yield (
        comments.comment,
        {"section": w.section, "body": "Hm", **member},
        {"body": needed(5000), "quote": ["nicht da", "x" * 5001]},
    )
    yield comments.answer, {"comment": w.comment, "body": "Hm", **member}, {"body": needed(5000)}
    yield (
        comments.edit,
        {"comment": w.comment, "body": "Hm", "version": w.comment.version, **member},
        {"body": needed(5000)},
    )
    yield (
        comments.withdraw,
        {"comment": w.comment, "reason": "Ton", **organiser},
        {"reason": needed(400)},
    )
    yield (
        suggestions.suggest,
        {
            "section": w.section,
            "quote": "Die Runde sprach über Daten.",
            "replacement": "Die Runde sprach über offene Daten.",
            **member,
        },
        {"replacement": text(10_000), "body": text(5000)},
    )
    yield (
        suggestions.decline,
        {"suggestion": w.suggestion, "reason": "Nein", **taker},
        {"reason": needed(400)},
    )
