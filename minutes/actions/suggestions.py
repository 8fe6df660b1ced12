"""Members suggest better wording; whoever writes the minutes accepts or declines it."""

from collections import defaultdict
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.events import record
from comments import actions as comments
from core.access import require
from core.locking import lock
from core.markdown import render, require_renderable
from core.submissions import require_same_form
from core.validity import require_text, require_valid
from core.workflow import step
from members.models import User
from minutes.access import suggestions as access
from minutes.actions.passages import Passage, anchor_fields, carry_all, find_passage, locked_section
from minutes.actions.revisions import freeze
from minutes.enums import SuggestionState, SuggestionVerb
from minutes.models import MinutesSection, SectionComment, Suggestion
from minutes.notifications.comments import Mentioned
from minutes.notifications.suggestions import SuggestionDeclined, SuggestionsAccepted
from minutes.presenters.suggestions import credit, named
from minutes.selectors.people import readers_of_section
from minutes.text.passages import (
    Change,
    Source,
    apply,
    keeps_the_rest,
    overlapping,
    source_range,
    words_of_text,
)
from minutes.workflow import SUGGESTIONS

LONGEST_REPLACEMENT = 10_000


class Wording(NamedTuple):
    """What somebody has marked, as words and as Markdown."""

    passage: Passage
    source: Source
    original: str


def wording_of(section, **marked) -> Wording:
    """Return the smallest clean piece of source that holds the marked words, or raise ValidationError."""
    passage = find_passage(section, **marked)
    source = source_range(section.body, passage.start, passage.end, section.dialect)
    if source is None:
        raise ValidationError(
            {"quote": _("Diese Stelle lässt sich nicht einzeln ändern. Bitte markieren Sie ganze Sätze.")}
        )
    words = words_of_text(section.body_html)
    start, end = source.words_start, source.words_end
    return Wording(Passage(words[start:end], start, end), source, section.body[source.start : source.end])


@transaction.atomic
def suggest(
    *, section, quote, replacement, by, original=None, start=None, revision=None, body="", key=None
):  # fmt: skip
    """Suggest `replacement` (Markdown) for a passage, perhaps with a remark. A second click changes nothing.

    `original` is the source that the person saw: if it is another by now, they look again.
    """
    known = comments.sent_before(SectionComment, key, by, section)
    if known:
        require_same_form(known, is_suggestion=True)
        return known.suggestion
    section = locked_section(section)
    require(access.can_suggest(by, section.minutes))
    wording = wording_of(section, quote=quote, start=start, revision=revision)
    # A form sends CRLF, the text has LF; blank lines around belong to the paragraphs beside it.
    replacement = replacement.replace("\r\n", "\n").strip("\n")
    if original is not None and original.replace("\r\n", "\n") != wording.original:
        raise _changed(_("Diese Stelle wurde inzwischen geändert. Bitte prüfen Sie Ihren Vorschlag."))
    _require_sensible(section, wording, replacement)
    readers = readers_of_section(section)
    comment, mentioned, is_new = comments.write(
        SectionComment, section=section, body=body, by=by, key=key, readers=readers, may_be_empty=True,
        audience=section.minutes.meeting.audience, **anchor_fields(section, wording.passage),
    )  # fmt: skip
    if not is_new:
        return comment.suggestion
    suggestion = Suggestion.objects.create(
        comment=comment, original=wording.original, replacement=replacement,
        source_start=wording.source.start, source_end=wording.source.end,
    )  # fmt: skip
    record("minutes.suggested", actor=by, target=comment, label=lambda: section.label)
    Mentioned(comment).to(readers.filter(person__in=mentioned), but=by)
    return suggestion


def _require_sensible(section, wording, replacement):
    require_text(replacement, "replacement", longest=LONGEST_REPLACEMENT)
    if replacement == wording.original:
        raise ValidationError({"replacement": _("Das ist der bisherige Wortlaut. Bitte ändern Sie etwas.")})
    changed = apply(section.body, [Change(wording.source.start, wording.source.end, replacement)])
    require_renderable(changed, field="replacement")
    # An open ** or ``` would reach beyond the passage: nobody could accept that without looking.
    if not keeps_the_rest(section.body, wording.source, replacement, section.dialect):
        raise ValidationError(
            {
                "replacement": _(
                    "So würde sich auch anderer Text ändern. Bitte prüfen Sie Sternchen, Klammern und "
                    "Anführungszeichen."
                )
            }
        )


# --- deciding ---------------------------------------------------------------------------------------------


@transaction.atomic
def accept(*, minutes, suggestions, by):
    """Put suggestions (their keys) into the text, all or none, as one new revision that names who made them.

    Raises ValidationError where two want the same words or a passage has changed since. Those that were
    accepted before, as by a first click, are passed over.
    """
    minutes = lock(minutes)
    require(access.can_decide(by, minutes))
    rows = _locked(minutes, suggestions)
    if not rows:
        raise ValidationError(_("Bitte wählen Sie mindestens einen Vorschlag."))
    waiting = [row for row in rows if row.state != SuggestionState.ACCEPTED]
    if not waiting:
        return minutes
    for row in waiting:
        require(access.can_step(by, row, SuggestionVerb.ACCEPT))
    sections = _rewrite(waiting, by)
    minutes.version += 1
    minutes.save(update_fields=["version", "updated_at"])
    revision = freeze(minutes, by=by, reason=credit(waiting, minutes))
    # After the freezing: what cannot be carried is marked as of an older revision than this one.
    carry_all(sections)
    _decide(waiting, SuggestionVerb.ACCEPT, by, applied_revision=revision.number)
    data = {"revision": revision.number, "number": len(waiting)}
    record("minutes.suggestions_accepted", actor=by, target=minutes, data=data)
    authors = User.objects.reachable().filter(person__in={row.comment.author_id for row in waiting})
    accepted = SuggestionsAccepted(minutes, revision=revision.number, dedupe=str(revision.number))
    accepted.to(authors, but=by)
    return minutes


