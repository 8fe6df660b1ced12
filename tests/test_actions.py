"""Actions are the gate: what a form refuses, the action refuses too, and names the form's field.

The table names every action that takes what people type; the last test looks for one that is not in it.
"""

import importlib
import inspect
import pkgutil

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from activity.models import Event
from invitations.actions import invitations as invitation_actions
from meetings.actions import attendance
from members.actions import memberships
from minutes.actions import comments
from tests.world_actions import DAY, cases, one_of_each

# Taken elsewhere: by the action that they call, or with a test of their own beside what they do.
ELSEWHERE = {
    "activity.unsubscribe", "comments.write", "comments.rewrite", "comments.withdraw", "meetings.put_on",
    "meetings.set_fields", "polls.set_fields", "invitations.store", "meetings.add_formality",
    "members.create_with_free_slug",
    "members.invite_first_admin", "members.change_membership",
    "topics.move", "topics.plan", "minutes.approve",
    "minutes.correct", "minutes.withdraw", "minutes.record_line", "minutes.keep_line", "minutes.find_passage",
    "minutes.seal", "minutes.freeze", "outcomes.correct_wording",
}  # fmt: skip
TYPED = {
    "title", "body", "name", "message", "reason", "wording", "text", "note", "remark", "remarks", "choices",
    "email", "url", "website", "source_url", "kind", "presence", "answer", "result", "replacement", "wanted",
    "deputy_name", "place_name", "duration", "slots", "mode", "house", "levels", "fields", "place",
    "quote", "password", "values",
}  # fmt: skip


@pytest.fixture
def w(cast):
    return one_of_each(cast)


def named(action):
    return f"{inspect.unwrap(action).__module__.partition('.')[0]}.{action.__name__}"


@pytest.mark.slow
def test_no_action_takes_what_its_form_refuses(w):
    problems = []
    for action, good, bad in cases(w):
        with transaction.atomic():
            action(**good)
            transaction.set_rollback(True)
        for field, values in bad.items():
            problems += [
                (named(action), field, str(value)[:30])
                for value in values
                if not is_refused(action, good | {field: value})
            ]
    assert problems == []


def is_refused(action, words):
    """With a sentence, and nothing written."""
    before = Event.objects.count()
    try:
        with transaction.atomic():
            action(**words)
            transaction.set_rollback(True)
    except ValidationError as error:
        return bool(error.messages) and Event.objects.count() == before
    return False


def test_what_is_wrong_is_named_by_the_field_of_the_form(w):
    """Not by the column, where the two are called differently."""
    for action, words, field in (
        (attendance.add_guest, {"meeting": w.held, "name": "", "by": w.by}, "name"),
        (invitation_actions.invite_guest, {"meeting": w.invited, "name": "G", "email": "x", "by": w.by},
         "email"),
        (memberships.end_membership, {"membership": w.membership, "ends_on": DAY, "reason": "x" * 201,
                                  "by": w.admin}, "reason"),
        (comments.withdraw, {"comment": w.comment, "reason": "x" * 401, "by": w.by}, "reason"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refusal, transaction.atomic():
            action(**words)
        assert list(refusal.value.message_dict) == [field]


def actions_of(app):
    package = importlib.import_module(f"{app}.actions")
    below = pkgutil.iter_modules(getattr(package, "__path__", ()), f"{app}.actions.")
    for module in [package, *(importlib.import_module(each.name) for each in below)]:
        for name, function in vars(module).items():
            home = inspect.unwrap(function).__module__ if inspect.isfunction(function) else ""
            if home.startswith(f"{app}.actions") and not name.startswith("_"):
                yield function


def test_no_action_is_forgotten(w):
    known = {named(action) for action, _good, _bad in cases(w)} | ELSEWHERE
    apps = ("activity", "comments", "members", "topics", "meetings", "polls", "invitations", "outcomes",
            "minutes")  # fmt: skip
    takes_words = {
        named(action)
        for app in apps
        for action in actions_of(app)
        for each in inspect.signature(action).parameters.values()
        if each.name in TYPED and each.kind in (each.KEYWORD_ONLY, each.VAR_KEYWORD)
    }
    assert takes_words - known == set()
