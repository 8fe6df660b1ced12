"""A meeting with a long agenda: forty TOPs, breaks, sub-items and thirty attachments."""

TITLE = "Lange Tagesordnung für Messungen"
TOPS, PAPERS = 40, 30


def write_long_agenda() -> None:
    """What is there already stays."""
    from django.db import connection, transaction

    from meetings.enums import ItemKind, State
    from meetings.models import AgendaItem, Attachment, Meeting
    from members import audience

    from .long import moment

    if Meeting.objects.filter(title=TITLE).exists():
        return
    with transaction.atomic():
        meeting = Meeting.objects.create(
            title=TITLE, state=State.HELD, starts_at=moment(2024, 5, 21), audience=audience.MEMBERS
        )
        items = AgendaItem.objects.bulk_create(
            AgendaItem(
                meeting=meeting, position=at, number=str(at), title=f"Punkt {at}", duration=10,
                kind=ItemKind.BREAK if at % 20 == 0 else ItemKind.TALK,
            )
            for at in range(1, TOPS + 1)
        )  # fmt: skip
        Attachment.objects.bulk_create(
            Attachment(meeting=meeting, agenda_item=item, title="Unterlage", url="https://example.org/")
            for item in items[:PAPERS]
        )
    connection.close()


def path_of_agenda() -> str:
    from meetings.models import Meeting

    return Meeting.objects.get(title=TITLE).get_absolute_url()
