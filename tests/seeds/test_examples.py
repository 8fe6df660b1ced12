"""The demonstration, loaded once for this module: true, marked as invented, and whole for everybody."""

import datetime as dt
import re
from collections import deque

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import Max
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from activity import jobs
from activity.models import Event, KeptMail, OutboxMail
from core.dates import local
from fachgruppe.examples import with_badges
from fachgruppe.seeds.loading import SEEDED
from invitations.enums import Reply
from invitations.models import MeetingInvitation
from meetings.enums import State as MeetingState
from meetings.models import Attachment, Attendance, Meeting, Report
from members.models import Membership, User
from minutes.enums import State as MinutesState
from minutes.models import Minutes, Objection, SectionComment, Suggestion
from minutes.presenters.verification import verify
from outcomes.enums import DecisionStatus, Result, TaskState
from outcomes.models import ActionItem, Decision
from polls.enums import PollState
from polls.models import DatePoll
from tests.access.conftest import taken_back
from tests.access.crawler import NUMBER, Page
from topics.enums import State as TopicState
from topics.models import Support, Topic

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LEAP_DAY = local(dt.date(2028, 2, 29), dt.time(9, 30))
# How many clicks deep each of them walks; »« is whoever is not signed in.
PERSONAS = {
    "": 1, "mitglied.stadtverwaltung": 1, "mitglied.eigenbetrieb": 1, "mitglied.stadtwerke": 1,
    "protokollfuehrung": 1, "organisation": 2, "admin": 1, "ehemaliges.mitglied": 1,
}  # fmt: skip


def load():
    call_command("seed_examples", verbosity=0)


@pytest.fixture(scope="module")
def patched():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker, patched, tmp_path_factory):
    patched.setattr("django.conf.settings.DATA_DIR", tmp_path_factory.mktemp("demonstration"))
    with django_db_blocker.unblock(), time_machine.travel(LEAP_DAY, tick=False), taken_back():
        load()
        yield


def counts():
    tables = (User, Membership, Topic, Support, Meeting, SectionComment, Suggestion, Decision, ActionItem,
              Event, OutboxMail, MeetingInvitation)  # fmt: skip
    return [table.objects.count() for table in tables]


def states_of(model, field="state"):
    return set(model.objects.values_list(field, flat=True))


# --- what it shows ----------------------------------------------------------------------------------------


def test_topics_decisions_and_tasks_are_in_every_state(demonstration):
    assert states_of(Topic) == set(TopicState.values)
    assert states_of(ActionItem) == set(TaskState.values)
    assert states_of(Decision, "status") == set(DecisionStatus.values)
    assert states_of(Decision, "result") == set(Result.values)
    assert ActionItem.objects.overdue().exists()


def test_meetings_stand_at_each_stage(demonstration):
    expected = {MeetingState.DRAFT, MeetingState.POLLING, MeetingState.SCHEDULED, MeetingState.INVITED,
                MeetingState.HELD}  # fmt: skip
    assert states_of(Meeting) == expected
    assert states_of(MeetingInvitation, "reply") == set(Reply.values)
    assert MeetingInvitation.objects.guests().get().reply == Reply.ACCEPTED
    assert Attendance.objects.filter(person=None).exists()
    names = Attachment.objects.exclude(current=None).values_list("current__media_type", flat=True)
    assert {name.rpartition(".")[2].rpartition("/")[2] for name in names} == {"pdf", "document"}


def test_the_poll_has_answers_of_the_three_pillars(demonstration):
    poll = DatePoll.objects.get(state=PollState.OPEN)
    assert poll.is_running
    kinds = set(poll.replies.given().values_list("organisation__kind", flat=True))
    assert kinds >= {"CITY", "ENTERPRISE", "UTILITY"}
    assert poll.options.filter(starts_at__gt=timezone.now()).count() == 4


def test_minutes_circulate_with_all_that_can_be_said(demonstration):
    minutes = Minutes.objects.get(state=MinutesState.CIRCULATING)
    assert minutes.objections_until > timezone.now()
    suggestions = Suggestion.objects.filter(comment__section__minutes=minutes)
    assert set(suggestions.values_list("state", flat=True)) == {"OPEN", "DECLINED"}
    assert Objection.objects.open().filter(minutes=minutes).count() == 1
    comments = SectionComment.objects.filter(section__minutes=minutes)
    assert comments.exclude(quote="").filter(place_start__isnull=False, suggestion=None).exists()
    assert comments.exclude(settled_at=None).exists()
    assert comments.exclude(parent=None).exists()


