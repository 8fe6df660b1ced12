"""Every address with its name, methods and who may call it, read off the resolver and the views."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import unwrap

from django.urls import URLPattern, URLResolver, get_resolver

# Who may call an address at all, from the widest circle to the narrowest. Roles add up: what a member may,
# everybody below may as well, except where two roles stand beside each other.
PUBLIC = "öffentlich"
ACCOUNT = "Konto"  # whoever is signed in, also after the membership has ended
MEMBER = "Mitglied"
CONTACT = "Ansprechperson"
WRITER = "Protokollführung"
ORGANISER = "Organisation"
ADMIN = "Admin"
OPERATOR = "Betrieb"
ANY_METHOD = ("GET", "HEAD", "OPTIONS", "POST")

# Addresses behind the sign-in are for members unless they stand here. What a rule in an access.py says is
# said there; tests/access holds this table against the answers that every persona really gets.
NARROWER = {
    (ACCOUNT,): """
        overview preview outcomes:tasks outcomes:by_organisation members:profile members:welcome
        members:calendar members:drop_calendar activity:preferences
        """,
    (WRITER, ORGANISER): """
        minutes:create minutes:write minutes:add_sections minutes:save_section minutes:section_audience
        minutes:approve minutes:correct minutes:publish minutes:withdraw minutes:second_look minutes:take_back
        minutes:restore
        minutes:presence minutes:below minutes:record_line
        minutes:room minutes:room_state minutes:begin
        minutes:take_back_begin minutes:go_to minutes:pause minutes:resume
        minutes:end minutes:take_back_end minutes:leave_out minutes:take_up meetings:times meetings:attendance
        meetings:running_order meetings:note meetings:item_note
        invitations:replies invitations:note_reply invitations:settle
        meetings:attendee meetings:mark meetings:add_guest meetings:guest meetings:remove_guest
        minutes:circulate minutes:recall minutes:close minutes:extend minutes:standing minutes:remind
        minutes:objections minutes:answer_objection
        minutes:accept_suggestion minutes:decline_suggestion
        outcomes:record_decision outcomes:edit_decision outcomes:remove_decision
        outcomes:record_task outcomes:edit_task outcomes:remove_task outcomes:review
        """,
    (ORGANISER,): """
        meetings:create meetings:series meetings:date_note meetings:edit meetings:schedule meetings:move
        meetings:minute_taker
        meetings:cancel meetings:hold meetings:agenda meetings:add_item meetings:add_topics meetings:reorder
        meetings:edit_item meetings:set_duration meetings:shift_item meetings:remove_item
        meetings:reinstate_item meetings:put_back
        meetings:attachments meetings:add_file meetings:add_link meetings:attachment
        meetings:add_missing meetings:carry_over meetings:save_template meetings:take_template
        meetings:delete_template
        meetings:replace_file meetings:remove_attachment meetings:restore_attachment
        invitations:invite invitations:invite_more invitations:invite_guest invitations:take_off
        invitations:renew_link
        meetings:report meetings:publish_report meetings:withdraw_report
        polls:options polls:remove_option polls:decide polls:start
        polls:change polls:close polls:withdraw
        topics:move members:edit_rules
        outcomes:status outcomes:carry_over outcomes:put_back
        """,
    (CONTACT, ADMIN): "members:confirm",
    (ADMIN,): """
        members:manage members:memberships members:membership members:end members:history
        members:add_membership members:invitations members:invite members:resend members:withdraw
        members:organisations members:create_organisation members:edit_organisation
        members:close_organisation members:reopen_organisation activity:events
        """,
}
ROLES_OF = {name: roles for roles, names in NARROWER.items() for name in names.split()}


@dataclass(frozen=True)
class Route:
    pattern: str
    name: str
    methods: tuple[str, ...]
    who: tuple[str, ...]
    view: str


def all_routes() -> list[Route]:
    return [
        Route(
            pattern="/" + pattern.replace("^", "").replace("$", ""),
            name=name,
            methods=methods_of(entry.callback),
            who=who_may_call(name, entry.callback),
            view=name_of(entry.callback),
        )
        for pattern, name, entry in walk(get_resolver())
    ]


def walk(resolver: URLResolver, prefix: str = "", spaces: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            space = f"{spaces}{entry.namespace}:" if entry.namespace else spaces
            yield from walk(entry, pattern, space)
        else:
            yield pattern, f"{spaces}{entry.name or ''}", entry


def who_may_call(name: str, view: Callable) -> tuple[str, ...]:
    """Which rows somebody then sees, and which verbs they may use there, is decided by the access rules."""
    if name.startswith("admin:"):
        return (OPERATOR,)
    if not getattr(view, "login_required", True):
        return (PUBLIC,)
    if name_of(view).startswith("allauth."):
        return (ACCOUNT,)
    return ROLES_OF.get(name, (MEMBER,))


def methods_of(view: Callable) -> tuple[str, ...]:
    view_class = getattr(view, "view_class", None)
    if view_class is not None:
        allowed = [method for method in view_class.http_method_names if hasattr(view_class, method)]
        extra = {"OPTIONS", "HEAD"} if "get" in allowed else {"OPTIONS"}
        return tuple(sorted({method.upper() for method in allowed} | extra))
    layer: Callable | None = view
    while layer is not None:
        # What @require_http_methods and its kin were given lives nowhere but in their closure.
        code, cells = getattr(layer, "__code__", None), getattr(layer, "__closure__", None) or ()
        for name, cell in zip(code.co_freevars if code else (), cells, strict=False):
            if name == "request_method_list":
                return tuple(sorted(cell.cell_contents))
        layer = getattr(layer, "__wrapped__", None)
    return ANY_METHOD


def name_of(view: Callable) -> str:
    inner = getattr(view, "view_class", None) or unwrap(view)
    return f"{inner.__module__}.{getattr(inner, '__qualname__', type(inner).__name__)}"
