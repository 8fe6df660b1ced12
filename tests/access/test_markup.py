"""What people type is shown as they typed it, and makes no element of a page, mail, file or calendar.

Every text column of every model is filled with harmless markup; every address is asked, every kind of mail is
written. Columns, addresses and kinds are listed by the models, the routes and the registry.
"""

import datetime as dt
import html
import json
import re

import pytest
from django.core.cache import cache
from django.db.models import QuerySet

from activity.composing import compose, compose_digest
from activity.models import Event, Notice, OutboxMail
from activity.registry import KINDS
from invitations.enums import Known
from invitations.models import MeetingInvitation
from invitations.notifications.invitations import ToInvited
from members import audience
from members.models import Person
from minutes.enums import ObjectionState, SealKind, SuggestionState, Verb
from minutes.enums import State as MinutesState
from minutes.models import Seal, SecondLook, Suggestion
from polls.enums import PollState
from tests.access.conftest import taken_back
from tests.access.crawler import text_of
from tests.access.validity import out_of_place
from tests.access_matrix import ROWS
from tests.access_rights import ANYBODY, Row
from tests.factories.rows import CommentFactory
from tests.planting import CLOSE, OPEN, plant, turn_names

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]
WORD = re.compile(r"zq\d+qz")
# Who looks, the most powerful first: the first of them who may.
LOOKERS = ("organiser", "admin", "minute_taker", "member_city", "operator")
# Kept, but on no page: why each of them is not to be found.
NOWHERE = {
    "members.AccountInvitation.message": "in the mail of the invitation",
    "meetings.AgendaTemplate.items": "on the agenda, once the template is used",
    "meetings.AttachmentVersion.text": "searched in, never shown",
    "activity.Notice.intended": "in the mail that is on its way",
    "activity.Notice.state": "in the mail that says what has changed since",
    "activity.OutboxMail.data": "for the worker",
    "activity.OutboxMail.name": "in the mail",
    "meetings.Move.old_place_name": "kept for the record",
    "invitations.MailedReply.reply_to": "compared with the address that was invited",
    "minutes.Seal.sealed_by_name": "compared with the sealed text",
}


@pytest.fixture(scope="module")
def planted(portal):
    complete(portal.world)
    planted = plant()
    QuerySet(Seal).update(kind=SealKind.CORRECTION)  # of which the reason is shown
    return planted


def complete(world):
    """What the world of the access tests has no example of."""
    copy, cast = world.members, world.cast
    CommentFactory(
        section=copy.section, author=copy.author, quote="Protokolltext", withdrawn_at=copy.held.starts_at,
        withdrawn_by=cast.organiser.person, withdrawn_because="Streit", anchor_start=0, anchor_end=3,
    )  # fmt: skip
    Event.objects.create(
        verb="members.profile_changed", actor_name="Jemand", target_type="members.person",
        target_label="Jemand", target_id=1, data={"reason": "Weil", "changes": {"name": ["Alt", "Neu"]}},
    )  # fmt: skip
    OutboxMail.objects.create(
        kind="topics.moved", target_type="topics.topic", target_id=copy.topic.pk, address="x@example.org",
        name="Jemand", data={"reason": "Weil"}, last_error="550 nein", dedupe_key="x",
    )  # fmt: skip
    corrected = {
        "revision": 1,
        "reason": "Weil",
        "texts": {str(copy.section.pk): "Neu"},
        "wordings": {},
    }
    world.correction = SecondLook.objects.create(
        minutes=copy.minutes, verb=Verb.CORRECT, data=corrected, asked_by=cast.minute_taker
    )


# --- what is wrong with a text ----------------------------------------------------------------------------


def elements_in(page):
    """Words of people that became elements: nothing that was typed may stand between real brackets."""
    return [page[max(0, at.start() - 120) : at.end() + 40] for at in re.finditer("<b>zq|<i data-x", page)]


