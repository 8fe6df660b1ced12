"""What everybody with the same rights sees the same of, made once and kept in Django's cache (ADR 36)."""

import hashlib
import pickle
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.utils.translation import get_language

from core.dates import today

Audience = TypeVar("Audience", bound=Hashable)
Made = TypeVar("Made")

PAGES = "pages"
PARTS = "parts"  # what shows nothing but the values in its key: right for ever


def cached(
    kind: str, *, version: Hashable, audience: Audience, make: Callable[[Audience], Made], keep: bool = True
) -> Made:
    """Return `make(audience)`, made at most once per process for this kind, version and audience.

    `version` must have been read before anything that `make` reads, and change whenever the result would:
    then a kept part is never too old, only newer than its key. `audience` is all that `make` may know of the
    reader. Language, release and day are added here. What is kept is copied: nobody changes it for the next.
    None, and what only few ask for (`keep`), is made each time: an address that anybody can think up must not
    push out what all read.
    """
    if not keep:
        return make(audience)
    kept = caches[PAGES]
    key = key_of(kind, version, audience)
    found = kept.get(key)
    if found is None:
        found = make(audience)
        if found is not None:
            kept.set(key, found)
    return found


def key_of(*parts: object) -> str:
    """Return a key of what these parts say of themselves, with language, release and day."""
    shared = (get_language(), settings.RELEASE, today().isoformat())
    return hashlib.blake2b(repr((parts, shared)).encode(), digest_size=16).hexdigest()


def packed(value: object) -> bytes:
    """Return what one reader in many needs of a kept part, in a form that costs the others nothing.

    All that is kept is copied for everybody who asks for it: without this the own things of each member would
    be copied for all members.
    """
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(value: bytes) -> Any:
    return pickle.loads(value)  # noqa: S301 - of `packed`, kept in this process
