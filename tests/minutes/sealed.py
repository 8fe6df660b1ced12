"""A chain of three seals over minutes that name everybody a record can name."""

from types import SimpleNamespace

from django.db import transaction

from meetings.enums import Presence
from meetings.models import Attendance
from members import audience
from minutes.actions import approval, corrections
from minutes.actions.revisions import freeze
from minutes.models import Minutes
from minutes.selectors.corrections import Correction
from tests.factories.rows import PersonFactory
from tests.minutes.approving import fresh, hold, waiting
from tests.minutes.conftest import make_minutes


def make_chain(cast, clock, archive):
    first = waiting(cast, mask=audience.PUBLIC)
    first.guest = Attendance.objects.create(
        meeting=first.meeting, guest_name="Gustav Gast", guest_organisation="Hochschule",
        presence=Presence.PRESENT,
    )  # fmt: skip
    first.represented = Attendance.objects.create(
        meeting=first.meeting, person=cast.member_utility.person, presence=Presence.REPRESENTED,
        deputy=PersonFactory(name="Vera Tretung"),
    )  # fmt: skip
    with transaction.atomic():  # as the circulation does: a revision without a seal of its own
        freeze(fresh(first.minutes), by=cast.minute_taker, reason="Umlauf")
    hold(first.next, clock)
    approval.approve(minutes=fresh(first.minutes), by=cast.organiser)
    clock.shift(60)
    second = silent(cast)
    clock.shift(60)
    number = fresh(first.minutes).revision_number
    correction = Correction(number, "Schreibfehler", {first.open.pk: "Berichtigt."})
    corrections.correct(minutes=fresh(first.minutes), correction=correction, by=cast.organiser)
    return SimpleNamespace(first=first, second=second, archive=archive)


def silent(cast):
    """For the Stadtverwaltung, approved by silence."""
    made = make_minutes(cast, title="Zweites", number=2, mask=audience.CITY)
    Minutes.objects.filter(pk=made.pk).update(state="FOR_APPROVAL")
    approval.approve_silently(minutes=fresh(made.minutes))
    return made