def not_as_typed(text, typed):
    """Words whose markup is not to be read beside them: escaped twice, or left out."""
    for found in WORD.finditer(text):
        before, after = text[: found.start()], text[found.end() : found.end() + len(CLOSE) + 1]
        if found[0] in typed and not (before.endswith(OPEN) and is_begun(CLOSE, after)):
            yield text[max(0, found.start() - 60) : found.end() + 30]


def not_fitting(page):
    """Headings and tables that people typed, where the page has no place for them."""
    return out_of_place(page) if any(words in page for words in ("prose", "said")) else []


def not_isolated(text, names):
    """Names that would turn around the words beside them."""
    for found in WORD.finditer(text):
        if found[0] in names and not text[: found.start()].endswith(f"\u2068{OPEN}"):
            yield text[max(0, found.start() - 60) : found.end() + 30]


def is_begun(whole, text):
    """A long title may be cut off, with an ellipsis."""
    return text.startswith((whole, "…")) or whole.startswith(re.split('[…"]', text)[0])


def as_read(kind, text):
    """The text as its reader sees it: what a format escapes is itself again."""
    if kind == "application/pdf":  # lines may break anywhere
        # The hyphen of »data-x« may stand at the end of a line, where read_pdf takes it for one of setting.
        return re.sub("<idata-?x>", CLOSE.removeprefix("</b>"), re.sub(r"\s", "", html.unescape(text)))
    if kind == "text/markdown":
        return text.replace("\\", "")
    if kind not in HTML:
        return text
    spoken = SPOKEN.sub("", text)
    if kind == "application/json":
        spoken = json.dumps(json.loads(spoken), ensure_ascii=False)
    return html.unescape(DELETED.sub("", spoken) + INSERTED.sub("", spoken) if "<del>" in text else spoken)


# A change is shown word by word: what it was, and what it is, are to be read one after the other.
SPOKEN = re.compile(r'<span class="kern-sr-only">(?:\[[^<]*|])</span>')
DELETED, INSERTED = re.compile(r"<del>.*?</del>|</?ins>", re.S), re.compile(r"<ins>.*?</ins>|</?del>", re.S)
HTML = ("text/html", "application/xml", "application/json")


# What the rows of the matrix have no example of: seals, and what waits for a second person.
MORE = [
    Row("minutes:revision", lambda w: [w.public.minutes.pk, 1], get=ANYBODY),
    Row("minutes:second_look", lambda w: w.correction, get=ANYBODY),
]


# --- pages, fragments, files, calendars -------------------------------------------------------------------


def answers(portal):
    """(address, answer) of everything that can be read, and of every form sent empty from a page."""
    for row in [*ROWS, *MORE]:
        place = portal.world.members if row.is_about_copies else portal.world
        for method, right in row.rights():
            persona = next((who for who in LOOKERS if may(row, right, who)), None)
            if persona is None:
                continue
            cache.clear()
            path = row.path(place)
            if method == "post":
                yield path, portal.post(persona, path, {"csrfmiddlewaretoken": "x"}, **{"HX-Request": "true"})
                continue
            shown = portal.get(persona, path)
            assert shown.status_code == (right.members | row.also)[persona], path
            yield path, shown
            if shown.headers.get("Content-Type", "").startswith("text/html") and "/betrieb/" not in path:
                yield path, portal.get(persona, path, **{"HX-Request": "true"})


def may(row, right, persona):
    return (right.members | row.also).get(persona) not in (None, 302, 403, 404)


def test_pages_and_files_show_what_was_typed(portal, planted):
    wrong, seen, kinds = [], set(), set()
    for path, answer in answers(portal):
        kind, text = answer.headers.get("Content-Type", "").partition(";")[0], text_of(answer)
        assert answer.status_code < 500, path
        if kind in ("text/html", "application/xml"):
            wrong += [(path, found) for found in elements_in(text)]
        if kind == "text/html":
            wrong += [(path, found) for found in not_fitting(text)]
        wrong += [(path, found) for found in not_as_typed(as_read(kind, text), planted.typed)]
        seen |= set(WORD.findall(text))
        kinds.add(kind)
    assert wrong == []
    assert {planted.columns[word] for word in planted.typed - seen} - set(NOWHERE) == set()
    assert {*HTML, "application/pdf", "text/calendar", "text/markdown", "text/plain"} <= kinds
    assert any("wordprocessingml" in kind for kind in kinds)


