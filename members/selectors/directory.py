"""Who is in the group today: the directory, and the pages of people and of organisations."""

from itertools import groupby

from django.db.models import Case, Count, Q, Value, When

from core.paging import page_of
from members.enums import KIND_ORDER, KIND_WORDS
from members.models import Membership, Organisation, Person
from members.speaking import one_per_person

PEOPLE_PER_PAGE = 60  # a group of the usual size fits on one page


def directory(*, kind="", organisation="", text="", number=""):
    """Return (page of today's memberships, the same as `[(organisation, memberships)]`), pillars first.

    One query, whatever the number of members. An organisation may go on on the next page.
    """
    rows = matching(Membership.objects.active(), kind=kind, organisation=organisation, text=text)
    place = Case(*(When(organisation__kind=kind, then=Value(at)) for at, kind in enumerate(KIND_ORDER)))
    rows = rows.order_by(
        place,
        "organisation__sort_key__folded",
        "organisation_id",
        "person__sort_key__folded",
        "person_id",
    )
    page = page_of(rows.select_related("organisation", "person"), number, PEOPLE_PER_PAGE)
    groups = groupby(page, key=lambda row: row.organisation)
    return page, [(organisation, list(group)) for organisation, group in groups]


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


def matching(rows, *, kind, organisation, text):
    """Return the memberships that suit the filters as they stand in the address; "" is no filter.

    Every word of `text` must be found: in the person, or in the name of the organisation.
    """
    if kind in KIND_WORDS:  # nonsense in an address is no filter
        rows = rows.filter(organisation__kind=KIND_WORDS[kind])
    if organisation:
        rows = rows.filter(organisation__slug=organisation)
    for word in text.split():
        people = Person.objects.matching(word).values("pk")
        named = Q(organisation__name__finds=word) | Q(organisation__short_name__finds=word)
        rows = rows.filter(Q(person__in=people) | named)
    return rows


def pillar_counts() -> dict:
    """`{"CITY": 9, …}`: people, not memberships."""
    rows = Membership.objects.active().values("organisation__kind")
    return dict(
        rows.annotate(people=Count("person", distinct=True)).values_list("organisation__kind", "people")
    )


def organisation_options():
    """(slug, short name) of the organisations there are, by name."""
    rows = Organisation.objects.existing().by_name()
    return [(organisation.slug, organisation.brief) for organisation in rows]


def people_of(organisation, number):
    """Return a page of today's members of one organisation, by name. One query."""
    rows = Membership.objects.active().filter(organisation=organisation).select_related("person")
    return page_of(rows.order_by("person__sort_key__folded", "pk"), number, PEOPLE_PER_PAGE)


def memberships_of(person, user):
    """What `user` may know of the person's memberships, newest first."""
    rows = person.memberships.visible_to(user).select_related("organisation")
    return rows.order_by("-starts_on", "-pk")


def speaks_as(memberships):
    """Return the membership whose organisation stands beside the name, where today there are several."""
    current = [row for row in memberships if row.is_current]
    return next(iter(one_per_person(current).values())) if len(current) > 1 else None


def organisations_to_confirm(viewer):
    """Organisations whose Ansprechperson is looking, and whose people nobody has confirmed for a year."""
    if not viewer.contact_of:  # nearly everybody: no query
        return []
    organisations = Organisation.objects.filter(pk__in=viewer.contact_of).by_name()
    return [organisation for organisation in organisations if organisation.confirmation_is_due]
