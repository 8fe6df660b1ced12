"""What admins see: memberships of all times, organisations, invitations, and a person's log."""

import datetime as dt

from django.db.models import Count, Q

from activity.selectors import events_about
from members.enums import KIND_ORDER, PILLARS, ROLE_COLUMNS, ROLE_WORDS, Period
from members.models import AccountInvitation, Membership, Organisation
from members.selectors.directory import matching

SOON = dt.timedelta(days=60)


def memberships(*, organisation="", kind="", role="", period="", text=""):
    """Return the memberships of a period (today's, unless one is named) that suit the filters, by person."""
    rows = Membership.objects.all()
    if period == Period.ENDING:
        rows = rows.active().ending_within(SOON)
    elif period == Period.FUTURE:
        rows = rows.upcoming()
    elif period == Period.ENDED:
        rows = rows.ended()
    elif period != Period.ALL:
        rows = rows.active()
    rows = matching(rows, kind=kind, organisation=organisation, text=text)
    if role in ROLE_WORDS:
        rows = rows.filter(**{ROLE_COLUMNS[ROLE_WORDS[role]]: True})
    return rows.select_related("organisation", "person__user").by_person()


def organisations():
    """All organisations with the number of their people today, pillars first."""
    active = Membership.objects.active().values("pk")
    counted = Organisation.objects.annotate(
        people=Count("memberships__person", filter=Q(memberships__in=active), distinct=True)
    )
    return sorted(counted, key=lambda row: (KIND_ORDER.index(row.kind), row.sort_key))


def open_invitations():
    # Sent and neither accepted nor withdrawn; expired ones too, for they want another mail.
    rows = AccountInvitation.objects.undecided().select_related("organisation", "invited_by__person")
    return rows.order_by("-created_at", "-pk")


def decided_invitations(limit=20):
    rows = AccountInvitation.objects.exclude(pk__in=AccountInvitation.objects.undecided().values("pk"))
    return rows.select_related("organisation", "invited_by__person").order_by("-updated_at", "-pk")[:limit]


def numbers() -> dict:
    """The figures on top of the administration."""
    active = Membership.objects.active()
    undecided = AccountInvitation.objects.undecided()
    return {
        "people": active.values("person").distinct().count(),
        "ending": active.ending_within(SOON).count(),
        "admins": active.filter(is_admin=True).values("person").distinct().count(),
        "invitations": undecided.count(),
        "expired": undecided.difference(AccountInvitation.objects.open()).count(),
    }


def organisations_without_contact():
    """Pillar organisations with members but without an Ansprechperson."""
    active = Membership.objects.active()
    organisations = Organisation.objects.existing().filter(
        kind__in=PILLARS, pk__in=active.values("organisation")
    )
    return organisations.exclude(pk__in=active.filter(is_contact=True).values("organisation")).by_name()


def history_of(person, limit=100):
    """What the log says about a person, their account and their memberships, newest first."""
    keys = list(person.memberships.values_list("pk", flat=True))
    about = Q(target_type="members.person", target_id=person.pk)
    about |= Q(target_type="members.membership", target_id__in=keys)
    if hasattr(person, "user"):
        about |= Q(target_type="members.user", target_id=person.user.pk)
        invitations = AccountInvitation.objects.filter(accepted_by=person.user).values_list("pk", flat=True)
        about |= Q(target_type="members.accountinvitation", target_id__in=list(invitations))
    return events_about(about)[:limit]
