"""axe finds nothing on any page, in both themes and on the phone, whoever looks; nor in forms with errors.

Nor is anything wider than the page, also with long words and large letters, or too small for a finger, and
no page jumps while it comes.
"""

import pytest
from django.test import Client
from playwright.sync_api import expect

from fachgruppe.routes import OPERATOR, all_routes
from tests.access_matrix import ROWS
from tests.planting import lengthen_names
from tests.world import make_world

from .looks import DESK, PHONE, Looks, resize
from .walk import Seen, walk, worth_looking_at

# Two processes divide the work.
SHARES = [("organiser",), ("anonymous", "member_utility", "admin", "contact", "member_city", "former_member")]
PERSONAS = [persona for share in SHARES for persona in share]
# Pages that no link leads to, or only on the way through; and addresses that answer with something else.
LOOKED_AT_IN = {
    "test_invitation_journey.py": {"members:accept"},
    "test_account.py": {
        "account_confirm_login_code",
        "account_complete_password_reset",
        "account_confirm_password_reset_code",
        "account_email_verification_sent",
        "account_inactive",
        "account_logout",
        "account_password_reset_completed",
        "account_request_login_code",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_trust",
        "mfa_view_recovery_codes",
    },
    "test_record_journey.py": {"minutes:approve", "minutes:publish"},
    "asks like meetings:remove_item": {
        "meetings:delete_template",
        "polls:block_link",
        "polls:close",
        "polls:remove_option",
        "polls:withdraw",
        "meetings:remove_attachment",
        "meetings:remove_guest",
        "members:close_organisation",
        "members:drop_calendar",
        "members:withdraw",
    },
    "not a page": {
        "activity:kept_mail_html",
        "alive",
        "meetings:date_note",
        "meetings:download",
        "meetings:download_version",
        "meetings:entry",
        "invitations:file",
        "personal_calendar",
        "public_calendar",
        "mfa_download_recovery_codes",
        "mfa_login_webauthn",
        "minutes:below",
        "minutes:export",
        "minutes:export_revision",
        "minutes:extract",
        "minutes:follow_up_pdf",
        "minutes:names",
        "minutes:room_state",
        "minutes:sealed",
        "outcomes:remark",
        "ready",
        "robots",
        "security",
        "sitemap",
    },
}

NEEDED = "main form[method=post] :is(input, textarea)[required]:not([type=radio], [type=checkbox])"
# Everything empty, and nothing that the browser itself would stop.
SEND_EMPTY = """field => {
  field.form.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), textarea")
    .forEach((each) => { each.value = ""; });
  field.form.noValidate = true;
  field.form.requestSubmit(field.form.querySelector("button:not([type=button])"));
}"""


def pages_for(share, world, is_first):
    """(persona, page): what these are to look at in a portal with one of everything."""
    for persona in share:
        client = Client()
        if persona != "anonymous":
            client.force_login(world.cast.users[persona], backend="members.backends.AccountBackend")
        addresses = addresses_for(persona, world)
        pages = walk(client, addresses, without=LOOKED_AT_IN["not a page"])
        yield from ((persona, page) for page in worth_looking_at(pages, is_first))


def addresses_for(persona, world):
    """What the access matrix opens to this persona first of all; links lead on from there."""
    names = addresses_of_pages()
    for row in ROWS:
        if row.name in names and opens_it(row) == persona:
            yield row.path(world.members if row.is_about_copies else world)
    if persona == "anonymous":
        yield "/entwicklung/bausteine/"


def opens_it(row):
    return next((each for each in PERSONAS if row.get and row.get.members.get(each) == 200), None)


def test_every_page_is_opened_by_somebody():
    assert addresses_of_pages() - {row.name for row in ROWS if opens_it(row)} == set()


@pytest.mark.parametrize("share", SHARES, ids=" ".join)
def test_every_page_and_every_form_with_errors(summer, cast, window_of, is_first, share):
    world = make_world(cast)
    world.restrict()
    lengthen_names()
    windows, problems, looks = {}, [], Looks(is_first)
    mistakes = Seen("forms", is_first)
    for persona, seen in list(pages_for(share, world, is_first)):
        if persona not in windows:
            windows[persona] = window_of(persona)
            windows[persona].on("dialog", lambda dialog: dialog.accept())
        page = windows[persona]
        resize(page, DESK)
        page.goto(seen.path)
        found = looks.over(page, wholly=True, comes=True)
        if page.locator(NEEDED).count() and not seen.path.startswith("/entwicklung/"):
            page.locator(NEEDED).first.evaluate(SEND_EMPTY)
            errors = page.locator(".kern-error, [role=alert]").first
            expect(errors, f"{persona} sends {seen.path} empty").to_be_visible()
            if mistakes.has_new(errors.evaluate("error => error.closest('form, main').outerHTML")):
                found += looks.over(page, (PHONE, DESK), wholly=True)
        problems += [f"{persona}: {problem}" for problem in found]
    assert problems == []


def addresses_of_pages():
    """The names of all pages of ours; those of the Django admin are its own."""
    elsewhere = set().union(*LOOKED_AT_IN.values())
    routes = {route.name for route in all_routes() if "GET" in route.methods and route.who != OPERATOR}
    return {name for name in routes - elsewhere if not name.startswith("admin:")}
