"""The tables of minutes. The database itself keeps the record: revisions and seals are added, never rewritten."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import members.audience

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
    initial = True

    dependencies = [
        ("meetings", "0001_initial"),
        ("members", "0001_initial"),
        ("outcomes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUpNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("notified_at", models.DateTimeField()),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "Nachricht »Was wurde aus …?«",
                "verbose_name_plural": "Nachrichten »Was wurde aus …?«",
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="angelegt am")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="geändert am")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="Version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Entwurf"),
                            ("CIRCULATING", "im Umlauf"),
                            ("FOR_APPROVAL", "zur Genehmigung"),
                            ("APPROVED", "genehmigt"),
                        ],
                        default="DRAFT",
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                ("source_url", models.URLField(blank=True, verbose_name="Quelle")),
                (
                    "objections_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="Einwendungen bis"),
                ),
                ("circulated_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approval",
                    models.CharField(
                        blank=True,
                        choices=[("IN_MEETING", "im Treffen"), ("SILENT", "ohne Einwendung nach dem Umlauf")],
                        max_length=12,
                        verbose_name="Genehmigung",
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "revision_number",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Fassung"),
                ),
                ("revised_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("previous_number", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                (
                    "approval_decision",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approves",
                        to="outcomes.decision",
                    ),
                ),
                (
                    "approval_item",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="approval_of",
                        to="meetings.agendaitem",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                        verbose_name="Protokoll",
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "Protokoll",
                "verbose_name_plural": "Protokolle",
            },
        ),
        migrations.CreateModel(
            name="ApprovalPlacing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("placed_at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="meetings.meeting"
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placings",
                        to="minutes.minutes",
                    ),
                ),
            ],
            options={
                "verbose_name": "Platz der Genehmigung",
                "verbose_name_plural": "Plätze der Genehmigung",
            },
        ),
        migrations.CreateModel(
            name="MinutesSection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="angelegt am")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="geändert am")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="Version")),
                ("position", models.PositiveIntegerField()),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="Titel")),
                ("body", models.TextField(blank=True, verbose_name="Text")),
                ("body_html", models.TextField(blank=True, editable=False)),
                ("dialect", models.PositiveSmallIntegerField(default=2, editable=False)),
                (
                    "audience",
                    members.audience.AudienceField(blank=True, null=True, verbose_name="Sichtbarkeit"),
                ),
                ("writer_seen_at", models.DateTimeField(editable=False, null=True)),
                (
                    "agenda_item",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="section",
                        to="meetings.agendaitem",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="minutes.minutes",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Abschnitt",
                "verbose_name_plural": "Abschnitte",
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="angelegt am")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="geändert am")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="Version")),
                ("reason", models.TextField(max_length=4000, verbose_name="Grund")),
                ("wanted", models.TextField(blank=True, max_length=4000, verbose_name="gewünschte Änderung")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "unbeantwortet"),
                            ("FOLLOWED", "gefolgt"),
                            ("PARTLY", "teilweise gefolgt"),
                            ("NOT_FOLLOWED", "nicht gefolgt"),
                            ("WITHDRAWN", "zurückgezogen"),
                        ],
                        default="OPEN",
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="Antwort")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("submission_key", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="minutes.minutes",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="minutes.minutessection",
                        verbose_name="Abschnitt",
                    ),
                ),
            ],
            options={
                "verbose_name": "Einwendung",
                "verbose_name_plural": "Einwendungen",
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="gelesen")),
                (
                    "read_revision",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="gelesene Fassung"),
                ),
                (
                    "consented_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="keine Einwendungen"),
                ),
                ("consented_revision", models.PositiveIntegerField(blank=True, null=True)),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="erinnert am")),
                ("reminded_of_end", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="minutes.minutes",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "Kenntnisnahme",
                "verbose_name_plural": "Kenntnisnahmen",
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="Fassung")),
                ("author_name", models.CharField(max_length=150, verbose_name="von")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.CharField(max_length=400, verbose_name="Grund")),
                ("content", models.JSONField()),
                ("digest", models.CharField(editable=False, max_length=64)),
                (
                    "is_internal",
                    models.BooleanField(default=False, editable=False, verbose_name="aus dem Entwurf"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="minutes.minutes",
                    ),
                ),
            ],
            options={
                "verbose_name": "Fassung",
                "verbose_name_plural": "Fassungen",
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(unique=True, verbose_name="Nummer")),
                (
                    "kind",
                    models.CharField(
                        choices=[("APPROVAL", "Genehmigung"), ("CORRECTION", "Berichtigung")],
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="Grund")),
                ("text", models.TextField(editable=False)),
                ("previous", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "digest",
                    models.CharField(editable=False, max_length=64, unique=True, verbose_name="Siegel"),
                ),
                ("pdf", models.CharField(editable=False, max_length=120)),
                ("pdf_digest", models.CharField(editable=False, max_length=64)),
                ("sealed_at", models.DateTimeField(verbose_name="gesiegelt am")),
                (
                    "sealed_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="gesiegelt von"),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seals",
                        to="minutes.minutes",
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal",
                        to="minutes.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "Siegel",
                "verbose_name_plural": "Siegel",
            },
        ),
        migrations.CreateModel(
            name="SecondLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("CIRCULATE", "in den Umlauf geben"),
                            ("RECALL", "aus dem Umlauf holen"),
                            ("CLOSE", "Umlauf beenden"),
                            ("EXTEND", "Umlauf verlängern"),
                            ("APPROVE", "genehmigen"),
                            ("CORRECT", "berichtigen"),
                            ("PUBLISH", "veröffentlichen"),
                            ("WITHDRAW", "Veröffentlichung zurücknehmen"),
                        ],
                        max_length=12,
                    ),
                ),
                ("data", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_looks",
                        to="minutes.minutes",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bestätigung durch eine zweite Person",
                "verbose_name_plural": "Bestätigungen durch eine zweite Person",
            },
        ),
        migrations.CreateModel(
            name="SectionComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="Version")),
                ("body", models.TextField(max_length=5000, verbose_name="Kommentar")),
                ("body_html", models.TextField(blank=True, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=400, verbose_name="Grund")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("submission_key", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ("quote", models.TextField(blank=True, verbose_name="Textstelle")),
                ("anchor_revision", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("anchor_start", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("anchor_end", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("place_start", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("place_end", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="minutes.sectioncomment",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="minutes.minutessection",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "Kommentar",
                "verbose_name_plural": "Kommentare",
            },
        ),
        migrations.CreateModel(
            name="SectionCommentText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.TextField()),
                ("body_html", models.TextField(blank=True, editable=False)),
                ("written_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(auto_now_add=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="older_texts",
                        to="minutes.sectioncomment",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "älterer Text",
                "verbose_name_plural": "ältere Texte",
            },
        ),
        migrations.CreateModel(
            name="SectionWriter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="writers",
                        to="minutes.minutessection",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Mitschrift an einem Abschnitt",
                "verbose_name_plural": "Mitschriften an Abschnitten",
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("original", models.TextField(verbose_name="bisheriger Wortlaut")),
                ("replacement", models.TextField(blank=True, verbose_name="vorgeschlagener Wortlaut")),
                ("source_start", models.PositiveIntegerField(editable=False)),
                ("source_end", models.PositiveIntegerField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "offen"),
                            ("ACCEPTED", "übernommen"),
                            ("DECLINED", "abgelehnt"),
                            ("WITHDRAWN", "zurückgezogen"),
                        ],
                        default="OPEN",
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="Grund")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "applied_revision",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="übernommen in Fassung"),
                ),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestion",
                        to="minutes.sectioncomment",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Änderungsvorschlag",
                "verbose_name_plural": "Änderungsvorschläge",
            },
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "CIRCULATING"), _negated=True),
                    ("objections_until__isnull", False),
                    _connector="OR",
                ),
                name="minutes_circulate_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalplacing",
            constraint=models.UniqueConstraint(fields=("minutes", "meeting"), name="approval_placing_once"),
        ),
        migrations.AddIndex(
            model_name="minutessection",
            index=models.Index(fields=["minutes", "position"], name="section_position"),
        ),
        migrations.AddIndex(
            model_name="objection",
            index=models.Index(fields=["minutes", "state"], name="objection_state"),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(fields=("minutes", "person"), name="reading_once"),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(fields=("minutes", "number"), name="revision_number_once"),
        ),
        migrations.AddConstraint(
            model_name="secondlook",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_at__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("minutes", "verb"),
                name="second_look_open_once",
            ),
        ),
        migrations.AddIndex(
            model_name="sectioncomment",
            index=models.Index(fields=["section", "created_at"], name="comment_section"),
        ),
        migrations.AddIndex(
            model_name="sectioncomment",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", True)), fields=["section"], name="comment_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="sectionwriter",
            constraint=models.UniqueConstraint(fields=("section", "user"), name="section_writer_once"),
        ),
        migrations.RunPython(guard, unguard),
    ]
