"""A meeting from the quarter to the day after: members of all pillars, a guest, two kinds of calendars.

How the date is asked for in the browser stands in test_poll_journey.py; here its answers go on.
"""

import datetime as dt
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from invitations.actions import mailbox as mailbox_actions
from invitations.enums import Reply
from invitations.models import MeetingInvitation
from meetings.actions import running
from meetings.enums import State
from meetings.models import Meeting
from polls.actions import answers as poll_answers
from polls.actions import options as option_actions
from polls.actions import polls as poll_actions
from tests.factories.rows import AgendaItemFactory
from tests.invitations.inviting import calendar_part, links_in
from tests.invitations.test_mailed_replies import reply_mail
from tests.meetings.conftest import at

from .conftest import deeds_of

WAIT = dt.timedelta(minutes=3, seconds=5)
A_PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
MEMBERS = 6


@pytest.fixture
def autumn(kickoff, cast):
    """The meeting of the 3rd quarter, still without a date, with two TOPs."""
    meeting = Meeting.objects.get(target_year=2025, target_quarter=3)
    meeting.minute_taker = cast.minute_taker.person
    meeting.save(update_fields=["minute_taker"])
    for place, title in enumerate(("Begrüßung", "Datenplattform"), start=1):
        AgendaItemFactory(meeting=meeting, position=place, number=str(place), title=title, duration=30)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def post(summer, worker, mailbox):
    """`post.since()` waits until the mails have left, and answers with the new ones."""
    worker.drain()
    mailbox.clear()

    def since():
        mailbox.clear()
        summer.shift(WAIT)
        worker.drain()
        return list(mailbox)

    return SimpleNamespace(
        since=since,
        to=lambda user: next(mail for mail in mailbox if mail.to == [user.email] and links_in(mail)),
        tick=worker.tick,
        box=mailbox,
    )


def test_from_the_quarter_to_the_day_after(summer, autumn, window_of, cast, post, axe):
    find_the_date(autumn, summer, cast, post)
    page = window_of("organiser")
    invite(page, autumn, cast, axe)
    mails = [mail for mail in post.since() if mail.subject.startswith("Einladung")]
    assert len(mails) == MEMBERS
    assert {calendar_part(mail)[0] for mail in mails} == {"REQUEST"}

    answer_on_the_phone(window_of("admin", **A_PHONE), autumn)
    answer_by_link(window_of("anonymous"), post.to(cast.member_utility), axe)
    answers_by_calendar(autumn, cast)
    invite_a_guest(page, autumn, axe)
    guest = post.since()
    assert [mail.to for mail in guest] == [["grete@firma.example"]]
    answer_by_link(window_of("anonymous"), guest[0], axe)
    assert replies_of(autumn) == {"ACCEPTED": 5, "TENTATIVE": 1, "OPEN": 1}

    move_by_a_day(page, autumn)
    moved = post.since()
    assert len(moved) == MEMBERS + 1
    assert all("Verschoben" in mail.subject for mail in moved)
    assert replies_of(autumn) == {"OPEN": 7}
    answer_on_the_phone(window_of("member_city", **A_PHONE), autumn)

    take_off(page, autumn, cast.member_enterprise)
    (gone,) = post.since()
    assert gone.to == [cast.member_enterprise.email]
    assert calendar_part(gone)[0] == "CANCEL"

    summer.move_to(at(2025, 9, 11, 14))
    hold(window_of("minute_taker"), autumn, cast)
    afterwards(window_of("member_city"), autumn, cast, axe)


def find_the_date(meeting, summer, cast, post):
    """Asked on 1 July, reminded on the 11th, decided on the 16th; who said yes has accepted."""
    hours = (dt.time(14), dt.time(16))
    days = [(dt.date(2025, 9, day), *hours) for day in (10, 17)]
    poll = option_actions.add(meeting=meeting, slots=days, place_name="JEDI", by=cast.organiser)
    poll = poll_actions.open(poll=poll, version=poll.version, until=dt.date(2025, 7, 15), by=cast.organiser)
    tenth, seventeenth = poll.options.in_order()
    for user, choice in ((cast.member_city, "YES"), (cast.member_utility, "IF_NEED_BE")):
        choices = {tenth.pk: choice, seventeenth.pk: "NO"}
        poll_answers.answer(poll=poll, choices=choices, version=0, by=user)
    post.since()
    summer.move_to(at(2025, 7, 11, 9, 5))
    post.box.clear()
    post.tick()
    reminded = {mail.to[0] for mail in post.box if "Terminabstimmung" in mail.body}
    assert cast.member_enterprise.email in reminded
    assert not reminded & {cast.member_city.email, cast.member_utility.email}
    summer.move_to(at(2025, 7, 16, 10))
    poll_actions.decide(option=tenth, by=cast.organiser)
    meeting.refresh_from_db()
    assert meeting.starts_at == at(2025, 9, 10, 14)
    assert replies_of(meeting) == {"ACCEPTED": 1, "TENTATIVE": 1}


def replies_of(meeting):
    found: dict = {}
    for reply in MeetingInvitation.objects.active().filter(meeting=meeting).values_list("reply", flat=True):
        found[reply] = found.get(reply, 0) + 1
    return found


