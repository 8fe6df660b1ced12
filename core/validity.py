"""What a form checks an action checks: rules for single values, shown at the form's field.

The limits stand at the model where it has them; a form repeats them so that the browser knows them as well.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import BERLIN
from core.dates import day as day_in_words

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
REQUIRED = _("Bitte füllen Sie dieses Feld aus.")
is_web_address = URLValidator(schemes=["http", "https"])


def require_valid(row, *names, **columns):
    """Raise ValidationError for what `row` holds and its model does not take.

    `names` are columns that are called like the form's field; `columns` says field=column where they differ.
    Checked are blank, choices, length, the model's validators, and of an address that it is one of the web.
    """
    problems = {}
    for name, column in {**{name: name for name in names}, **columns}.items():
        field = row._meta.get_field(column)
        try:
            _check(field, getattr(row, field.attname), row)
        except ValidationError as error:
            problems[name] = error.messages
    if problems:
        raise ValidationError(problems)


def _check(field, value, row):
    if isinstance(value, str) and not value.strip():
        if not field.blank:  # Django's own check takes blanks for words
            raise ValidationError(REQUIRED)
        return
    field.clean(value, row)
    if isinstance(field, models.TextField) and field.max_length:  # Django leaves this one to the forms
        MaxLengthValidator(field.max_length)(value)
    if isinstance(field, models.URLField):
        is_web_address(value)  # Django would take ftp as well


def require_text(text, field, *, longest, is_required=False):
    """The same for a text whose length no column bounds."""
    try:
        if is_required and not text.strip():
            raise ValidationError(REQUIRED)
        MaxLengthValidator(longest)(text)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from None


def require_between(value, least, most, field):
    """The same for a number that people type; None is no number."""
    if value is not None and not least <= value <= most:
        sentence = _("Bitte geben Sie eine Zahl zwischen %(least)s und %(most)s ein.")
        raise ValidationError({field: sentence % {"least": least, "most": most}})


def require_day(day, field="day"):
    """A day that a calendar of ours can show: a year with a digit too few is a slip."""
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValidationError({field: _("Bitte prüfen Sie das Jahr.")})


NOT_THERE = _("Am %(day)s gibt es %(time)s Uhr nicht: Die Uhren werden von 2 auf 3 Uhr vorgestellt.")
TWICE = _(
    "Am %(day)s gibt es %(time)s Uhr zweimal: Die Uhren werden von 3 auf 2 Uhr zurückgestellt. "
    "Bitte wählen Sie eine andere Zeit."
)


def require_clock_time(day, time, field):
    """A time that clocks in Berlin show once on `day`: on two days a year an hour is missing or double."""
    if time is None:
        return
    first, second = (dt.datetime.combine(day, time.replace(fold=fold), BERLIN) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        # PEP 495: the two readings of a time that comes twice are in order, those of a missing one are not.
        is_missing = first.astimezone(dt.UTC) > second.astimezone(dt.UTC)
        sentence = NOT_THERE if is_missing else TWICE
        values = {"day": day_in_words(day), "time": f"{time:%H:%M}"}
        raise ValidationError({field: sentence % values})
