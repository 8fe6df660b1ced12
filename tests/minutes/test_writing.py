import datetime as dt
import threading

import pytest
from django.db import connections
from django.test import Client
from django.utils.html import strip_tags

from activity.models import Event
from core.markdown import MAX_LENGTH
from meetings.enums import State as MeetingState
from members import audience
from minutes.enums import State
from minutes.models import Minutes, MinutesSection
from tests.factories.rows import ActionItemFactory, AgendaItemFactory, DecisionFactory, MeetingFactory


def save(client, section, body, version=1):
    return client.post(f"/protokolle/abschnitte/{section.pk}/", {"body": body, "version": version})


def text_of(section):
    return MinutesSection.objects.get(pk=section.pk).body


# --- beginning -------------------------------------------------------------------------------------------


@pytest.fixture
def held(cast):
    meeting = MeetingFactory(
        state=MeetingState.HELD, title="Nachtreffen", minute_taker=cast.minute_taker.person
    )
    parent = AgendaItemFactory(meeting=meeting, position=1, title="Erster Punkt")
    AgendaItemFactory(meeting=meeting, position=2, number="2", title="Zweiter Punkt", audience=audience.CITY)
    AgendaItemFactory(meeting=meeting, parent=parent, position=1, number="1.1", title="Unterpunkt")
    return meeting


@pytest.mark.parametrize(
    "persona, status",
    [("anonymous", 302), ("former_member", 404), ("member_city", 403), ("admin", 403), ("minute_taker", 200),
     ("organiser", 200)],
)  # fmt: skip
def test_who_may_begin_minutes(client_of, held, persona, status):
    client, url = client_of(persona), f"/treffen/{held.pk}/protokoll/"
    assert client.get(url).status_code == status
    client.post(url)
    assert Minutes.objects.filter(meeting=held).exists() == (status == 200)


def test_each_item_gets_its_section_in_the_order_of_the_agenda(client_of, held, cast):
    for _click in range(2):
        response = client_of("minute_taker").post(f"/treffen/{held.pk}/protokoll/")
        assert response.status_code in (302, 303)
    minutes = Minutes.objects.get(meeting=held)
    assert minutes.author == cast.minute_taker.person
    assert minutes.state == State.DRAFT
    titles = minutes.sections.in_order().values_list("agenda_item__title", flat=True)
    assert list(titles) == ["Erster Punkt", "Unterpunkt", "Zweiter Punkt"]


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.CANCELLED])
def test_no_minutes_of_a_meeting_that_has_no_date_or_is_off(client_of, state):
    meeting = MeetingFactory(state=state)
    response = client_of("organiser").post(f"/treffen/{meeting.pk}/protokoll/")
    assert response.status_code == 409
    assert "sobald" in response.content.decode() or "erst" in response.content.decode()


def test_items_added_later_get_their_sections(client_of, draft):
    AgendaItemFactory(meeting=draft.meeting, position=4, title="Nachgereicht")
    writer = client_of("minute_taker")
    assert "Nachgereicht" in writer.get(f"{draft.url}schreiben/").content.decode()
    assert draft.minutes.sections.count() == 3
    assert writer.post(f"/protokolle/{draft.pk}/abschnitte/").status_code == 303
    assert draft.minutes.sections.in_order().last().agenda_item.title == "Nachgereicht"
    assert client_of("member_city").post(f"/protokolle/{draft.pk}/abschnitte/").status_code == 404


# --- access ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "persona, on_draft, on_circulating",
    [("anonymous", 302, 302), ("former_member", 404, 404), ("member_city", 404, 403), ("admin", 404, 403),
     ("minute_taker", 200, 403), ("organiser", 200, 403)],
)  # fmt: skip
def test_who_reaches_the_page_to_write_on(client_of, draft, circulating, persona, on_draft, on_circulating):
    client = client_of(persona)
    assert client.get(f"{draft.url}schreiben/").status_code == on_draft
    assert client.get(f"{circulating.url}schreiben/").status_code == on_circulating


@pytest.mark.parametrize("persona", ["member_city", "member_utility", "admin", "former_member", "anonymous"])
def test_others_change_nothing(client_of, draft, circulating, persona):
    client = client_of(persona)
    for section in (draft.open, circulating.open, circulating.secret):
        assert save(client, section, "Verfälscht").status_code in (302, 403, 404)
        assert text_of(section) != "Verfälscht"
    assert client.post(f"{draft.url}schreiben/", {f"s{draft.open.pk}-body": "x"}).status_code in (302, 404)


def test_a_text_that_goes_round_is_not_changed(client_of, circulating):
    response = save(client_of("organiser"), circulating.open, "Nachgebessert")
    assert response.status_code == 409
    assert response.json()["state"] == "refused"
    assert "nur im Entwurf" in response.json()["message"]


# --- saving ----------------------------------------------------------------------------------------------