def test_names_do_not_turn_around_what_stands_beside_them(portal, planted):
    """In another script that runs from right to left; what paper looks like, the typesetter sees to."""
    wrong = []
    with taken_back():
        turn_names()
        for row in ROWS:
            place = portal.world.members if row.is_about_copies else portal.world
            persona = next((who for who in LOOKERS if row.get and may(row, row.get, who)), None)
            answer = portal.get(persona, row.path(place)) if persona else None
            kind = answer.headers.get("Content-Type", "").partition(";")[0] if answer else ""
            if kind in (*HTML, "text/calendar"):
                found = not_isolated(as_read(kind, text_of(answer)), planted.names)
                wrong += [(row.name, text) for text in found]
    assert wrong == []


# --- mails ------------------------------------------------------------------------------------------------


def subjects(world):
    """Kind of mail → what it is about, and how that has to stand for the mail to be sent."""
    copy = world.members
    return {
        "account": (None, {}),
        "comment": (copy.answer, {}),
        "decisions": (copy.decision, {"review_on": dt.date(2025, 6, 30)}),
        "meetings": (copy.upcoming, {}),
        "meetings.cancelled": (copy.cancelled, {}),
        "invitations.deputy": (copy.asked, {}),
        "invitations.invitation": (copy.asked, {}),
        "polls.ended": (copy.poll, {"state": PollState.CLOSED, "ended_at": copy.held.starts_at}),
        "meetings.lost": (copy.upcoming, {"audience": audience.UTILITY}),
        "polls.moved": (copy.poll, {}),
        "polls.off": (copy.poll, {"state": PollState.DRAFT}),
        "polls.reminder": (copy.poll, {}),
        "polls.asked": (copy.poll, {}),
        "invitations.reminder": (copy.asked, {}),
        "invitations.unclear_replies": (copy.asked, {}),
        "members": (world.house.invitation, {}),
        "minutes": (copy.minutes, {}),
        "minutes.approved": (world.public.minutes, {}),
        "minutes.corrected": (world.public.minutes, {}),
        "minutes.ended": (copy.minutes, {"state": MinutesState.FOR_APPROVAL}),
        "minutes.follow_up": (copy.upcoming, {}),
        "minutes.recalled": (copy.minutes, {"state": MinutesState.DRAFT}),
        "minutes.second_look": (copy.look, {}),
        "minutes.second_look_taken_back": (copy.look, {"withdrawn_at": copy.held.starts_at}),
        "objection": (copy.objection, {}),
        "objection.answered": (copy.objection, {"state": ObjectionState.PARTLY, "answer": TYPED}),
        "suggestion": (copy.suggestion, {}),
        "suggestion.accepted": (copy.minutes, {}),
        "tasks": (copy.task, {}),
        "topics": (copy.topic, {}),
    }


