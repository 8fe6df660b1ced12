"""The rules of the house that no linter knows: see docs/architecture.md."""

import ast
import re

import pytest
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation

from activity.jobs import JOBS

from .tree import LAYERS, ROOT, models, modules, names_of_actions, parsed, short

DOMAIN_APPS = ("topics", "meetings", "polls", "invitations", "outcomes", "minutes")
ROOMS = {
    "urls", "admin", "apps", "views", "jobs", "forms", "actions", "notifications", "ical", "pdf", "docx",
    "presenters", "selectors", "access", "ports", "models", "querysets", "workflow", "enums", "text",
    "__init__", "migrations", "management", "templatetags",
}  # fmt: skip
LONGEST_MODULE = 450


def imported_names(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def methods_of_models():
    for path in modules():
        if path.stem != "models" and path.parent.name != "models":
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef):
                yield from ((path, node, part) for part in node.body if isinstance(part, ast.FunctionDef))


def only_refuses(method):
    return isinstance(method.body[-1], ast.Raise) and len(method.body) <= 2


def test_nobody_listens_to_signals():
    listeners = [
        (short(path), name)
        for path in modules()
        for name in imported_names(path)
        if name.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals"))
        or ".signals." in name
    ]
    assert listeners == []


def test_no_generic_foreign_keys():
    generic = [
        f"{model._meta.label}.{field.name}"
        for model in models()
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey | GenericRelation)
    ]
    assert generic == []


def test_saving_has_no_hidden_effects():
    """Refusing outright is allowed: the audit log is only ever added to."""
    hidden = [
        f"{short(path)}: {owner.name}.{method.name}"
        for path, owner, method in methods_of_models()
        if method.name in ("save", "delete") and not only_refuses(method)
    ]
    assert hidden == []


def test_no_default_ordering():
    assert [model._meta.label for model in models() if model._meta.ordering] == []


def test_foreign_keys_point_downwards():
    """An account (members.User) may be named from below: it is a setting of Django, not an import."""
    upwards = []
    for model in models():
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            if target is None or target._meta.app_label not in LAYERS or target._meta.label == "members.User":
                continue
            if LAYERS.index(target._meta.app_label) > LAYERS.index(model._meta.app_label):
                upwards.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert upwards == []


@pytest.mark.parametrize("app", DOMAIN_APPS)
def test_a_domain_app_has_only_the_known_rooms(app):
    found = {
        path.stem
        for path in (ROOT / app).iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert found - ROOMS == set()


def test_modules_stay_short():
    long = {
        short(path): count
        for path in modules(tests=True)
        if (count := len(path.read_text().splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def test_texts_for_people_are_not_glued_together():
    """An f-string inside _() never finds its translation."""
    glued = [
        f"{short(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ("_", "gettext", "ngettext", "gettext_lazy", "pgettext")
        and any(isinstance(argument, ast.JoinedStr) for argument in node.args)
    ]
    assert glued == []


def test_rows_are_written_by_actions_only():
    """Views, forms and queries read; whoever writes from there passes by permission, audit and outbox."""
    writing = ("create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "save")
    writers = []
    for path in modules():
        if path.stem not in ("views", "selectors", "access", "querysets") and path.parent.name != "views":
            continue
        actions = names_of_actions(path)
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in writing and getattr(node.func.value, "id", "") not in actions:
                writers.append(f"{short(path)}:{node.lineno} {node.func.attr}")
    assert writers == []


def test_one_rule_says_when_people_work():
    """Nobody asks for the day of the week beside core/dates.py: holidays would be forgotten."""
    own = [
        short(path)
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") in ("weekday", "isoweekday")
        and short(path) not in ("core/dates.py", "polls/templatetags/polls.py")  # their names
    ]
    assert own == []


def test_whatever_reminds_waits_for_working_time():
    names = {job.name for job in JOBS if "remind" in job.name or job.name in ("digests", "minutes.follow_up")}
    waiting = {job.name for job in JOBS if hasattr(job.run, "__wrapped__")}
    assert waiting == names


def test_the_kernel_knows_no_place_and_no_pillar():
    """It could carry another group's portal: what is theirs stands in settings and in the apps above."""
    theirs = r"jena|thüring|thuring|säule|pillar|stadtwerk|eigenbetrieb|stadtverwaltung|fachgruppe"
    assert [
        f"{short(path)}: {found[0]}"
        for folder in ("core", "documents")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for found in re.finditer(theirs, path.read_text(encoding="utf-8"), re.IGNORECASE)
    ] == []


def test_packages_hold_no_code():
    """One place for each thing: callers import the module, `find usages` and readers go straight to it.

    Django finds models only in what `models` itself imports, so those packages list theirs.
    """
    with_code = [
        short(path)
        for path in modules(tests=True)
        if path.name == "__init__.py" and path.parent.name != "models"
        if any(not isinstance(node, ast.Expr) for node in parsed(path).body)
    ]
    assert with_code == []
