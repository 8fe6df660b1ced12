"""What only those know who host the meetings of tests/world.py: a draft, and the notes in the Regiebuch."""

from meetings.enums import State as MeetingState
from meetings.models import InternalNote
from members import audience
from tests.factories.rows import AgendaItemFactory, MeetingFactory

ORGANISERS = frozenset({"organiser"})
NOTED = "Regienotiz"  # what every word of a note begins with, behind that of its copy


def make_announced(world):
    """A draft of which the quarter was announced, and nothing else."""
    said = {name: world.word(f"Angekündigt-{name}", ORGANISERS) for name in ("Titel", "Ort", "Text", "Punkt")}
    meeting = MeetingFactory(
        title=said["Titel"], audience=audience.PUBLIC, state=MeetingState.DRAFT, is_announced=True,
        target_year=2025, target_quarter=4, starts_at=None, ends_at=None, place_name=said["Ort"],
        description=said["Text"], description_html=said["Text"],
    )  # fmt: skip
    AgendaItemFactory(meeting=meeting, position=1, number="1", title=said["Punkt"])
    return meeting


def note(copy):
    """To meetings ahead and behind, as a whole and to single TOPs."""
    places = [
        (copy.held, None), (copy.held, copy.item), (copy.held, copy.hidden_item), (copy.upcoming, None),
        (copy.upcoming, copy.next_item), (copy.recorded, copy.draft_item), (copy.running, copy.running_item),
    ]  # fmt: skip
    for number, (meeting, item) in enumerate(places):
        word = copy.say(f"{NOTED}-{number}", copy.writers)
        InternalNote.objects.create(meeting=meeting, agenda_item=item, text=f"Schlüssel beim Empfang: {word}")
