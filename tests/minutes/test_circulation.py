import datetime as dt
import json
import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members import audience
from minutes.actions import writing
from minutes.enums import State
from minutes.models import Minutes, MinutesSection, Objection, Reading, Revision
from minutes.selectors.people import asked_to_read
from minutes.selectors.record import digest_of
from outcomes.models import ActionItem, Decision
from tests.factories.rows import ActionItemFactory, DecisionFactory, SuggestionFactory

UNTIL = "2025-07-15"


def circulate(client, made, until=UNTIL, message=""):
    return client.post(f"{made.url}umlauf/", {"until": until, "message": message})


def state_of(made):
    return Minutes.objects.get(pk=made.pk).state


@pytest.fixture
def with_outcomes(draft, cast):
    draft.decision = DecisionFactory(agenda_item=draft.items[0], wording="Wir listen Datenquellen.")
    draft.secret_decision = DecisionFactory(agenda_item=draft.items[1], wording="Zuschlag für Unbekannt.")
    draft.task = ActionItemFactory(
        agenda_item=draft.items[0], wording="Quellen nachtragen.",
        assignee_organisation=cast.organisations["utility"],
    )  # fmt: skip
    return draft


# --- who -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "persona, on_draft, on_circulating",
    [("anonymous", 302, 302), ("former_member", 404, 404), ("member_city", 404, 403), ("admin", 404, 403),
     ("minute_taker", 200, 403), ("organiser", 200, 403)],
)  # fmt: skip
def test_who_reaches_the_form(client_of, draft, circulating, persona, on_draft, on_circulating):
    client = client_of(persona)
    assert client.get(f"{draft.url}umlauf/").status_code == on_draft
    assert client.get(f"{circulating.url}umlauf/").status_code == on_circulating


def test_the_button_says_what_it_does_also_where_something_is_missing(client_of, draft):
    html = client_of("organiser").get(f"{draft.url}umlauf/").content.decode()
    assert "Das fehlt dem Protokoll noch" in html
    assert re.search(r"<button[^>]*>\s*<span[^>]*>In den Umlauf geben</span>", html)


@pytest.mark.parametrize(
    "verb, after", [("zurueckholen", State.DRAFT), ("umlauf-beenden", State.FOR_APPROVAL)]
)
@pytest.mark.parametrize(
    "persona, status",
    [("anonymous", 302), ("former_member", 404), ("member_city", 403), ("admin", 403), ("minute_taker", 303),
     ("organiser", 303)],
)  # fmt: skip
def test_who_ends_a_circulation(client_of, circulating, verb, after, persona, status):
    client = client_of(persona)
    page = client.get(f"{circulating.url}{verb}/")
    assert page.status_code == (200 if status == 303 else status)
    assert state_of(circulating) == State.CIRCULATING
    assert client.post(f"{circulating.url}{verb}/").status_code == status
    assert state_of(circulating) == (after if status == 303 else State.CIRCULATING)


@pytest.mark.parametrize("verb", ["zurueckholen", "umlauf-beenden"])
def test_a_draft_is_not_in_circulation(client_of, draft, verb):
    response = client_of("organiser").post(f"{draft.url}{verb}/")
    assert response.status_code == 409
    assert "nicht im Umlauf" in response.content.decode()


def test_empty_minutes_do_not_go_round(client_of, draft):
    MinutesSection.objects.update(body="")
    response = circulate(client_of("organiser"), draft)
    assert response.status_code == 409
    assert "noch leer" in response.content.decode()
    html = client_of("organiser").get(draft.url).content.decode()
    assert "noch leer" in html  # the greyed button says the same


def test_a_period_in_the_past_is_refused(client_of, draft):
    response = circulate(client_of("organiser"), draft, until="2025-06-30")
    assert "heute oder einen späteren Tag" in response.content.decode()
    assert state_of(draft) == State.DRAFT


# --- what happens ----------------------------------------------------------------------------------------


def test_circulation_tells_every_reader_once_and_nobody_else(client_of, draft, cast, mailbox, worker):
    circulate(client_of("minute_taker"), draft, message="Bitte bis zum Wochenende.")
    worker.drain()
    told = ("member_city", "member_enterprise", "member_utility", "organiser", "admin")
    assert sorted(mail.to for mail in mailbox) == sorted([cast.users[persona].email] for persona in told)
    mail = mailbox[0]
    assert "Entwurfstreffen" in mail.subject
    assert "Bitte bis zum Wochenende." in mail.body
    assert "Dienstag, 15. Juli 2025" in mail.body


