"""People, their accounts, and the memberships on which every right hangs."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.dates import today
from core.models import LongTextField, NameField, ShortTextField, Stamped, Versioned
from core.slugs import sort_key
from members.enums import PILLARS, ROLE_COLUMNS, InvitationState, Kind, Rhythm, Role
from members.querysets import (
    AccountInvitationQuerySet,
    GroupRulesQuerySet,
    MembershipQuerySet,
    OrganisationQuerySet,
    PersonQuerySet,
    UserQuerySet,
    invitation_signer,
)
from members.speaking import organisation_of
from members.viewers import viewer_of_memberships

A_YEAR = dt.timedelta(days=365)


class HoldsRoles(models.Model):
    """Roles as columns, of a membership or as an invitation offers them: one query finds who holds one."""

    is_organiser = models.BooleanField(pgettext_lazy("Rolle", "Organisation"), default=False)
    is_admin = models.BooleanField(_("Admin"), default=False)
    is_contact = models.BooleanField(_("Ansprechperson"), default=False)

    class Meta:
        abstract = True

    @property
    def roles(self) -> frozenset[str]:
        held = (role for role, name in ROLE_COLUMNS.items() if getattr(self, name))
        return frozenset({Role.MEMBER, *held})  # everybody is at least a member


class Organisation(Stamped, Versioned):
    name = NameField(_("Name"), max_length=200, unique=True)
    short_name = NameField(_("Kurzname"), max_length=40, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("Säule"), max_length=12, choices=Kind.choices)
    website = models.URLField(_("Webseite"), blank=True)
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    closed_on = models.DateField(_("aufgelöst am"), null=True, blank=True)
    people_confirmed_on = models.DateField(_("Personen bestätigt am"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Organisation")
        verbose_name_plural = _("Organisationen")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:organisation", args=[self.slug])

    @property
    def is_pillar(self):
        return self.kind in PILLARS

    @property
    def brief(self):
        return self.short_name or self.name

    @property
    def confirmation_is_due(self):
        # Whether its people should be looked through: once a year, by its Ansprechperson.
        return self.people_confirmed_on is None or self.people_confirmed_on < today() - A_YEAR


class Person(Stamped, Versioned):
    """Somebody who appears in records; the record outlives the account."""

    name = NameField(_("Name"), max_length=150)
    slug = models.SlugField(_("Kürzel"), max_length=80, unique=True)
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    position = NameField(_("Funktion"), max_length=150, blank=True)
    phone = NameField(_("Telefon"), max_length=40, blank=True)
    about = ShortTextField(_("Woran ich arbeite"), max_length=400, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:person", args=[self.slug])


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_queryset(self):
        # With the person: every page and every mail calls people by their name.
        return super().get_queryset().select_related("person")

    def with_memberships(self, *, beside=None, **lookup):
        """Return the account found by `lookup`, with its person and today's memberships, or None.

        One query for members, a second one for somebody without a membership. `beside` are annotations that
        are answered in the same query; they are attributes of the account afterwards.
        """
        beside = beside or {}
        wanted = {f"person__user__{name}": value for name, value in lookup.items()}
        rows = Membership.objects.active().filter(**wanted).annotate(**beside)
        rows = list(rows.select_related("organisation", "person__user").order_by("pk"))
        if rows:
            user = rows[0].person.user  # each row brings its own copy of the account
            for name in beside:
                setattr(user, name, getattr(rows[0], name))
        else:
            user = self.filter(**lookup).annotate(**beside).first()
        if user is not None:
            user.active_memberships = rows
        return user

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)  # None makes one that never fits: codes and passkeys are left
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        fields |= {"is_staff": True, "is_superuser": True}
        if "person" not in fields and "person_id" not in fields:
            name = email.split("@")[0]
            fields["person"] = Person.objects.create(name=name, slug=name[:80], sort_key=sort_key(name))
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)  # people type capitals


class User(AbstractBaseUser, PermissionsMixin):
    """A sign-in of a person. Rights come from memberships, never from here."""

    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="user", verbose_name=_("Person"))
    is_active = models.BooleanField(_("aktiv"), default=True)
    is_staff = models.BooleanField(_("darf in die Betriebsansicht"), default=False)
    language = models.CharField(_("Sprache"), max_length=5, default="de", choices=settings.LANGUAGES)
    date_joined = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    link_version = models.PositiveIntegerField(default=0, editable=False)  # of all personal links in mails

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    class Meta:
        verbose_name = _("Konto")
        verbose_name_plural = _("Konten")

    def __str__(self):
        return self.person.name

    def get_full_name(self):
        return self.person.name

    get_short_name = get_full_name  # the operators' pages greet by it

    @cached_property
    def active_memberships(self):
        """Today's memberships with their organisations: one query at most, kept for the request."""
        rows = Membership.objects.active().filter(person=self.person_id)
        return list(rows.select_related("organisation").order_by("pk"))

    @property
    def speaks_for(self):
        """The organisation that stands beside their name."""
        return organisation_of(self)

    @cached_property
    def viewer(self):
        return viewer_of_memberships(self, self.active_memberships)


