"""What a meeting leaves behind, in a browser: »erledigt« from the mail, open tasks onto the next agenda."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.dates import local, today
from outcomes.actions import tasks
from outcomes.models import ActionItem, TaskOnAgenda
from tests.factories.rows import ActionItemFactory, DecisionFactory, MeetingFactory

from .keys import Keys
from .looks import PHONE

RESULT = "Die Liste liegt im gemeinsamen Ordner."


@pytest.fixture
def top(kickoff):
    return kickoff.agenda_items.order_by("position").first()


@pytest.fixture
def kept_mail(cast, top, worker, settings, base_url):
    """The mail about a new task lies in the outbox of the demonstration."""
    settings.BASE_URL = base_url
    settings.EMAIL_BACKEND = "activity.backends.KeepingBackend"
    tasks.record_task(
        agenda_item=top, wording="Datenquellen auflisten", assignee=cast.member_city.person,
        due_next_meeting=True, by=cast.organiser,
    )  # fmt: skip
    worker.drain()


def test_done_from_the_mail_on_the_phone(kept_mail, window_of, axe):
    page = window_of("anonymous", viewport=PHONE, has_touch=True)
    page.goto("/postausgang/")
    page.get_by_role("link", name="Neue Aufgabe: Datenquellen auflisten").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("bis zum nächsten Treffen")).to_be_visible()
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Als erledigt melden").click()
    confirm = opened.value
    expect(confirm.get_by_role("heading", name="Aufgabe erledigt?")).to_be_visible()
    axe(confirm)
    confirm.set_viewport_size(PHONE)
    assert ActionItem.objects.get().state == "OPEN"  # the visit alone has done nothing
    confirm.get_by_role("button", name="Als erledigt melden").tap()
    field = confirm.get_by_label("Was ist das Ergebnis?")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill(RESULT)
    confirm.get_by_role("button", name="Als erledigt melden").tap()
    expect(confirm.get_by_role("heading", name="Danke!")).to_be_visible()
    axe(confirm)
    assert ActionItem.objects.get().remarks.get().body == RESULT
    link = confirm.url
    confirm.goto(link)
    expect(confirm.get_by_role("heading", name="Dieser Link gilt nicht mehr")).to_be_visible()
    axe(confirm)


@pytest.fixture
def open_tasks(cast, top):
    common = {"agenda_item": top, "released_at": timezone.now(), "assignee_organisation": None}
    who = {"assignee": cast.member_city.person}
    ActionItemFactory(wording="Überfällige Liste", due_on=today() - dt.timedelta(days=9), **who, **common)
    ActionItemFactory(wording="Späterer Bericht", due_on=today() + dt.timedelta(days=300), **who, **common)
    DecisionFactory(
        agenda_item=top, year=2025, released_at=timezone.now(), review_on=today(), wording="Wir listen Daten."
    )
    start = local(today() + dt.timedelta(days=30), dt.time(14))
    return MeetingFactory(title="Das nächste Treffen", starts_at=start)


def test_open_tasks_onto_the_agenda_with_the_keyboard(open_tasks, window_of, axe):
    page = window_of("organiser")
    page.goto(f"/treffen/{open_tasks.pk}/tagesordnung/")
    late, later = page.get_by_label("Überfällige Liste"), page.get_by_label("Späterer Bericht")
    expect(late).to_be_checked()
    expect(later).not_to_be_checked()
    axe(page)
    keys = Keys(page)
    keys.go_to(later)
    page.keyboard.press("Space")
    keys.press(page.get_by_role("button", name="Auf die Tagesordnung nehmen"))
    expect(page.locator(".messages")).to_contain_text("2 Aufgaben stehen auf der Tagesordnung.")
    expect(page.locator("#tagesordnung .item-text b")).to_have_text(["1 Offene Aufgaben"])
    keys.press(page.get_by_role("button", name=re.compile("Nicht übernehmen.*Späterer Bericht")))
    expect(page.locator(".messages")).to_contain_text("steht nicht mehr auf der Tagesordnung")
    assert [taken.task.wording for taken in TaskOnAgenda.objects.select_related("task")] == [
        "Überfällige Liste"
    ]
    page.goto(f"/treffen/{open_tasks.pk}/")
    expect(page.locator(".agenda")).to_contain_text("überfällig seit")
    axe(page)


def test_the_pages_about_what_is_left_open(open_tasks, window_of, axe):
    page = window_of("member_city")
    task = ActionItem.objects.get(wording="Überfällige Liste")
    for address in (
        "/aufgaben/", "/aufgaben/nach-organisation/", task.get_absolute_url(), "/beschluesse/",
        f"/treffen/{open_tasks.pk}/was-wurde-aus/",
    ):  # fmt: skip
        page.goto(address)
        axe(page)
    page.goto(task.get_absolute_url())
    page.get_by_label("Wie steht es?").fill("Das Angebot liegt vor.")
    page.get_by_role("button", name="Bemerkung hinzufügen").click()
    expect(page.locator("#bemerkungen")).to_contain_text("Das Angebot liegt vor.")
    organiser = window_of("organiser")
    organiser.goto("/beschluesse/?pruefung=faellig")
    organiser.get_by_role("rowheader").get_by_role("link").click()
    organiser.get_by_role("link", name="Stand ändern").click()
    axe(organiser)
    organiser.get_by_label("als umgesetzt vermerken").check()
    organiser.get_by_role("button", name="Speichern").click()
    expect(organiser.get_by_text("umgesetzt", exact=True)).to_be_visible()
    axe(organiser)
