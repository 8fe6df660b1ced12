import pytest

from activity.models import Event
from core.access import Forbidden
from members.actions.people import change_profile
from members.models import Person

URL = "/profil/"


def data_of(user, **changes):
    person = user.person
    data = {name: getattr(person, name) for name in ("name", "position", "phone", "about", "version")}
    return data | {"language": user.language} | changes


def test_everybody_with_an_account_edits_the_own_profile(client_of, cast):
    for persona in ("member_city", "former_member", "admin"):
        user = cast.users[persona]
        response = client_of(persona).post(URL, data_of(user, position="Fachdienst Geoinformation"))
        assert response.status_code == 303
        user.person.refresh_from_db()
        assert user.person.position == "Fachdienst Geoinformation"
    assert client_of("anonymous").get(URL).status_code == 302


def test_saving_twice_is_saving_once(client_of, cast):
    data = data_of(cast.member_city, phone="03641 12345")
    for _ in range(2):
        assert client_of("member_city").post(URL, data).status_code == 303
    cast.member_city.person.refresh_from_db()
    assert cast.member_city.person.version == 2
    (event,) = Event.objects.filter(verb="members.profile_changed")
    assert "03641" not in str(event.data)


def test_two_windows_lose_nothing(client_of, cast):
    old = data_of(cast.member_city)
    client_of("member_city").post(URL, old | {"about": "Sensoren im Stadtraum"})
    response = client_of("member_city").post(URL, old | {"about": "Offene Daten"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Sensoren im Stadtraum" in page
    assert "Offene Daten" in page
    cast.member_city.person.refresh_from_db()
    assert cast.member_city.person.about == "Sensoren im Stadtraum"


def test_the_language_holds_for_pages_and_mails(client_of, cast):
    client = client_of("member_city")
    response = client.post(URL, data_of(cast.member_city, language="en"))
    assert response.cookies["django_language"].value == "en"
    cast.member_city.refresh_from_db()
    assert cast.member_city.language == "en"


def test_markup_in_a_name_is_only_text(client_of, cast):
    client_of("member_city").post(URL, data_of(cast.member_city, name="<b>Fett</b>"))
    page = client_of("member_utility").get("/mitglieder/").content.decode()
    assert "<b>Fett</b>" not in page.replace("<b>&lt;b&gt;", "")
    assert "&lt;b&gt;Fett" in page


def test_the_profile_leads_to_security_and_notifications(client_of):
    page = client_of("member_city").get(URL).content.decode()
    for url in ("/konto/email/", "/konto/password/change/", "/konto/2fa/", "/konto/sessions/"):
        assert f'href="{url}"' in page
    assert 'href="/profil/benachrichtigungen/"' in page


def test_nobody_changes_the_profile_of_somebody_else(cast):
    other = cast.member_city.person
    with pytest.raises(Forbidden):
        change_profile(person=other, version=other.version, wanted=Person(name="Jemand"), by=cast.admin)