def test_what_is_typed_is_saved_and_rendered(client_of, draft, cast):
    response = save(client_of("minute_taker"), draft.open, "Neu: **wichtig** <script>x</script>")
    assert response.json() == {
        "state": "saved", "version": 2, "message": "gespeichert um 10:00", "lines": [],
    }  # fmt: skip
    section = MinutesSection.objects.get(pk=draft.open.pk)
    assert "<strong>wichtig</strong>" in section.body_html
    assert "<script" not in section.body_html
    assert section.updated_by == cast.minute_taker
    assert "<strong>wichtig</strong>" in client_of("organiser").get(draft.url).content.decode()


def test_the_same_text_again_is_no_new_version(client_of, draft):
    for version in (1, 1, 2):
        response = save(client_of("minute_taker"), draft.open, "Gleich\r\nbleibend", version)
        assert response.json()["version"] == 2


def test_two_people_in_the_same_section_lose_nothing(client_of, draft):
    assert save(client_of("minute_taker"), draft.open, "Die Protokollführung schreibt.").status_code == 200
    response = save(client_of("organiser"), draft.open, "Die Organisation schreibt.")
    answer = response.json()
    assert response.status_code == 409
    assert answer["state"] == "conflict"
    assert answer["current"] == "Die Protokollführung schreibt."
    assert "Die Organisation schreibt." in strip_tags(answer["html"])
    assert "Die Protokollführung schreibt." in strip_tags(answer["html"])
    assert "<del>Protokollführung</del>" in answer["html"]
    assert "<ins>Organisation</ins>" in answer["html"]
    assert text_of(draft.open) == "Die Protokollführung schreibt."
    joined = save(client_of("organiser"), draft.open, "Beide schreiben.", answer["version"])
    assert joined.status_code == 200
    assert text_of(draft.open) == "Beide schreiben."


def test_what_both_wrote_is_joined_in_whole_sentences(client_of, draft):
    """Each changed another sentence of one line; no date, time or abbreviation cuts one in two."""
    base = "Am 4. Juni um 14.30 Uhr tagt z. B. die KIJ. Alle sind da. Danach sprechen wir mit Dr. Muster."
    assert save(client_of("minute_taker"), draft.open, base).json()["version"] == 2
    theirs, mine = base.replace("Juni um 14.30", "Juli um 15.30"), base.replace("sprechen wir", "spricht er")
    assert save(client_of("minute_taker"), draft.open, theirs, 2).status_code == 200
    url = f"/protokolle/abschnitte/{draft.open.pk}/"
    answer = client_of("organiser").post(url, {"body": mine, "version": 2, "base": base}).json()
    assert answer["joined"] == theirs.replace("sprechen wir", "spricht er")
    assert answer["overlaps"] == 0
    both = base.replace("Am 4. Juni", "Am Mittwoch, 4. Juni"), base.replace("die KIJ", "die Leitung der KIJ")
    save(client_of("minute_taker"), draft.open, base, 3)
    save(client_of("minute_taker"), draft.open, both[0], 4)
    answer = client_of("organiser").post(url, {"body": both[1], "version": 4, "base": base}).json()
    assert answer["overlaps"] == 1
    assert all(text.split(" Alle")[0] in answer["joined"] for text in both)


def test_two_people_in_different_sections_do_not_notice_each_other(client_of, draft):
    assert save(client_of("minute_taker"), draft.open, "Hier").status_code == 200
    assert save(client_of("organiser"), draft.last, "Dort").status_code == 200


@pytest.mark.parametrize("body", ["x" * (MAX_LENGTH + 1), "[" * 4000])
def test_text_that_cannot_be_rendered_is_refused_and_kept_in_the_browser(client_of, draft, body):
    response = save(client_of("minute_taker"), draft.open, body)
    assert response.status_code == 422
    assert response.json()["message"]
    assert text_of(draft.open) == "Die Runde sprach über **Daten**."


def test_writing_does_not_flood_the_log(client_of, draft, clock):
    client = client_of("minute_taker")
    events = Event.objects.filter(verb="minutes.section_written")
    for n in range(5):
        save(client, draft.open, f"Stand {n}", n + 1)
    assert events.count() == 1
    save(client_of("organiser"), draft.open, "Von jemand anderem", 6)
    assert events.count() == 2
    clock.shift(dt.timedelta(minutes=11))
    save(client, draft.open, "Später", 7)
    assert events.count() == 3
    assert {event.target_label for event in events} == {"TOP 1"}  # the log does not tell titles


# --- the whole form, without scripts ----------------------------------------------------------------------


def whole_form(draft, **changed):
    data = {}
    for name, section in (("open", draft.open), ("secret", draft.secret), ("last", draft.last)):
        data[f"s{section.pk}-body"] = changed.get(name, section.body)
        data[f"s{section.pk}-version"] = changed.get(f"{name}_version", 1)
    return data


def test_one_button_saves_what_was_changed(client_of, draft):
    client = client_of("minute_taker")
    html = client.get(f"{draft.url}schreiben/").content.decode()
    assert f'name="s{draft.open.pk}-body"' in html
    assert 'form="schreiben"' in html
    response = client.post(f"{draft.url}schreiben/", whole_form(draft, open="Eins", last="Drei"))
    assert response.status_code == 303
    assert (text_of(draft.open), text_of(draft.last)) == ("Eins", "Drei")
    assert MinutesSection.objects.get(pk=draft.secret.pk).version == 1


