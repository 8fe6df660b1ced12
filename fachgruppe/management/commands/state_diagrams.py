"""Write docs/zustaende.md from the transition tables; a test says when it is out of date."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand
from django.utils.translation import override

from core.workflow import diagram
from meetings import enums as meeting_words
from meetings import workflow as meetings
from minutes import enums as minutes_words
from minutes import workflow as minutes
from outcomes import enums as outcome_words
from outcomes import workflow as outcomes
from polls import enums as poll_words
from polls import workflow as polls
from topics import enums as topic_words
from topics import workflow as topics

MACHINES = [
    # heading, table, states, verbs, module of the table
    ("Thema", topics.TRANSITIONS, topic_words.State, topic_words.Verb, "topics/workflow.py"),
    ("Treffen", meetings.TRANSITIONS, meeting_words.State, meeting_words.Verb, "meetings/workflow.py"),
    ("Terminabstimmung", polls.POLLS, poll_words.PollState, poll_words.PollVerb, "polls/workflow.py"),
    (
        "Aufgabe",
        outcomes.TRANSITIONS,
        outcome_words.TaskState,
        outcome_words.TaskVerb,
        "outcomes/workflow.py",
    ),
    (
        "Beschluss",
        outcomes.DECISION_TRANSITIONS,
        outcome_words.DecisionStatus,
        outcome_words.DecisionVerb,
        "outcomes/workflow.py",
    ),
    ("Protokoll", minutes.TRANSITIONS, minutes_words.State, minutes_words.Verb, "minutes/workflow.py"),
    (
        "Änderungsvorschlag",
        minutes.SUGGESTIONS,
        minutes_words.SuggestionState,
        minutes_words.SuggestionVerb,
        "minutes/workflow.py",
    ),
    (
        "Einwendung",
        minutes.OBJECTIONS,
        minutes_words.ObjectionState,
        minutes_words.ObjectionVerb,
        "minutes/workflow.py",
    ),
]
PREFACE = (
    "# Zustände\n\n"
    "Erzeugt aus den Übergangstabellen mit `manage.py state_diagrams`; bitte nicht von Hand ändern.\n"
    "Was nicht in der Tabelle steht, geht nicht: Der Versuch endet mit einem Satz, der das erklärt.\n"
)


class Command(BaseCommand):
    help = "Schreibt docs/zustaende.md aus den Übergangstabellen."

    def handle(self, **options):
        path().write_text(text(), encoding="utf-8")
        self.stdout.write(f"{path().relative_to(settings.BASE_DIR)} ist geschrieben.")


def path() -> Path:
    return settings.BASE_DIR / "docs" / "zustaende.md"


def text() -> str:
    with override("de"):
        return "\n".join([PREFACE, *(section(*machine) for machine in MACHINES)])


def section(heading, table, states, verbs, module):
    words = {state.value: str(state.label) for state in states}
    said = {(state, str(verbs(verb).label)): after for (state, verb), after in table.items()}
    return f"## {heading}\n\nTabelle: `{module}`\n\n```mermaid\n{diagram(said, words)}\n```\n"
