"""What changed from one revision to another, for one reader: texts, outcomes, and who was there."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from core.diff import Piece, changed_phrases
from core.language import for_the_record
from minutes.presenters.document import Document, Part, document_of, document_of_revision
from minutes.presenters.papers import attendance_line, fact_lines, outcome_lines


class Change(NamedTuple):
    number: str
    title: str
    pieces: list[Piece]  # of the text, or nothing when it stayed
    outcomes: list[Piece]  # of its decisions and tasks, as lines
    is_new: bool = False
    is_gone: bool = False

    @property
    def is_unchanged(self):
        return not (self.pieces or self.outcomes or self.is_new or self.is_gone)


def changes_between(user, older, newer) -> list[Change]:
    """Sections readable in both; what is outside for this reader in one of them is left out."""
    old, new = document_of_revision(older, user), document_of_revision(newer, user)
    with for_the_record():
        return [*_of_the_whole(old, new), *_of_sections(old, new)]


def changed_parts(minutes, older, newer, user) -> list[str]:
    """»TOP 2 Datenstrategie: Text, Beschlüsse und Aufgaben« from one number of a revision to another."""
    rows = {row.number: row for row in minutes.revisions.filter(number__in=(older, newer))}
    if len(rows) < 2:
        return []
    changes = changes_between(user, rows[older], rows[newer])
    return [_in_words(change) for change in changes if not change.is_unchanged]


def _in_words(change) -> str:
    name = _("TOP %(number)s %(title)s") if change.number else "%(title)s"
    what = _("neu") if change.is_new else _("entfallen") if change.is_gone else ""
    parts = [_("Text")] if change.pieces and change.number else []
    parts += [_("Beschlüsse und Aufgaben")] if change.outcomes else []
    said = what or ", ".join(parts)
    name %= {"number": change.number, "title": change.title}
    return f"– {name}: {said}" if said else f"– {name}"


def _of_the_whole(old: Document, new: Document):
    """Day, times, place and names, as lines."""
    for title, lines in ((_("Angaben zum Treffen"), fact_lines), (_("Teilnahme"), _attendance_lines)):
        before, after = "\n".join(lines(old)), "\n".join(lines(new))
        if before != after:
            yield Change("", title, list(changed_phrases(before, after)), [])


def _attendance_lines(document):
    return [attendance_line(person) for person in document.attendance]


def _of_sections(old: Document, new: Document):
    before, after = _by_key(old), _by_key(new)
    hidden = _hidden(old) | _hidden(new)
    order = [*after, *(key for key in before if key not in after)]
    for key in order:
        if key not in hidden:
            yield _change(before.get(key), after.get(key))


def _by_key(document) -> dict[int, Part]:
    return {part.key: part for part in document.sections}


def _hidden(document) -> set[int]:
    return {part.key for part in document.sections if part.is_gap}


def _change(old: Part | None, new: Part | None) -> Change:
    shown = new or old
    assert shown is not None
    return Change(
        shown.number,
        shown.title,
        _pieces(old.body if old else "", new.body if new else ""),
        _pieces("\n".join(outcome_lines(old)), "\n".join(outcome_lines(new))),
        is_new=old is None,
        is_gone=new is None,
    )


def what_restoring_changes(user, revision) -> list[Change]:
    """From the present texts to those of the revision, in sections that are still there."""
    now, then = document_of(revision.minutes, user), document_of_revision(revision, user)
    texts = {part.key: part.body for part in then.sections if not part.is_gap}
    return [
        Change(part.number, part.title, _pieces(part.body, texts[part.key]), [])
        for part in now.sections
        if part.key in texts and part.body != texts[part.key]
    ]


def _pieces(old, new) -> list[Piece]:
    return [] if old == new else list(changed_phrases(old, new))
