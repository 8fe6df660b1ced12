"""Minutes as files: what the reader may see, and how far it is."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import Http404
from django.views.decorators.http import require_safe

from activity.changes import change_token
from core.http import download, found_or_404, get_visible_or_404, not_modified, page, public
from documents import cache, markdown
from documents.paper import Unprintable
from documents.pdf import typeset
from minutes import docx
from minutes.models import MinutesSection, Revision, Seal
from minutes.presenters.document import Document, document_of, document_of_revision, whole_document_of
from minutes.presenters.papers import file_name, paper_of
from minutes.selectors.page import minutes_for_page, seen_by
from minutes.selectors.record import is_shown_whole_to
from minutes.selectors.seals import stored_pdf


class Format(NamedTuple):
    ending: str
    kind: str
    make: Callable[[Document], bytes]


FORMATS = {
    "pdf": Format("pdf", "application/pdf", lambda document: cache.kept(paper_of(document), typeset)),
    "docx": Format(
        "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.render
    ),
    "md": Format("md", "text/markdown; charset=utf-8", lambda document: markdown.write(paper_of(document))),
}


@public
@require_safe
def minutes(request, pk, form):
    """The present state."""
    seen = found_or_404(seen_by(request.user, pk))
    return _file(request, form, lambda: document_of(minutes_for_page(pk), request.user), pk, *seen)


@public
@require_safe
def extract(request, pk, form):
    """One section: a Protokollauszug."""
    rows = MinutesSection.objects.select_related("minutes__meeting", "minutes__author")
    section = get_visible_or_404(rows, request.user, pk=pk)
    state = section.minutes.version, change_token()
    return _file(
        request, form, lambda: document_of(section.minutes, request.user, section=section), pk, *state
    )


@require_safe
def revision(request, pk, number, form):
    rows = Revision.objects.select_related("minutes__meeting", "minutes__author")
    frozen = get_visible_or_404(rows, request.user, minutes=pk, number=number)
    state = frozen.digest, frozen.minutes.version, change_token()
    return _file(request, form, lambda: document_of_revision(frozen, request.user), pk, *state)


@require_safe
def sealed(request, pk, number):
    """The file that was stored with the seal: the whole record, or a 404 for who may not read all of it."""
    rows = Seal.objects.select_related("revision__minutes__meeting", "revision__minutes__author")
    seal = get_visible_or_404(rows, request.user, minutes=pk, revision__number=number)
    if not is_shown_whole_to(request.user, seal.revision):
        raise Http404
    content = stored_pdf(seal)
    if content is None:
        context = {"seal": seal, "minutes": seal.revision.minutes}
        return page(request, "minutes/broken_seal.html", context, status=503)
    name = file_name(whole_document_of(seal.revision, seal=seal), "pdf", is_stored=True)
    return download(request, content, name, FORMATS["pdf"].kind)


def _file(request, form, document_for, *state):
    wanted = FORMATS.get(form)
    if wanted is None:
        raise Http404
    unchanged = not_modified(request, *state)
    if unchanged:
        return unchanged
    document = document_for()
    try:
        content = wanted.make(document)
    except Unprintable as refusal:
        response = page(request, "minutes/unprintable.html", {"reason": refusal.reason}, status=503)
        response.headers["Retry-After"] = "60"
        return response
    return download(request, content, file_name(document, wanted.ending), wanted.kind)
