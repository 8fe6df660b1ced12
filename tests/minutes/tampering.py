"""Changing the record behind the portal's back, and asking whether it is noticed."""

from django.db import connection, transaction

from minutes.presenters.verification import verify


def found():
    return [finding for finding in verify().findings if not finding.is_hint]


def findings():
    return [str(finding) for finding in found()]


def without_guards(cursor):
    """Who tampers has the rights of the database's owner."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")
    else:
        for trigger in (
            "minutes_seal_append_only",
            "minutes_revision_append_only",
            "activity_event_append_only",
        ):
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}")


def tampered(statement, params, outcome):
    """Do it, ask, and undo it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            without_guards(cursor)
            cursor.execute(statement, params)
        answer = outcome()
        transaction.set_rollback(True)
    return answer
