"""The reference views: Django's usual middleware over the portal's tables."""

from fachgruppe.settings.demo import *  # noqa: F403

from .settings_bare import MIDDLEWARE, TEMPLATES  # noqa: F401

ROOT_URLCONF = "tests.bench.reference"