def test_minutes_are_approved_sealed_and_published_and_the_seal_is_right(demonstration):
    minutes = Minutes.objects.get(state=MinutesState.APPROVED)
    assert minutes.published_at
    assert minutes.approval_decision.result == Result.UNANIMOUS
    assert minutes.approval_decision.meeting.minutes.state == MinutesState.CIRCULATING
    assert Report.objects.filter(meeting=minutes.meeting, published_at__isnull=False).exists()
    checked = verify()
    assert len(checked.seals) == 1
    assert [str(finding) for finding in checked.findings if not finding.is_hint] == []


# --- what it is not ---------------------------------------------------------------------------------------


def test_the_kickoff_stays_a_record_of_facts(demonstration):
    kickoff = Meeting.objects.get(title="Auftakt im JEDI")
    assert (kickoff.minutes.state, kickoff.minutes.revisions.count()) == (MinutesState.DRAFT, 0)
    assert kickoff.minute_taker is None
    assert not SectionComment.objects.filter(section__minutes=kickoff.minutes).exists()
    assert not kickoff.decisions.exists()
    assert not kickoff.actionitems.exists()
    assert not Support.objects.filter(topic__proposed_by=None).exists()
    others = Event.objects.filter(target_type="meetings.meeting", target_id=kickoff.pk).exclude(verb=SEEDED)
    assert not others.exists()


def test_everything_says_that_it_is_an_example(demonstration):
    kickoff = ("Auftakt im JEDI", "Treffen im 3. Quartal 2025")
    titles = [
        *Topic.objects.exclude(proposed_by=None).values_list("title", flat=True),
        *Meeting.objects.exclude(title__in=kickoff).values_list("title", flat=True),
        *Report.objects.exclude(meeting__title__in=kickoff).values_list("title", flat=True),
        *Attachment.objects.exclude(current=None).values_list("title", flat=True),
    ]
    texts = [
        *Topic.objects.exclude(reason="").values_list("reason", flat=True),
        *Meeting.objects.exclude(invitation_message="").values_list("invitation_message", flat=True),
        *SectionComment.objects.exclude(body="").values_list("body", flat=True),
        *Objection.objects.values_list("reason", flat=True),
        *Decision.objects.values_list("wording", flat=True),
        *Decision.objects.exclude(status_reason="").values_list("status_reason", flat=True),
        *ActionItem.objects.values_list("wording", flat=True),
        *MeetingInvitation.objects.exclude(note="").values_list("note", flat=True),
        *Report.objects.exclude(meeting__title__in=kickoff).values_list("body", flat=True),
    ]
    assert len(titles) + len(texts) > 50
    assert [title for title in titles if not title.endswith(" (Beispiel)")] == []
    assert [text for text in texts if not text.startswith("Beispiel: ")] == []
    for minutes in Minutes.objects.exclude(meeting__title__in=kickoff):
        assert "Alles darin ist erfunden." in minutes.sections.in_order().first().body


TAG = re.compile(r"<[^>]*>")
BADGE = '<span class="tag example">'


@pytest.mark.parametrize("path", ["/treffen/", "/protokolle/", "/themen/", "/beschluesse/"])
def test_a_page_shows_the_mark_as_a_badge_and_says_the_same(demonstration, settings, path):
    shown = Client().get(path)
    settings.DEMO = False
    plain = Client().get(path)
    assert BADGE not in plain.text
    shown, plain = (answer.text.partition("<main")[2].partition("</main>")[0] for answer in (shown, plain))
    assert BADGE in shown
    assert TAG.sub("", shown) == TAG.sub("", plain)
    assert [text for text in TAG.split(shown) if "(Beispiel)" in text or "Beispiel: " in text] == []


def test_what_stands_in_an_attribute_or_a_field_stays_as_it_is():
    page = (
        '<title>Treffen (Beispiel)</title><a title="Zu: Treffen (Beispiel)">Zu »Treffen (Beispiel)«</a>'
        "<option>Treffen (Beispiel)</option><p>zum Beispiel: so</p><p> Beispiel: so</p>"
    )
    word = '<span class="kern-sr-only">{}</span>'
    assert with_badges(page) == (
        '<title>Treffen (Beispiel)</title><a title="Zu: Treffen (Beispiel)">'
        f"Zu »Treffen{BADGE}{word.format(' (')}Beispiel{word.format(')')}</span>«</a>"
        "<option>Treffen (Beispiel)</option><p>zum Beispiel: so</p>"
        f"<p> {BADGE}Beispiel{word.format(':')}</span> so</p>"
    )


@pytest.mark.parametrize("form", ["pdf", "docx", "md"])
def test_nobody_takes_a_file_for_real(demonstration, form):
    minutes = Minutes.objects.get(state=MinutesState.APPROVED)
    file = Page("", Client().get(f"{minutes.get_absolute_url()}als/{form}/"))
    assert "Daten gemeinsam nutzen (Beispiel)" in " ".join(file.text.split())


