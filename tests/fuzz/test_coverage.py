"""The fuzzer knows every address and every field: a new one without a seat fails here, with its name."""

import pytest

from fachgruppe.routes import all_routes
from tests.fuzz import inventory
from tests.fuzz.probing import probe
from tests.fuzz.seats import GETS, POSTS
from tests.fuzz.test_addresses import ROUTES

pytestmark = [pytest.mark.once, pytest.mark.slow]  # about the source

# What a submission cannot be: with the reason.
NO_POST = {
    "mfa_trust": "One button between two forms of the library, without a field.",
    "account_signup": "There is no registration; its page only says so.",
}
# The library's second password is taken out when the form is made.
SIGN_IN = "members.forms.sign_in"
NO_FIELDS = {
    (f"{SIGN_IN}.{form}Form", "password2") for form in ("ChangePassword", "NewPassword", "SetPassword")
}
UNREACHED: dict[tuple, str] = {}


def test_every_address_has_a_seat():
    posted, read = {seat.name for seat in POSTS} | set(NO_POST), {seat.name for seat in GETS}
    ours = [route for route in all_routes() if not route.name.startswith("admin:")]
    assert [route.name for route in ours if "POST" in route.methods and route.name not in posted] == []
    seen = read | posted | {"catalogue"}  # of examples, for developers
    assert [route.name for route in ours if "GET" in route.methods and route.name not in seen] == []
    assert {name for name, _part in inventory.parameters()} == set(ROUTES)


@pytest.mark.django_db
def test_every_field_is_reached(portal, record_property):
    everything = (inventory.form_fields() - NO_FIELDS) | inventory.keys_read()
    reached = set()
    for seat in (*POSTS, *GETS):
        probed = probe(portal, seat)
        reached |= probed.read | {target.unit for target in probed.targets}
    everything |= reached  # also the fields that a form has only when it is made
    missing = everything - reached
    share = f"{len(reached)} of {len(everything)} fields and keys"
    record_property("reached", f"{share}, and {len(inventory.parameters())} parts of addresses")
    assert not missing - set(UNREACHED), f"{share}, without {sorted(missing - set(UNREACHED))}"
    assert len(missing) <= 0.02 * len(everything)
