"""A Terminabstimmung of twenty options, answered by all members: sixty and those of the examples."""

import datetime as dt

TITLE = "Große Terminabstimmung für Messungen"
OPTIONS = 20


def write_large_poll() -> None:
    """Everybody has answered everything. What is there already stays."""
    from django.db import connection, transaction
    from django.utils import timezone

    from meetings.enums import State
    from meetings.models import Meeting
    from members import audience
    from members.models import Person
    from polls.enums import Choice, PollState
    from polls.models import DatePoll, PollAnswer, PollOption, PollReply

    if Meeting.objects.filter(title=TITLE).exists():
        return
    now = timezone.now()
    with transaction.atomic():
        meeting = Meeting.objects.create(
            title=TITLE, state=State.POLLING, audience=audience.MEMBERS, polled_at=now
        )
        poll = DatePoll.objects.create(
            meeting=meeting, state=PollState.OPEN, opened_at=now, deadline=now + dt.timedelta(days=14)
        )
        options = PollOption.objects.bulk_create(
            PollOption(poll=poll, starts_at=now + dt.timedelta(days=20 + number), place_name="JEDI")
            for number in range(OPTIONS)
        )
        replies = PollReply.objects.bulk_create(
            PollReply(poll=poll, person=person, answered_at=now, remark="Gern vormittags.")
            for person in Person.objects.members()
        )
        choices = list(Choice)
        PollAnswer.objects.bulk_create(
            PollAnswer(
                reply=reply,
                option=option,
                choice=choices[(at + number) % 3],
                remark="Erst ab 15 Uhr." if number == at % OPTIONS else "",
            )
            for at, reply in enumerate(replies)
            for number, option in enumerate(options)
        )
    connection.close()


def path_of_poll() -> str:
    from polls.models import DatePoll

    return DatePoll.objects.get(meeting__title=TITLE).get_absolute_url()
