"""A Terminabstimmung for the third quarter of 2025, and what people do with it."""

import datetime as dt

from meetings.enums import State
from polls.actions import answers as poll_answers
from polls.actions import options as option_actions
from polls.actions import polls as poll_actions
from polls.enums import Choice
from polls.models import DatePoll
from tests.factories.rows import MeetingFactory, MembershipFactory, UserFactory

YES, MAYBE, NO = Choice.YES, Choice.IF_NEED_BE, Choice.NO
UNTIL = dt.date(2025, 7, 11)  # a Friday
TWO, FOUR = dt.time(14), dt.time(16)
PLACE = {"place_name": "JEDI", "place_address": "Engelplatz 8, 07743 Jena"}


def september(*days):
    return [(dt.date(2025, 9, day), TWO, FOUR) for day in days]


def draft(**fields):
    dateless = {"starts_at": None, "ends_at": None, "place_name": "", "state": State.DRAFT}
    return MeetingFactory(title="Datenplattform", target_year=2025, target_quarter=3, **(dateless | fields))


def prepared(cast, *days, **fields):
    slots = september(*(days or (9, 10, 18)))
    return option_actions.add(meeting=draft(**fields), slots=slots, by=cast.organiser, **PLACE)


def opened(cast, *days, until=UNTIL, allows_proposals=False, **fields):
    poll = prepared(cast, *days, **fields)
    return poll_actions.open(
        poll=poll, version=poll.version, until=until, message="Bitte alle Häuser.",
        allows_proposals=allows_proposals, by=cast.organiser,
    )  # fmt: skip


def say(poll, user, *choices, remark="", remarks=(), version=None):
    """The person's answers in the order of the options, and remarks to the first of them."""
    options = poll.options.in_order()
    if version is None:
        version = poll.replies.filter(person=user.person_id).values_list("version", flat=True).first() or 0
    given = {option.pk: choice for option, choice in zip(options, choices, strict=True)}
    words = {option.pk: text for option, text in zip(options, remarks, strict=False)}
    return poll_answers.answer(
        poll=poll, choices=given, remarks=words, remark=remark, version=version, by=user
    )


def form_of(poll, *choices, remarks=(), **fields):
    """As a browser sends it: a group in which nothing is chosen sends nothing, but that it was there."""
    options = list(poll.options.in_order())
    words = {f"remark_{option.pk}": text for option, text in zip(options, remarks, strict=False)}
    pairs = zip(options, choices, strict=True)
    given = {f"option_{option.pk}": choice for option, choice in pairs if choice}
    asked = [option.pk for option in options]
    return {"version": 0, "remark": "", "gefragt": asked, **given, **words, **fields}


def address(poll, ending=""):
    return f"/treffen/{poll.meeting_id}/terminabstimmung/{ending}"


def again(poll):
    return DatePoll.objects.select_related("meeting", "decided").get(pk=poll.pk)


def answers_of(poll, user):
    rows = poll.replies.get(person=user.person_id).answers.order_by("option__starts_at")
    return list(rows.values_list("choice", flat=True))


def somebody(house, **rights):
    user = UserFactory()
    MembershipFactory(person=user.person, organisation=house, **rights)
    return user
