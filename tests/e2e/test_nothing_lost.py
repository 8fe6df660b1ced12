"""No typed word is lost: the connection breaks, the session ends, two people write, somebody clicks twice."""

import datetime as dt
import errno
import re
import threading
import time
from contextlib import contextmanager

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from playwright.sync_api import expect

from core.dates import today
from meetings.models import Meeting
from minutes.actions import circulation
from minutes.actions import writing as writing_actions
from minutes.actions.circulation import recall
from minutes.models import Minutes, SectionComment
from tests.factories.rows import TopicFactory
from topics.enums import State as TopicState

from .conftest import session_cookie

SAVING = re.compile(r"/protokolle/abschnitte/\d+/$")
MINE, THEIRS = "Das habe ich geschrieben.", "Das haben andere geschrieben."


@pytest.fixture
def draft(kickoff, cast):
    """The kickoff's minutes, back in writing."""
    return recall(minutes=kickoff.minutes, by=cast.organiser)


@pytest.fixture
def writing(draft, window_of):
    """`writing("organiser")` is the page on which they write; `text` is the field of the first section."""

    def opened(persona):
        page = window_of(persona)
        page.goto(f"{draft.get_absolute_url()}schreiben/")
        return (
            page,
            page.locator("[data-autosave] .editor textarea").first,
            page.locator("[data-save-state]").first,
        )

    return opened


def write_and_close_offline(page, text, state):
    page.context.set_offline(True)
    text.fill(MINE)
    expect(state).to_contain_text("wartet auf Verbindung")
    # What a page sends while it closes may outlive the offline mode, which belongs to the page.
    page.evaluate("addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true)")
    page.close()


def stored(draft):
    return Minutes.objects.get(pk=draft.pk).sections.in_order().first().body


def test_what_is_written_is_saved_by_itself_and_leaves_nothing_behind(draft, writing):
    page, text, state = writing("minute_taker")
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(MINE)
    expect(state).to_have_text(re.compile("gespeichert um"))
    assert stored(draft) == MINE
    page.goto(draft.get_absolute_url())
    assert questions == []
    page.goto(f"{draft.get_absolute_url()}schreiben/")
    expect(text).to_have_value(MINE)
    assert page.get_by_text("wiederhergestellt").count() == 0


def test_a_broken_connection(draft, writing):
    page, text, state = writing("minute_taker")
    page.context.set_offline(True)
    text.fill(MINE)
    expect(state).to_contain_text("wartet auf Verbindung")
    assert stored(draft) != MINE
    page.context.set_offline(False)
    expect(state).to_have_text(re.compile("gespeichert um"))
    assert stored(draft) == MINE


def test_a_browser_that_is_closed_while_offline(draft, writing):
    page, text, state = writing("minute_taker")
    write_and_close_offline(page, text, state)
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(f"{draft.get_absolute_url()}schreiben/")
    expect(again.locator("[data-autosave] .editor textarea").first).to_have_value(MINE)
    expect(again.locator("[data-save-state]").first).to_have_text(re.compile("gespeichert um"))
    assert stored(draft) == MINE


def test_words_typed_before_the_script_was_there(draft, window_of):
    page = window_of("minute_taker")
    held = []
    page.route(re.compile(r"js/writing[.\w]*\.js"), lambda route: held.append(route))
    page.goto(f"{draft.get_absolute_url()}schreiben/", wait_until="commit")
    text = page.locator("[data-autosave] .editor textarea").first
    text.fill(MINE)
    held.pop().continue_()
    expect(page.locator("[data-save-state]").first).to_have_text(re.compile("gespeichert um"))
    assert stored(draft) == MINE


def test_an_answer_that_got_lost_is_no_conflict(draft, writing):
    page, text, state = writing("minute_taker")

    def arrive_but_never_answer(route):
        route.fetch()
        route.abort()

    page.route(SAVING, arrive_but_never_answer, times=1)
    text.fill(MINE)
    expect(state).to_contain_text("wartet auf Verbindung")
    assert stored(draft) == MINE
    text.fill(f"{MINE} Und noch mehr.")
    expect(state).to_have_text(re.compile("gespeichert um"))
    assert stored(draft) == f"{MINE} Und noch mehr."


def test_leaving_while_a_text_is_on_its_way(draft, writing, monkeypatch):
    page, text, _state = writing("minute_taker")
    begun, save = threading.Event(), writing_actions.save_section

    def slow(**values):
        if not begun.is_set():
            begun.set()
            time.sleep(1)
        return save(**values)

    monkeypatch.setattr(writing_actions, "save_section", slow)
    text.fill(MINE)
    page.wait_for_timeout(2100)
    assert begun.wait(5)
    text.fill(f"{MINE} Und noch mehr.")
    page.goto("/hilfe/")
    page.wait_for_timeout(2000)
    assert stored(draft) == f"{MINE} Und noch mehr."