def test_minutes_for_one_pillar_are_told_to_that_pillar(client_of, draft, cast, mailbox, worker):
    draft.meeting.audience = audience.UTILITY
    draft.meeting.save(update_fields=["audience"])
    circulate(client_of("organiser"), draft)
    worker.drain()
    told = [cast.member_utility.email, cast.minute_taker.email]
    assert sorted(mail.to[0] for mail in mailbox) == sorted(told)


def test_a_second_click_changes_nothing(client_of, draft, mailbox, worker):
    for _click in range(2):
        circulate(client_of("organiser"), draft)
    worker.drain()
    assert draft.minutes.revisions.count() == 1
    assert len({mail.to[0] for mail in mailbox}) == len(mailbox)


def test_members_read_decisions_and_tasks_from_then_on(client_of, with_outcomes):
    reader = client_of("member_utility")
    circulate(client_of("organiser"), with_outcomes)
    html = reader.get(with_outcomes.url).content.decode()
    assert "Wir listen Datenquellen." in html
    assert "Quellen nachtragen." in html
    assert "Zuschlag" not in html
    client_of("organiser").post(f"{with_outcomes.url}zurueckholen/")
    assert reader.get(with_outcomes.url).status_code == 404
    assert not Decision.objects.filter(released_at__isnull=False).exists()
    assert not ActionItem.objects.filter(released_at__isnull=False).exists()


def test_recalled_minutes_are_not_mailed_any_more(client_of, draft, mailbox, worker):
    circulate(client_of("organiser"), draft)
    client_of("organiser").post(f"{draft.url}zurueckholen/")
    worker.drain()
    assert mailbox == []


@pytest.mark.slow
def test_a_second_round_is_told_again(client_of, draft, cast, mailbox, worker):
    organiser = client_of("organiser")
    for _round in range(2):
        circulate(organiser, draft)
        worker.drain()
        organiser.post(f"{draft.url}zurueckholen/")
    assert [mail.to[0] for mail in mailbox].count(cast.member_city.email) == 2


# --- revisions -------------------------------------------------------------------------------------------


def two_rounds(client, made):
    """Fassung 1, then a changed sentence in the open and in the secret section, then Fassung 2."""
    circulate(client, made)
    client.post(f"{made.url}zurueckholen/")
    client.post(
        f"/protokolle/abschnitte/{made.open.pk}/",
        {"body": "Die Gruppe sprach über **Daten**.", "version": 1},
    )
    client.post(
        f"/protokolle/abschnitte/{made.secret.pk}/", {"body": "Der Zuschlag geht an Bekannt.", "version": 1}
    )
    circulate(client, made)


def test_a_revision_keeps_the_text_of_its_day(client_of, with_outcomes):
    two_rounds(client_of("organiser"), with_outcomes)
    reader = client_of("member_city")
    first = reader.get(f"{with_outcomes.url}fassungen/1/").content.decode()
    second = reader.get(f"{with_outcomes.url}fassungen/2/").content.decode()
    assert "Die Runde sprach" in first
    assert "Die Gruppe sprach" in second
    assert "Wir listen Datenquellen." in first
    listed = reader.get(f"{with_outcomes.url}fassungen/").content.decode()
    assert "Fassung 1" in listed
    assert "Fassung 2" in listed
    assert "Änderungen seit Fassung 1" in reader.get(with_outcomes.url).content.decode()


def test_the_digest_is_of_exactly_what_is_kept(client_of, with_outcomes):
    circulate(client_of("organiser"), with_outcomes)
    revision = Revision.objects.get()
    assert revision.digest == digest_of(json.loads(json.dumps(revision.content)))
    revision.content["sections"][0]["text"] += " "
    assert revision.digest != digest_of(revision.content)


def test_changes_are_marked_by_words(client_of, with_outcomes):
    two_rounds(client_of("organiser"), with_outcomes)
    html = client_of("member_city").get(f"{with_outcomes.url}fassungen/2/seit/1/").content.decode()
    plain = re.sub(r'<span class="kern-sr-only">[^<]*</span>', "", html)
    assert "<del>Runde</del><ins>Gruppe</ins>" in plain
    assert "<del>Unbekannt</del><ins>Bekannt</ins>" in plain
    assert "unverändert" in html


