"""What a restricted item leaves behind for others: its number, and nothing that tells the rest."""

import re

import pytest

from meetings.actions import agenda
from members import audience
from tests.factories.rows import AgendaItemFactory, MeetingFactory, ReportFactory, TopicFactory
from tests.meetings.conftest import SECRET

OUTSIDERS = ["anonymous", "former_member", "member_city", "admin"]


@pytest.fixture
def with_gap(public_meeting, cast):
    """14:00 Eins (20), 2 restricted to the Stadtwerke (35) with a child, 3 Drei with a restricted child."""
    items = {}
    items["one"] = AgendaItemFactory(
        meeting=public_meeting, position=1, number="1", title="Eins", duration=20
    )
    items["secret"] = AgendaItemFactory(
        meeting=public_meeting, position=2, number="2", title=SECRET, duration=35,
        description_html=f"<p>{SECRET}</p>", audience=audience.UTILITY,
        presenter_organisation=cast.organisations["utility"],
        topic=TopicFactory(title=f"Thema {SECRET}", audience=audience.UTILITY),
    )  # fmt: skip
    AgendaItemFactory(
        meeting=public_meeting, position=3, number="2.1", title=f"Kind {SECRET}", parent=items["secret"]
    )
    items["three"] = AgendaItemFactory(
        meeting=public_meeting, position=4, number="3", title="Drei", duration=40
    )
    AgendaItemFactory(
        meeting=public_meeting, position=5, number="3.1", title=f"Enkel {SECRET}", parent=items["three"],
        audience=audience.UTILITY, duration=15,
    )  # fmt: skip
    AgendaItemFactory(
        meeting=public_meeting, position=6, number="3.2", title="Zwei drunter", parent=items["three"]
    )
    AgendaItemFactory(meeting=public_meeting, position=7, number="4", title="Vier", duration=40)
    return public_meeting


def agenda_of(page):
    """The lines of the agenda as a reader sees them."""
    part = page.partition('<ol class="agenda">')[2].partition("</ol>")[0]
    lines = re.findall(r"<li.*?</li>", part, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


@pytest.mark.parametrize("persona", OUTSIDERS)
def test_outsiders_see_a_numbered_gap(client_of, with_gap, persona):
    lines = agenda_of(client_of(persona).get(f"/treffen/{with_gap.pk}/").content.decode())
    assert [line.split()[0] for line in lines] == ["1", "2", "3", "3.1", "3.2", "4"]
    assert lines[1] == "2 nichtöffentlich"
    assert lines[3] == "3.1 nichtöffentlich"


@pytest.mark.parametrize("persona", OUTSIDERS)
@pytest.mark.parametrize("address", ["/treffen/", "/treffen/{pk}/", "/treffen/?saeule=utility", "/"])
def test_no_secret_word_leaks(client_of, with_gap, persona, address):
    page = client_of(persona).get(address.format(pk=with_gap.pk)).content.decode()
    assert SECRET not in page


@pytest.mark.parametrize("persona", OUTSIDERS)
def test_times_stop_at_the_gap(client_of, with_gap, persona):
    """14:55 as begin of item 3 would tell that the hidden item takes 35 minutes."""
    page = client_of(persona).get(f"/treffen/{with_gap.pk}/").content.decode()
    lines = agenda_of(page)
    assert lines[0].endswith("14:00–14:20")
    assert not any(":" in line for line in lines[1:])
    assert "14:55" not in page
    assert "über dem Ende" not in page


@pytest.mark.parametrize("persona", ["member_utility", "organiser"])
def test_those_inside_see_all_of_it(client_of, with_gap, persona):
    page = client_of(persona).get(f"/treffen/{with_gap.pk}/").content.decode()
    lines = agenda_of(page)
    assert lines[1].startswith(f"2 {SECRET}")
    assert "nur Stadtwerke" in lines[1]
    assert lines[2].startswith("2.1 Kind")
    assert lines[1].endswith("14:20–14:55")
    assert "nichtöffentlich" not in page


def test_a_gap_at_the_beginning_leaves_no_times_at_all(client_of, public_meeting):
    AgendaItemFactory(meeting=public_meeting, position=1, number="1", title=SECRET, audience=audience.CITY)
    AgendaItemFactory(meeting=public_meeting, position=2, number="2", title="Danach")
    lines = agenda_of(client_of("member_utility").get(f"/treffen/{public_meeting.pk}/").content.decode())
    assert lines == ["1 nichtöffentlich", "2 Danach Diskussion · 20 Minuten"]


def test_a_restricted_topic_is_not_named_by_a_wider_item(client_of, public_meeting):
    topic = TopicFactory(title=SECRET, audience=audience.UTILITY)
    AgendaItemFactory(meeting=public_meeting, number="1", title="Daten", topic=topic)
    for persona, sees in [("anonymous", False), ("member_city", False), ("member_utility", True)]:
        page = client_of(persona).get(f"/treffen/{public_meeting.pk}/").content.decode()
        assert (SECRET in page) == sees
        assert (f"/themen/{topic.pk}/" in page) == sees


@pytest.mark.parametrize("persona", ["anonymous", "member_city", "admin"])
def test_of_an_announced_draft_only_the_quarter_is_told(client_of, announced, persona):
    AgendaItemFactory(meeting=announced, title="Geheimer Punkt")
    page = client_of(persona).get(f"/treffen/{announced.pk}/").content.decode()
    listed = client_of(persona).get("/treffen/").content.decode()
    for text in (page, listed):
        assert "3. Quartal 2025" in text
        assert "Der Termin steht noch nicht fest." in text
        assert "Geheim" not in text
    assert "Tagesordnung" not in page
    assert "Fachgruppentreffen" not in page


@pytest.mark.parametrize("question", ["art=group", "saeule=city", "thema=1"])
def test_filters_do_not_ask_a_draft_out(client_of, announced, question):
    page = client_of("member_city").get(f"/treffen/?{question}").content.decode()
    assert f"/treffen/{announced.pk}/" not in page


def test_filters_do_not_find_meetings_by_hidden_items(client_of, with_gap, cast):
    for persona, sees in [("anonymous", False), ("member_city", False), ("member_utility", True)]:
        page = client_of(persona).get("/treffen/?saeule=utility").content.decode()
        assert (f"/treffen/{with_gap.pk}/" in page) == sees
        topic = with_gap.agenda_items.get(number="2").topic
        page = client_of(persona).get(f"/treffen/?thema={topic.pk}").content.decode()
        assert (f"/treffen/{with_gap.pk}/" in page) == sees


# --- »Ansicht als« ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "look, sees",
    [("oeffentlich", False), ("stadtverwaltung", False), ("eigenbetriebe", False), ("stadtwerke", True)],
)
def test_looking_with_other_eyes_is_true(client_of, with_gap, look, sees):
    page = client_of("organiser").get(f"/treffen/{with_gap.pk}/?ansicht={look}").content.decode()
    assert (SECRET in page) == sees
    assert "Sie sehen diese Seite wie" in page
    assert "Zurück zur eigenen Ansicht" in page
    assert "Tagesordnung aufstellen" not in page


