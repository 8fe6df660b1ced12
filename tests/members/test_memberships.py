"""Changing and ending memberships; the last admin stays."""

import datetime as dt

import pytest

from activity.models import Event
from core.dates import day
from members.models import Membership
from tests.factories.rows import MembershipFactory, PersonFactory, UserFactory

LAST = "Die letzte Admin-Mitgliedschaft kann nicht beendet werden."


def membership_of(user):
    return user.person.memberships.get()


def url_of(membership, verb=""):
    return f"/verwaltung/mitgliedschaften/{membership.pk}/{verb}"


def data_of(membership, **changes):
    roles = [r for r in ("contact", "organiser", "admin") if getattr(membership, f"is_{r}")]
    data = {
        "organisation": membership.organisation_id,
        "roles": roles,
        "starts_on": membership.starts_on.isoformat(),
        "ends_on": membership.ends_on.isoformat() if membership.ends_on else "",
        "version": membership.version,
    }
    return data | changes


@pytest.fixture
def city(cast):
    return membership_of(cast.member_city)


@pytest.fixture
def second_admin(cast):
    person = PersonFactory(name="Zweite Admin-Person")
    UserFactory(person=person)
    return MembershipFactory(person=person, organisation=cast.organisations["city"], is_admin=True)


def test_roles_house_and_period_change_and_are_in_the_log(admin, city, cast):
    house = cast.organisations["utility"]
    admin.post(url_of(city), data_of(city, organisation=house.pk, roles=["organiser"], ends_on="2025-12-31"))
    city.refresh_from_db()
    assert (city.organisation, city.is_organiser, city.ends_on) == (house, True, dt.date(2025, 12, 31))
    (event,) = Event.objects.filter(verb="members.membership_changed")
    assert event.actor_name == "Admin"
    assert event.data["changes"]["organisation"] == ["Stadt Jena", "Stadtwerke Jena"]
    assert event.data["changes"]["is_organiser"] == ["nein", "ja"]


def test_the_new_house_decides_at_once_what_is_seen(admin, city, cast, client_of):
    admin.post(url_of(city), data_of(city, organisation=cast.organisations["utility"].pk))
    user = type(cast.member_city).objects.get(pk=cast.member_city.pk)
    assert user.viewer.pillars == {"UTILITY"}


def test_saving_twice_changes_once(admin, city):
    data = data_of(city, roles=["contact"])
    for _ in range(2):
        assert admin.post(url_of(city), data).status_code == 303
    city.refresh_from_db()
    assert city.version == 2
    assert Event.objects.filter(verb="members.membership_changed").count() == 1


def test_a_conflict_shows_both_and_loses_neither(admin, city):
    old = data_of(city)
    admin.post(url_of(city), {**old, "roles": ["organiser"]})
    response = admin.post(url_of(city), {**old, "roles": ["contact"], "ends_on": "2025-12-31"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Ansprechperson" in page
    assert "Organisation – plant" in page
    assert "2025-12-31" in page
    city.refresh_from_db()
    assert (city.is_organiser, city.is_contact) == (True, False)
    again = admin.post(url_of(city), {**old, "roles": ["contact"], "version": 2})
    assert again.status_code == 303
    city.refresh_from_db()
    assert (city.is_organiser, city.is_contact) == (False, True)


def test_one_person_is_in_one_house_once_at_a_time(admin, city):
    url = f"/verwaltung/personen/{city.person.slug}/mitgliedschaft/"
    data = {"organisation": city.organisation_id, "roles": [], "starts_on": "2025-07-01", "ends_on": ""}
    assert "besteht dort schon" in admin.post(url, data).content.decode()
    assert city.person.memberships.count() == 1


def test_a_second_house_and_a_double_click(admin, city, cast):
    url = f"/verwaltung/personen/{city.person.slug}/mitgliedschaft/"
    house = cast.organisations["association"].pk
    data = {"organisation": house, "roles": ["contact"], "starts_on": "2025-07-01", "ends_on": ""}
    for _ in range(2):
        assert admin.post(url, data).status_code == 303
    assert city.person.memberships.count() == 2


# --- ending -----------------------------------------------------------------------------------------------


def test_ending_keeps_the_row_and_takes_the_rights(admin, city, client_of):
    member = client_of("member_city")
    assert member.get("/mitglieder/").status_code == 200
    admin.post(url_of(city, "beenden/"), {"ends_on": "2025-06-30", "reason": "Wechsel des Arbeitgebers"})
    city.refresh_from_db()
    assert (city.ends_on, city.ended_because) == (dt.date(2025, 6, 30), "Wechsel des Arbeitgebers")
    assert member.get("/mitglieder/").status_code == 403
    assert member.get("/profil/").status_code == 200
    history = admin.get(f"/verwaltung/personen/{city.person.slug}/").content.decode()
    assert "Wechsel des Arbeitgebers" in history
    assert "zum 30. Juni 2025 beendet" in history


def test_until_its_last_day_it_is_in_force(admin, city, client_of, clock):
    admin.post(url_of(city, "beenden/"), {"ends_on": "2025-07-02", "reason": ""})
    assert client_of("member_city").get("/mitglieder/").status_code == 200
    clock.move_to(dt.datetime(2025, 7, 3, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=2))))
    assert client_of("member_city").get("/mitglieder/").status_code == 403


