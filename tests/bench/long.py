"""Minutes of 5,000 words with two revisions: what their comparison and their PDF cost."""

import random
import resource
import time

TITLE = "Langes Treffen für Messungen"
PARAGRAPHS = 13  # of about 38 words, in each of ten sections
CHANGED = 0.04  # of the words
ROUNDS = 5


def write_long_minutes() -> None:
    """What is there already stays."""
    from django.db import connection, transaction

    from fachgruppe.seeds.load import paragraphs
    from meetings.enums import State as MeetingState
    from meetings.models import AgendaItem, Meeting
    from members import audience
    from members.models import User
    from minutes.actions.circulation import freeze
    from minutes.enums import State
    from minutes.models import Minutes, MinutesSection

    if Meeting.objects.filter(title=TITLE).exists():
        return
    roll = random.Random(5000)
    with transaction.atomic():
        meeting = Meeting.objects.create(
            title=TITLE, state=MeetingState.HELD, starts_at=moment(2025, 5, 21), audience=audience.MEMBERS
        )
        minutes = Minutes.objects.create(
            meeting=meeting, state=State.CIRCULATING, objections_until=moment(2030, 1, 1)
        )
        for number in range(1, 11):
            item = AgendaItem.objects.create(
                meeting=meeting, position=number, number=str(number), title=f"Langer Punkt {number}"
            )
            body = paragraphs(roll, PARAGRAPHS)
            MinutesSection.objects.create(minutes=minutes, agenda_item=item, position=number, body=body)
        writer = User.objects.select_related("person").order_by("pk").first()
        freeze(minutes, by=writer, reason="Umlauf")
        for section in minutes.sections.all():
            section.body = " ".join(
                "geändert" if roll.random() < CHANGED else word for word in section.body.split(" ")
            )
            section.save(update_fields=["body"])
        freeze(minutes, by=writer, reason="Nachtrag")
    connection.close()


def moment(*day):
    import datetime as dt

    from core.dates import local

    return local(dt.date(*day), dt.time(14))


def path_of_comparison() -> str:
    from django.urls import reverse

    from minutes.models import Minutes

    return reverse("minutes:changes", args=[Minutes.objects.get(meeting__title=TITLE).pk, 2, 1])


def pdf_seconds() -> float:
    """CPU time of one PDF, that of the press included; the median of some."""
    from minutes.models import Revision
    from minutes.pdf import render
    from minutes.presenters.document import whole_document_of

    revision = Revision.objects.select_related("minutes__meeting").get(
        minutes__meeting__title=TITLE, number=2
    )
    document = whole_document_of(revision)
    return sorted(spent(lambda: render(document)) for _round in range(ROUNDS))[ROUNDS // 2]


def spent(work) -> float:
    def now():
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime

    begin = now()
    work()
    return now() - begin
