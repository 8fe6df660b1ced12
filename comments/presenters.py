"""Threads of comments as HTML for all with the same rights, and what only their authors find there."""

from collections.abc import Iterable
from typing import NamedTuple

from django.template.loader import render_to_string

from comments import access
from comments.models import CommentBase
from core.access import Verdict
from core.diff import changed_words
from core.safe_html import SafeHtml, exchangeable
from members.viewers import ANONYMOUS, Viewer


class Rights(NamedTuple):
    """What a reader may do with comments that are not their own."""

    taking_part: Verdict
    leads: bool = False  # may settle the threads of others
    moderates: bool = False  # may withdraw the comments of others


class Shown(NamedTuple):
    """One comment with the links below it."""

    comment: CommentBase
    actions: SafeHtml


def thread_html(comments, rights, namespace, *, about=None, folded=(), more_url="") -> SafeHtml:
    """Return a thread as everybody with these rights sees it: its first comment and the answers to it.

    `about` is what the app shows between the head of the thread and its words: None, or a value with the
    name of its `template`. `folded` are the keys of answers that are left out; `more_url` shows them.
    """
    shown = []
    for comment in comments:
        html = actions_html(comment, rights, namespace, viewer=ANONYMOUS)
        shown.append(Shown(comment, exchangeable(f"kommentar-{comment.pk}", html)))
    context = {
        "first": shown[0], "answers": shown[1:], "about": about, "namespace": namespace,
        "folded": folded, "more_url": more_url,
    }  # fmt: skip
    return render_to_string("comments/thread.html", context)


def own_actions(comments: Iterable[CommentBase], rights, namespace, viewer) -> dict[str, SafeHtml]:
    """Return what stands below the comments of one reader instead of what others find there."""
    return {f"kommentar-{each.pk}": actions_html(each, rights, namespace, viewer) for each in comments}


def actions_html(comment, rights, namespace, viewer: Viewer) -> SafeHtml:
    """Return the links below one comment, as comments.access allows them to `viewer`."""
    possible = {
        # The first comment alone is answered on a page: an answer belongs to the whole thread.
        "answer": comment.parent_id is None and access.can_answer(viewer, comment, rights.taking_part),
        "edit": access.can_edit(viewer, comment, rights.taking_part),
        "withdraw": access.can_withdraw(viewer, comment, rights.moderates),
        "settle": access.can_settle(viewer, comment, rights.taking_part, rights.leads),
        "reopen": access.can_reopen(viewer, comment, rights.taking_part),
    }
    if not any(possible.values()):
        return SafeHtml("")
    context = {"comment": comment, "is_own": access.is_own(viewer, comment), "namespace": namespace}
    return render_to_string("comments/actions.html", context | possible)


def sides_of(stale) -> dict:
    """A conflict about one text, for comments/sides.html: what is stored, typed, and different."""
    pieces = list(changed_words(stale.current.body, stale.typed))
    return {"message": stale.message, "current": stale.current, "pieces": pieces}
