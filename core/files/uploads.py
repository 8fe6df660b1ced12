"""How much of an upload is taken: only where a view asks for files, and never more than one may have."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.urls import Resolver404, resolve


def takes_files(view):
    """Mark a view that expects uploads. The outermost decorator."""
    view.takes_files = True
    return view


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


def was_too_large(request) -> bool:
    """Ask after the form was read."""
    return getattr(request, "has_too_large_file", False)
