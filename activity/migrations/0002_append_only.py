"""The database itself keeps the audit log: lines are added, or their names blanked, never rewritten."""

from django.db import migrations

KEPT = ("id", "at", "verb", "actor_id", "target_type", "target_id")
BLANKABLE = {"actor_name": "''", "target_label": "''", "data": "'{}'"}

SQLITE_UPDATE = """
CREATE TRIGGER activity_event_append_only BEFORE UPDATE ON activity_event
WHEN NOT ({unchanged})
BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END
"""

POSTGRES = """
CREATE FUNCTION activity_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER activity_event_append_only BEFORE UPDATE ON activity_event
FOR EACH ROW WHEN (NOT ({unchanged})) EXECUTE FUNCTION activity_event_refuse();
CREATE TRIGGER activity_event_stays BEFORE DELETE ON activity_event
FOR EACH ROW EXECUTE FUNCTION activity_event_refuse();
"""


def unchanged(same):
    """The condition under which an update passes: nothing rewritten, at most something blanked."""
    kept = [f"NEW.{column} {same} OLD.{column}" for column in KEPT]
    blanked = [
        f"(NEW.{column} = {blank} OR NEW.{column} {same} OLD.{column})" for column, blank in BLANKABLE.items()
    ]
    return " AND ".join(kept + blanked)


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES.format(unchanged=unchanged("IS NOT DISTINCT FROM")), params=None)
    else:
        # No trigger against DELETE here: SQLite has no TRUNCATE, and `flush` must be able to empty a
        # throw-away database. The ORM refuses deletion (querysets.py).
        schema_editor.execute(SQLITE_UPDATE.format(unchanged=unchanged("IS")), params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER activity_event_append_only ON activity_event")
        schema_editor.execute("DROP TRIGGER activity_event_stays ON activity_event")
        schema_editor.execute("DROP FUNCTION activity_event_refuse()")
    else:
        schema_editor.execute("DROP TRIGGER activity_event_append_only")


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