def invite(page, meeting, cast, axe):
    page.goto(meeting.get_absolute_url())
    deeds_of(page).get_by_role("link", name="Einladen").click()
    expect(page.locator("#vorschau")).to_contain_text("Einladung: 2. Treffen")
    axe(page)
    page.get_by_label("Nachricht").fill("Bitte bringen Sie Beispiele mit.")
    page.get_by_role("button", name="Mail ansehen").click()
    expect(page.locator("#vorschau")).to_contain_text("Bitte bringen Sie Beispiele mit.")
    expect(page.get_by_label("Nachricht")).to_have_value("Bitte bringen Sie Beispiele mit.")
    expect(page.get_by_role("checkbox", name=cast.member_city.person.name)).to_be_checked()
    page.get_by_role("button", name="Einladungen senden").click()
    expect(page.locator(".messages")).to_contain_text("Die Einladungen sind unterwegs.")
    for words in ("1 Zusage", "1 vielleicht", "4 ohne Antwort"):
        expect(page.locator("main")).to_contain_text(words)


def answer_on_the_phone(page, meeting):
    page.goto("/uebersicht/")
    page.get_by_role("link", name="Auf die Einladung antworten").first.click()
    page.goto(meeting.get_absolute_url())
    page.get_by_role("button", name="Ja", exact=True).tap()
    expect(page.locator(".messages")).to_contain_text("Ihre Antwort ist gespeichert.")
    expect(page.get_by_role("button", name="Ja", exact=True)).to_have_attribute("aria-pressed", "true")


def answer_by_link(page, mail, axe):
    """Nobody signs in; the link has chosen, the button saves."""
    page.goto(links_in(mail)["Zusagen"])
    expect(page.get_by_label("Ich komme", exact=True)).to_be_checked()
    axe(page)
    page.get_by_role("button", name="Antwort speichern").click()
    expect(page.locator("main")).to_contain_text("Ihre Antwort ist gespeichert")


def answers_by_calendar(meeting, cast):
    for user, status, program in (
        (cast.minute_taker, "ACCEPTED", "outlook"),
        (cast.member_enterprise, "TENTATIVE", "google"),
    ):
        mail = reply_mail(meeting, user.email, status, program=program, key=program, stamp="20250716T081500Z")
        assert mailbox_actions.take_in(mail).unclear == ""


def invite_a_guest(page, meeting, axe):
    page.goto(f"{meeting.get_absolute_url()}antworten/")
    axe(page)
    guest = page.locator("#gaeste")
    guest.get_by_label("Name").fill("Grete Gast")
    guest.get_by_label("E-Mail-Adresse").fill("grete@firma.example")
    guest.get_by_role("button", name="Gast einladen").click()
    expect(page.locator(".messages")).to_contain_text("Grete Gast ist eingeladen.")


def move_by_a_day(page, meeting):
    page.goto(f"{meeting.get_absolute_url()}verschieben/")
    page.get_by_label("Tag").fill("2025-09-11")
    page.get_by_label("Grund").fill("Der Raum ist belegt.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".hero")).to_contain_text("Donnerstag, 11. September 2025")


def take_off(page, meeting, user):
    page.goto(f"{meeting.get_absolute_url()}antworten/")
    page.get_by_text(f"Mehr zu {user.person.name}", exact=True).locator("..").click()
    page.get_by_role("link", name="Einladung zurücknehmen").click()
    page.get_by_role("button", name="Einladung zurücknehmen").click()
    expect(page.locator(".messages")).to_contain_text("nicht mehr eingeladen")


def hold(page, meeting, cast):
    page.goto(f"{meeting.get_absolute_url()}sitzung/")
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_role("heading", name="TOP 1 läuft seit")).to_be_visible()
    page.goto(f"{meeting.get_absolute_url()}teilnahme/")
    seat = page.locator(f"#person-{cast.member_city.person_id}")
    expect(seat).to_contain_text("hat geantwortet: zugesagt")
    page.wait_for_load_state()
    seat.get_by_role("button", name="anwesend", exact=True).click()
    expect(page.locator("#zaehlung")).to_contain_text("1 von 6 anwesend")
    page.locator("#gaeste li").filter(has_text="Grete Gast").get_by_role("button", name="anwesend").click()
    expect(page.locator(".messages")).to_contain_text("Grete Gast ist vermerkt.")
    meeting.refresh_from_db()
    assert meeting.state == State.RUNNING
    running.end(meeting=meeting, by=cast.organiser)


def afterwards(page, meeting, cast, axe):
    """What remains: when it was, that it was moved, who was there; nobody is asked any more."""
    page.goto(meeting.get_absolute_url())
    main = page.locator("main")
    expect(main).to_contain_text("Verschoben vom 10. September 2025")
    expect(main).to_contain_text("durchgeführt")
    page.get_by_text("Wer da war").click()
    expect(main).to_contain_text("Grete Gast")
    expect(main).not_to_contain_text("Kommen Sie?")
    axe(page)
    assert not MeetingInvitation.objects.filter(meeting=meeting, reply=Reply.DECLINED).exists()
