"""A part of pages that is made of nothing but the values named with it, made once (ADR 36)."""

import datetime as dt
from dataclasses import is_dataclass

from django import template
from django.conf import settings
from django.core.cache import caches
from django.utils.functional import Promise

from core.page_cache import PARTS, key_of
from core.safe_html import RowPattern, place

register = template.Library()

SHOWN = "shown_"


@register.simple_tag
def kept(part, **values):
    """{% kept "components/choices.html" theme=theme shown_path=request.get_full_path %}

    `part` is rendered with these values and no others, not even with those of every page: what it shows is as
    old as they are, and was made for nobody in particular. What is named shown_… differs from reader to
    reader: there it may only be shown, here as {{ path }}, and is put in afterwards.
    """
    shown = {name.removeprefix(SHOWN): values.pop(name) for name in list(values) if name.startswith(SHOWN)}
    key = key_of(part, values)
    pattern = None if settings.DEBUG else caches[PARTS].get(key)
    if pattern is None:
        pattern = _pattern_of(part, values, shown)
        caches[PARTS].set(key, pattern)
    return pattern.fill(shown)


def _pattern_of(part, values, shown):
    _require_plain(values)
    return RowPattern(part, values | {name: place(name) for name in shown})


def _require_plain(value):
    """Only what says all of itself in the key: of a row of the database its name alone would stand there."""
    if isinstance(value, dict):
        value = [*value.values()]
    elif is_dataclass(value):
        value = [*vars(value).values()]
    if isinstance(value, list | tuple | set | frozenset):
        for each in value:
            _require_plain(each)
    elif not isinstance(value, str | int | dt.date | Promise | None):
        raise TypeError(f"{type(value).__name__} cannot be part of a key")
