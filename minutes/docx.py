"""Minutes as a Word file."""

from documents.word import write
from minutes.selectors.document import Document
from minutes.selectors.papers import paper_of


def render(document: Document) -> bytes:
    return write(paper_of(document))
