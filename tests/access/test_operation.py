"""Below /betrieb/: whatever operators ask for, they get no error, no secret and no title."""

from itertools import count, product

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.core.management import call_command
from django.db import models
from django.utils.http import urlencode

from activity.models import Event, JobRun, OutboxMail
from members.models import User
from tests.access.crawler import Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
# Each is asked of some column; of which one is all the same, for it is refused by its name.
LOOKUPS = (
    "startswith", "contains", "isnull", "regex", "in", "range", "gt", "year", "has_key", "exact", "0", "pk",
)  # fmt: skip
VALUES = (
    "", "x", "²", "-1", str(2**31), str(2**63), "9" * 5000, "None", "[", '{"a": 1}', "%", "\\", "ä" * 300,
    "a\u202eb", "2025-02-30", "true",
)  # fmt: skip
KEYS = ("0", "x", "²", "-1", str(2**31), str(2**63), "9" * 400, "_5F", "_ZZ", "a/b", "%FF", "1 OR 1=1")


@pytest.fixture(scope="module")
def world(portal):
    portal.world.restrict()
    portal.world.fill_the_gaps()
    about_everything(portal.world)
    return portal.world


def about_everything(world):
    """Rows whose words could come through: events, mails, jobs and second factors."""
    for user in (world.cast.operator, world.cast.member_city):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "geheim"})
    there = world.restricted.held
    OutboxMail.objects.create(
        kind="minutes.new", target_type="meetings.meeting", target_id=there.pk, data={"title": str(there)},
        recipient=world.cast.member_utility, last_error=f"BadHeaderError: »{there}«", attempts=1,
    )  # fmt: skip
    JobRun.objects.create(name="minutes.remind", note=f"ValueError: {there}")
    assert Event.objects.filter(target_label__contains=there.title).exists()


def url(model, *parts, **query):
    path = "/".join(str(part) for part in (model._meta.app_label, model._meta.model_name, *parts))
    return f"/betrieb/{path}/" + (f"?{urlencode(query)}" if query else "")


def columns(model, depth=2):
    """Every column, and those of every relation in both directions, as filters name them."""
    for field in model._meta.get_fields():
        yield field.name
        if field.is_relation and field.related_model and depth > 1:
            yield from (f"{field.name}__{name}" for name in columns(field.related_model, depth - 1))


@pytest.mark.once
@pytest.mark.parametrize("model", MODELS, ids=str)
def test_only_declared_filters_are_answered(portal, world, model):
    """By any other one could read the columns that no page shows, letter by letter."""
    declared = set(admin.site._registry[model].declared_lookups())
    turn = count()
    for name in columns(model):
        for lookup in (name, f"{name}__{LOOKUPS[next(turn) % len(LOOKUPS)]}"):
            if lookup not in declared:
                assert portal.get("operator", url(model, **{lookup: "a"})).status_code == 400, lookup


def test_the_columns_asked_for_are_all_there_are():
    asked = set(columns(User))
    assert {"password", "person__name", "authenticator__data", "calendar_address__digest"} <= asked
    assert models.JSONField in {type(field) for model in MODELS for field in model._meta.get_fields()}


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_no_address_of_a_list_is_an_accident(portal, world, model, is_first):
    """Of each kind of column one filter gets every value, the others a part of them in turn."""
    declared = admin.site._registry[model].declared_lookups()
    of_all = ("q", "o", "p", "e", "all", "_popup", "_to_field", "_facets", "_changelist_filters")
    asked = list(product(of_all if model is Event else "q", VALUES))
    for turn, (name, column) in enumerate(sorted(declared.items())):
        field = model._meta.get_field(column)
        kind = (type(field).__name__, bool(field.choices), field.null, name.removeprefix(column))
        asked += product([name], VALUES if is_first("filter", *kind) else VALUES[turn % 4 :: 4])
    for name, value in asked:
        assert portal.get("operator", url(model, **{name: value})).status_code in (200, 302, 400), name
    for pair in ({"o": "99.-1"}, {"p": "2", "e": "1"}, {"_to_field": "password"}, {"_popup": "1", "q": "a"}):
        assert portal.get("operator", url(model, **pair)).status_code in (200, 302, 400), pair


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_no_key_in_an_address_is_an_accident(portal, world, model):
    for key, page in product(KEYS, ("change", "history", "delete")):
        assert portal.get("operator", url(model, key, page)).status_code in (302, 400, 403, 404), key
        assert portal.post("operator", url(model, key, page)).status_code in (302, 400, 403, 404), key


@pytest.mark.parametrize("keys", [["x"], [str(2**63)], ["²", "1"], []])
def test_nothing_chosen_for_deletion_is_an_accident(portal, world, keys):
    chosen = {"action": "delete_selected", "_selected_action": keys, "index": "0"}
    for sent in (chosen, chosen | {"post": "yes"}, chosen | {"action": "nothing", "index": "x"}):
        assert portal.post("operator", url(Authenticator), sent).status_code in (200, 302)


@pytest.mark.once
def test_operators_find_no_word_that_is_not_theirs(portal, world):
    """Lists, searches, details, histories and questions before deleting."""
    others = {word for word, readers in world.words.items() if "operator" not in readers}
    assert others
    for model in MODELS:
        paths = [url(model), url(model, q="Geheim"), url(model, q="Treffen")]
        for key in model._default_manager.order_by("-pk").values_list("pk", flat=True)[:25]:
            paths += [url(model, key, page) for page in ("change", "history", "delete")]
        for path in paths:
            assert not Page(path, portal.get("operator", path)).words & others, path


@pytest.mark.once
def test_no_secret_is_shown(portal, world):
    secrets = [world.house.invitation.nonce, world.cast.operator.password, "geheim"]
    for model in MODELS:
        for key in model._default_manager.values_list("pk", flat=True)[:25]:
            text = portal.get("operator", url(model, key, "change")).content.decode()
            assert not [secret for secret in secrets if secret in text], (model, key)


@pytest.mark.once
def test_the_search_of_the_log_asks_for_people_only(portal, world):
    """Else it would tell by its hits which titles there are."""
    hits = Page("", portal.get("operator", url(Event, q=world.restricted.held.title))).text
    assert "0 Vorgänge" in hits


@pytest.mark.once
def test_whoever_is_staff_alone_sees_nothing(portal, world):
    """Django's rights, one for each table, are given to nobody: an account looks at all or at nothing."""
    call_command("operator", world.cast.contact.email)
    User.objects.filter(pk=world.cast.contact.pk).update(is_superuser=False)
    try:
        assert [portal.get("contact", url(model)).status_code for model in MODELS] == [403] * len(MODELS)
    finally:
        User.objects.filter(pk=world.cast.contact.pk).update(is_staff=False)


@pytest.mark.once
@pytest.mark.parametrize(
    "path", ["r/1/1/", "autocomplete/?app_label=members&model_name=membership&field_name=person"]
)
def test_there_is_no_way_round_the_portal(portal, world, path):
    assert portal.get("operator", f"/betrieb/{path}").status_code == 404


@pytest.mark.once
def test_the_password_is_changed_where_everybody_changes_it(portal, world):
    for method in (portal.get, portal.post):
        assert method("operator", "/betrieb/password_change/")["Location"] == "/konto/password/change/"
