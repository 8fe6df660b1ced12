import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupRules",
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
                ("only", models.BooleanField(default=True, editable=False, unique=True)),
                (
                    "circulation_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="Dauer des Umlaufs in Tagen",
                    ),
                ),
                (
                    "reminder_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[django.core.validators.MaxValueValidator(30)],
                        verbose_name="Erinnerung vor dem Ende des Umlaufs in Tagen",
                    ),
                ),
                (
                    "approves_silently",
                    models.BooleanField(
                        default=False,
                        verbose_name="Protokolle gelten nach dem Umlauf ohne Einwendung als genehmigt",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("QUARTERLY", "vierteljährlich"),
                            ("HALF_YEARLY", "halbjährlich"),
                            ("NONE", "kein Rhythmus"),
                        ],
                        default="QUARTERLY",
                        max_length=12,
                        verbose_name="Rhythmus der Fachgruppentreffen",
                    ),
                ),
                (
                    "invite_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[django.core.validators.MaxValueValidator(90)],
                        verbose_name="Einladung vor dem Treffen in Tagen",
                    ),
                ),
                (
                    "reminds_week_before",
                    models.BooleanField(default=True, verbose_name="Erinnerung eine Woche vor dem Treffen"),
                ),
                (
                    "reminds_day_before",
                    models.BooleanField(
                        default=True, verbose_name="Erinnerung am Arbeitstag vor dem Treffen"
                    ),
                ),
            ],
            options={
                "verbose_name": "Regeln der Fachgruppe",
                "verbose_name_plural": "Regeln der Fachgruppe",
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                ("name", models.CharField(max_length=200, unique=True, verbose_name="Name")),
                ("short_name", models.CharField(blank=True, max_length=40, verbose_name="Kurzname")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CITY", "Stadtverwaltung"),
                            ("ENTERPRISE", "Eigenbetrieb"),
                            ("UTILITY", "Stadtwerke"),
                            ("ASSOCIATION", "Verein"),
                            ("EXTERNAL", "Extern"),
                        ],
                        max_length=12,
                        verbose_name="Säule",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="Webseite")),
                ("sort_key", models.CharField(db_index=True, editable=False, max_length=200)),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="aufgelöst am")),
                (
                    "people_confirmed_on",
                    models.DateField(blank=True, null=True, verbose_name="Personen bestätigt am"),
                ),
            ],
            options={
                "verbose_name": "Organisation",
                "verbose_name_plural": "Organisationen",
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                ("name", models.CharField(max_length=150, verbose_name="Name")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="Kürzel")),
                ("sort_key", models.CharField(db_index=True, editable=False, max_length=200)),
                ("position", models.CharField(blank=True, max_length=150, verbose_name="Funktion")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="Telefon")),
                ("about", models.CharField(blank=True, max_length=400, verbose_name="Woran ich arbeite")),
            ],
            options={
                "verbose_name": "Person",
                "verbose_name_plural": "Personen",
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="E-Mail-Adresse")),
                ("is_active", models.BooleanField(default=True, verbose_name="aktiv")),
                ("is_staff", models.BooleanField(default=False, verbose_name="darf in die Betriebsansicht")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "Deutsch"), ("en", "Englisch")],
                        default="de",
                        max_length=5,
                        verbose_name="Sprache",
                    ),
                ),
                ("date_joined", models.DateTimeField(auto_now_add=True, verbose_name="angelegt am")),
                ("link_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="user",
                        to="members.person",
                        verbose_name="Person",
                    ),
                ),
            ],
            options={
                "verbose_name": "Konto",
                "verbose_name_plural": "Konten",
            },
        ),
        migrations.CreateModel(
            name="CalendarAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="angelegt am"),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_address",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Kalenderadresse",
                "verbose_name_plural": "Kalenderadressen",
            },
        ),
        migrations.CreateModel(
            name="AccountInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="angelegt am")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="geändert am")),
                ("is_organiser", models.BooleanField(default=False, verbose_name="Organisation")),
                ("is_admin", models.BooleanField(default=False, verbose_name="Admin")),
                ("is_contact", models.BooleanField(default=False, verbose_name="Ansprechperson")),
                ("email", models.EmailField(max_length=254, verbose_name="E-Mail-Adresse")),
                ("name", models.CharField(max_length=150, verbose_name="Name")),
                ("starts_on", models.DateField(verbose_name="von")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="bis")),
                ("message", models.TextField(blank=True, max_length=2000, verbose_name="Nachricht")),
                ("nonce", models.CharField(editable=False, max_length=64, unique=True)),
                ("expires_at", models.DateTimeField(verbose_name="gültig bis")),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "Einladung ins Portal",
                "verbose_name_plural": "Einladungen ins Portal",
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                ("is_organiser", models.BooleanField(default=False, verbose_name="Organisation")),
                ("is_admin", models.BooleanField(default=False, verbose_name="Admin")),
                ("is_contact", models.BooleanField(default=False, verbose_name="Ansprechperson")),
                ("starts_on", models.DateField(verbose_name="von")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="bis")),
                (
                    "ended_because",
                    models.CharField(blank=True, max_length=200, verbose_name="Grund des Endes"),
                ),
                ("ended_at_once", models.BooleanField(default=False, verbose_name="sofort beendet")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="members.organisation",
                        verbose_name="Organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="members.person",
                        verbose_name="Person",
                    ),
                ),
            ],
            options={
                "verbose_name": "Mitgliedschaft",
                "verbose_name_plural": "Mitgliedschaften",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            ("ended_at_once", True),
                            _connector="OR",
                        ),
                        name="membership_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("person", "organisation"),
                        name="membership_open_once",
                    ),
                ],
            },
        ),
    ]
