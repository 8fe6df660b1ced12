"""Every address with its name, methods and who may call it, read off the resolver and the views."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import unwrap

from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = "public"
MEMBER = "Mitglied"
OPERATOR = "Betrieb"
ANY_METHOD = ("GET", "HEAD", "OPTIONS", "POST")


@dataclass(frozen=True)
class Route:
    pattern: str
    name: str
    methods: tuple[str, ...]
    who: str
    view: str


def all_routes() -> list[Route]:
    return [route_of(pattern, name, entry) for pattern, name, entry in walk(get_resolver())]


def walk(resolver: URLResolver, prefix: str = "", spaces: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            space = f"{spaces}{entry.namespace}:" if entry.namespace else spaces
            yield from walk(entry, pattern, space)
        else:
            yield pattern, f"{spaces}{entry.name or ''}", entry


def route_of(pattern: str, name: str, entry: URLPattern) -> Route:
    view = entry.callback
    return Route(
        pattern="/" + pattern.replace("^", "").replace("$", ""),
        name=name,
        methods=methods_of(view),
        who=who_may_call(name, view),
        view=name_of(view),
    )


def who_may_call(name: str, view: Callable) -> str:
    """Which rows somebody then sees, and which verbs they may use there, is decided by the access rules."""
    if name.startswith("admin:"):
        return OPERATOR
    if getattr(view, "login_required", True):
        return MEMBER
    return PUBLIC


def methods_of(view: Callable) -> tuple[str, ...]:
    view_class = getattr(view, "view_class", None)
    if view_class is not None:
        allowed = [method for method in view_class.http_method_names if hasattr(view_class, method)]
        extra = {"OPTIONS", "HEAD"} if "get" in allowed else {"OPTIONS"}
        return tuple(sorted({method.upper() for method in allowed} | extra))
    return tuple(sorted(declared_methods(view) or ANY_METHOD))


def declared_methods(view: Callable) -> list[str] | None:
    """What @require_http_methods and its kin were given: it lives in their closure."""
    while view is not None:
        code, cells = getattr(view, "__code__", None), getattr(view, "__closure__", None) or ()
        for name, cell in zip(code.co_freevars if code else (), cells, strict=False):
            if name == "request_method_list":
                return list(cell.cell_contents)
        view = getattr(view, "__wrapped__", None)  # type: ignore[assignment]
    return None


def name_of(view: Callable) -> str:
    inner = getattr(view, "view_class", None) or unwrap(view)
    return f"{inner.__module__}.{getattr(inner, '__qualname__', type(inner).__name__)}"