def test_ending_twice_ends_once(admin, city):
    for _ in range(2):
        response = admin.post(url_of(city, "beenden/"), {"ends_on": "2025-06-30", "reason": "x"})
        assert response.status_code == 303
    assert Event.objects.filter(verb="members.membership_ended").count() == 1
    assert admin.get(url_of(city, "beenden/")).status_code == 403


def test_it_ends_at_once_whatever_day_stands_there(admin, city, client_of):
    member = client_of("member_city")
    assert member.get("/mitglieder/").status_code == 200
    page = admin.get(url_of(city, "beenden/")).text
    assert "Sofort beenden" in page
    assert "gestern" not in page
    admin.post(url_of(city, "beenden/"), {"ends_on": "2025-12-31", "reason": "", "sofort": "1"})
    city.refresh_from_db()
    assert (city.ends_on, city.has_ended) == (dt.date(2025, 6, 30), True)
    assert member.get("/mitglieder/").status_code == 403
    history = admin.get(f"/verwaltung/personen/{city.person.slug}/").text
    assert "sofort beendet" in history


@pytest.mark.parametrize("starts_on", [dt.date(2025, 7, 1), dt.date(2025, 8, 1)])
def test_what_began_today_or_begins_later_ends_at_once_too(admin, cast, client_of, starts_on):
    house = cast.organisations["association"]
    person = cast.former_member.person
    membership = MembershipFactory(person=person, organisation=house, starts_on=starts_on)
    for _ in range(2):
        answer = admin.post(
            url_of(membership, "beenden/"), {"ends_on": "", "reason": "Irrtum", "sofort": "1"}
        )
        assert answer.status_code == 303
    assert client_of("former_member").get("/mitglieder/").status_code == 403
    assert Event.objects.filter(verb="members.membership_ended_at_once").count() == 1
    history = admin.get(f"/verwaltung/personen/{person.slug}/").text
    assert f"ab {day(starts_on)}, sofort beendet" in history
    url = f"/verwaltung/personen/{person.slug}/mitgliedschaft/"
    data = {"organisation": house.pk, "roles": [], "starts_on": "2025-07-01", "ends_on": ""}
    assert admin.post(url, data).status_code == 303


def test_an_end_before_the_begin_is_refused(admin, city):
    page = admin.post(url_of(city, "beenden/"), {"ends_on": "2025-05-01", "reason": ""}).content.decode()
    assert "Das Ende liegt vor dem Anfang." in page


# --- the last admin ---------------------------------------------------------------------------------------


def test_the_last_admin_cannot_be_ended(admin, cast):
    membership = membership_of(cast.admin)
    assert LAST in admin.get(url_of(membership)).content.decode()
    for response, status in (
        (admin.get(url_of(membership, "beenden/")), 403),
        (admin.post(url_of(membership, "beenden/"), {"ends_on": "2025-12-31", "reason": ""}), 409),
    ):
        assert response.status_code == status
        assert LAST in response.content.decode()
    membership.refresh_from_db()
    assert membership.ends_on is None


@pytest.mark.parametrize("change", [{"roles": []}, {"ends_on": "2026-06-30"}, {"starts_on": "2025-08-01"}])
def test_the_last_admin_cannot_be_demoted_nor_expire(admin, cast, change):
    membership = membership_of(cast.admin)
    response = admin.post(url_of(membership), data_of(membership, **change))
    assert response.status_code == 422
    assert "letzte Admin-Mitgliedschaft" in response.content.decode()
    membership.refresh_from_db()
    assert (membership.is_admin, membership.ends_on) == (True, None)


def test_the_last_admin_may_change_everything_else(admin, cast):
    membership = membership_of(cast.admin)
    house = cast.organisations["city"].pk
    data = data_of(membership, organisation=house, roles=["admin", "organiser"])
    assert admin.post(url_of(membership), data).status_code == 303


def test_an_admin_with_an_end_does_not_count_as_the_other(admin, cast, second_admin):
    second_admin.ends_on = dt.date(2025, 12, 31)
    second_admin.save()
    membership = membership_of(cast.admin)
    response = admin.post(url_of(membership, "beenden/"), {"ends_on": "2025-12-31", "reason": ""})
    assert response.status_code == 409


def test_an_admin_without_a_usable_account_does_not_count(admin, cast, second_admin):
    second_admin.person.user.is_active = False
    second_admin.person.user.save()
    membership = membership_of(cast.admin)
    assert admin.get(url_of(membership, "beenden/")).status_code == 403


def test_with_a_second_admin_one_may_go(admin, cast, second_admin):
    membership = membership_of(cast.admin)
    assert admin.post(url_of(membership), data_of(membership, roles=[])).status_code == 303
    assert Membership.objects.lasting_admins().get() == second_admin
    assert admin.get("/verwaltung/").status_code == 403
