"""A Terminabstimmung from its first option to the date. The meeting is always locked before the poll."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity import notices
from activity.events import record
from core.access import Overtaken, require
from core.dates import day, end_of_day, today
from core.locking import lock, require_version
from core.validity import require_text, require_valid
from core.workflow import step
from meetings import ports as ports_of_meetings
from meetings.actions import numbering
from meetings.actions.fields import set_fields
from meetings.actions.meetings import move, schedule, times_of
from meetings.enums import Verb
from meetings.selectors.people import asked
from meetings.workflow import TRANSITIONS
from members.models import User
from polls import access, ports
from polls.enums import Mode, PollState, PollVerb
from polls.models import DatePoll, PollOption
from polls.notifications import MeetingPolled, PollClosed, PollMoved, PollOff, PollReminder
from polls.selectors.days import usual_last_day
from polls.selectors.people import not_answered, reminder_at
from polls.workflow import POLLS, RENEWED

LONGEST_MESSAGE = 2000
MOST_OPTIONS = 40
FEWEST_OPTIONS = 2
PLACE = ("place_name", "place_address", "online_url")
OF_NO_PLACE = {"place_room": "", "place_way": "", "place_access": "", "capacity": None}
TOO_MANY = _("Mehr als %(most)s Vorschläge überblickt niemand. Bitte wählen Sie weniger.")
TOO_FEW = _("Bitte nehmen Sie mindestens zwei Vorschläge auf. Steht der Termin schon, legen Sie ihn fest.")
ALL_PAST = _("Alle Vorschläge liegen in der Vergangenheit.")
IS_PAST = _("%(when)s liegt in der Vergangenheit.")
BY_POLL = _("Ergebnis der Terminabstimmung")
LAST_ONE = _("Eine laufende Abstimmung braucht mindestens einen Vorschlag.")
DEADLINE_PAST = _("Die Frist muss heute oder später enden.")
DEADLINE_LATE = _("Die Frist muss vor dem letzten Vorschlag enden, also vor dem %(day)s.")


# --- options ----------------------------------------------------------------------------------------------


@transaction.atomic
def add_options(*, meeting, slots, mode=Mode.ON_SITE, by, **place):
    """Offer days: `slots` are (day, begin, end), the times as the clock in Jena shows them, or None.

    The first call begins the poll, which nobody but the organisers sees until it is opened. What is offered
    already is left out, so a second click changes nothing. Answers with the poll.
    """
    meeting = lock(meeting)
    poll = DatePoll.objects.filter(meeting=meeting).first()
    if poll is None:
        require(access.can_prepare(by, meeting))
        poll = DatePoll.objects.create(meeting=meeting)
        record("polls.prepared", actor=by, target=meeting)
    poll = _locked(poll, meeting)
    require(access.can_add_options(by, poll))
    added = _add(poll, slots, mode, place)
    if added:
        record("polls.options_added", actor=by, target=meeting, data={"options": added})
    return poll


@transaction.atomic
def renew_poll(*, meeting, by):
    """A poll about another date for a meeting that has one, which holds until it is decided, and is offered.

    What was asked before stays to be seen, and is asked again. Answers with the poll that is there already.
    """
    meeting = lock(meeting)
    poll = DatePoll.objects.filter(meeting=meeting).first()
    if poll is not None and poll.replaces_date and not _locked(poll, meeting).is_history:
        return poll
    require(access.can_prepare_other(by, meeting))
    poll = poll or DatePoll.objects.create(meeting=meeting)
    poll = _locked(poll, meeting)
    _save(
        poll, state=RENEWED[PollState(poll.state)], replaces_date=True, decided=None, opened_at=None,
        reminded_at=None, ended_at=None, turn=poll.turn + 1,
    )  # fmt: skip
    poll.replies.given().update(answered_at=None)
    PollOption.objects.get_or_create(
        poll=poll, starts_at=meeting.starts_at, ends_at=meeting.ends_at, has_times=meeting.has_times,
        defaults={"mode": _mode_of(meeting), **{name: getattr(meeting, name) for name in PLACE}},
    )  # fmt: skip
    record("polls.prepared", actor=by, target=meeting)
    return poll


def _mode_of(meeting):
    if meeting.online_url:
        return Mode.BOTH if meeting.place_name else Mode.ONLINE
    return Mode.ON_SITE


@transaction.atomic
def offer_other_date(*, meeting, slot, by):
    """Ask everybody about another date as well, at the place of the meeting; answers with the poll."""
    meeting = lock(meeting)
    poll = renew_poll(meeting=meeting, by=by)
    require(access.can_add_options(by, poll))
    place = {name: getattr(meeting, name) for name in PLACE}
    _add(poll, [slot], _mode_of(meeting), place)
    return poll


@transaction.atomic
def propose_option(*, poll, slots, mode=Mode.ON_SITE, by, **place):
    """A member offers a further day, where the organisers have allowed it."""
    poll = _locked(poll)
    require(access.can_propose(by, poll))
    if _add(poll, slots, mode, place, proposed_by=by.person, field="day"):
        record("polls.option_proposed", actor=by, target=poll.meeting)
    return poll


@transaction.atomic
def remove_option(*, option, by):
    """Only while nobody has answered to it: an answer is not made to disappear."""
    poll = _locked(option.poll)
    require(access.can_add_options(by, poll))
    if option.answers.exists():
        raise Overtaken(access.OPTION_HAS_ANSWERS)
    if poll.state == PollState.OPEN and poll.options.count() == 1:
        raise Overtaken(LAST_ONE)
    option.delete()
    _save(poll)
    record("polls.option_removed", actor=by, target=poll.meeting, data={"option": str(option.day)})
    return poll


def _add(poll, slots, mode, place, proposed_by=None, field="days") -> int:
    where = _where(mode, place)
    require_valid(PollOption(mode=mode, **where), "mode", *where)
    known = {_same(option) for option in poll.options.all()}
    new = []
    for slot in slots:
        try:
            times = times_of(*slot)
        except ValidationError as error:  # of one day among many, so the sentence names it
            raise ValidationError({field: error.messages}) from None
        option = PollOption(poll=poll, mode=mode, proposed_by=proposed_by, **times, **where)
        if _same(option) in known:
            continue
        if option.is_past:
            raise ValidationError({field: IS_PAST % {"when": option.when}})
        known.add(_same(option))
        new.append(option)
    if len(known) > MOST_OPTIONS:
        raise ValidationError({field: TOO_MANY % {"most": MOST_OPTIONS}})
    PollOption.objects.bulk_create(new)
    if new:
        _save(poll)
    return len(new)


def _same(option):
    return option.starts_at, option.ends_at, option.has_times, option.mode, option.place_name.casefold()


def _where(mode, place):
    """A meeting that is online alone has no place, and one on site no link."""
    fitting = {Mode.ONLINE: ("online_url",), Mode.ON_SITE: ("place_name", "place_address")}.get(mode, PLACE)
    return {name: place.get(name, "").strip() if name in fitting else "" for name in PLACE}


# --- on its way -------------------------------------------------------------------------------------------


@transaction.atomic
def start_poll(*, meeting, slots=(), until=None, message="", allows_proposals=False, by, **where):
    """Offer `slots` as `add_options` does and ask everybody at once; without `until` for ten days."""
    poll = add_options(meeting=meeting, slots=slots, by=by, **where)
    return open_poll(
        poll=poll, version=poll.version, until=until or usual_last_day(poll), message=message,
        allows_proposals=allows_proposals, by=by,
    )  # fmt: skip


@transaction.atomic
def open_poll(*, poll, version, until, message="", allows_proposals=False, by):
    """Ask everybody who may see the meeting. `until` is the last day on which answers count."""
    poll = _locked(poll)
    require(access.can_open(by, poll))
    require_version(poll, version, {"until": until, "message": message})
    require_text(message, "message", longest=LONGEST_MESSAGE)
    if poll.options.count() < FEWEST_OPTIONS:
        raise ValidationError(TOO_FEW)
    now = timezone.now()
    _save(
        poll, state=step(POLLS, poll.state, PollVerb.OPEN), deadline=_deadline(poll, until), opened_at=now,
        message=message.strip(), allows_proposals=allows_proposals,
    )  # fmt: skip
    meeting = poll.meeting
    if not poll.replaces_date:
        set_fields(meeting, state=step(TRANSITIONS, meeting.state, Verb.POLL), polled_at=now)
    record("polls.opened", actor=by, target=meeting, data={"until": until.isoformat()})
    _knows(poll, by)
    MeetingPolled(poll).to(asked(meeting), but=by)
    return poll


@transaction.atomic
def change_poll(*, poll, version, until, message="", allows_proposals=False, by):
    """Another deadline, other words. A deadline ahead opens again what was closed.

    Whoever has not answered was told another last day, so they hear of the new one.
    """
    poll = _locked(poll)
    require(access.can_change(by, poll))
    require_version(poll, version, {"until": until, "message": message})
    require_text(message, "message", longest=LONGEST_MESSAGE)
    fields = {"message": message.strip(), "allows_proposals": allows_proposals}
    was_closed = poll.is_closed
    if until != poll.last_day or was_closed:
        fields["deadline"] = _deadline(poll, until)
    if poll.state == PollState.CLOSED:
        fields |= {"state": step(POLLS, poll.state, PollVerb.REOPEN), "ended_at": None}
    _save(poll, **fields)
    verb = "polls.reopened" if was_closed else "polls.changed"
    record(verb, actor=by, target=poll.meeting, data={"until": until.isoformat()})
    if "deadline" in fields:
        _knows(poll, by)
        PollMoved(poll, is_reopened=was_closed).to(not_answered(poll), but=by)
    return poll


@transaction.atomic
def close_poll(*, poll, by=None):
    """By hand, or by the portal when the deadline is over. A second click changes nothing."""
    poll = _locked(poll)
    if by is not None:
        require(access.organises_polls(by) if poll.state == PollState.CLOSED else access.can_close(by, poll))
    if poll.state == PollState.CLOSED:
        return poll
    if by is None and (poll.state != PollState.OPEN or poll.is_running):
        return poll
    _save(poll, state=step(POLLS, poll.state, PollVerb.CLOSE), ended_at=timezone.now())
    record("polls.closed", actor=by, target=poll.meeting)
    PollClosed(poll, dedupe=f"{poll.version}").to(User.objects.organisers(), but=by)
    return poll


@transaction.atomic
def withdraw_poll(*, poll, by):
    """Opened by mistake: the meeting is a draft again, its options stay, the links in the mails are dead.

    Only while nobody has answered; mails that still wait are not sent, and who was asked hears of it.
    """
    poll = _locked(poll)
    require(access.can_withdraw(by, poll))
    if poll.replies.given().exists():
        raise Overtaken(access.HAS_ANSWERS)
    state = step(POLLS, poll.state, PollVerb.WITHDRAW)
    _save(poll, state=state, turn=poll.turn + 1, opened_at=None, reminded_at=None, ended_at=None)
    meeting = poll.meeting
    if not poll.replaces_date:
        set_fields(meeting, state=step(TRANSITIONS, meeting.state, Verb.UNPOLL), polled_at=None)
    record("polls.withdrawn", actor=by, target=meeting)
    PollOff(poll).to(notices.notified_of(poll), but=by)
    return poll


@transaction.atomic
def decide(*, option, by):
    """The option becomes the date. Who decides the same a second time changes nothing, another is refused."""
    ports_of_meetings.hold_approvals()
    numbering.hold(option.poll.meeting)
    poll = _locked(option.poll)
    require(access.organises_polls(by))
    if poll.decided_id == option.pk:
        return poll.meeting
    require(access.can_decide(by, poll))
    option = lock(option)
    option.poll = poll
    require(access.can_decide_for(by, option))
    state = step(POLLS, poll.state, PollVerb.DECIDE)
    _save(poll, state=state, decided=option, ended_at=timezone.now())
    record("polls.decided", actor=by, target=poll.meeting, data={"day": str(option.day)})
    meeting = _dated(option, poll.meeting, by)
    ports.date_decided(meeting, _choices_of(option))
    return meeting


def _dated(option, meeting, by):
    """The meeting with the date of the option: its first, another one, or the one that it keeps."""
    begins, ends = option.clock_times
    when = {"day": option.day, "begins": begins, "ends": ends}
    if not option.poll.replaces_date:
        return schedule(
            meeting=meeting, version=meeting.version, minute_taker=meeting.minute_taker, by=by, **when,
            **_place_of(option, meeting),
        )  # fmt: skip
    if option.is_date_of(meeting):
        return meeting
    return move(
        meeting=meeting,
        version=meeting.version,
        reason=str(BY_POLL),
        by=by,
        **when,
        **_place_of(option, meeting),
    )


def _place_of(option, meeting):
    """Room, way and seats are those of the place that the draft had: they do not move to another one."""
    place = {name: getattr(option, name) for name in PLACE}
    if option.mode != Mode.ON_SITE:
        place["online_url"] = option.online_url or meeting.online_url
    is_elsewhere = option.place_name.casefold() != meeting.place_name.casefold()
    return place | (OF_NO_PLACE if is_elsewhere else {})


def _choices_of(option):
    """What those who are still asked have said to it."""
    people = asked(option.poll.meeting).values("person")
    answers = option.answers.filter(reply__person__in=people)
    return dict(answers.values_list("reply__person", "choice"))


# --- by itself --------------------------------------------------------------------------------------------


def polls_to_close():
    return DatePoll.objects.run_out().select_related("meeting")


def polls_to_remind_of():
    return (
        DatePoll.objects.running().filter(reminded_at__isnull=True).select_related("meeting").order_by("pk")
    )


@transaction.atomic
def remind_of_poll(*, poll):
    """Once, those who have not answered. Answers whether it was time."""
    poll, now = _locked(poll), timezone.now()
    moment = reminder_at(poll.opened_at, poll.deadline) if poll.is_running else None
    if poll.reminded_at or moment is None or moment > now:
        return False
    people = list(not_answered(poll))
    poll.reminded_at = now
    poll.save(update_fields=["reminded_at", "updated_at"])
    record("polls.reminded", actor=None, target=poll.meeting, data={"people": len(people)})
    PollReminder(poll, dedupe=f"{poll.turn}").to(people)
    return True


# --- the pieces -------------------------------------------------------------------------------------------


def _locked(poll, meeting=None):
    meeting = meeting or lock(poll.meeting)
    poll = lock(poll)
    poll.meeting = meeting
    return poll


def _knows(poll, by):
    state = {"title": poll.meeting.name, "until": poll.last_day.isoformat(), "turn": poll.turn}
    notices.note(poll, by, {"asks": True, **state})


def _save(poll, **fields):
    for name, value in fields.items():
        setattr(poll, name, value)
    poll.version += 1
    poll.save(update_fields=[*fields, "version", "updated_at"])


def _deadline(poll, until):
    """Answers that come when nothing can be decided any more would be in vain."""
    if until < today():
        raise ValidationError({"until": DEADLINE_PAST})
    last = poll.options.in_order().last()
    if last.is_past:
        raise ValidationError(ALL_PAST)
    if until >= last.day:
        raise ValidationError({"until": DEADLINE_LATE % {"day": day(last.day)}})
    return end_of_day(until)
