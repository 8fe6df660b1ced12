"""Finished PDFs on the disk, so that the same paper is set once.

A paper lies there under the digest of everything it says. Whoever asks for it has shown by making that paper
that they may read it: two readers share a file only when they see the same words.
"""

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from core.outages import in_one_line
from documents.paper import Paper

log = logging.getLogger(__name__)

FOLDER = settings.DATA_DIR / "cache" / "papers"
KEPT = 200


def kept(paper: Paper, make: Callable[[Paper], bytes]) -> bytes:
    """The file of this paper, made when it does not lie there."""
    name = hashlib.sha256(f"{settings.RELEASE} {paper.digest}".encode()).hexdigest()
    path = FOLDER / f"{name}.pdf"
    with suppress(OSError):
        return path.read_bytes()
    content = make(paper)
    try:
        _put(path, content)
    except OSError as error:  # it is set anew next time; whoever asked has their paper
        log.warning("A finished PDF could not be kept: %s", in_one_line(error))
    return content


def _put(path: Path, content: bytes) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Room is made before: a full disk would keep the new file out for ever.
    files = sorted(FOLDER.iterdir(), key=_age)
    for old in files[: max(0, len(files) - KEPT + 1)]:
        old.unlink(missing_ok=True)
    # Renamed when it is whole: a reader of the same moment never gets half a PDF.
    handle, draft = tempfile.mkstemp(dir=FOLDER)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(draft, path)
    except OSError:
        os.unlink(draft)
        raise


def _age(path):
    with suppress(FileNotFoundError):  # another process was faster
        return path.stat().st_mtime_ns
    return 0
