"""What the demonstration shows: the example accounts, and where to look first."""

from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.slugs import slug
from fachgruppe.seeds.accounts import ACCOUNTS, address
from meetings.enums import State as MeetingState
from meetings.models import Meeting
from members.models import Membership, User
from minutes.enums import State as MinutesState
from minutes.models import Minutes
from polls.models import DatePoll

SHOWS = {
    "Mitglied Stadtverwaltung": _(
        "Muss noch antworten: auf eine Einladung, eine Terminabstimmung, ein Protokoll."
    ),
    "Mitglied Eigenbetrieb": _(
        "Hat zugesagt und abgestimmt; sieht einen Punkt nicht, der zwei andere Säulen angeht."
    ),
    "Mitglied Stadtwerke": _("Hat eine Einwendung erhoben und lässt sich im nächsten Treffen vertreten."),
    "Protokollführung": _("Schreibt die Protokolle, leitet den Umlauf und beantwortet die Einwendung."),
    "Organisation": _(
        "Stimmt Termine ab, lädt ein, stellt Tagesordnungen auf, genehmigt und veröffentlicht."
    ),
    "Admin": _("Lädt neue Mitglieder ein, pflegt Organisationen und liest die Vorgänge."),
    "Ehemaliges Mitglied": _("Sieht nur noch, was öffentlich ist: Mit der Mitgliedschaft endet jedes Recht."),
}


class ExampleAccount(NamedTuple):
    slug: str
    name: str
    user: int
    organisation: str
    shows: str | Promise


class Sight(NamedTuple):
    label: str | Promise
    url: str  # empty where this visitor does not see it, and signs in first


def sights(user: User | AnonymousUser) -> list[Sight]:
    """What is worth a look, with the way there. Four queries."""
    poll = DatePoll.objects.visible_to(user).running().first()
    meeting = Meeting.objects.visible_to(user).filter(state=MeetingState.INVITED).first()
    minutes = Minutes.objects.visible_to(user)
    in_circulation = minutes.filter(state=MinutesState.CIRCULATING).first()
    approved = minutes.filter(state=MinutesState.APPROVED).first()
    return [
        Sight(
            _("Eine Terminabstimmung, die läuft"),
            reverse("polls:poll", args=[poll.meeting_id]) if poll else "",
        ),
        Sight(
            _("Ein Treffen mit Einladungen, Tagesordnung und Anlagen"),
            meeting.get_absolute_url() if meeting else "",
        ),
        Sight(
            _("Ein Protokoll im Umlauf mit Kommentaren, Änderungsvorschlag und Einwendung"),
            in_circulation.get_absolute_url() if in_circulation else "",
        ),
        Sight(
            _("Ein genehmigtes, gesiegeltes und veröffentlichtes Protokoll"),
            approved.get_absolute_url() if approved else "",
        ),
        Sight(_("Themen in jedem Stand"), reverse("topics:list")),
        Sight(_("Beschlüsse in jedem Stand"), reverse("outcomes:decisions")),
    ]


def example_accounts() -> list[ExampleAccount]:
    """Those that are there. One query; none outside the demonstration."""
    if not settings.DEMO:
        return []
    wanted = {address(name): name for name, *_rest in ACCOUNTS}
    rows = Membership.objects.filter(person__user__email__in=wanted, starts_on__lte=today())
    # Downwards, so that of several memberships the oldest wins.
    found = {
        row.person.user.email: row
        for row in rows.select_related("organisation", "person__user").order_by("-pk")
    }
    return [
        ExampleAccount(
            slug(name), name, found[email].person.user.pk, found[email].organisation.name, SHOWS[name]
        )
        for email, name in wanted.items()
        if email in found
    ]
