"""Abstract bases and columns; core has no table of its own."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import names
from core.safe_html import German


class Stamped(models.Model):
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """Rows that people edit in a form: the version is the answer to »who saved first?«."""

    version = models.PositiveIntegerField(_("Version"), default=1, editable=False)

    class Meta:
        abstract = True


# --- columns of people's words ----------------------------------------------------------------------------


class _Words(models.Field):
    """Refuses what may not stand in it whenever it is written: the ValidationError names the column."""

    ordinary: str
    require: Callable[[str], None]
    is_line = False  # shown among other words

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        # Migrations see an ordinary column, so that a change of our rules needs none.
        return name, f"django.db.models.{self.ordinary}", args, kwargs

    def from_db_value(self, value, expression, connection):
        if not isinstance(value, str):
            return value
        return German(names.isolated(value) if self.is_line and not value.isascii() else value)

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(self._checked(value), connection)

    def _checked(self, value):
        if isinstance(value, str):
            try:
                type(self).require(value)
            except ValidationError as error:
                raise ValidationError({self.name: error}) from error
        return value


class NameField(_Words, models.CharField):
    """A name or a title: one line. It is stored bare and read isolated, for wherever it will stand."""

    ordinary = "CharField"
    is_line = True
    require = staticmethod(names.require_name)
    default_validators = [names.require_name]

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return names.normalised(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        # The row then holds what would be read from it: the page after saving shows the same as the next one.
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = names.normalised(value)
            setattr(model_instance, self.attname, German(names.isolated(value)))
        return value


class ShortTextField(_Words, models.CharField):
    """A reason, a remark: a few lines."""

    ordinary = "CharField"
    require = staticmethod(names.require_words)
    default_validators = [names.require_words]


class LongTextField(_Words, models.TextField):
    """Paragraphs."""

    ordinary = "TextField"
    require = staticmethod(names.require_words)
    default_validators = [names.require_words]
