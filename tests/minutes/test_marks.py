"""Lines »B: …« and »A: …« become decisions and tasks in place; nothing is lost, nothing is there twice."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connections
from django.test import Client
from django.utils.html import escape

from activity.models import Event
from members import audience
from minutes.actions.circulation import circulate
from minutes.actions.marks import keep_line, record_line
from minutes.actions.writing import save_section
from minutes.models import MinutesSection
from minutes.presenters.writing import open_lines
from outcomes.models import ActionItem, Decision
from tests.factories.rows import MembershipFactory, PersonFactory

TEXT = "Vorher.\nB: Wir listen alles.\nA: Liste schicken\nI: Nur zur Kenntnis.\nNachher."
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def written(draft, cast):
    """The draft with one line of each kind."""
    save_section(section=draft.open, body=TEXT, version=1, by=cast.minute_taker)
    return draft


def body_of(section):
    return MinutesSection.objects.get(pk=section.pk).body


def url_of(section):
    return f"/protokolle/abschnitte/{section.pk}/zeile/"


def decision_data(**changed):
    return {
        "kind": "decision", "line": "Wir listen alles.", "wording": "Wir listen alles.",
        "result": "CONSENSUS", "submission_key": str(uuid.uuid4()),
    } | changed  # fmt: skip


def task_data(who="Mitglied Stadtverwaltung", **changed):
    return {
        "kind": "action", "line": "Liste schicken", "wording": "Liste schicken", "who": who,
        "submission_key": str(uuid.uuid4()),
    } | changed  # fmt: skip


def page_of(client, draft):
    return client.get(f"{draft.url}schreiben/").content.decode()


# --- the forms ------------------------------------------------------------------------------------------


def test_each_open_line_has_its_form_in_place(client_of, written, cast):
    html = page_of(client_of("minute_taker"), written)
    assert html.count('class="line-form') == 2
    assert 'name="line" value="Wir listen alles."' in html
    assert ">\nListe schicken</textarea>" in html
    assert f'<option value="{cast.member_city.person.name}">' in html
    assert html.index("Beschluss aus dem Text") < html.index(f"titel-{written.secret.pk}")
    assert [line.kind for line in open_lines(MinutesSection.objects.get(pk=written.open.pk))] == [
        "decision",
        "action",
    ]


def test_saving_tells_which_lines_wait_and_their_forms_can_be_fetched(client_of, draft):
    client = client_of("minute_taker")
    url = f"/protokolle/abschnitte/{draft.open.pk}/"
    answer = client.post(url, {"body": TEXT, "version": 1}).json()
    assert [key.split("-")[0] for key in answer["lines"]] == ["decision", "action"]
    html = client.get(f"{url}unten/").content.decode()
    assert [f'data-line="{key}"' in html for key in answer["lines"]] == [True, True]
    assert "<html" not in html


def test_the_same_line_twice_has_one_form(client_of, draft, cast):
    save_section(section=draft.open, body="B: Doppelt\nB: Doppelt", version=1, by=cast.minute_taker)
    assert page_of(client_of("minute_taker"), draft).count('class="line-form') == 1


def test_the_checklist_names_each_line_that_waits(client_of, written):
    client = client_of("minute_taker")
    html = page_of(client, written)
    assert "TOP 1: Wir listen alles." in html
    assert "TOP 1: Liste schicken" in html
    client.post(url_of(written.open), decision_data())
    assert "TOP 1: Wir listen alles." not in page_of(client, written)


def test_a_line_in_words_fills_its_form(client_of, draft, cast):
    house = cast.organisations["utility"]
    house.name, house.short_name = "Stadtwerke Jena", "SWJ"
    house.save(update_fields=["name", "short_name"])
    member = cast.member_city.person.name
    texts = {
        "Beschluss: Wir listen alles (mehrheitlich: 7 Ja, 2 Nein, 1 Enthaltung).": [
            '<option value="MAJORITY" selected>', 'name="votes_yes" value="7"', 'name="votes_no" value="2"',
            'name="votes_abstained" value="1"',
        ],
        "**Beschluss:** Das wird einstimmig so gemacht.": ['<option value="UNANIMOUS" selected>'],
        "Aufgabe: Stadtwerke Jena schicken die Liste bis 15.01.2027": [
            'name="who" value="Stadtwerke Jena"', 'name="due_on" value="2027-01-15"',
        ],
        f"Aufgabe: Liste schicken ({member}, bis zum nächsten Treffen), dann an SWJ": [
            f'name="who" value="{member}"', " checked>",
        ],
        "A: SWJ klärt das bis Ende März": [
            'name="who" value="Stadtwerke Jena"', 'name="due_on" value="2026-03-31"',
        ],
        "A: Herr Stadtverwaltung klärt das": [f'name="who" value="{member}"'],
        f"A: @{cast.member_city.person.slug} klärt das": [f'name="who" value="{member}"'],
        "A: Stadtwerke Jenas Liste an swj": ['name="who"'],
        "A: Liste schicken": ['name="who"', 'name="due_on"'],
        f"A: {member} und SWJ treffen sich": [f'name="who" value="{member}"'],
        f"A: Treffen von {member} und SWJ": ['name="who"'],
    }  # fmt: skip
    save_section(section=draft.open, body="\n".join(texts), version=1, by=cast.minute_taker)
    html = page_of(client_of("minute_taker"), draft)
    forms = html.split('class="line-form')[1:]
    assert len(forms) == len(texts)
    for form, (line, wanted) in zip(forms, texts.items(), strict=True):
        form = form.split("</form>")[0]
        assert escape(line.split(":", 1)[1].strip("* ")) in form  # not a word of it is taken away
        for words in wanted:
            assert words in form, line
        is_read = any('value="' in words for words in wanted)
        assert is_read or ('name="who" value' not in form and 'name="due_on" value' not in form), line


def test_the_checklist_names_lines_that_look_like_one(client_of, draft, cast):
    client = client_of("minute_taker")
    assert "Jede Zeile »Beschluss:«" not in page_of(client, draft)
    save_section(section=draft.open, body="- Beschluss: Wir listen.", version=1, by=cast.minute_taker)
    html = page_of(client, draft)
    assert "Jede Zeile »Beschluss:«" in html
    assert "»- Beschluss: Wir listen.« wird erst am Anfang einer Zeile erkannt" in html


# --- recording ------------------------------------------------------------------------------------------


def test_a_line_becomes_a_decision_and_leaves_the_text(client_of, written):
    response = client_of("minute_taker").post(
        url_of(written.open), decision_data(wording="Wir listen alle Quellen.")
    )
    assert response.status_code == 303
    assert response["Location"] == f"{written.url}schreiben/#abschnitt-{written.open.pk}"
    decision = Decision.objects.get()
    assert (decision.wording, decision.agenda_item, decision.result) == (
        "Wir listen alle Quellen.", written.items[0], "CONSENSUS",
    )  # fmt: skip
    section = MinutesSection.objects.get(pk=written.open.pk)
    assert section.body == "Vorher.\n\nA: Liste schicken\nI: Nur zur Kenntnis.\nNachher."
    assert "Wir listen" not in section.body_html
    assert section.version == 3
    assert Event.objects.filter(verb="decisions.recorded").count() == 1


def test_votes_of_a_majority(client_of, written):
    data = decision_data(result="MAJORITY", votes_yes=7, votes_no=2, votes_abstained=1)
    client_of("organiser").post(url_of(written.open), data)
    assert Decision.objects.get().result_line == "mehrheitlich: 7 Ja, 2 Nein, 1 enthalten"


def test_a_line_becomes_a_task_of_a_person(client_of, written, cast):
    data = task_data(due_on="2025-08-01")
    answer = client_of("minute_taker").post(url_of(written.open), data, **JSON).json()
    task = ActionItem.objects.get()
    assert (task.assignee, task.due_on) == (cast.member_city.person, dt.date(2025, 8, 1))
    assert answer["state"] == "saved"
    assert answer["body"] == body_of(written.open)
    assert "A:" not in answer["body"]
    assert answer["version"] == MinutesSection.objects.get(pk=written.open.pk).version


@pytest.mark.parametrize("typed", ["Stadtwerke Jena", "stadtwerke jena", " Stadtwerke J"])
def test_a_task_of_an_organisation_until_the_next_meeting(client_of, written, cast, typed):
    house = cast.organisations["utility"]
    house.name = "Stadtwerke Jena"
    house.save(update_fields=["name"])
    client_of("minute_taker").post(url_of(written.open), task_data(typed, due_next_meeting="on"))
    task = ActionItem.objects.get()
    assert (task.assignee, task.assignee_organisation, task.due_next_meeting) == (None, house, True)


def test_two_people_of_one_name_are_told_apart(client_of, written, cast):
    for slug in ("anna.muster", "anna.muster2"):
        MembershipFactory(
            person=PersonFactory(name="Anna Muster", slug=slug), organisation=cast.organisations["city"]
        )
    client = client_of("minute_taker")
    html = page_of(client, written)
    assert html.count('<option value="Anna Muster (') == 2
    response = client.post(url_of(written.open), task_data("Anna Muster"))
    assert response.status_code == 422
    offered = html.split('<option value="Anna Muster (')[1].split('"')[0]
    assert client.post(url_of(written.open), task_data(f"Anna Muster ({offered}")).status_code == 303


@pytest.mark.parametrize(
    "data, sentence",
    [
        (task_data("Niemand Bekanntes"), "Bitte wählen Sie eine Person oder Organisation aus der Liste"),
        (task_data(""), "Bitte füllen Sie dieses Feld aus."),
        (task_data(wording=" "), "Bitte füllen Sie dieses Feld aus."),
        (task_data(due_on="2025-08-01", due_next_meeting="on"), "nicht beides"),
        (task_data(due_on="morgen"), "Datum"),
        (decision_data(result="MAJORITY", votes_yes=1, votes_no=3), "mehr Ja- als Nein-Stimmen"),
        (decision_data(kind="anders"), ""),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_changes(client_of, written, data, sentence):
    client = client_of("minute_taker")
    page = client.post(url_of(written.open), data)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert data["wording"].strip() in page.content.decode()
    answer = client.post(url_of(written.open), data, **JSON)
    assert answer.status_code == 422
    assert sentence in answer.json()["html"]
    assert body_of(written.open) == TEXT
    assert not Decision.objects.exists()
    assert not ActionItem.objects.exists()


def test_a_line_that_is_gone(client_of, written, cast):
    save_section(section=written.open, body="Alles neu.", version=2, by=cast.organiser)
    client = client_of("minute_taker")
    response = client.post(url_of(written.open), decision_data())
    assert response.status_code == 409
    assert "steht nicht mehr so im Text" in response.content.decode()
    assert client.post(url_of(written.open), decision_data(), **JSON).json()["state"] == "gone"
    assert body_of(written.open) == "Alles neu."
    assert not Decision.objects.exists()


def test_words_written_around_the_line_meanwhile_stay(client_of, written, cast):
    save_section(section=written.open, body=TEXT + "\nNoch mehr.", version=2, by=cast.organiser)
    assert client_of("minute_taker").post(url_of(written.open), decision_data()).status_code == 303
    assert body_of(written.open).endswith("Nachher.\nNoch mehr.")


def test_a_second_click_and_a_browser_that_tries_again_do_it_once(client_of, draft, cast):
    save_section(section=draft.open, body="B: Doppelt\nB: Doppelt", version=1, by=cast.minute_taker)
    data = decision_data(line="Doppelt", wording="Doppelt")
    for _click in range(3):
        assert client_of("minute_taker").post(url_of(draft.open), data, **JSON).json()["state"] == "saved"
    assert Decision.objects.count() == 1
    assert body_of(draft.open) == "B: Doppelt"


def test_a_key_of_another_form_takes_no_line_away(client_of, written, cast):
    client = client_of("minute_taker")
    save_section(section=written.last, body="B: Anderswo", version=1, by=cast.minute_taker)
    data = decision_data()
    client.post(url_of(written.open), data)
    stolen = decision_data(line="Anderswo", submission_key=data["submission_key"])
    assert client.post(url_of(written.last), stolen).status_code == 409
    assert body_of(written.last) == "B: Anderswo"


def test_what_few_may_read_is_not_told_to_more(client_of, draft, cast):
    draft.last.audience = audience.CITY
    draft.last.save(update_fields=["audience"])
    save_section(section=draft.last, body="B: Geheim\nA: Heimlich", version=1, by=cast.minute_taker)
    client = client_of("minute_taker")
    client.post(url_of(draft.last), decision_data(line="Geheim", wording="Geheim"))
    client.post(url_of(draft.last), task_data(line="Heimlich", wording="Heimlich"))
    assert Decision.objects.get().audience == ActionItem.objects.get().audience == audience.CITY
    circulate(minutes=draft.minutes, until=dt.date(2025, 7, 20), by=cast.organiser)
    assert "Geheim" in client_of("member_city").get(draft.url).content.decode()
    assert "Geheim" not in client_of("member_utility").get(draft.url).content.decode()
    assert "Heimlich" not in client_of("member_utility").get("/aufgaben/?wessen=alle").content.decode()


def test_a_line_may_stay_as_it_is(client_of, written):
    data = task_data("") | {"als-text": "1"}
    assert client_of("minute_taker").post(url_of(written.open), data).status_code == 303
    section = MinutesSection.objects.get(pk=written.open.pk)
    assert "A\\: Liste schicken" in section.body
    assert "<p>A: Liste schicken</p>" in section.body_html
    assert [line.kind for line in open_lines(section)] == ["decision"]
    assert not ActionItem.objects.exists()


# --- who ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "persona, status",
    [("anonymous", 302), ("former_member", 404), ("member_city", 404), ("admin", 404), ("minute_taker", 303),
     ("organiser", 303)],
)  # fmt: skip
def test_who_records_a_line(client_of, written, persona, status):
    client = client_of(persona)
    below = client.get(f"/protokolle/abschnitte/{written.open.pk}/unten/")
    assert below.status_code == (200 if status == 303 else status)
    assert client.post(url_of(written.open), decision_data()).status_code == status
    assert Decision.objects.exists() == (status == 303)


def test_a_text_that_goes_round_keeps_its_lines(client_of, written, cast):
    circulate(minutes=written.minutes, until=dt.date(2025, 7, 20), by=cast.organiser)
    response = client_of("organiser").post(url_of(written.open), decision_data())
    assert response.status_code == 409
    assert "nur im Entwurf" in response.content.decode()
    assert body_of(written.open) == TEXT
    assert "B: Wir listen alles." in client_of("member_city").get(written.url).content.decode()


# --- at the same time -----------------------------------------------------------------------------------


def at_once(*works):
    problems = []

    def run(work):
        try:
            work()
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def signed_in(user):
    client = Client()
    client.force_login(user, backend="members.backends.AccountBackend")
    return client


@pytest.mark.django_db(transaction=True)
def test_of_two_who_record_the_same_line_one_does(written, cast):
    answers = []

    def click(user):
        answers.append(signed_in(user).post(url_of(written.open), decision_data()).status_code)

    assert at_once(*[lambda user=user: click(user) for user in (cast.organiser, cast.minute_taker)] * 2) == []
    assert sorted(answers) == [303, 409, 409, 409]
    assert Decision.objects.count() == 1
    assert "B:" not in body_of(written.open)


@pytest.mark.django_db(transaction=True)
def test_lines_recorded_at_once_leave_the_text_once_each(draft, cast):
    lines = [f"Nummer {n}" for n in range(5)]
    text = "Anfang.\n" + "\n".join(f"B: {line}" for line in lines) + "\nEnde."
    save_section(section=draft.open, body=text, version=1, by=cast.organiser)

    def work(line):
        record_line(
            section=draft.open, kind="decision", line=line, wording=line, submission_key=uuid.uuid4(),
            by=cast.organiser,
        )  # fmt: skip

    works = [lambda line=line: work(line) for line in lines]
    works.append(lambda: keep_line(section=draft.open, kind="decision", line="Nummer 5", by=cast.organiser))
    problems = at_once(*works)
    assert [str(problem.messages) for problem in problems if "nicht mehr so" not in str(problem)] == []
    assert sorted(Decision.objects.values_list("wording", flat=True)) == lines
    assert sorted(Decision.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert body_of(draft.open) == "Anfang.\n\nEnde."
