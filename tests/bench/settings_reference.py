"""The reference views: Django's usual middleware over the portal's tables."""

from fachgruppe.settings.demo import *  # noqa: F403

from .settings_bare import MIDDLEWARE, TEMPLATES  # noqa: F401

NEEDED = "allauth.usersessions"  # jobs of the portal know its table
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS  # noqa: F405
    if app == NEEDED or not app.startswith(("allauth", "fachgruppe.operations"))
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "tests.bench.reference"
LOGIN_URL = "l"
