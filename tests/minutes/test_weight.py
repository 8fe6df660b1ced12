"""What a first visit loads beside the page: style sheets and scripts, packed as browsers get them."""

from pathlib import Path

import brotli
import pytest
from django.core.cache import caches
from django.core.management import call_command

from fachgruppe.settings import base
from tests.bench.servers import assets_of

pytestmark = [pytest.mark.once, pytest.mark.slow]

MOST = 32_000  # bytes, of which htmx is nearly half


@pytest.fixture
def collected(settings, tmp_path):
    """Static files as in operation: shortened, with names of their own; here packed only when weighed."""
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["css", "js", "svg", "json", "txt"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": base.STORAGES["staticfiles"]}
    call_command("collectstatic", interactive=False, verbosity=0)
    caches["parts"].clear()  # made with the names that files have in tests
    yield tmp_path
    caches["parts"].clear()


def test_the_page_of_the_minutes_loads_little(client_of, circulating, collected):
    page = client_of("member_utility").get(f"/protokolle/{circulating.pk}/").content
    files = [collected / Path(asset).relative_to("/static") for asset in assets_of(page)]
    weights = {file.name: len(brotli.compress(file.read_bytes())) for file in files}
    assert sum(weights.values()) <= MOST, weights
