"""What every action of this app needs to write a row: changes as data, and names that are still free."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from core.language import for_the_record
from core.slugs import slug

ATTEMPTS = 50


def changes_of(row, fields) -> dict:
    """`{field: [old, new]}` of what `fields` would change: texts that suit the audit log."""
    changed = {}
    for name, value in fields.items():
        before = getattr(row, name)
        if before != value:
            with for_the_record():  # choices are words of the page's language otherwise
                changed[name] = [_as_text(row, name, each) for each in (before, value)]
    return changed


def _as_text(row, name, value) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("ja") if value else _("nein"))
    if isinstance(value, models.Model):
        return str(value)
    choices = dict(row._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))


def save_changes(row, fields) -> None:
    """Write the named fields and count the version on."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*fields, "version", "updated_at"])


def create_with_free_slug(model, name, *, separator="-", **fields):
    """A new row whose slug is made of `name`, with a number when somebody has it already."""
    base = slug(name, separator)[:70] or model._meta.model_name
    for number in range(1, ATTEMPTS):
        free = base if number == 1 else f"{base}{separator}{number}"
        if model._default_manager.filter(slug=free).exists():
            continue
        try:
            # A savepoint: on PostgreSQL a refused row would end the whole transaction.
            with transaction.atomic():
                return model._default_manager.create(name=name, slug=free, **fields)
        except IntegrityError:
            if not model._default_manager.filter(slug=free).exists():
                raise
    raise ValidationError({"name": _("Diesen Namen gibt es schon zu oft.")})


def require_order(starts_on, ends_on, field="ends_on") -> None:
    if ends_on is not None and ends_on < starts_on:
        raise ValidationError({field: _("Das Ende liegt vor dem Anfang.")})


def require_existing(organisation) -> None:
    if organisation.closed_on:
        raise ValidationError({"organisation": _("Diese Organisation ist als aufgelöst vermerkt.")})
