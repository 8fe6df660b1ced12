"""How much of an upload is taken: only where a view asks for files, and never more than one may have."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.urls import Resolver404, resolve


def takes_files(view):
    """Mark a view that expects uploads. The outermost decorator."""

    @wraps(view)
    def with_files(request, *args, **kwargs):
        is_read = request.method == "POST" and request.POST is not None  # files are taken by reading the form
        if is_read and hasattr(request, "lost_upload"):
            raise request.lost_upload
        return view(request, *args, **kwargs)

    with_files.takes_files = True  # type: ignore[attr-defined]
    return with_files


def expects_files(request) -> bool:
    try:
        return getattr(resolve(request.path_info).func, "takes_files", False)
    except Resolver404:
        return False


class Bounded(FileUploadHandler):
    """What is larger than allowed is read to its end and thrown away, so that the form can say so.

    The other fields of the form stay; `was_too_large()` tells afterwards.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.taken = 0

    request: Any

    def receive_data_chunk(self, raw_data, start):
        self.taken += len(raw_data)
        if self.taken > settings.LARGEST_FILE:
            self.request.has_too_large_file = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None


class OnDisk(TemporaryFileUploadHandler):
    """Where a large file cannot be put down, the other fields of the form are still read and kept.

    The view hears of it before it begins (`takes_files`).
    """

    request: Any

    def new_file(self, *args, **kwargs):
        self._put_down(super().new_file, *args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        self._put_down(super().receive_data_chunk, raw_data, start)

    def file_complete(self, file_size):
        try:
            return self._put_down(super().file_complete, file_size)
        except SkipFile:
            return None

    def _put_down(self, step, *args, **kwargs):
        try:
            return step(*args, **kwargs)
        except OSError as error:
            self.request.lost_upload = error
            raise SkipFile from error


def was_too_large(request) -> bool:
    """Ask after the form was read."""
    return getattr(request, "has_too_large_file", False)
