"""The page of the demonstration: what is invented, and the example accounts, each one click away.

Outside the demonstration (DEMO, off by default) none of this exists.
"""

from typing import NamedTuple

from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.dates import today
from core.http import page, public
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
UNKNOWN = _("Dieses Beispielkonto gibt es nicht.")


class ExampleAccount(NamedTuple):
    slug: str
    name: str
    user: int
    organisation: str
    shows: str | Promise


class Sight(NamedTuple):
    label: str | Promise
    url: str  # empty where this visitor does not see it, and signs in first


class ExampleSignInForm(forms.Form):
    account = forms.ChoiceField(
        choices=[(slug(name), name) for name, *_rest in ACCOUNTS],
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
        widget=forms.HiddenInput,  # what the button sends; nobody types it
    )

    def clean_account(self) -> User:
        name = dict(self.fields["account"].choices)[self.cleaned_data["account"]]  # type: ignore[attr-defined]
        user = User.objects.filter(email=address(name), is_active=True).first()
        if user is None:
            raise forms.ValidationError(UNKNOWN)
        return user


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demonstration(request: HttpRequest) -> HttpResponse:
    """Also for whoever is signed in: so one looks at the portal with the eyes of the next."""
    if not settings.DEMO:
        raise Http404
    form = ExampleSignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.cleaned_data["account"]
        return perform_login(request, user, email=user.email)
    return page(request, "pages/demonstration.html", {"form": form, "sights": sights(request.user)})


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
    columns = ("person__user__email", "person__user", "organisation__name")
    found = {
        email: (user, organisation)
        for email, user, organisation in rows.order_by("-pk").values_list(*columns)
    }
    there = [(name, *found[email]) for email, name in wanted.items() if email in found]
    return [
        ExampleAccount(slug(name), name, user, organisation, SHOWS[name])
        for name, user, organisation in there
    ]
