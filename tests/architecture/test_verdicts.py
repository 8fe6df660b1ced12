"""Every view asks its verdict before it looks at the method, builds a form or shows a page.

A verdict asked inside a branch (this method, that state, a valid form) leaves the other branches open.
"""

import ast
from functools import cache

import pytest

from .tree import modules, names_of_actions, parsed, short

# Here whoever sees the row, holds the link or is signed in may send the form; there is nothing more to ask.
SEEING_IS_ENOUGH = {
    "activity.views.preferences", "members.views.calendar.calendar",
    "members.views.calendar.drop", "members.views.profile.profile",
    "members.views.invitations.accept", "polls.views.answers.by_link",
    "invitations.views.replies.invitation", "outcomes.views.done.done_from_mail",
    "activity.views.unsubscribe",
    # public, or for every account, and about no row
    "core.views.theme", "core.views.language", "core.views.preview",
}  # fmt: skip
ANSWERS = {"page", "render", "refreshed", "errors_of", "save", "JsonResponse", "HttpResponse"}
ACTIONS = "an action, which asks by itself"
LOOKS = {"request.method", "request.POST", "request.FILES"}
ON_GET, ON_POST = "request.method == 'GET'", "request.method == 'POST'"
STRAIGHT = (ast.Try, ast.With)  # what stands inside is reached by everybody, too


def name_of(path):
    return short(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def views_and_helpers():
    """Full name → function, for every module of views."""
    return {
        f"{name_of(path)}.{node.name}": (node, imports(path) | dict.fromkeys(names_of_actions(path), ACTIONS))
        for path in modules()
        if "views" in path.parts or path.name == "views.py"
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef)
    }


@cache
def imports(path):
    """Short name → full name, of what a module takes from elsewhere and of its own functions."""
    taken = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in parsed(path).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    own = {n.name: f"{name_of(path)}.{n.name}" for n in parsed(path).body if isinstance(n, ast.FunctionDef)}
    return taken | own


FUNCTIONS = views_and_helpers()


def sends(function):
    """Whether it is a view that answers POST."""
    return any(
        "require_POST" in ast.unparse(each) or "'POST'" in ast.unparse(each)
        for each in function.decorator_list
    )


def main_line(body):
    """What is run in every case, in its order: of a branch only its condition."""
    for node in body:
        if isinstance(node, ast.If | ast.While):
            yield node.test, node
        elif isinstance(node, ast.For):
            yield node.iter, node
        elif isinstance(node, STRAIGHT):
            yield from main_line(node.body)
        else:
            yield node, node


def calls_in(node):
    """The functions that are called whenever this is reached."""
    if isinstance(node, ast.IfExp | ast.Lambda):
        return
    if isinstance(node, ast.Call):
        yield ast.unparse(node.func)
        if ast.unparse(node.func) == "require":
            return
    for inner in ast.iter_child_nodes(node):
        yield from calls_in(inner)


def all_calls(node):
    return {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}


def asks_first(name) -> bool:
    """Whether a verdict comes before all that depends on it. An action asks by itself."""
    function, known = FUNCTIONS[name]
    for always, whole in main_line(function.body):
        calls, text = list(calls_in(always)), ast.unparse(always)
        if any(asks(call, known) for call in calls) or asks_of_senders(whole):
            return True
        if only_redirects_readers(whole):
            continue
        if any(look in text for look in LOOKS) or all_calls(whole) & ANSWERS:
            return False
        if any(call.endswith("Form") for call in calls):
            return False
    return False


def asks_of_senders(node):
    """Who sees the page may not all send its form."""
    if not isinstance(node, ast.If) or ast.unparse(node.test) != ON_POST:
        return False
    return "require" in calls_in(node.body[0])


def only_redirects_readers(node):
    if not isinstance(node, ast.If) or ON_GET not in ast.unparse(node.test):
        return False
    return len(node.body) == 1 and ast.unparse(node.body[0]).startswith("return redirect(")


def asks(call, known) -> bool:
    name = known.get(call, "")
    if known.get(call.partition(".")[0]) == ACTIONS:
        return True
    return call == "require" or (name in FUNCTIONS and asks_first(name))


@pytest.mark.parametrize("name", [name for name, (function, _known) in FUNCTIONS.items() if sends(function)])
def test_a_verdict_comes_before_method_form_and_page(name):
    assert asks_first(name) is (name not in SEEING_IS_ENOUGH)


def test_the_exceptions_are_there():
    assert set(FUNCTIONS) >= SEEING_IS_ENOUGH
