"""What a correction changes, row by row, before it is made."""

from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from core.diff import changed_words
from minutes.models import MinutesSection
from outcomes.models import Decision


@dataclass
class Correction:
    """The new texts of sections and wordings of decisions, by key, for one revision of the minutes."""

    revision: int
    reason: str
    texts: dict[int, str] = field(default_factory=dict)
    wordings: dict[int, str] = field(default_factory=dict)

    def as_data(self) -> dict:
        return asdict(self)

    @classmethod
    def from_data(cls, data) -> "Correction":
        """JSON makes texts of all keys."""
        numbered = {
            name: {int(key): text for key, text in data[name].items()} for name in ("texts", "wordings")
        }
        return cls(revision=data["revision"], reason=data["reason"], **numbered)


class Change(NamedTuple):
    kind: str  # "section" or "decision"
    row: Any  # of the kind
    old: str
    new: str

    @property
    def pieces(self):
        return list(changed_words(self.old, self.new))


def changes(minutes, correction) -> list[Change]:
    """What becomes different; what was typed as it stands already is no change."""
    return [*_texts(minutes, correction.texts), *_wordings(minutes, correction.wordings)]


def _texts(minutes, texts):
    for section in sections_of(minutes).filter(pk__in=texts):
        new = texts[section.pk].replace("\r\n", "\n")
        if new != section.body:
            yield Change("section", section, section.body, new)


def _wordings(minutes, wordings):
    for decision in decisions_of(minutes).filter(pk__in=wordings):
        new = wordings[decision.pk].replace("\r\n", "\n").strip()
        if new and new != decision.wording:
            yield Change("decision", decision, decision.wording, new)


def sections_of(minutes):
    return MinutesSection.objects.filter(minutes=minutes).select_related("agenda_item").in_order()


def decisions_of(minutes):
    return Decision.objects.filter(meeting=minutes.meeting_id).order_by("year", "number")