@pytest.mark.parametrize("path", ["fassungen/1/", "fassungen/2/", "fassungen/2/seit/1/", "fassungen/"])
@pytest.mark.parametrize("persona", ["member_utility", "admin"])
def test_old_revisions_hide_what_the_page_hides(client_of, with_outcomes, path, persona):
    two_rounds(client_of("organiser"), with_outcomes)
    url = f"{with_outcomes.url}{path}"
    html = client_of(persona).get(url).content.decode()
    assert [word for word in ("Zuschlag", "Geheime Vergabe", "Bekannt") if word in html] == []
    assert "Zuschlag" in client_of("member_city").get(url).content.decode() or path == "fassungen/"


def test_narrowing_a_section_hides_its_old_texts_too(client_of, with_outcomes):
    circulate(client_of("organiser"), with_outcomes)
    url = f"{with_outcomes.url}fassungen/1/"
    assert "Die Runde sprach" in client_of("member_utility").get(url).content.decode()
    section = MinutesSection.objects.select_related("minutes").get(pk=with_outcomes.open.pk)
    writing.set_section_audience(section=section, audience=audience.CITY, by=_organiser())
    html = client_of("member_utility").get(url).content.decode()
    assert "Die Runde sprach" not in html
    assert "Wir listen Datenquellen" not in html
    register = client_of("member_utility").get("/beschluesse/").content.decode()
    assert "Wir listen Datenquellen" not in register
    assert "Wir listen Datenquellen" in client_of("member_city").get("/beschluesse/").content.decode()


def _organiser():
    from members.models import User

    return User.objects.get(email="organiser@example.org")


def test_widening_a_section_does_not_open_its_old_texts(client_of, with_outcomes):
    circulate(client_of("organiser"), with_outcomes)
    with_outcomes.items[1].audience = None
    with_outcomes.items[1].save(update_fields=["audience"])
    assert "Zuschlag" in client_of("member_utility").get(with_outcomes.url).content.decode()
    assert (
        "Zuschlag" not in client_of("member_utility").get(f"{with_outcomes.url}fassungen/1/").content.decode()
    )


@pytest.mark.parametrize("path", ["fassungen/", "fassungen/1/", "fassungen/1/seit/1/"])
@pytest.mark.parametrize(
    "persona, status", [("anonymous", 302), ("former_member", 404), ("member_city", 404)]
)
def test_revisions_of_a_recalled_draft_are_out_of_sight(client_of, draft, path, persona, status):
    circulate(client_of("organiser"), draft)
    client_of("organiser").post(f"{draft.url}zurueckholen/")
    assert client_of(persona).get(f"{draft.url}{path}").status_code == status
    assert client_of("minute_taker").get(f"{draft.url}{path}").status_code == 200


def test_the_public_does_not_read_revisions(client_of, published, cast):
    Revision.objects.create(
        minutes=published.minutes,
        number=1,
        author_name="x",
        reason="Umlauf",
        content={"sections": []},
        digest="",
    )
    assert client_of("former_member").get(f"{published.url}fassungen/1/").status_code == 404
    assert client_of("member_city").get(f"{published.url}fassungen/1/").status_code == 200


def test_no_circulation_is_without_an_end(circulating):
    with pytest.raises(IntegrityError), transaction.atomic():
        Minutes.objects.filter(pk=circulating.pk).update(objections_until=None)


def test_the_default_period_is_two_weeks(client_of, draft):
    html = client_of("organiser").get(f"{draft.url}umlauf/").content.decode()
    assert f'value="{dt.date(2025, 7, 15)}"' in html


# --- before it ends ---------------------------------------------------------------------------------------


def closing_page(client, made):
    return client.get(f"{made.url}umlauf-beenden/").content.decode()