def elsewhere(page, url="/uebersicht/"):
    """Another page of the same browser, as some time later."""
    other = page.context.new_page()
    other.clock.install()
    other.goto(url)
    other.clock.run_for(30_000)
    return other


def test_what_was_written_offline_is_sent_by_any_page(draft, writing):
    page, text, state = writing("minute_taker")
    write_and_close_offline(page, text, state)
    page.context.set_offline(False)
    with page.context.expect_event("requestfinished", lambda request: SAVING.search(request.url)):
        other = elsewhere(page)
    expect(other.locator("#hinweis")).to_be_empty()
    assert stored(draft) == MINE
    assert other.evaluate("Object.keys(localStorage)") == []


def test_what_was_written_offline_and_cannot_be_saved_is_shown(draft, writing, axe):
    page, text, state = writing("minute_taker")
    _theirs, their_text, their_state = writing("organiser")
    write_and_close_offline(page, text, state)
    their_text.fill(THEIRS)
    expect(their_state).to_have_text(re.compile("gespeichert um"))
    page.context.set_offline(False)
    other = elsewhere(page)
    note = other.get_by_role("alert")
    expect(note).to_contain_text("Ihr Text ist noch nicht gespeichert")
    expect(note).to_contain_text("TOP 1 · ")
    note.get_by_text("Ihren Text zeigen").click()
    expect(note.locator("pre")).to_have_text(MINE)
    axe(other)
    note.get_by_role("link", name="Ansehen und entscheiden").click()
    expect(other.locator("[data-conflict]").first).to_contain_text(THEIRS)
    assert stored(draft) == THEIRS
    other = elsewhere(page)
    other.get_by_role("alert").get_by_role("button", name="Text verwerfen").click()
    expect(other.locator("#hinweis")).to_be_empty()
    assert other.evaluate("Object.keys(localStorage)") == []


def test_what_came_too_late_is_shown_on_the_page_of_the_minutes_as_well(draft, writing, cast):
    page, text, state = writing("minute_taker")
    write_and_close_offline(page, text, state)
    circulation.circulate(minutes=draft, until=today() + dt.timedelta(days=14), by=cast.organiser)
    page.context.set_offline(False)
    note = elsewhere(page, draft.get_absolute_url()).get_by_role("alert")
    expect(note).to_contain_text("Der Text lässt sich nur im Entwurf ändern")
    expect(note.locator("pre")).to_have_text(MINE)
    expect(note.get_by_role("link")).to_be_hidden()


def test_an_ended_session(draft, writing, cast, base_url):
    page, text, state = writing("minute_taker")
    Session.objects.all().delete()
    text.fill(MINE)
    expect(state).to_contain_text("Bitte neu anmelden")
    expect(state.get_by_role("link", name="In neuem Fenster anmelden")).to_be_visible()
    expect(text).to_have_value(MINE)
    page.context.add_cookies([session_cookie(cast.minute_taker, base_url)])  # signed in in another window
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(state).to_have_text(re.compile("gespeichert um"))
    assert stored(draft) == MINE


def test_two_people_in_one_section(draft, writing, axe):
    _theirs, their_text, their_state = writing("organiser")
    mine, my_text, my_state = writing("minute_taker")
    their_text.fill(THEIRS)
    expect(their_state).to_have_text(re.compile("gespeichert um"))
    my_text.fill(MINE)
    conflict = mine.locator("[data-conflict]").first
    expect(conflict).to_contain_text(THEIRS)
    expect(conflict).to_contain_text(MINE)
    expect(my_text).to_have_value(MINE)
    assert stored(draft) == THEIRS
    axe(mine)
    my_text.fill(f"{THEIRS} {MINE}")
    conflict.get_by_role("button", name="Meinen Text aus dem Feld speichern").click()
    expect(my_state).to_have_text(re.compile("gespeichert um"))
    expect(conflict).to_be_empty()
    assert stored(draft) == f"{THEIRS} {MINE}"


def test_a_double_click_on_the_button_makes_one_comment(kickoff, window_of):
    page = window_of("member_city")
    page.goto(kickoff.minutes.get_absolute_url())
    page.get_by_role("link", name="TOP 1 kommentieren").click()
    page.get_by_label("Ihr Kommentar").fill(MINE)
    page.get_by_role("button", name="Kommentieren").dblclick()
    expect(page.locator(".thread")).to_have_count(1)
    page.reload()
    expect(page.locator(".thread")).to_have_count(1)
    assert SectionComment.objects.count() == 1


