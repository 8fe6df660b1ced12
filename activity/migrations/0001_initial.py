"""The tables of activity. The database itself keeps the audit log: lines are added, or their names blanked."""

import uuid

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

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
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="JobRun",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("next_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "wiederkehrende Arbeit",
                "verbose_name_plural": "wiederkehrende Arbeiten",
            },
        ),
        migrations.CreateModel(
            name="KeptMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="wann")),
                ("to", models.CharField(max_length=320, verbose_name="an")),
                ("subject", models.CharField(max_length=300, verbose_name="Betreff")),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("headers", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "Mail der Vorführung",
                "verbose_name_plural": "Mails der Vorführung",
            },
        ),
        migrations.CreateModel(
            name="MailHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.UUIDField(editable=False)),
                ("departures", models.PositiveBigIntegerField(default=0, editable=False)),
                ("held_at", models.DateTimeField(null=True, verbose_name="angehalten seit")),
                ("backup_at", models.DateTimeField(null=True, verbose_name="Stand der Sicherung")),
            ],
            options={
                "verbose_name": "Halt der Mails",
                "verbose_name_plural": "Halt der Mails",
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="wann"
                    ),
                ),
                ("verb", models.CharField(max_length=80, verbose_name="Vorgang")),
                ("actor_id", models.BigIntegerField(null=True, verbose_name="Konto")),
                ("actor_name", models.CharField(blank=True, max_length=200, verbose_name="wer")),
                ("target_type", models.CharField(max_length=80, verbose_name="Art")),
                ("target_id", models.BigIntegerField(null=True, verbose_name="Nummer")),
                ("target_label", models.CharField(blank=True, max_length=300, verbose_name="was")),
                (
                    "data",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="Einzelheiten",
                    ),
                ),
            ],
            options={
                "verbose_name": "Vorgang",
                "verbose_name_plural": "Vorgänge",
                "indexes": [
                    models.Index(fields=["target_type", "target_id"], name="event_target"),
                    models.Index(fields=["actor_id"], name="event_actor"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("target_type", models.CharField(max_length=80)),
                ("target_id", models.BigIntegerField()),
                ("address", models.EmailField(blank=True, max_length=254)),
                (
                    "state",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("at", models.DateTimeField(null=True, verbose_name="wann")),
                ("sending", models.UUIDField(db_index=True, null=True)),
                (
                    "intended",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "letzte Mitteilung",
                "verbose_name_plural": "letzte Mitteilungen",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("recipient__isnull", False)),
                        fields=("target_type", "target_id", "recipient"),
                        name="one_notice_per_account",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("recipient__isnull", True)),
                        fields=("target_type", "target_id", "address"),
                        name="one_notice_per_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxMail",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="Art")),
                ("target_type", models.CharField(blank=True, max_length=80)),
                ("target_id", models.BigIntegerField(null=True)),
                (
                    "data",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="Adresse")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="Name")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="Sprache")),
                (
                    "frequency",
                    models.CharField(
                        choices=[("at_once", "sofort"), ("daily", "einmal am Tag"), ("never", "nie")],
                        default="at_once",
                        max_length=10,
                    ),
                ),
                ("dedupe_key", models.CharField(max_length=250, null=True, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "wartet"),
                            ("sending", "wird gesendet"),
                            ("sent", "gesendet"),
                            ("needless", "nicht mehr nötig"),
                            ("failed", "fehlgeschlagen"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("invisible", "nicht mehr sichtbar"),
                            ("declined", "inzwischen abbestellt"),
                            ("no_account", "Konto nicht mehr aktiv"),
                            ("unknown", "Art der Nachricht nicht mehr bekannt"),
                            ("known", "schon bekannt"),
                            ("restored", "wartete in einer zurückgeholten Sicherung"),
                            ("empty", "nichts mehr zu berichten"),
                        ],
                        max_length=12,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="Versuche")),
                ("refused", models.BooleanField(default=False, verbose_name="abgelehnt")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="angelegt"),
                ),
                (
                    "next_try_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="nächster Versuch"),
                ),
                ("claimed_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True, verbose_name="erledigt")),
                ("last_error", models.CharField(blank=True, max_length=500, verbose_name="letzter Fehler")),
                (
                    "digest",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="items",
                        to="activity.outboxmail",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outbox_mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Mail im Ausgang",
                "verbose_name_plural": "Mails im Ausgang",
                "indexes": [models.Index(fields=["state", "next_try_at"], name="outbox_due")],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="Art")),
                (
                    "frequency",
                    models.CharField(
                        choices=[("at_once", "sofort"), ("daily", "einmal am Tag"), ("never", "nie")],
                        max_length=10,
                        verbose_name="wie oft",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Wahl zu Benachrichtigungen",
                "verbose_name_plural": "Wahlen zu Benachrichtigungen",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "kind"), name="one_preference_per_kind")
                ],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