def test_nobody_is_mailed_for_it_nor_when_the_portal_starts(demonstration):
    assert not OutboxMail.objects.unsettled().exists()
    assert not DBTaskResult.objects.filter(task_path__endswith="deliver").exists()
    told = OutboxMail.objects.count()
    jobs.tick()
    assert OutboxMail.objects.count() == told
    assert not KeptMail.objects.exists()


def test_the_next_mail_about_a_meeting_says_what_is_new(demonstration):
    """Everybody counts as told: a change that is none tells nobody anything."""
    from invitations.actions.notices import notify

    notify(Meeting.objects.get(state=MeetingState.INVITED))
    waiting = OutboxMail.objects.unsettled()
    assert waiting.count() == 11  # ten members and the guest
    with time_machine.travel(LEAP_DAY + dt.timedelta(minutes=5), tick=False):
        from activity.delivery import deliver

        for key in waiting.values_list("pk", flat=True):
            deliver(key)
    assert not waiting.exists()
    assert not KeptMail.objects.exists()


def test_the_log_tells_it_in_the_order_of_time(demonstration):
    told = Event.objects.exclude(verb=SEEDED).order_by("pk")
    times = list(told.values_list("at", flat=True))
    assert len(times) > 200
    assert times == sorted(times)
    assert times[-1] <= timezone.now()
    assert told.aggregate(latest=Max("at"))["latest"] > timezone.now() - dt.timedelta(days=4)


def test_a_second_run_changes_nothing(demonstration):
    before = counts()
    load()
    assert counts() == before


def test_what_people_changed_since_stays(demonstration):
    Topic.objects.filter(state=TopicState.IDEA).delete()
    Meeting.objects.filter(state=MeetingState.POLLING).update(title="Umbenannt")
    before = counts()
    load()
    assert counts() == before


def test_the_page_of_the_demonstration_leads_to_what_there_is_to_see(demonstration):
    """Everybody finds what they may see; the rest follows the sign-in."""
    client = Client()
    before = client.get("/vorfuehrung/").text
    assert before.count("nach der Anmeldung") == 2  # the poll, and the minutes in circulation
    client.post("/vorfuehrung/", {"account": "mitglied-stadtwerke"})
    sights = client.get("/vorfuehrung/").context["sights"]
    assert [sight.label for sight in sights if not sight.url] == []
    assert {client.get(sight.url).status_code for sight in sights} == {200}


# --- everybody can walk through it ------------------------------------------------------------------------

STARTS = ["/", "/treffen/", "/treffen/monat/", "/themen/", "/protokolle/", "/ueber-uns/", "/vorfuehrung/"]
SIGNED_IN = ["/uebersicht/", "/profil/"]
INSIDE = ["/aufgaben/?wessen=alle&stand=alle", "/beschluesse/", "/mitglieder/", "/treffen/?stand=POLLING"]
NEVER = ("/konto/", "/betrieb/", "/entwicklung/", "/postausgang/", "?")
FILES = (".ics", ".pdf", ".docx", ".md", "/pdf/", "/word/", "/text/", "/auszug/", "/als/")


@pytest.mark.once
@pytest.mark.parametrize("name, clicks", PERSONAS.items())
def test_every_page_that_a_persona_is_shown_answers(demonstration, name, clicks):
    client, user = Client(), User.objects.filter(email=f"{name}@beispiel.invalid").first()
    if user:
        client.force_login(user, backend="members.backends.AccountBackend")
    is_inside = user is not None and user.viewer.is_member
    starts = [*STARTS, *(SIGNED_IN if user else []), *(INSIDE if is_inside else [])]
    wrong, seen = walk(client, starts, clicks)
    assert wrong == []
    assert len(seen) >= (50 if is_inside else 25)


def walk(client, starts, clicks):
    """All pages one click away, and with the second click one of each kind."""
    waiting, seen, kinds, wrong = deque((path, 0) for path in starts), set(starts), set(), []
    while waiting:
        path, depth = waiting.popleft()
        response = client.get(path)
        if response.status_code not in (200, 302):
            wrong.append((path, response.status_code))
        if depth == clicks or response.streaming or not response["Content-Type"].startswith("text/html"):
            continue
        for link in Page(path, response).links:
            kind = NUMBER.sub("N", link)
            if link in seen or any(part in link for part in (*NEVER, *FILES)) or (depth and kind in kinds):
                continue
            seen.add(link)
            kinds.add(kind)
            waiting.append((link, depth + 1))
    return wrong, seen
