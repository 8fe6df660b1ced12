from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What an organisation is; the first three are the pillars (Säulen)."""

    CITY = "CITY", _("Stadtverwaltung")
    ENTERPRISE = "ENTERPRISE", _("Eigenbetrieb")
    UTILITY = "UTILITY", _("Stadtwerke")
    ASSOCIATION = "ASSOCIATION", _("Verein")
    EXTERNAL = "EXTERNAL", _("Extern")


PILLARS = (Kind.CITY, Kind.ENTERPRISE, Kind.UTILITY)

PILLAR_LABELS = {
    Kind.CITY: _("Stadtverwaltung"),
    Kind.ENTERPRISE: _("Eigenbetriebe"),
    Kind.UTILITY: _("Stadtwerke"),
}


# How addresses call the kinds: /mitglieder/?saeule=eigenbetriebe
KIND_WORDS = {
    "stadtverwaltung": Kind.CITY,
    "eigenbetriebe": Kind.ENTERPRISE,
    "stadtwerke": Kind.UTILITY,
    "vereine": Kind.ASSOCIATION,
    "externe": Kind.EXTERNAL,
}
KIND_PLURALS = {**PILLAR_LABELS, Kind.ASSOCIATION: _("Vereine"), Kind.EXTERNAL: _("Externe")}


# The order of organisations everywhere: the pillars first.
KIND_ORDER = list(Kind)


class Rhythm(models.TextChoices):
    """How often the group meets, as far as it has agreed on that."""

    QUARTERLY = "QUARTERLY", _("vierteljährlich")
    HALF_YEARLY = "HALF_YEARLY", _("halbjährlich")
    NONE = "NONE", _("kein Rhythmus")


class Role(models.TextChoices):
    """Roles add up; each is a column of the membership of the same name."""

    MEMBER = "member", _("Mitglied")
    ORGANISER = "organiser", pgettext_lazy("Rolle", "Organisation")
    ADMIN = "admin", _("Admin")
    CONTACT = "contact", _("Ansprechperson")


ROLE_ORDER = (Role.MEMBER, Role.CONTACT, Role.ORGANISER, Role.ADMIN)


ROLE_COLUMNS = {Role.CONTACT: "is_contact", Role.ORGANISER: "is_organiser", Role.ADMIN: "is_admin"}
ROLE_WORDS = {"organisation": Role.ORGANISER, "admin": Role.ADMIN, "ansprechperson": Role.CONTACT}


class Period(models.TextChoices):
    """Where a membership stands in time; also the words in addresses."""

    ACTIVE = "aktiv", _("aktiv")
    ENDING = "laeuft-aus", _("läuft bald aus")
    FUTURE = "kuenftig", _("künftig")
    ENDED = "beendet", _("beendet")
    ALL = "alle", _("alle")


class InvitationState(models.TextChoices):
    OPEN = "open", _("offen")
    ACCEPTED = "accepted", _("angenommen")
    EXPIRED = "expired", _("abgelaufen")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


EVENT_SENTENCES = {
    "members.invited": _("hat %(target)s eingeladen (%(organisation)s)"),
    "members.invitation_resent": _("hat die Einladung an %(target)s erneut gesendet"),
    "members.invitation_withdrawn": _("hat die Einladung an %(target)s zurückgezogen"),
    "members.invitation_accepted": _("hat die Einladung für %(target)s angenommen"),
    "members.membership_added": _("hat die Mitgliedschaft »%(target)s« angelegt"),
    "members.membership_changed": _("hat die Mitgliedschaft »%(target)s« geändert"),
    "members.membership_ended": _("hat die Mitgliedschaft »%(target)s« zum %(ends_on)s beendet"),
    "members.membership_ended_at_once": _("hat die Mitgliedschaft »%(target)s« sofort beendet"),
    "members.organisation_created": _("hat die Organisation »%(target)s« angelegt"),
    "members.organisation_changed": _("hat die Organisation »%(target)s« geändert"),
    "members.organisation_closed": _("hat die Organisation »%(target)s« als aufgelöst vermerkt"),
    "members.organisation_reopened": _("hat die Organisation »%(target)s« wieder geöffnet"),
    "members.people_confirmed": _("hat die Personen von »%(target)s« bestätigt"),
    "members.rules_changed": _("hat die %(target)s geändert"),
    "members.profile_changed": _("hat das Profil von %(target)s geändert"),
    "members.links_renewed": _("hat alle persönlichen Links von %(target)s erneuert"),
    "members.calendar_renewed": _("hat eine neue Kalenderadresse für %(target)s angelegt"),
    "members.calendar_dropped": _("hat die Kalenderadresse von %(target)s gelöscht"),
    "members.account_changed": _("hat die Rechte des Kontos von %(target)s geändert"),
    "members.address_changed": _("hat die E-Mail-Adresse des Kontos von %(target)s geändert"),
    "members.password_changed": _("hat das Passwort des Kontos von %(target)s geändert"),
    "members.recovery_codes_made": _("hat neue Wiederherstellungscodes für %(target)s erzeugt"),
    "members.second_factor_added": _("hat einen zweiten Faktor für %(target)s eingerichtet"),
    "members.second_factor_removed": _("hat einen zweiten Faktor von %(target)s entfernt"),
}
