"""The options of a date poll: offered, proposed by members, removed while nobody has answered."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import Overtaken, require
from core.locking import lock
from core.validity import require_valid
from meetings.actions.meetings import times_of
from polls import access
from polls.actions import polls
from polls.enums import Mode, PollState
from polls.models import DatePoll, PollOption
from polls.selectors.options import usual_last_day

MOST_OPTIONS = 40
TOO_MANY = _("Mehr als %(most)s Vorschläge überblickt niemand. Bitte wählen Sie weniger.")
IS_PAST = _("%(when)s liegt in der Vergangenheit.")
LAST_ONE = _("Eine laufende Abstimmung braucht mindestens einen Vorschlag.")


@transaction.atomic
def add(*, meeting, slots, mode=Mode.ON_SITE, by, **place):
    """Offer days: `slots` are (day, begin, end), the times as the clock in Jena shows them, or None.

    `place`: place_name, place_address and online_url, as far as known. The first call begins the poll, which
    nobody but the organisers sees until it is opened. What is offered already is left out, so a second click
    changes nothing. Answers with the poll.
    """
    meeting = lock(meeting)
    poll = DatePoll.objects.filter(meeting=meeting).first()
    if poll is None:
        require(access.can_prepare(by, meeting))
        poll = DatePoll.objects.create(meeting=meeting)
        record("polls.prepared", actor=by, target=meeting)
    poll = polls.locked(poll, meeting)
    require(access.can_add_options(by, poll))
    added = store(poll, slots, {"mode": mode, **place}, field="days")
    if added:
        record("polls.options_added", actor=by, target=meeting, data={"options": added})
    return poll


@transaction.atomic
def start(*, meeting, slots=(), until=None, message="", allows_proposals=False, by, **where):
    """Offer `slots` as `add` does and ask everybody at once; without `until` for ten days."""
    poll = add(meeting=meeting, slots=slots, by=by, **where)
    return polls.open(
        poll=poll, version=poll.version, until=until or usual_last_day(poll), message=message,
        allows_proposals=allows_proposals, by=by,
    )  # fmt: skip


@transaction.atomic
def offer_other_date(*, meeting, slot, by):
    """Ask everybody about another date as well, at the place of the meeting; answers with the poll."""
    meeting = lock(meeting)
    poll = polls.renew(meeting=meeting, by=by)
    require(access.can_add_options(by, poll))
    store(poll, [slot], polls.where_of(meeting), field="days")
    return poll


@transaction.atomic
def propose(*, poll, slots, mode=Mode.ON_SITE, by, **place):
    """A member offers a further day, where the organisers have allowed it."""
    poll = polls.locked(poll)
    require(access.can_propose(by, poll))
    if store(poll, slots, {"mode": mode, **place}, field="day", proposed_by=by.person):
        record("polls.option_proposed", actor=by, target=poll.meeting)
    return poll


@transaction.atomic
def remove(*, option, by):
    """Only while nobody has answered to it: an answer is not made to disappear."""
    poll = polls.locked(option.poll)
    require(access.can_add_options(by, poll))
    if option.answers.exists():
        raise Overtaken(access.OPTION_HAS_ANSWERS)
    if poll.state == PollState.OPEN and poll.options.count() == 1:
        raise Overtaken(LAST_ONE)
    option.delete()
    polls.set_fields(poll)
    record("polls.option_removed", actor=by, target=poll.meeting, data={"option": str(option.day)})
    return poll


def store(poll, slots, where, *, field, proposed_by=None) -> int:
    """Create what is not offered yet, and return how many that were; errors stand at `field` of the form."""
    # A meeting that is online alone has no place, and one on site no link.
    fitting = {Mode.ONLINE: ("online_url",), Mode.ON_SITE: ("place_name", "place_address")}
    named = fitting.get(where.get("mode", Mode.ON_SITE), polls.PLACE)
    place = {name: where.get(name, "").strip() if name in named else "" for name in polls.PLACE}
    place["mode"] = where.get("mode", Mode.ON_SITE)
    require_valid(PollOption(**place), *place)

    def same(option):
        return option.starts_at, option.ends_at, option.has_times, option.mode, option.place_name.casefold()

    known = {same(option) for option in poll.options.all()}
    new = []
    for slot in slots:
        try:
            times = times_of(*slot)
        except ValidationError as error:  # of one day among many, so the sentence names it
            raise ValidationError({field: error.messages}) from None
        option = PollOption(poll=poll, proposed_by=proposed_by, **times, **place)
        if same(option) in known:
            continue
        if option.is_past:
            raise ValidationError({field: IS_PAST % {"when": option.when}})
        known.add(same(option))
        new.append(option)
    if len(known) > MOST_OPTIONS:
        raise ValidationError({field: TOO_MANY % {"most": MOST_OPTIONS}})
    PollOption.objects.bulk_create(new)
    if new:
        polls.set_fields(poll)
    return len(new)
