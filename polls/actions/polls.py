"""A date poll from its opening to the date. The meeting is always locked before the poll."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity import notices
from activity.events import record
from core.access import Overtaken, require
from core.dates import day, end_of_day, today
from core.locking import lock, require_version
from core.validity import require_text
from core.workflow import step
from meetings import ports as ports_of_meetings
from meetings.actions import numbering
from meetings.actions.fields import set_fields as set_fields_of_meeting
from meetings.actions.meetings import move, schedule
from meetings.enums import Verb
from meetings.selectors.people import asked
from meetings.workflow import TRANSITIONS
from members.models import User
from polls import access, ports
from polls.enums import Mode, PollState, PollVerb
from polls.models import DatePoll, PollOption
from polls.notifications import MeetingPolled, PollClosed, PollMoved, PollOff, PollReminder
from polls.selectors.polls import known_of, not_answered, reminder_at
from polls.workflow import POLLS, RENEWED

LONGEST_MESSAGE = 2000
FEWEST_OPTIONS = 2
PLACE = ("place_name", "place_address", "online_url")
OF_NO_PLACE = {"place_room": "", "place_way": "", "place_access": "", "capacity": None}
TOO_FEW = _("Bitte nehmen Sie mindestens zwei Vorschläge auf. Steht der Termin schon, legen Sie ihn fest.")
ALL_PAST = _("Alle Vorschläge liegen in der Vergangenheit.")
BY_POLL = _("Ergebnis der Terminabstimmung")
DEADLINE_PAST = _("Die Frist muss heute oder später enden.")
DEADLINE_LATE = _("Die Frist muss vor dem letzten Vorschlag enden, also vor dem %(day)s.")


@transaction.atomic
def renew(*, meeting, by):
    """A poll about another date for a meeting that has one, which holds until it is decided, and is offered.

    What was asked before stays to be seen, and is asked again. Answers with the poll that is there already.
    """
    meeting = lock(meeting)
    poll = DatePoll.objects.filter(meeting=meeting).first()
    # A second click, or two organisers at once: both get the same poll.
    if poll is not None and poll.replaces_date and not locked(poll, meeting).is_history:
        return poll
    require(access.can_prepare_other(by, meeting))
    poll = poll or DatePoll.objects.create(meeting=meeting)
    poll = locked(poll, meeting)
    set_fields(
        poll, state=RENEWED[PollState(poll.state)], replaces_date=True, decided=None, opened_at=None,
        reminded_at=None, ended_at=None, link_version=poll.link_version + 1,
    )  # fmt: skip
    # What was answered stays to be seen; without its moment it does not count for the new question.
    poll.replies.given().update(answered_at=None)
    PollOption.objects.get_or_create(
        poll=poll, starts_at=meeting.starts_at, ends_at=meeting.ends_at, has_times=meeting.has_times,
        defaults=where_of(meeting),
    )  # fmt: skip
    record("polls.prepared", actor=by, target=meeting)
    return poll


@transaction.atomic
def open(*, poll, version, until, message="", allows_proposals=False, by):
    """Ask everybody who may see the meeting. `until` is the last day on which answers count."""
    poll = locked(poll)
    require(access.can_open(by, poll))
    require_version(poll, version, {"until": until, "message": message})
    require_text(message, "message", longest=LONGEST_MESSAGE)
    if poll.options.count() < FEWEST_OPTIONS:
        raise ValidationError(TOO_FEW)
    now = timezone.now()
    set_fields(
        poll, state=step(POLLS, poll.state, PollVerb.OPEN), deadline=deadline_at(poll, until), opened_at=now,
        message=message.strip(), allows_proposals=allows_proposals,
    )  # fmt: skip
    meeting = poll.meeting
    # A meeting that has a date keeps its state: the date holds until another one is decided.
    if not poll.replaces_date:
        set_fields_of_meeting(meeting, state=step(TRANSITIONS, meeting.state, Verb.POLL), polled_at=now)
    record("polls.opened", actor=by, target=meeting, data={"until": until.isoformat()})
    notices.note(poll, by, known_of(poll))
    MeetingPolled(poll).to(asked(meeting), but=by)
    return poll


@transaction.atomic
def change(*, poll, version, until, message="", allows_proposals=False, by):
    """Another deadline, other words. A deadline ahead opens again what was closed.

    Whoever has not answered was told another last day, so they hear of the new one.
    """
    poll = locked(poll)
    require(access.can_change(by, poll))
    require_version(poll, version, {"until": until, "message": message})
    require_text(message, "message", longest=LONGEST_MESSAGE)
    fields = {"message": message.strip(), "allows_proposals": allows_proposals}
    was_closed = poll.is_closed
    if until != poll.last_day or was_closed:
        fields["deadline"] = deadline_at(poll, until)
    if poll.state == PollState.CLOSED:
        fields |= {"state": step(POLLS, poll.state, PollVerb.REOPEN), "ended_at": None}
    set_fields(poll, **fields)
    verb = "polls.reopened" if was_closed else "polls.changed"
    record(verb, actor=by, target=poll.meeting, data={"until": until.isoformat()})
    if "deadline" in fields:
        notices.note(poll, by, known_of(poll))
        PollMoved(poll, is_reopened=was_closed).to(not_answered(poll), but=by)
    return poll


@transaction.atomic
def close(*, poll, by=None):
    """By hand, or by the portal when the deadline is over. A second click changes nothing."""
    poll = locked(poll)
    if by is not None:
        require(access.organises_polls(by) if poll.state == PollState.CLOSED else access.can_close(by, poll))
    if poll.state == PollState.CLOSED:
        return poll
    # The portal looked before the lock: meanwhile it may be withdrawn, or have a later last day.
    if by is None and (poll.state != PollState.OPEN or poll.is_running):
        return poll
    set_fields(poll, state=step(POLLS, poll.state, PollVerb.CLOSE), ended_at=timezone.now())
    record("polls.closed", actor=by, target=poll.meeting)
    PollClosed(poll, dedupe=f"{poll.version}").to(User.objects.organisers(), but=by)
    return poll


@transaction.atomic
def withdraw(*, poll, by):
    """Opened by mistake: the meeting is a draft again, its options stay, the links in the mails are dead.

    Only while nobody has answered; mails that still wait are not sent, and who was asked hears of it.
    """
    poll = locked(poll)
    require(access.can_withdraw(by, poll))
    if poll.replies.given().exists():
        raise Overtaken(access.HAS_ANSWERS)
    state = step(POLLS, poll.state, PollVerb.WITHDRAW)
    set_fields(
        poll, state=state, link_version=poll.link_version + 1, opened_at=None, reminded_at=None, ended_at=None
    )
    meeting = poll.meeting
    if not poll.replaces_date:
        set_fields_of_meeting(meeting, state=step(TRANSITIONS, meeting.state, Verb.UNPOLL), polled_at=None)
    record("polls.withdrawn", actor=by, target=meeting)
    PollOff(poll).to(notices.notified_of(poll), but=by)
    return poll


@transaction.atomic
def decide(*, option, by):
    """The option becomes the date. Who decides the same a second time changes nothing, another is refused."""
    # Before the locks on meeting and poll: whoever sends minutes round locks in this order.
    ports_of_meetings.hold_approvals()
    numbering.hold(option.poll.meeting)
    poll = locked(option.poll)
    require(access.organises_polls(by))
    if poll.decided_id == option.pk:
        return poll.meeting
    require(access.can_decide(by, poll))
    # Somebody may have removed it since the page was shown.
    option = lock(option)
    option.poll = poll
    require(access.can_decide_for(by, option))
    state = step(POLLS, poll.state, PollVerb.DECIDE)
    set_fields(poll, state=state, decided=option, ended_at=timezone.now())
    record("polls.decided", actor=by, target=poll.meeting, data={"day": str(option.day)})
    meeting = poll.meeting
    begins, ends = option.clock_times
    when = {"day": option.day, "begins": begins, "ends": ends, **place_of(option, meeting)}
    if not poll.replaces_date:
        taker = meeting.minute_taker
        meeting = schedule(meeting=meeting, version=meeting.version, minute_taker=taker, by=by, **when)
    elif not option.is_date_of(meeting):
        meeting = move(meeting=meeting, version=meeting.version, reason=str(BY_POLL), by=by, **when)
    # Whoever has left meanwhile is not asked to come because of an old answer.
    answers = option.answers.filter(reply__person__in=asked(meeting).values("person"))
    ports.date_decided(meeting, dict(answers.values_list("reply__person", "choice")))
    return meeting


def place_of(option, meeting) -> dict:
    """Room, way and seats are those of the place that the draft had: they do not move to another one."""
    place = {name: getattr(option, name) for name in PLACE}
    if option.mode != Mode.ON_SITE:
        place["online_url"] = option.online_url or meeting.online_url
    is_elsewhere = option.place_name.casefold() != meeting.place_name.casefold()
    return place | (OF_NO_PLACE if is_elsewhere else {})


def where_of(meeting) -> dict:
    """Return the place of `meeting` as that of an option."""
    mode = Mode.ON_SITE
    if meeting.online_url:
        mode = Mode.BOTH if meeting.place_name else Mode.ONLINE
    return {"mode": mode, **{name: getattr(meeting, name) for name in PLACE}}


@transaction.atomic
def remind(*, poll):
    """Once, those who have not answered. Answers whether it was time."""
    poll, now = locked(poll), timezone.now()
    moment = reminder_at(poll.opened_at, poll.deadline) if poll.is_running else None
    if poll.reminded_at or moment is None or moment > now:
        return False
    people = list(not_answered(poll))
    poll.reminded_at = now  # the version stays: nobody's open form is out of date because of it
    poll.save(update_fields=["reminded_at", "updated_at"])
    record("polls.reminded", actor=None, target=poll.meeting, data={"people": len(people)})
    PollReminder(poll, dedupe=f"{poll.link_version}").to(people)
    return True


# --- what becomes of the meeting; it is locked ------------------------------------------------------------


def stop(meeting):
    """The meeting got its date in another way, or is cancelled: nobody needs to answer any more."""
    DatePoll.objects.filter(meeting=meeting).exclude(state=PollState.DECIDED).update(replaces_date=False)
    poll = DatePoll.objects.filter(meeting=meeting, state=PollState.OPEN).first()
    poll = lock(poll) if poll else None
    if poll is not None and poll.state == PollState.OPEN:
        set_fields(poll, state=step(POLLS, poll.state, PollVerb.CLOSE), ended_at=timezone.now())


def cancel(meeting, *, by):
    """The meeting is cancelled: whoever was asked for a date need not answer any more."""
    stop(meeting)
    poll = DatePoll.objects.filter(meeting=meeting).first()
    if poll is not None:
        PollOff(poll).to(notices.notified_of(poll), but=by)


# --- of every action --------------------------------------------------------------------------------------


def locked(poll, meeting=None) -> DatePoll:
    """Lock the meeting, then the poll: always in this order, or two actions wait for each other for ever."""
    meeting = meeting or lock(poll.meeting)
    poll = lock(poll)
    poll.meeting = meeting
    return poll


def set_fields(poll, **fields):
    for name, value in fields.items():
        setattr(poll, name, value)
    poll.version += 1
    poll.save(update_fields=[*fields, "version", "updated_at"])


def deadline_at(poll, until) -> dt.datetime:
    """Answers that come when nothing can be decided any more would be in vain."""
    if until < today():
        raise ValidationError({"until": DEADLINE_PAST})
    last = poll.options.in_order().last()
    if last.is_past:
        raise ValidationError(ALL_PAST)
    if until >= last.day:
        raise ValidationError({"until": DEADLINE_LATE % {"day": day(last.day)}})
    return end_of_day(until)
