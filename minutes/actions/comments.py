"""Members talk about sections: the verdict, the common action, the event, and who hears of it."""

from django.db import transaction

from activity.events import record
from comments import actions as comments
from core.access import require
from core.locking import lock
from core.submissions import require_same_form
from minutes.access import comments as access
from minutes.actions.passages import anchor_fields, find_passage, locked_section
from minutes.actions.suggestions import withdraw_with_comment
from minutes.models import SectionComment
from minutes.notifications.comments import CommentAnswered, Mentioned
from minutes.selectors.people import readers_of_section


@transaction.atomic
def comment(*, section, body, by, key=None, quote="", start=None, revision=None):
    """Begin a thread at a section, or at the passage `quote` of it (see `find_passage`)."""
    known = comments.sent_before(SectionComment, key, by, section)
    if known:  # the second of two clicks
        require_same_form(known, is_suggestion=False)
        return known
    place = {}
    if quote.strip():
        section = locked_section(section)  # no text changes while its words are looked for
        require(access.can_comment(by, section.minutes))
        place = anchor_fields(section, find_passage(section, quote=quote, start=start, revision=revision))
    else:
        require(access.can_comment(by, section.minutes))
    readers = readers_of_section(section)
    new, mentioned, is_new = comments.write(
        SectionComment, section=section, body=body, by=by, key=key, readers=readers,
        audience=section.minutes.meeting.audience, **place,
    )  # fmt: skip
    if is_new:
        _note("minutes.commented", new, by)
        Mentioned(new).to(readers.filter(person__in=mentioned), but=by)
    return new


@transaction.atomic
def answer(*, comment, body, by, key=None):
    """Answer in a thread, wherever in it one clicked."""
    thread = lock(comment.thread)  # settled meanwhile, it takes no answer
    require(access.can_answer(by, thread))
    readers = readers_of_section(thread.section)
    new, mentioned, is_new = comments.write(
        SectionComment, section=thread.section, parent=thread, body=body, by=by, key=key, readers=readers,
        audience=thread.section.minutes.meeting.audience,
    )  # fmt: skip
    if is_new:
        _note("minutes.answered", new, by)
        called = list(readers.filter(person__in=mentioned))
        Mentioned(new).to(called, but=by)
        # Whoever is called by name hears that, and not also that there is an answer.
        CommentAnswered(new).to(readers.filter(person__in=comments.people_in(thread)), but=[by, *called])
    return new


@transaction.atomic
def edit(*, comment, body, version, by):
    """Give one's own comment other words; the old ones stay readable. Raises Stale."""
    comment = lock(comment)
    require(access.can_edit(by, comment))
    before = comment.version
    readers = readers_of_section(comment.section)
    mentioned = comments.rewrite(comment, body=body, version=version, by=by, readers=readers)
    if comment.version != before:
        _note("minutes.comment_edited", comment, by)
        Mentioned(comment).to(readers.filter(person__in=mentioned), but=by)
    return comment


@transaction.atomic
def withdraw(*, comment, by, reason=""):
    """Take the words away, those of a suggestion with them; author and place stay."""
    comment = lock(comment)
    require(access.can_withdraw(by, comment))
    comments.withdraw(comment, by=by, reason=reason)
    withdraw_with_comment(comment)
    _note("minutes.comment_withdrawn", comment, by)
    return comment


@transaction.atomic
def settle(*, comment, by):
    """Close the thread: it is dealt with. Again changes nothing."""
    comment = lock(comment)
    require(access.closes_thread(by, comment))
    if comment.settled_at is None:
        require(access.can_settle(by, comment))
        comments.settle(comment, by=by)
        _note("minutes.comment_settled", comment, by)
    return comment


@transaction.atomic
def reopen(*, comment, by):
    """Open the thread again. Again changes nothing."""
    comment = lock(comment)
    require(access.can_comment(by, comment.section.minutes))
    if comment.settled_at is not None:
        require(access.can_reopen(by, comment))
        comments.reopen(comment)
        _note("minutes.comment_reopened", comment, by)
    return comment


def _note(verb, comment, by):
    # The log names the place and never repeats the words: whoever withdraws them wants them gone.
    record(verb, actor=by, target=comment, label=lambda: comment.section.label)
