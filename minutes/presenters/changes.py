"""What changed from one revision to another, for one reader: texts, outcomes, and who was there."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from core.diff import Piece, changed_phrases
from core.language import for_the_record
from minutes.presenters.document import Document, document_of, document_of_revision
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
    facts = (_pieces("\n".join(fact_lines(old)), "\n".join(fact_lines(new))), _("Angaben zum Treffen"))
    there = [[attendance_line(person) for person in document.attendance] for document in (old, new)]
    people = (_pieces(*("\n".join(lines) for lines in there)), _("Teilnahme"))
    for pieces, title in (facts, people):
        if pieces:
            yield Change("", title, pieces, [])


def _of_sections(old: Document, new: Document):
    """In the order of the newer one; what is gone stands at the end."""
    before, after = ({part.key: part for part in document.sections} for document in (old, new))
    for key, shown in {**after, **{key: part for key, part in before.items() if key not in after}}.items():
        was, now = before.get(key), after.get(key)
        if (was and was.is_gap) or (now and now.is_gap):
            continue
        yield Change(
            shown.number,
            shown.title,
            _pieces(was.body if was else "", now.body if now else ""),
            _pieces("\n".join(outcome_lines(was)), "\n".join(outcome_lines(now))),
            is_new=was is None,
            is_gone=now is None,
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
