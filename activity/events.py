"""The audit log: one line per thing done, in the transaction of the doing."""

import re
from collections.abc import Mapping

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.models import Event
from core.language import for_the_record
from core.safe_html import German, phrase

SENTENCES: dict = {}
_LABEL_LENGTH = 300
_PLACE = re.compile(r"%\((\w+)\)s")
_WORDS_OF_PEOPLE = {"reason", "name", "title", "meeting"}


def record(verb, *, actor, target, data=None, label=None, at=None) -> Event:
    """Write »`actor` did `verb` to `target`«. `actor` None means the portal itself, `at` None now.

    Names are copied, so that the line stays readable when account and thing are gone. `label` is a text,
    or a function that makes one where the text depends on the language.
    """
    require_transaction("record()")
    with for_the_record():
        name = str(target if label is None else label() if callable(label) else label)
    return Event.objects.create(
        at=at or timezone.now(),
        verb=verb,
        actor_id=getattr(actor, "pk", None),
        actor_name=name_of(actor)[:200],
        target_type=target._meta.label_lower,
        target_id=target.pk,
        target_label=name[:_LABEL_LENGTH],
        data=data or {},
    )


def name_of(user) -> str:
    return user.get_full_name() if user is not None and user.pk else ""


def require_transaction(what):
    """An effect outside the transaction of its cause could survive the cause."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{what} needs the transaction of the action.")


def describe(sentences: Mapping):
    """Teach the log German: verb → sentence with %(target)s and the names of the event's data."""
    SENTENCES.update(sentences)


def sentence_for(event) -> str:
    """»hat das Protokoll »…« in Umlauf gegeben«, or the bare verb while nobody described it."""
    sentence = str(SENTENCES.get(event.verb, ""))
    if not sentence:
        return phrase(_("%(verb)s: %(target)s"), verb=event.verb, target=German(event.target_label))
    names = dict.fromkeys(_PLACE.findall(sentence), "")
    said = {name: German(event.data[name]) for name in _WORDS_OF_PEOPLE & event.data.keys()}
    return phrase(sentence, **names | event.data | said | {"target": German(event.target_label)})


def changes_of(event) -> list:
    """What an edit changed, as (label of the field, old text, new text)."""
    changes = event.data.get("changes", {})
    return [(_field_label(event.target_type, name), *texts) for name, texts in changes.items()]


def _field_label(target_type, name) -> str:
    try:
        return str(apps.get_model(target_type)._meta.get_field(name).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return name


def kind_label(target_type) -> str:
    """»Protokoll« for »minutes.minutes«; the bare type when the model is gone."""
    try:
        return str(apps.get_model(target_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return target_type


def erase_actor(actor_id) -> int:
    """Blank a person's name in the log (erasure); who did what stays as a number without a name."""
    require_transaction("erase_actor()")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Event._meta.db_table} SET actor_name = '' WHERE actor_id = %s",  # noqa: S608
            [actor_id],
        )
        return cursor.rowcount


def erase_target(target) -> int:
    """Blank label and data of all lines about `target`."""
    require_transaction("erase_target()")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Event._meta.db_table} SET target_label = '', data = '{{}}' "  # noqa: S608
            "WHERE target_type = %s AND target_id = %s",
            [target._meta.label_lower, target.pk],
        )
        return cursor.rowcount
