"""Minutes as a Word file."""

from documents.word import write
from minutes.presenters.document import Document
from minutes.presenters.papers import paper_of


def render(document: Document) -> bytes:
    return write(paper_of(document))
