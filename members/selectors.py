"""What one page each needs, in a fixed number of queries."""

import datetime as dt
import hashlib
from itertools import groupby

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from activity.changes import beside_a_row, last_change_of
from activity.selectors import events_about
from members.enums import (
    KIND_ORDER,
    KIND_PLURALS,
    KIND_WORDS,
    PILLARS,
    ROLE_COLUMNS,
    ROLE_WORDS,
    Period,
)
from members.models import AccountInvitation, Membership, Organisation, Person, User
from members.speaking import one_per_person

SOON = dt.timedelta(days=60)


def directory(*, kind="", organisation="", text=""):
    """Today's members as `[(organisation, memberships)]`, pillars first."""
    rows = Membership.objects.active().select_related("organisation", "person")
    rows = _matching(_of_kind(_of_organisation(rows, organisation), kind), text)
    ordered = sorted(rows, key=by_organisation_and_name)
    return [
        (organisation, list(group))
        for organisation, group in groupby(ordered, key=lambda row: row.organisation)
    ]


def by_organisation_and_name(row):
    """The order of memberships in every list by organisation: pillars first, as in the directory."""
    organisation = row.organisation
    return (
        KIND_ORDER.index(organisation.kind),
        organisation.sort_key,
        organisation.pk,
        row.person.sort_key,
        row.person_id,
    )


def _of_kind(rows, word):
    return rows.filter(organisation__kind=KIND_WORDS[word]) if word in KIND_WORDS else rows


def _of_organisation(rows, slug):
    return rows.filter(organisation__slug=slug) if slug else rows


def _matching(rows, text):
    """Every word must be found: in the person, or in the name of the organisation."""
    for word in text.split():
        people = Person.objects.matching(word).values("pk")
        organisation = Q(organisation__name__finds=word) | Q(organisation__short_name__finds=word)
        rows = rows.filter(Q(person__in=people) | organisation)
    return rows


def pillar_counts() -> dict:
    """`{"CITY": 9, …}`: people, not memberships."""
    rows = Membership.objects.active().values("organisation__kind")
    return dict(
        rows.annotate(people=Count("person", distinct=True)).values_list("organisation__kind", "people")
    )


def kind_options():
    return [(word, KIND_PLURALS[kind]) for word, kind in KIND_WORDS.items()]


def organisation_options():
    return [
        (organisation.slug, organisation.brief) for organisation in Organisation.objects.existing().by_name()
    ]


def people_of(organisation):
    """Today's members of one organisation."""
    rows = Membership.objects.active().filter(organisation=organisation).select_related("person__user")
    return rows.order_by("person__sort_key__folded", "pk")


def memberships_of(person, user):
    """What `user` may know of the person's memberships, newest first."""
    rows = person.memberships.visible_to(user).select_related("organisation")
    return rows.order_by("-starts_on", "-pk")


def speaks_as(memberships):
    """Return the membership whose organisation stands beside the name, where today there are several."""
    current = [row for row in memberships if row.is_current]
    return next(iter(one_per_person(current).values())) if len(current) > 1 else None


def organisations_to_confirm(viewer):
    """Houses whose Ansprechperson is looking, and whose people nobody has confirmed for a year."""
    if not viewer.contact_of:
        return []
    organisations = Organisation.objects.filter(pk__in=viewer.contact_of).by_name()
    return [organisation for organisation in organisations if organisation.confirmation_is_due]


# --- administration ---------------------------------------------------------------------------------------


def memberships(*, organisation="", kind="", role="", period="", text=""):
    rows = _in_period(Membership.objects.all(), period)
    rows = _matching(_of_kind(_of_organisation(rows, organisation), kind), text)
    if role in ROLE_WORDS:
        rows = rows.filter(**{ROLE_COLUMNS[ROLE_WORDS[role]]: True})
    return rows.select_related("organisation", "person__user").by_person()


def _in_period(rows, period):
    if period == Period.ALL:
        return rows
    if period == Period.ENDING:
        return rows.active().ending_within(SOON)
    if period == Period.FUTURE:
        return rows.upcoming()
    return rows.ended() if period == Period.ENDED else rows.active()


def organisations():
    """All organisations with the number of their people today, pillars first."""
    active = Membership.objects.active().values("pk")
    counted = Organisation.objects.annotate(
        people=Count("memberships__person", filter=Q(memberships__in=active), distinct=True)
    )
    return sorted(
        counted, key=lambda organisation: (KIND_ORDER.index(organisation.kind), organisation.sort_key)
    )


def open_invitations():
    """Sent and neither accepted nor withdrawn; expired ones too, for they want another mail."""
    rows = AccountInvitation.objects.undecided().select_related("organisation", "invited_by__person")
    return rows.order_by("-created_at", "-pk")


def decided_invitations(limit=20):
    rows = AccountInvitation.objects.exclude(pk__in=AccountInvitation.objects.undecided().values("pk"))
    return rows.select_related("organisation", "invited_by__person").order_by("-updated_at", "-pk")[:limit]


def numbers() -> dict:
    """The figures on top of the administration."""
    active = Membership.objects.active()
    return {
        "people": active.values("person").distinct().count(),
        "ending": active.ending_within(SOON).count(),
        "admins": active.filter(is_admin=True).values("person").distinct().count(),
        "invitations": AccountInvitation.objects.undecided().count(),
        "expired": AccountInvitation.objects.undecided().difference(AccountInvitation.objects.open()).count(),
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


# --- one's own calendar -----------------------------------------------------------------------------------

FETCHED_SELDOM = dt.timedelta(hours=1)  # calendars ask every few minutes; the hour is enough to know


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def account_behind(secret: str):
    """Return (account whose calendar this is, with today's rights; the last change at that moment), or None.

    A calendar is unchanged for months and asked for every few hours: all that a 304 needs is one query.
    """
    digest = digest_of(secret)
    user = User.objects.with_memberships(beside=beside_a_row(), calendar_address__digest=digest)
    if user is None or not user.is_active:
        return None
    _note_fetched(digest)
    return user, last_change_of(user.last_change_highest, user.last_change_count, user.last_change_at)


def fetched_at(address):
    """When a calendar last asked, as far as the cache remembers: reading a calendar writes no row of ours."""
    return cache.get(_fetched_key(address.digest))


def _note_fetched(digest):
    now = timezone.now()
    if digest not in _noted or now - _noted[digest] > FETCHED_SELDOM:
        _noted[digest] = now
        cache.set(_fetched_key(digest), now, timeout=None)


_noted: dict[str, dt.datetime] = {}  # of this process, so that most requests do not even ask the cache


def _fetched_key(digest):
    return f"calendar-fetched-{digest[:32]}"
