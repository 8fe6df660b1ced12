"""Sichtbarkeit: who may see a thing, as a set of groups in one small integer.

A row is visible to a viewer when both share a group. »Public« holds every group and »members« every
group but the public, so that narrower always means subset and one comparison serves all channels.
"""

from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.enums import PILLAR_LABELS, PILLARS, Kind

CITY, ENTERPRISE, UTILITY, MEMBERS_ONLY, ANYBODY = 1, 2, 4, 8, 16
PILLAR_BITS = {Kind.CITY: CITY, Kind.ENTERPRISE: ENTERPRISE, Kind.UTILITY: UTILITY}
ALL_PILLARS = CITY | ENTERPRISE | UTILITY

MEMBERS = ALL_PILLARS | MEMBERS_ONLY
PUBLIC = MEMBERS | ANYBODY
POSSIBLE = (*range(1, ALL_PILLARS + 1), MEMBERS, PUBLIC)


def pillars(*kinds: str) -> int:
    """The audience of the chosen pillars alone."""
    mask = 0
    for kind in kinds:
        mask |= PILLAR_BITS[Kind(kind)]
    return mask


def pillars_in(mask: int) -> list[Kind]:
    return [kind for kind in PILLARS if mask & PILLAR_BITS[kind]]


def is_narrower(child: int, parent: int) -> bool:
    """Whether nobody sees the child who does not see the parent (equal counts as narrower)."""
    return child & ~parent == 0  # no group of the child that the parent lacks


def effective(widest: int, *masks: int | None) -> int:
    """What remains of `widest` inside the audiences below it; None means: as the one above."""
    for mask in masks:
        widest = widest if mask is None else widest & mask
    return widest


@lru_cache(maxsize=64)
def values_shared_with(mask: int) -> tuple[int, ...]:
    """All possible audiences that have a group in common with `mask`: the right side of an SQL IN."""
    return tuple(audience for audience in POSSIBLE if audience & mask)


def label(mask: int) -> str:
    """»öffentlich«, »Mitglieder« or the names of the pillars."""
    if mask == PUBLIC:
        return gettext("öffentlich")
    if mask == MEMBERS:
        return gettext("Mitglieder")
    return ", ".join(str(PILLAR_LABELS[kind]) for kind in pillars_in(mask))


def require_valid(mask: int, parent: int | None = None, field: str = "audience") -> None:
    """Raise ValidationError for an impossible audience, or one wider than its parent's."""
    if mask not in (PUBLIC, MEMBERS) and not 0 < mask <= ALL_PILLARS:
        raise ValidationError({field: _("Bitte wählen Sie, wer das sehen darf.")})
    if parent is not None and not is_narrower(mask, parent):
        raise ValidationError({field: _("Das darf nicht für mehr Menschen sichtbar sein als das Ganze.")})


class AudienceField(models.PositiveSmallIntegerField):
    """`null=True` on a child means: as its parent."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("Sichtbarkeit"))
        kwargs["validators"] = [MinValueValidator(1), MaxValueValidator(PUBLIC)]
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["validators"]
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        kwargs.pop("form_class", None)
        return AudienceFormField(
            inherits=self.null, **{k: kwargs[k] for k in ("label", "initial") if k in kwargs}
        )


class AudienceFormField(forms.TypedChoiceField):
    """One plain choice of the audiences that make sense; the pillars in every combination."""

    widget = forms.RadioSelect

    def __init__(self, *, inherits=False, parent=None, **kwargs):
        kwargs.setdefault("label", _("Sichtbarkeit"))
        kwargs.setdefault("help_text", _("Wer darf das sehen?"))
        self.parent_mask = parent
        super().__init__(
            choices=lambda: audience_choices(inherits=inherits, parent=parent),  # in the reader's language
            coerce=int, empty_value=None, required=not inherits, **kwargs,
        )  # fmt: skip


def audience_choices(*, inherits=False, parent=None):
    """Choices from wide to narrow, none wider than `parent`."""
    choices = [(PUBLIC, _("Öffentlich – alle im Internet")), (MEMBERS, _("Alle Mitglieder der Fachgruppe"))]
    for mask in (
        CITY,
        ENTERPRISE,
        UTILITY,
        CITY | ENTERPRISE,
        CITY | UTILITY,
        ENTERPRISE | UTILITY,
        ALL_PILLARS,
    ):
        names = " + ".join(str(PILLAR_LABELS[kind]) for kind in pillars_in(mask))
        choices.append((mask, format_lazy("{} {}", _("Nur"), names)))
    if parent is not None:
        choices = [(mask, text) for mask, text in choices if is_narrower(mask, parent)]
    return [("", _("Wie das Ganze")), *choices] if inherits else choices
