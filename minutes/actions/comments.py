"""Members talk about sections: the verdict, the common action, the event, and who hears of it."""

from django.db import transaction

from activity.events import record
from comments import actions as comments
from core.access import require
from core.locking import lock
from core.submissions import require_same_form
from members.models import User
from minutes.access import comments as comment_access
from minutes.actions.passages import anchor_at, locked_section
from minutes.actions.suggestions import withdraw_with_comment
from minutes.models import SectionComment
from minutes.notifications.comments import CommentAnswered, Mentioned
from minutes.selectors.people import readers_of_section


@transaction.atomic
def comment(*, section, body, by, key=None, quote="", start=None, revision=None):
    """Begin a thread at a section, or at the passage `quote` of it (see `find_passage`).

    A second click with the same `key` finds the comment of the first.
    """
    known = comments.sent_before(SectionComment, key, by, section)
    if known:
        require_same_form(known, is_suggestion=False)
        return known
    if quote.strip():
        section = locked_section(section)  # no text changes while its words are looked for
    require(comment_access.can_comment(by, section.minutes))
    place = anchor_at(section, quote=quote, start=start, revision=revision) if quote.strip() else {}
    readers = readers_of_section(section)
    new, mentioned, is_new = comments.write(
        SectionComment, section=section, body=body, by=by, key=key, readers=readers,
        audience=section.minutes.meeting.audience, **place,
    )  # fmt: skip
    if is_new:
        _note("minutes.commented", new, by)
        Mentioned(new).to(_accounts(mentioned, readers), but=by)
    return new


@transaction.atomic
def answer(*, comment, body, by, key=None):
    """Answer in a thread, wherever in it one clicked."""
    thread = lock(comment.thread)
    require(comment_access.can_answer(by, thread))
    readers = readers_of_section(thread.section)
    new, mentioned, is_new = comments.write(
        SectionComment, section=thread.section, parent=thread, body=body, by=by, key=key, readers=readers,
        audience=thread.section.minutes.meeting.audience,
    )  # fmt: skip
    if is_new:
        _note("minutes.answered", new, by)
        called = list(_accounts(mentioned, readers))
        Mentioned(new).to(called, but=by)
        CommentAnswered(new).to(readers.filter(person__in=comments.people_in(thread)), but=[by, *called])
    return new


@transaction.atomic
def edit_comment(*, comment, body, version, by):
    """Other words for one's own comment; the old ones stay readable. Raises Stale."""
    comment = lock(comment)
    require(comment_access.can_edit_comment(by, comment))
    before = comment.version
    readers = readers_of_section(comment.section)
    mentioned = comments.rewrite(comment, body=body, version=version, by=by, readers=readers)
    if comment.version != before:
        _note("minutes.comment_edited", comment, by)
        Mentioned(comment).to(_accounts(mentioned, readers), but=by)
    return comment


@transaction.atomic
def withdraw_comment(*, comment, by, reason=""):
    comment = lock(comment)
    require(comment_access.can_withdraw_comment(by, comment))
    comments.withdraw(comment, by=by, reason=reason)
    withdraw_with_comment(comment)
    _note("minutes.comment_withdrawn", comment, by)
    return comment


@transaction.atomic
def settle(*, comment, by):
    """The thread is dealt with. Again changes nothing."""
    comment = lock(comment)
    require(comment_access.closes_thread(by, comment))
    if comment.settled_at is None:
        require(comment_access.can_settle(by, comment))
        comments.settle(comment, by=by)
        _note("minutes.comment_settled", comment, by)
    return comment


@transaction.atomic
def reopen(*, comment, by):
    comment = lock(comment)
    require(comment_access.can_comment(by, comment.section.minutes))
    if comment.settled_at is not None:
        require(comment_access.can_reopen(by, comment))
        comments.reopen(comment)
        _note("minutes.comment_reopened", comment, by)
    return comment


def _note(verb, comment, by):
    """The log names the place and never repeats the words."""
    record(verb, actor=by, target=comment, label=lambda: comment.section.label)


def _accounts(people, readers):
    return readers.filter(person__in=people) if people else User.objects.none()