def test_the_confirmation_says_who_is_missing_and_what_is_unanswered(client_of, circulating, cast):
    now = timezone.now()
    Reading.objects.create(minutes=circulating.minutes, person=cast.member_city.person, read_at=now)
    Objection.objects.create(minutes=circulating.minutes, author=cast.member_utility.person, reason="Nein.")
    author = cast.member_enterprise.person
    SuggestionFactory.on(circulating.open, "Die Runde", "Die Gruppe", author=author)
    html = closing_page(client_of("minute_taker"), circulating)
    main = html[html.index("<main") :]
    for word in ("Mitglied Eigenbetrieb", "Admin", "haben noch nicht gelesen", "Kommunalservice Jena"):
        assert word in main
    assert "Mitglied Stadtverwaltung" not in main
    assert "Mitglied Stadtwerke" not in main  # who objects has read
    assert "1 Einwendung wartet auf Antwort" in main
    assert "1 offener Änderungsvorschlag" in main


def test_it_says_when_nobody_is_missing(client_of, circulating, cast):
    for user in asked_to_read(circulating.minutes):
        Reading.objects.create(minutes=circulating.minutes, person=user.person, read_at=timezone.now())
    html = closing_page(client_of("minute_taker"), circulating)
    assert "Alle haben das Protokoll gelesen." in html
    assert "wartet auf Antwort" not in html
    assert "Änderungsvorschlag" not in html


# --- what readers hear ------------------------------------------------------------------------------------


def recall(client, made):
    assert client.post(f"{made.url}zurueckholen/").status_code == 303


def write(made, body, at=0):
    MinutesSection.objects.filter(pk=made.sections[at].pk).update(body=body)


def to(mailbox, name):
    return [mail for mail in mailbox if mail.to == [f"{name}@example.org"]]


@pytest.mark.slow
def test_the_second_mail_says_which_revision_it_is_and_what_has_changed(
    client_of, draft, mailbox, worker, cast
):
    client = client_of("organiser")
    circulate(client, draft)
    worker.drain()
    recall(client, draft)
    write(draft, "Ganz neue Worte.")
    circulate(client, draft, message="Bitte noch einmal lesen.")
    worker.drain()
    first, second = to(mailbox, "member.city")
    assert first.subject.startswith("Neues Protokoll:")
    assert second.subject.startswith("Fassung 2 des Protokolls:")
    item = draft.items[0]
    assert "Das ist Fassung 2. Geändert seit Fassung 1:" in second.body
    assert f"– TOP {item.number} {item.title}: Text" in second.body
    assert draft.items[1].title not in second.body
    assert f"{draft.url}fassungen/2/seit/1/" in second.body
    assert "Bitte noch einmal lesen." in second.body


@pytest.mark.slow
def test_what_changed_in_a_hidden_section_is_told_to_those_who_read_it(client_of, draft, mailbox, worker):
    client = client_of("organiser")
    circulate(client, draft)
    worker.drain()
    recall(client, draft)
    write(draft, "Geheimes.", at=1)
    mailbox.clear()
    circulate(client, draft)
    worker.drain()
    (inside,), (outside,) = to(mailbox, "member.city"), to(mailbox, "member.utility")
    assert f"– TOP 2 {draft.items[1].title}: Text" in inside.body
    assert draft.items[1].title not in outside.body
    assert "so geblieben wie in Fassung 1" in outside.body


@pytest.mark.slow
def test_recalled_and_sent_round_again_within_minutes_is_one_mail_more(
    client_of, draft, mailbox, worker, clock
):
    client = client_of("organiser")
    circulate(client, draft)
    worker.drain()
    mailbox.clear()
    recall(client, draft)
    circulate(client, draft)
    clock.shift(dt.timedelta(minutes=4))
    worker.drain()
    assert [mail.subject.partition(":")[0] for mail in to(mailbox, "member.city")] == [
        "Fassung 2 des Protokolls"
    ]


def test_recalled_it_says_so_to_those_who_were_asked_to_read(client_of, draft, mailbox, worker, clock):
    client = client_of("organiser")
    circulate(client, draft)
    worker.drain()
    mailbox.clear()
    recall(client, draft)
    clock.shift(dt.timedelta(minutes=4))
    worker.drain()
    assert {mail.subject.partition(":")[0] for mail in mailbox} == {"Zurückgeholt"}
    assert len(mailbox) == 5
    assert draft.url not in mailbox[0].body


def test_recalled_before_anybody_was_told_says_nothing(client_of, draft, mailbox, worker, clock):
    client = client_of("organiser")
    circulate(client, draft)
    recall(client, draft)
    clock.shift(dt.timedelta(minutes=4))
    worker.drain()
    assert mailbox == []