@pytest.mark.parametrize("look", ["oeffentlich", "stadtverwaltung", "eigenbetriebe", "stadtwerke"])
def test_other_eyes_see_no_draft(client_of, draft, look):
    page = client_of("organiser").get(f"/treffen/{draft.pk}/?ansicht={look}").content.decode()
    assert draft.title not in page
    assert "gibt es dieses Treffen nicht" in page


def test_other_eyes_of_a_meeting_for_members(client_of, meeting):
    page = client_of("organiser").get(f"/treffen/{meeting.pk}/?ansicht=oeffentlich").content.decode()
    assert "Herbsttreffen" not in page
    page = client_of("organiser").get(f"/treffen/{meeting.pk}/?ansicht=stadtwerke").content.decode()
    assert "Herbsttreffen" in page


@pytest.mark.parametrize("persona", ["anonymous", "member_city", "admin", "minute_taker"])
def test_only_organisers_borrow_eyes(client_of, public_meeting, persona):
    response = client_of(persona).get(f"/treffen/{public_meeting.pk}/?ansicht=stadtwerke")
    assert response.status_code == 403


def test_unknown_eyes_do_not_exist(client_of, public_meeting):
    assert client_of("organiser").get(f"/treffen/{public_meeting.pk}/?ansicht=admin").status_code == 404


def content_of(page):
    """What stands on the page itself, without what is around it and without the notice about other eyes."""
    main = page[page.index("<main") : page.index("</main>")]
    notice = r'<div class="notice warning">(?:(?!</div>).)*Sie sehen diese Seite wie.*?</div></div>'
    return re.sub(notice, "", main, flags=re.S)


@pytest.mark.parametrize(
    "look, persona",
    [
        ("oeffentlich", "anonymous"),
        ("stadtverwaltung", "member_city"),
        ("eigenbetriebe", "member_enterprise"),
        ("stadtwerke", "member_utility"),
    ],
)
@pytest.mark.parametrize("which", ["with_gap", "announced", "held_with_report", "online"])
def test_other_eyes_see_letter_by_letter_what_that_person_sees(request, client_of, look, persona, which):
    address = f"/treffen/{request.getfixturevalue(which).pk}/"
    own = client_of(persona).get(address).content.decode()
    looked = client_of("organiser").get(f"{address}?ansicht={look}").content.decode()
    assert "Sie sehen diese Seite wie" in looked
    assert content_of(looked).split() == content_of(own).split()


@pytest.fixture
def held_with_report(cast, held):
    ReportFactory(meeting=held, published_at=held.starts_at)
    AgendaItemFactory(
        meeting=held, presenter=cast.member_city.person, presenter_organisation=cast.organisations["city"],
        topic=TopicFactory(audience=audience.MEMBERS, state="DISCUSSED"),
    )  # fmt: skip
    return held


@pytest.fixture
def online(cast):
    return MeetingFactory(
        audience=audience.PUBLIC, online_url="https://example.org/raum", minute_taker=cast.minute_taker.person
    )


def test_a_wider_meeting_does_not_tell_of_a_narrower_topic(client_of, cast):
    meeting = MeetingFactory(audience=audience.MEMBERS)
    topic = TopicFactory(title="Nur unter uns", audience=audience.MEMBERS, state="ACCEPTED")
    agenda.add_topics(meeting=meeting, topics=[topic], by=cast.organiser)
    form = {
        "title": meeting.title, "audience": audience.PUBLIC, "version": meeting.version, "description": "",
        "kind": meeting.kind,
    }  # fmt: skip
    answer = client_of("organiser").post(f"/treffen/{meeting.pk}/bearbeiten/", form)
    assert answer.status_code == 303
    page = client_of("anonymous").get(f"/treffen/{meeting.pk}/").content.decode()
    assert "Nur unter uns" not in page
    assert "nichtöffentlich" in page
    assert "Nur unter uns" in client_of("member_city").get(f"/treffen/{meeting.pk}/").content.decode()
