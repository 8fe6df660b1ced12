"""From the end of the circulation to the public page: approved in the next meeting, corrected, published."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.enums import State
from meetings.models import Meeting
from members import audience
from minutes.models import Seal
from tests.factories.rows import MeetingFactory

from .conftest import mails_to

SEALING = 30_000  # milliseconds: the PDF is set before the page answers


@pytest.fixture
def autumn(kickoff, cast):
    """The second meeting begins in an hour; the minute-taker of the first takes its minutes as well."""
    Meeting.objects.exclude(pk=kickoff.pk).delete()
    starts = timezone.now() + dt.timedelta(hours=1)
    return MeetingFactory(
        title="Herbst", number=2, state=State.INVITED, audience=audience.PUBLIC, starts_at=starts,
        ends_at=starts + dt.timedelta(hours=2), minute_taker=cast.minute_taker.person,
    )  # fmt: skip


def test_approval_correction_and_public_rendition(kickoff, autumn, window_of, cast, mailbox, worker, axe):
    url = kickoff.minutes.get_absolute_url()
    taker, organiser, public = window_of("minute_taker"), window_of("organiser"), window_of()

    taker.goto(url)
    taker.locator("summary", has_text="Umlauf").click()
    taker.get_by_role("link", name="Umlauf beenden").click()
    taker.get_by_role("button", name="Umlauf beenden").click()
    expect(taker.get_by_text("hat noch nicht begonnen")).to_be_visible()
    organiser.goto(autumn.get_absolute_url())
    expect(
        organiser.get_by_role("heading", name="Genehmigung des Protokolls vom 4. Juni 2025")
    ).to_be_visible()

    Meeting.objects.filter(pk=autumn.pk).update(state=State.RUNNING)
    taker.goto(url)
    taker.get_by_role("link", name="Genehmigen").click()
    axe(taker)
    taker.get_by_label("Ergebnis").select_option(label="einstimmig")
    taker.get_by_role("button", name="Beschluss festhalten").click()
    expect(
        taker.get_by_text("fehlt noch die Bestätigung durch eine zweite Person: Organisation")
    ).to_be_visible()
    axe(taker)

    worker.drain()
    (mail,) = [mail for mail in mails_to(mailbox, cast.organiser.email) if "bestätigen" in mail.subject]
    organiser.goto(url)
    organiser.get_by_role("link", name="Ansehen").click()
    assert organiser.url.split("/", 3)[3] in mail.body
    expect(organiser.get_by_text("einstimmig")).to_be_visible()
    axe(organiser)
    organiser.get_by_role("button", name="Bestätigen").click()
    expect(organiser.locator(".seal")).to_be_visible(timeout=SEALING)
    axe(organiser)

    organiser.get_by_role("link", name="Berichtigen").click()
    axe(organiser)
    organiser.get_by_label("Grund der Berichtigung").fill("Ein Wort fehlte")
    box = organiser.locator("textarea").first
    box.fill(f"{box.input_value()}\n\nErgänzt nach der Genehmigung.")
    organiser.get_by_role("button", name="Änderungen ansehen").click()
    expect(organiser.locator("ins")).to_contain_text("Ergänzt nach der Genehmigung.")
    axe(organiser)
    organiser.get_by_role("button", name="Berichtigen und neu siegeln").click()
    expect(organiser.locator(".seal", has_text="Berichtigt am")).to_be_visible(timeout=SEALING)

    organiser.get_by_role("link", name="Veröffentlichen", exact=True).click()
    expect(organiser.get_by_role("region", name="Vorschau der öffentlichen Seite")).to_contain_text(
        "Ergänzt nach"
    )
    axe(organiser)
    assert public.goto(url).status == 404
    organiser.get_by_role("button", name="So veröffentlichen").click()
    # The organiser has written in it by now, with the correction.
    expect(organiser.get_by_role("main")).to_contain_text("zweite Person: Protokollführung", timeout=SEALING)
    taker.goto(url)
    taker.get_by_role("link", name="Ansehen").click()
    expect(taker.get_by_role("region", name="Vorschau der öffentlichen Seite")).to_be_visible()
    axe(taker)
    taker.get_by_role("button", name="Bestätigen").click()
    expect(taker.get_by_role("main")).to_contain_text("Bestätigt.", timeout=SEALING)
    public.goto(url)
    expect(public.get_by_role("main")).to_contain_text("Ergänzt nach der Genehmigung.")
    axe(public)
    public.get_by_role("link", name="prüfen").click()
    expect(public.get_by_text("2 Siegel geprüft, keine Abweichung.")).to_be_visible()
    axe(public)
    assert Seal.objects.count() == 2

    organiser.goto(url)
    organiser.get_by_role("link", name="Veröffentlichung zurücknehmen").click()
    axe(organiser)
    organiser.get_by_label("Grund").fill("Noch einmal lesen")
    organiser.get_by_role("button", name="Zurücknehmen").click()
    expect(organiser.get_by_text("Das Protokoll ist nicht mehr öffentlich.")).to_be_visible()
    assert public.goto(url).status == 404
