"""Terminabstimmungen of the world in tests/world.py: one that runs, and one in preparation."""

import datetime as dt

from core.dates import end_of_day, local
from meetings.enums import State as MeetingState
from polls.enums import Choice, Mode, PollState
from polls.models import DatePoll, PollAnswer, PollOption, PollReply
from polls.selectors.links import token_for
from tests.factories.rows import MeetingFactory


def option(poll, day, **fields):
    begins = local(dt.date(2025, 9, day), dt.time(14))
    return PollOption.objects.create(
        poll=poll, starts_at=begins, ends_at=begins + dt.timedelta(hours=2), **fields
    )


def ask_when(copy):
    """In one the author has answered and somebody has proposed a day; of the other nobody knows."""
    dateless = {"starts_at": None, "ends_at": None, "place_name": "", "audience": copy.mask}
    opened = local(dt.date(2025, 6, 27), dt.time(9))
    copy.polled = MeetingFactory(
        title=copy.say("Terminsuche"), state=MeetingState.POLLING, polled_at=opened, **dateless
    )
    copy.poll = DatePoll.objects.create(
        meeting=copy.polled, state=PollState.OPEN, deadline=end_of_day(dt.date(2025, 7, 11)),
        opened_at=opened, message=copy.say("Abstimmungsnachricht"), allows_proposals=True,
    )  # fmt: skip
    copy.option = option(copy.poll, 10, place_name=copy.say("Abstimmungsort"))
    copy.spare_option = option(copy.poll, 17, mode=Mode.ONLINE, proposed_by=copy.author)
    reply = PollReply.objects.create(
        poll=copy.poll, person=copy.author, organisation=copy.house, remark=copy.say("Abstimmungsbemerkung"),
        answered_at=local(dt.date(2025, 6, 30), dt.time(9)),
    )  # fmt: skip
    PollAnswer.objects.create(
        reply=reply, option=copy.option, choice=Choice.YES, remark=copy.say("Terminbemerkung")
    )
    copy.poll_token = token_for(copy.poll, copy.author.user)

    organisers = frozenset({"organiser"})
    copy.preparing = MeetingFactory(title=copy.say("Vorbereitung", organisers), state="DRAFT", **dateless)
    copy.prepared = DatePoll.objects.create(meeting=copy.preparing)
    option(copy.prepared, 24, place_name=copy.say("Vorschlagsort", organisers))
    option(copy.prepared, 25)
