"""The public rendition: the preview tells the truth, names are pointed out, and it can be taken back."""

import pytest

from meetings.enums import Presence
from meetings.models import Attendance
from members import audience
from members.viewers import ANONYMOUS
from minutes.actions import publication
from minutes.models import Minutes, MinutesSection, SecondLook
from minutes.presenters.page import page_of
from minutes.presenters.rendition import fingerprint, preview_of
from minutes.selectors.page import minutes_for_page
from tests.factories.rows import CommentFactory, DecisionFactory, PersonFactory
from tests.minutes.approving import HELD_ON, approved, fresh, waiting


@pytest.fixture
def made(cast, clock):
    """Approved minutes of a public meeting: TOP 2 is for the Stadtverwaltung, with a decision of its own."""
    made = approved(cast, clock, mask=audience.PUBLIC)
    CommentFactory(section=made.open, author=cast.member_city.person, body="Nur unter uns.")
    made.publish_url = f"{made.url}veroeffentlichen/"
    made.withdraw_url = f"{made.url}nicht-mehr-oeffentlich/"
    return made


def said(response):
    return response.content.decode()


def seen_by(client, made):
    html = said(client.get(made.publish_url))
    return html.split('name="seen" value="')[1].split('"')[0]


@pytest.mark.slow
def test_the_preview_is_exactly_what_the_public_then_reads(client_of, made, cast):
    before = preview_of(made.minutes).page
    client = client_of("organiser")
    html = said(client.get(made.publish_url))
    assert client.post(made.publish_url, {"seen": seen_by(client, made)}).status_code == 303
    after = page_of(minutes_for_page(made.pk), ANONYMOUS)
    assert after.passages == before.passages
    assert (after.meta, after.seal) == (before.meta, before.seal)
    public = said(client_of("anonymous").get(made.url))
    for _key, passage in after.passages:
        assert passage in public
        assert passage in html
    assert "Wir listen Datenquellen." in public


def test_the_preview_lists_what_is_left_out(client_of, made):
    html = said(client_of("organiser").get(made.publish_url))
    assert "TOP 2 Geheime Vergabe (sichtbar für: Stadtverwaltung)" in html
    assert "1 Aufgabe" in html
    assert "1 Kommentar" in html
    assert "die Teilnahme von 1 Person" in html
    rendition = html.split('class="rendition')[1].split("<form")[0]
    for hidden in ("Zuschlag", "Geheime Vergabe", "Quellen nachtragen", "Nur unter uns", "Protokollführung"):
        assert hidden not in rendition


@pytest.mark.parametrize(
    "text, name",
    [
        ("Ada Beispiel trug vor.", "Ada Beispiel"),
        ("Danach sprach Frau Dr. Muster.", "Frau Dr. Muster"),
        ("Herr von Ohnenamen fragte.", "Herr von Ohnenamen"),
        ("Gustav Gast antwortete.", "Gustav Gast"),
        ("Gast antwortete.", "Gast"),
    ],
)
def test_names_are_pointed_out_with_their_place(client_of, made, text, name):
    PersonFactory(name="Ada Beispiel")
    Attendance.objects.create(meeting=made.meeting, guest_name="Gustav Gast", presence=Presence.PRESENT)
    MinutesSection.objects.filter(pk=made.open.pk).update(body=text, body_html=f"<p>{text}</p>")
    found = preview_of(made.minutes).names
    assert [(each.name, each.where) for each in found] == [(name, "1 Datenstrategie als Fundament")]
    html = said(client_of("organiser").get(made.publish_url))
    assert "Im öffentlichen Text stehen Namen" in html
    assert text in html


def test_names_in_hidden_parts_are_no_warning(client_of, made):
    PersonFactory(name="Ada Beispiel")
    MinutesSection.objects.filter(pk=made.secret.pk).update(body_html="<p>Ada Beispiel</p>")
    assert preview_of(made.minutes).names == []
    assert "keine Namen von Personen gefunden" in said(client_of("organiser").get(made.publish_url))