class Membership(HoldsRoles, Stamped, Versioned):
    """Person + organisation + roles + from/until. Ended rows stay: they are the history."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("Person"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("Organisation")
    )
    starts_on = models.DateField(_("von"))
    ends_on = models.DateField(_("bis"), null=True, blank=True)
    ended_because = ShortTextField(_("Grund des Endes"), max_length=200, blank=True)
    # It ended before it had a whole day: then the last day, yesterday, lies before the first one.
    ended_at_once = models.BooleanField(_("sofort beendet"), default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mitgliedschaft")
        verbose_name_plural = _("Mitgliedschaften")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")) | Q(ended_at_once=True),
                name="membership_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(ends_on__isnull=True),
                name="membership_open_once",
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.organisation}"

    @property
    def has_ended(self):
        return self.ends_on is not None and self.ends_on < today()

    @property
    def is_future(self):
        return self.starts_on > today()

    @property
    def is_current(self):
        return not self.has_ended and not self.is_future


class CalendarAddress(models.Model):
    """The secret address under which calendars fetch what one account may see. Only its digest is kept."""

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_address")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("angelegt am"), default=timezone.now)

    class Meta:
        verbose_name = _("Kalenderadresse")
        verbose_name_plural = _("Kalenderadressen")

    def __str__(self):
        return str(self.user)


class AccountInvitation(HoldsRoles, Stamped):
    """The only way in: a mailed link that makes an account and a membership.

    The link is the nonce with our signature: neither the database nor the outbox alone can open it.
    """

    email = models.EmailField(_("E-Mail-Adresse"))
    name = NameField(_("Name"), max_length=150)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    starts_on = models.DateField(_("von"))
    ends_on = models.DateField(_("bis"), null=True, blank=True)
    message = LongTextField(_("Nachricht"), blank=True, max_length=2000)
    nonce = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(  # nobody: the portal itself invited its first admin
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("gültig bis"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AccountInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einladung ins Portal")
        verbose_name_plural = _("Einladungen ins Portal")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:accept", args=[self.token])

    @property
    def token(self):
        return invitation_signer().sign(self.nonce)

    @property
    def state(self):
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.OPEN if self.expires_at > timezone.now() else InvitationState.EXPIRED


class GroupRules(Stamped, Versioned):
    """What the group has agreed about its own work. At most one row, which the organisers change."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    circulation_days = models.PositiveSmallIntegerField(
        _("Dauer des Umlaufs in Tagen"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("Erinnerung vor dem Ende des Umlaufs in Tagen"), default=3, validators=[MaxValueValidator(30)]
    )
    approves_silently = models.BooleanField(
        _("Protokolle gelten nach dem Umlauf ohne Einwendung als genehmigt"), default=False
    )
    rhythm = models.CharField(
        _("Rhythmus der Fachgruppentreffen"), max_length=12, choices=Rhythm.choices, default=Rhythm.QUARTERLY
    )
    invite_days = models.PositiveSmallIntegerField(
        _("Einladung vor dem Treffen in Tagen"), default=14, validators=[MaxValueValidator(90)]
    )
    reminds_week_before = models.BooleanField(_("Erinnerung eine Woche vor dem Treffen"), default=True)
    reminds_day_before = models.BooleanField(_("Erinnerung am Arbeitstag vor dem Treffen"), default=True)

    objects = GroupRulesQuerySet.as_manager()

    class Meta:
        verbose_name = _("Regeln der Fachgruppe")
        verbose_name_plural = _("Regeln der Fachgruppe")

    def __str__(self):
        return str(self._meta.verbose_name)