@transaction.atomic
def decline(*, suggestion, reason, by):
    """Decline the suggestion and say why: its author hears of it."""
    minutes = lock(suggestion.comment.section.minutes)
    [suggestion] = _locked(minutes, [suggestion.pk])
    require(access.can_step(by, suggestion, SuggestionVerb.DECLINE))
    if not reason.strip():
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund.")})
    require_valid(Suggestion(reason=reason), "reason")
    _decide([suggestion], SuggestionVerb.DECLINE, by, reason=reason.strip())
    minutes.version += 1
    minutes.save(update_fields=["version"])
    comment = suggestion.comment
    record("minutes.suggestion_declined", actor=by, target=comment, label=lambda: comment.section.label)
    author = readers_of_section(comment.section).filter(person=comment.author_id)
    SuggestionDeclined(suggestion).to(author, but=by)
    return suggestion


@transaction.atomic
def withdraw(*, suggestion, by):
    """Withdraw one's own; what it said stays readable."""
    minutes = lock(suggestion.comment.section.minutes)
    [suggestion] = _locked(minutes, [suggestion.pk])
    require(access.can_withdraw(by, suggestion))
    _decide([suggestion], SuggestionVerb.WITHDRAW, by)
    minutes.version += 1
    minutes.save(update_fields=["version"])
    comment = suggestion.comment
    record("minutes.suggestion_withdrawn", actor=by, target=comment, label=lambda: comment.section.label)
    return suggestion


def withdraw_with_comment(comment):
    """Take the suggested words away with those of the comment, unless they are part of the minutes."""
    rows = Suggestion.objects.filter(comment=comment)
    rows.exclude(state=SuggestionState.ACCEPTED).update(replacement="")
    rows.open().update(state=SuggestionState.WITHDRAWN, decided_at=timezone.now())


def _locked(minutes, keys):
    """The suggestions with these keys among those for `minutes`, by key: locked always in the same order."""
    rows = Suggestion.objects.filter(pk__in=keys, comment__section__minutes=minutes)
    rows = rows.select_related("comment__author", "comment__section__agenda_item__parent")
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for row in found:
        row.comment.section.minutes = minutes
    return found


def _decide(rows, verb, by, **fields):
    """Decide the same about all of them, and settle their threads."""
    now = timezone.now()
    for row in rows:
        row.state = step(SUGGESTIONS, row.state, verb)
        row.decided_at, row.decided_by = now, by
        for name, value in fields.items():
            setattr(row, name, value)
    Suggestion.objects.bulk_update(rows, ["state", "decided_at", "decided_by", *fields])
    threads = SectionComment.objects.filter(pk__in=[row.comment_id for row in rows], settled_at__isnull=True)
    threads.update(settled_at=now, settled_by=by.person_id)


def _rewrite(rows, by):
    """Apply the suggestions to their sections; return (section, old text, new text, dialect) of each."""
    of_section = defaultdict(list)
    for row in rows:
        of_section[row.comment.section_id].append(row)
    sections = MinutesSection.objects.select_for_update().filter(pk__in=of_section).order_by("pk")
    changes = []
    for section in sections:
        before = section.body
        section.body = _with(section, of_section[section.pk])
        require_renderable(section.body)
        # In the dialect that the text went round in: a newer one might show the rest of it otherwise.
        section.body_html = render(section.body, section.dialect)
        section.version, section.updated_by, section.updated_at = section.version + 1, by, timezone.now()
        changes.append((section, before, section.body, section.dialect))
    fields = ["body", "body_html", "version", "updated_by", "updated_at"]
    MinutesSection.objects.bulk_update([section for section, *_texts in changes], fields)
    return changes


def _with(section, rows):
    """The text with all of them, each checked against the text as it is by then."""
    body, dialect = section.body, section.dialect
    sources = []
    for row in rows:
        # Where the passage stands now, exactly as it was when somebody wrote the suggestion.
        comment, source = row.comment, None
        if comment.place_start is not None:
            source = source_range(body, comment.place_start, comment.place_end, dialect)
        if source is None or body[source.start : source.end] != row.original:
            sentence = _(
                "Der Vorschlag %(one)s bezieht sich auf Fassung %(number)s. Die Stelle hat sich seitdem "
                "geändert."
            )
            raise _changed(sentence % {"one": named(row), "number": comment.anchor_revision})
        sources.append(source)
    clashes = overlapping([Change(source.start, source.end, "") for source in sources])
    if clashes:
        first, second = (rows[at] for at in clashes[0])
        raise _changed(
            _("Die Vorschläge %(first)s und %(second)s ändern dieselbe Stelle. Bitte wählen Sie einen davon.")
            % {"first": named(first), "second": named(second)}
        )
    # From the end on, so that the places before stay what they are.
    for source, row in sorted(zip(sources, rows, strict=True), key=lambda pair: pair[0].start, reverse=True):
        if not keeps_the_rest(body, source, row.replacement, dialect):
            raise _changed(_("Der Vorschlag %(one)s würde auch anderen Text ändern.") % {"one": named(row)})
        body = apply(body, [Change(source.start, source.end, row.replacement)])
    return body


def _changed(sentence):
    """Somebody else was faster: the views answer with 409."""
    return ValidationError(sentence, code="changed")
