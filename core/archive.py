"""Files that are kept for good: written once, whole or not at all, never overwritten, without an address."""

import os
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class Archive(FileSystemStorage):
    """`save()` answers after the file is on the disk under its name.

    A name that is taken is an error, unless the very same bytes are there already.
    """

    def get_available_name(self, name, max_length=None):
        return name

    def _save(self, name, content):
        target = Path(self.path(name))
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                os.fchmod(file.fileno(), 0o440)
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(draft, target)  # unlike a rename, a link never replaces what is there
            except FileExistsError:
                if target.read_bytes() != Path(draft).read_bytes():
                    raise
        finally:
            os.unlink(draft)
        # The name itself is only safe once the folder is on the disk as well.
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return name

    def url(self, name):
        raise ValueError("Files of the archive have no address.")

    def names(self) -> list[str]:
        """All files, without those that a crash left half written."""
        folder = Path(self.location)
        if not folder.is_dir():
            return []
        return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
