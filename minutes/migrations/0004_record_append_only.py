"""The database itself keeps the record: revisions and seals are added, never rewritten."""

from django.db import migrations

# The account of an author may be erased one day; the name in the record stays.
TABLES = {
    "minutes_revision": (
        "id", "minutes_id", "number", "author_name", "created_at", "reason", "content", "digest", "is_internal",
    ),
    "minutes_seal": (
        "id", "position", "minutes_id", "revision_id", "kind", "reason", "text", "previous", "digest", "pdf",
        "pdf_digest", "sealed_at", "sealed_by_name",
    ),
}  # fmt: skip
LOSABLE = {"minutes_revision": ("author_id",), "minutes_seal": ()}

SQLITE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
WHEN NOT ({unchanged})
BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END
"""

POSTGRES_REFUSE = """
CREATE FUNCTION minutes_record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
POSTGRES = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
FOR EACH ROW WHEN (NOT ({unchanged})) EXECUTE FUNCTION minutes_record_refuse();
CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION minutes_record_refuse()
"""


def unchanged(table, same):
    kept = [f"NEW.{column} {same} OLD.{column}" for column in TABLES[table]]
    lost = [f"(NEW.{column} IS NULL OR NEW.{column} {same} OLD.{column})" for column in LOSABLE[table]]
    return " AND ".join(kept + lost)


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_REFUSE, params=None)
        for table in TABLES:
            condition = unchanged(table, "IS NOT DISTINCT FROM")
            schema_editor.execute(POSTGRES.format(table=table, unchanged=condition), params=None)
    else:
        # No trigger against DELETE here: SQLite has no TRUNCATE, and `flush` must be able to empty a
        # throw-away database. The ORM refuses deletion, and a seal that is gone is missed (verification).
        for table in TABLES:
            schema_editor.execute(SQLITE.format(table=table, unchanged=unchanged(table, "IS")), params=None)


def unguard(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            schema_editor.execute(f"DROP TRIGGER {table}_stays ON {table}")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_append_only")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION minutes_record_refuse()")


class Migration(migrations.Migration):
    dependencies = [("minutes", "0003_internal_revisions")]

    operations = [migrations.RunPython(guard, unguard)]