def test_what_changed_meanwhile_is_shown_again(client_of, made):
    client = client_of("organiser")
    seen = seen_by(client, made)
    DecisionFactory(agenda_item=made.items[2], number=300, released_at=HELD_ON, wording="Kam dazu.")
    response = client.post(made.publish_url, {"seen": seen})
    assert response.status_code == 409
    assert "Der öffentliche Text hat sich geändert" in said(response)
    assert "Kam dazu." in said(response)
    assert fresh(made.minutes).published_at is None
    assert client_of("anonymous").get(made.url).status_code == 404


def test_the_fingerprint_is_the_same_in_every_language(made):
    from django.utils import translation

    german = fingerprint(made.minutes)
    with translation.override("en"):
        assert fingerprint(made.minutes) == german


@pytest.mark.slow
def test_a_writer_does_not_publish_alone(client_of, made):
    client = client_of("minute_taker")
    assert client.post(made.publish_url, {"seen": seen_by(client, made)}).status_code == 303
    assert client_of("anonymous").get(made.url).status_code == 404
    url = SecondLook.objects.get().get_absolute_url()
    assert client.post(url).status_code == 403
    page = said(client_of("organiser").get(url))
    assert "So sieht es die Öffentlichkeit" in page
    assert client_of("organiser").post(url, {"seen": "etwas anderes"}).status_code == 409
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert client_of("organiser").post(url, {"seen": seen}).status_code == 303
    assert client_of("anonymous").get(made.url).status_code == 200


@pytest.mark.slow
def test_publishing_and_taking_back_change_the_page_for_everybody(client_of, made):
    reader = client_of("member_city")
    etag = reader.get(made.url).headers["ETag"]
    publication.publish(minutes=fresh(made.minutes), seen=fingerprint(made.minutes), by=organiser_of(made))
    response = reader.get(made.url, headers={"If-None-Match": etag})
    assert response.status_code == 200
    public = client_of("anonymous")
    public.get(made.url)  # brings the cookie that belongs to the version of the page
    tag = public.get(made.url).headers["ETag"]
    assert public.get(made.url, headers={"If-None-Match": tag}).status_code == 304
    assert client_of("organiser").post(made.withdraw_url, {"reason": "Versehen"}).status_code == 303
    assert public.get(made.url, headers={"If-None-Match": tag}).status_code == 404
    assert "Wir listen" not in said(public.get("/beschluesse/"))


def organiser_of(made):
    from members.models import User

    return User.objects.get(email="organiser@example.org")


def test_taking_back_needs_a_reason(client_of, made):
    Minutes.objects.filter(pk=made.pk).update(published_at=HELD_ON)
    response = client_of("organiser").post(made.withdraw_url, {"reason": " "})
    assert response.status_code == 422
    assert fresh(made.minutes).published_at is not None


@pytest.mark.parametrize(
    "persona, status", [("anonymous", 302), ("former_member", 404), ("member_city", 403), ("admin", 403),
                        ("minute_taker", 200), ("organiser", 200)],
)  # fmt: skip
def test_who_reaches_the_preview(client_of, made, persona, status):
    assert client_of(persona).get(made.publish_url).status_code == status


def test_only_what_is_approved_and_public_is_published(client_of, cast, clock):
    made = waiting(cast, mask=audience.PUBLIC)
    response = client_of("organiser").get(f"{made.url}veroeffentlichen/")
    assert (response.status_code, "erst, wenn das Protokoll genehmigt ist" in said(response)) == (403, True)
    inner = approved(cast, clock, title="Intern", number=5)
    response = client_of("organiser").get(f"{inner.url}veroeffentlichen/")
    assert (response.status_code, "Das Treffen ist nicht öffentlich" in said(response)) == (403, True)


def test_what_is_not_published_can_not_be_taken_back(client_of, made):
    response = client_of("organiser").post(made.withdraw_url, {"reason": "x"})
    assert response.status_code == 409
    assert "Das Protokoll ist nicht veröffentlicht." in said(response)