TYPED = f"{OPEN}zq1qz{CLOSE}"  # of a body, the second column
DATA = dict.fromkeys(
    ("code", "user_agent", "reason", "message", "old_day", "meeting", "deleted_email"), TYPED
)
DATA |= {
    "until": "2030-01-01T00:00:00+00:00", "timestamp": "2025-07-01T08:00:00+00:00", "ip": "192.0.2.1",
    "seal": 1, "from_email": "a@example.org", "to_email": "b@example.org", "revision": 2, "due": "2025-07-10",
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_mail_shows_what_was_typed(portal, planted, kind):
    """One of each kind that there is, its text, its HTML, its calendar, and its line in the digest."""
    known = subjects(portal.world)
    about, state = known.get(kind) or known[kind.partition(".")[0]]
    with taken_back():
        prepare(portal.world)
        if state:
            type(about)._base_manager.filter(pk=about.pk).update(**state)
        for mail, notification in letters(kind, about, portal.world):
            message = compose(mail, notification)
            assert faults_of(message, planted) == []
            assert faults_of(compose_digest(mail, [notification]), planted) == []


def prepare(world):
    """The organiser is deputy for the author of a suggestion that is in the text now."""
    turn_names()
    copy, organiser = world.members, world.cast.organiser.person
    MeetingInvitation.objects.filter(meeting=copy.asked, person=copy.author).update(deputy=organiser)
    Suggestion.objects.filter(pk=copy.suggestion.pk).update(
        applied_revision=2, state=SuggestionState.ACCEPTED
    )
    type(copy.suggestion.comment)._base_manager.filter(pk=copy.suggestion.comment_id).update(author=organiser)


# To whoever has the task or proposed the topic, and to whom something is hidden now.
TO_A_MEMBER = ("meetings.lost", "tasks.assigned", "tasks.due_soon", "tasks.overdue", "topics.moved")


def letters(kind, about, world):
    """(mail, notification) to the organiser; where guests are asked, to one of them as well."""
    data = DATA | {"day": "2025-09-24", "name": Person.objects.get(pk=world.members.author.pk).name}
    about = {"target_type": about._meta.label_lower, "target_id": about.pk} if about else {}
    reader = world.cast.member_city if kind in TO_A_MEMBER else world.cast.organiser
    mails = [OutboxMail(kind=kind, data=data, recipient=reader, **about)]
    if issubclass(KINDS[kind], ToInvited):
        guest = MeetingInvitation.objects.get(pk=world.members.told_guest.pk)
        mails.append(
            OutboxMail(kind=kind, data=data, address=guest.guest_email, name=guest.guest_name, **about)
        )
    for mail in mails:
        notification = written(KINDS[kind], mail)
        assert notification, f"{kind}: what is it about, for it to be sent?"
        yield mail, notification


DATED = {
    "known": Known.DATED, "title": TYPED, "begins": "2025-09-01T10:00:00+00:00", "ends": None,
    "has_times": True, "place": [], "sequence": 0, "link": 0,
}  # fmt: skip
READ = {"is_draft": False, "revision": 2, "until": "2025-07-04", "is_theirs": True}
ASKED = {"asks": True, "title": TYPED, "until": "2025-07-04"}


def written(kind, mail):
    """What the mail says. What has become of a thing it says to somebody who knew something else."""
    if not kind.is_update:
        return kind.restored(mail, mail.recipient)
    first = kind.decided(mail, mail.recipient, Notice(state={}))
    now = first.now if first else {}
    asked = ASKED | {"turn": now.get("turn", 0)}
    for before in ({}, READ, DATED, asked, DATED | now | {"place": []}):
        found = kind.decided(mail, mail.recipient, Notice(state=before))
        if found and (type(found) is kind or kind.kind == "meetings.update"):
            return found
    return None


# After a comma a German letter goes on in small letters; our sentences begin with a capital.
BEGINNING = re.compile(r"Guten Tag[^\n]*!\n\n[^a-zäöü]")


def faults_of(message, planted):
    parts = [("text/plain", message.subject), ("text/plain", message.body)]
    parts += [(kind.partition(";")[0], content) for content, kind in message.alternatives]
    parts += [(kind.partition(";")[0], content) for _name, content, kind in message.attachments]
    faults = [] if BEGINNING.match(message.body) else [message.body[:80]]
    for kind, content in parts:
        text = content if isinstance(content, str) else content.decode()
        text = text.replace("\r\n ", "") if kind == "text/calendar" else text
        faults += elements_in(text) if kind == "text/html" else re.findall(r"&(?:lt|amp|quot);.*", text)
        faults += not_as_typed(as_read(kind, text), planted.typed)
        faults += not_isolated(as_read(kind, text), planted.names)
    return faults
