"""The audit log: one line per thing done, in the transaction of the doing."""

from django.db import connection, transaction
from django.utils import timezone

from activity.models import Event
from core.language import for_the_record

LABEL_LENGTH = 300


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
        actor_name=actor.get_full_name()[:200] if actor is not None and actor.pk else "",
        target_type=target._meta.label_lower,
        target_id=target.pk,
        target_label=name[:LABEL_LENGTH],
        data=data or {},
    )


def require_transaction(what):
    """An effect outside the transaction of its cause could survive the cause."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{what} needs the transaction of the action.")


def erase_actor(actor_id) -> int:
    """Blank a person's name in the log (erasure); who did what stays as a number without a name."""
    require_transaction("erase_actor()")
    # In SQL: the queryset refuses every update, and the triggers of the table let only blanking through.
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