def test_a_comment_without_connection_is_sent_when_it_is_back(kickoff, window_of, watch):
    watch.meant = ("htmx:sendError", "htmx:afterRequest")  # htmx writes down that there is no connection
    page = window_of("member_city")
    page.goto(kickoff.minutes.get_absolute_url())
    page.get_by_role("link", name="TOP 1 kommentieren").click()
    page.get_by_label("Ihr Kommentar").fill(MINE)
    page.context.set_offline(True)
    page.get_by_role("button", name="Kommentieren").click()
    expect(page.locator("#ansage")).to_contain_text("Keine Verbindung")
    expect(page.get_by_label("Ihr Kommentar")).to_have_value(MINE)
    page.context.set_offline(False)
    page.get_by_role("button", name="Kommentieren").click()
    expect(page.locator(".thread")).to_contain_text(MINE)
    assert SectionComment.objects.count() == 1


def test_a_comment_after_the_session_has_ended(kickoff, window_of, cast, base_url):
    page = window_of("member_city")
    page.goto(kickoff.minutes.get_absolute_url())
    page.get_by_role("link", name="TOP 1 kommentieren").click()
    page.get_by_label("Ihr Kommentar").fill(MINE)
    Session.objects.all().delete()
    page.get_by_role("button", name="Kommentieren").click()
    expect(page.locator("#hinweis")).to_contain_text("Sie sind nicht mehr angemeldet")
    expect(page.get_by_label("Ihr Kommentar")).to_have_value(MINE)
    page.context.add_cookies([session_cookie(cast.member_city, base_url)])
    page.get_by_role("button", name="Kommentieren").click()
    expect(page.locator(".thread")).to_contain_text(MINE)
    assert SectionComment.objects.count() == 1


def test_two_organisers_move_the_same_item(kickoff, window_of):
    meeting = Meeting.objects.get(target_year=2025, target_quarter=3)
    for title in ("Erstens", "Zweitens"):
        TopicFactory(title=title, state=TopicState.ACCEPTED)
    first, second = window_of("organiser"), window_of("organiser")
    for page in (first, second):
        page.goto(f"{meeting.get_absolute_url()}tagesordnung/")
        if page is first:
            for title in ("Erstens", "Zweitens"):
                page.locator("#themen li").filter(has_text=title).get_by_role("button").click()
                expect(page.locator("#tagesordnung")).to_contain_text(title)
    for page in (first, second):
        row = page.locator("#tagesordnung li[data-id]").filter(has_text="Zweitens")
        row.get_by_role("button", name="nach oben").click()
    titles = second.locator("#tagesordnung .item-text b")
    expect(second.get_by_role("alert")).to_contain_text(
        "Jemand anderes hat die Tagesordnung inzwischen geändert"
    )
    expect(titles).to_have_text(["1 Zweitens", "2 Erstens"])


# --- an outage of the server ------------------------------------------------------------------------------


@pytest.fixture
def outage(monkeypatch, watch):
    """`with outage("topics.actions.support", error):` that action fails, and nothing else does."""

    @contextmanager
    def during(action, error):
        def fail(**_what):
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(action, fail)
            yield
        assert {problem.partition(":")[0] for problem in watch.problems} == {"503"}
        watch.problems.clear()

    return during


def test_what_a_full_disk_refused_comes_back_and_is_sent_from_there(window_of, outage, axe):
    page = window_of("member_city")
    page.goto("/themen/neu/")
    page.get_by_label("Titel").fill("Ladesäulen in der Oststadt")
    page.get_by_label("Worum geht es?").fill(MINE)
    with outage("topics.actions.propose", OSError(errno.ENOSPC, "No space left on device")):
        page.get_by_role("button", name="Vorschlagen", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Das Portal kann gerade nichts speichern")
        axe(page)
    expect(page.get_by_label("Ihr Text, 2 von 2")).to_have_value(MINE)
    page.get_by_role("button", name="Noch einmal senden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ladesäulen in der Oststadt")
    expect(page.get_by_text(MINE)).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('text:'))") == []


def test_a_script_tells_of_an_outage_until_it_is_over(window_of, cast, outage):
    topic = TopicFactory(title="Offene Daten", state=TopicState.ACCEPTED)
    page = window_of("member_city")
    page.goto(topic.get_absolute_url())
    vote, notice = page.locator("button.vote"), page.locator("#hinweis")
    with outage("topics.actions.support", OperationalError("gone")):
        vote.click()
        expect(notice).to_contain_text("Das Portal ist gleich wieder da")
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")
    expect(notice).to_be_empty()
