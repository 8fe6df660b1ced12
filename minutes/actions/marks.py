"""A line »Beschluss: …« or »Aufgabe: …« becomes a decision or a task, and leaves the text with that step."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.dialects.marks import DECISION
from minutes.actions.writing import lock_to_write, store_text
from minutes.selectors.people import mask_of
from minutes.text.marks import as_text, marked_lines, without
from outcomes.actions import decisions, tasks
from outcomes.models import ActionItem, Decision

GONE = _(
    "Diese Zeile steht nicht mehr so im Text. Vielleicht hat sie schon jemand festgehalten oder geändert."
)


@transaction.atomic
def record_line(*, section, kind, line, submission_key, by, **values):
    """Record what `line` says and take it out of the text. Return the section and the row.

    `values` are those of `decisions.record_decision` or `tasks.record_task`, by `kind`.
    """
    minutes, section = lock_to_write(section, by)
    is_decision = kind == DECISION
    if submission_key:  # a second click, or a browser that tries again, finds the row of the first
        rows = (Decision if is_decision else ActionItem).objects.filter(submission_key=submission_key)
        known = rows.filter(agenda_item=section.agenda_item_id).first()
        if known:
            return section, known
    found = _line_of(section, kind, line)
    write = decisions.record_decision if is_decision else tasks.record_task
    row = write(
        agenda_item=section.agenda_item,
        # What stood in a section for few is not told to more.
        audience=None if section.audience is None else mask_of(section),
        submission_key=submission_key,
        by=by,
        **values,
    )
    return store_text(minutes, section, without(section.body, found), by), row


@transaction.atomic
def keep_line(*, section, kind, line, by):
    """Mark `line` as meant as it stands: it asks for nothing any more."""
    minutes, section = lock_to_write(section, by)
    found = _line_of(section, kind, line)
    return store_text(minutes, section, as_text(section.body, found), by)


def _line_of(section, kind, wording):
    """The line is found by its words, whatever was written around it meanwhile."""
    for found in marked_lines(section.body):
        if (found.kind, found.wording) == (kind, wording) and section.agenda_item_id:
            return found
    raise ValidationError(GONE, code="gone")