def test_a_page_with_the_editor_of_one_section_leaves_the_others_alone(client_of, draft):
    sent = {f"s{draft.open.pk}-body": "Allein", f"s{draft.open.pk}-version": 1}
    assert client_of("minute_taker").post(f"{draft.url}schreiben/", sent).status_code == 303
    assert text_of(draft.open) == "Allein"
    assert MinutesSection.objects.get(pk=draft.last.pk).version == 1


def test_an_information_is_set_off(client_of, draft):
    save(client_of("minute_taker"), draft.open, "Vorher\nI: Es wird gebaut.")
    html = client_of("minute_taker").get(draft.url).content.decode()
    assert '<p class="info"><strong>Information:</strong> Es wird gebaut.</p>' in html


def test_decisions_and_tasks_stand_below_their_section(client_of, draft, cast):
    DecisionFactory(agenda_item=draft.items[0], wording="Wir listen Datenquellen.")
    ActionItemFactory(
        agenda_item=draft.items[0], wording="Quellen nachtragen.", assignee=cast.member_city.person
    )
    html = client_of("minute_taker").get(f"{draft.url}schreiben/").content.decode()
    assert (
        html.index("Wir listen Datenquellen.")
        < html.index("Quellen nachtragen.")
        < html.index(f"titel-{draft.secret.pk}")
    )


def test_a_conflict_in_one_section_saves_the_others(client_of, draft):
    save(client_of("organiser"), draft.open, "Schneller gewesen.")
    client = client_of("minute_taker")
    response = client.post(f"{draft.url}schreiben/", whole_form(draft, open="Langsamer.", last="Drei"))
    html = response.content.decode()
    assert response.status_code == 409
    assert text_of(draft.last) == "Drei"
    assert "Schneller gewesen." in strip_tags(html)
    assert "Langsamer." in html
    assert f'name="s{draft.open.pk}-version" value="2"' in html
    again = whole_form(draft, open="Zusammen.", open_version=2, last="Drei", last_version=2)
    assert client.post(f"{draft.url}schreiben/", again).status_code == 303
    assert text_of(draft.open) == "Zusammen."


def test_the_page_costs_the_same_for_one_and_thirty_sections(client_of, draft, django_assert_num_queries):
    client = client_of("minute_taker")
    url = f"{draft.url}schreiben/"
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)
    for _n in range(30):
        item = AgendaItemFactory(meeting=draft.meeting)
        MinutesSection.objects.create(minutes=draft.minutes, agenda_item=item, position=item.position)
    with django_assert_num_queries(QUERIES):
        client.get(url)


QUERIES = 18

# --- who may read a section -------------------------------------------------------------------------------


def narrow(client, section, mask):
    return client.post(f"/protokolle/abschnitte/{section.pk}/sichtbarkeit/", {"audience": mask})


def test_a_section_is_narrowed_even_while_it_goes_round(client_of, circulating):
    assert "Die Runde sprach" in client_of("member_utility").get(circulating.url).content.decode()
    assert narrow(client_of("minute_taker"), circulating.open, audience.CITY).status_code == 303
    html = client_of("member_utility").get(circulating.url).content.decode()
    assert "Die Runde sprach" not in html
    assert "Bitte die Quelle nennen" not in html
    assert narrow(client_of("minute_taker"), circulating.open, "").status_code == 303
    assert "Die Runde sprach" in client_of("member_utility").get(circulating.url).content.decode()


def test_a_section_is_never_wider_than_its_item(client_of, circulating):
    assert narrow(client_of("organiser"), circulating.secret, audience.MEMBERS).status_code != 303
    circulating.secret.refresh_from_db()
    assert circulating.secret.audience is None


@pytest.mark.parametrize(
    "persona, status",
    [("anonymous", 302), ("former_member", 404), ("member_city", 403), ("member_utility", 403),
     ("minute_taker", 200), ("organiser", 200)],
)  # fmt: skip
def test_who_sets_the_audience(client_of, circulating, persona, status):
    url = f"/protokolle/abschnitte/{circulating.open.pk}/sichtbarkeit/"
    assert client_of(persona).get(url).status_code == status
    hidden = f"/protokolle/abschnitte/{circulating.secret.pk}/sichtbarkeit/"
    assert client_of("member_utility").get(hidden).status_code == 404


# --- at the same time -------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_many_who_save_at_the_same_moment_one_wins_and_the_others_hear_of_it(draft, cast):
    answers = []

    def write(n):
        client = Client()
        client.force_login(cast.organiser, backend="members.backends.AccountBackend")
        answers.append(save(client, draft.open, f"Text von {n}"))
        connections.close_all()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    stored = text_of(draft.open)
    for answer in answers:
        if answer.status_code == 409:
            assert answer.json()["current"] == stored
            assert "Text von" in strip_tags(answer.json()["html"])
    assert MinutesSection.objects.get(pk=draft.open.pk).version == 2
