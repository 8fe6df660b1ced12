"""The threads beside the sections, made once for all readers with the same rights."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse

from comments.presenters import Rights, own_actions, thread_html
from core.page_cache import cached
from core.safe_html import SafeHtml, exchangeable
from meetings.access.people import takes_minutes, writes_minutes
from members.viewers import Viewer
from minutes.access import comments as access
from minutes.access import suggestions as suggestion_access
from minutes.enums import SuggestionState, SuggestionVerb
from minutes.models import MinutesSection, Suggestion
from minutes.presenters.suggestions import STATE_TAGS, decision_line
from minutes.selectors import comments as selectors
from minutes.selectors.suggestions import rivals

NAMESPACE = "minutes"


class Beside(NamedTuple):
    """Beside one section."""

    threads: Sequence[SafeHtml] = ()
    keys: Sequence[int] = ()  # of the comments in them
    folded: Sequence[int] = ()  # keys of comments whose threads are fetched when somebody asks for them
    comments: int = 0
    open_suggestions: int = 0
    own: Mapping[int, Mapping[str, SafeHtml]] = {}  # author → what they alone find at their comments


NOTHING = Beside()


class About(NamedTuple):
    """The passage of a thread, and what is suggested for it."""

    template: str
    quote: str
    section_url: str
    place: str  # »12 40«, the characters of the text; empty when they have changed since
    number: int | None  # of the revision in which they still stood
    revision_url: str
    changes_url: str
    suggestion: Suggestion | None
    tag: str
    decision: str
    rivals: Sequence[str]  # who else wants to change the same words
    actions: SafeHtml


def rights_of(viewer: Viewer, minutes) -> Rights:
    return Rights(
        taking_part=access.can_comment(viewer, minutes),
        leads=writes_minutes(viewer, minutes.meeting),
        moderates=access.moderates(viewer),
    )


def beside_sections(
    sections: Mapping[int, MinutesSection], minutes, viewer, *, whole=False
) -> dict[int, Beside]:
    """Return {key of a section: what stands beside it} for those of these sections that have comments.

    The sections are ones that `viewer` is known to see; `whole`: nothing is folded. Two queries, the second
    for words that nobody with the same rights has read since they changed.
    """
    talks = selectors.talk_at(sections, viewer, whole=whole)

    # Of one's own are only the links below one's comments, and those are put in afterwards.
    eyes = viewer if takes_minutes(viewer, minutes.meeting) else viewer.as_audience()

    @cache
    def words():
        return selectors.with_words([key for talk in talks.values() for key in talk.shown])

    beside = {}
    for key, talk in talks.items():
        section, section.minutes = sections[key], minutes
        version = (minutes.pk, minutes.state, minutes.revision_number, talk)
        make = partial(_threads, section, talk, words)
        threads, own = cached("threads", version=version, audience=eyes, make=make)
        suggested = len(talk.open_suggestions)
        beside[key] = Beside(threads, talk.shown, talk.folded, len(talk.known), suggested, own)
    return beside


def _threads(section, talk, words, viewer) -> tuple[list[SafeHtml], dict[int, dict[str, SafeHtml]]]:
    """Return the threads, and for each author what takes the place of what all others find in them."""
    rights = rights_of(viewer, section.minutes)
    names = rivals(
        (row.section_id, row.place_start, row.place_end, row.pk, row.author__name)
        for row in talk.open_suggestions
        if row.place_start is not None
    )
    threads: list[SafeHtml] = []
    own: dict[int, dict[str, SafeHtml]] = {}
    for thread in talk.threads:
        comments = [words()[key] for key in thread.shown]
        for comment in comments:
            comment.section = section
            # The rights are those of all who read this: an author among them has them as well.
            author = replace(viewer, person_id=comment.author_id)
            parts = own.setdefault(comment.author_id, {})
            parts |= own_actions([comment], rights, NAMESPACE, author)
            if hasattr(comment, "suggestion") and not comment.withdrawn_at:
                parts[f"vorschlag-{comment.pk}"] = _suggestion_actions(comment.suggestion, author)
        about = _about(comments[0], names.get(comments[0].pk, ()), viewer)
        more_url = reverse("minutes:comments", args=[section.pk]) if thread.folded else ""
        html = thread_html(comments, rights, NAMESPACE, about=about, folded=thread.folded, more_url=more_url)
        threads.append(html)
    return threads, own


def _about(comment, rivals, viewer) -> About | None:
    number, minutes = comment.anchor_revision, comment.section.minutes
    if number is None:
        return None
    suggestion = None if comment.withdrawn_at else getattr(comment, "suggestion", None)
    has_moved = comment.place_start is None
    # Of what was taken over, the new words stand in the text: nobody looks for the old ones.
    shows_revision = has_moved and not (suggestion and suggestion.state == SuggestionState.ACCEPTED)
    newest = minutes.revision_number
    return About(
        template="minutes/threads/about.html",
        quote="" if suggestion else comment.quote,
        section_url=f"#abschnitt-{comment.section_id}",
        place="" if has_moved else f"{comment.place_start} {comment.place_end}",
        number=number if shows_revision else None,
        revision_url=reverse("minutes:revision", args=[minutes.pk, number]) if shows_revision else "",
        changes_url=reverse("minutes:changes", args=[minutes.pk, newest, number])
        if shows_revision and number != newest
        else "",
        suggestion=suggestion,
        tag=STATE_TAGS[suggestion.state] if suggestion else "",
        decision=decision_line(suggestion) if suggestion else "",
        rivals=tuple(dict.fromkeys(rivals)),
        actions=exchangeable(f"vorschlag-{comment.pk}", _suggestion_actions(suggestion, viewer)),
    )


def _suggestion_actions(suggestion, viewer) -> SafeHtml:
    if suggestion is None or suggestion.state != SuggestionState.OPEN:
        return SafeHtml("")
    decides = suggestion_access.can_step(viewer, suggestion, SuggestionVerb.DECLINE)
    context = {
        "suggestion": suggestion,
        "comment": suggestion.comment,
        "form_target": f"#antwort-{suggestion.comment_id}",
        "may_accept": decides and suggestion.comment.place_start is not None,
        "may_decide": decides,
        "may_withdraw": suggestion_access.can_withdraw(viewer, suggestion),
    }
    return render_to_string("minutes/threads/suggestion_actions.html", context)
