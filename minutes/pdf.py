"""Minutes as PDF/UA-1 and PDF/A-2a."""

from documents.pdf import typeset
from minutes.presenters.document import Document
from minutes.presenters.papers import paper_of


def render(document: Document) -> bytes:
    """The same document gives the same bytes. Raises Unprintable when it is too large."""
    return typeset(paper_of(document))
