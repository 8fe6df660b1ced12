"""The reference views: Django's usual middleware over the portal's tables."""

from fachgruppe.settings.demo import *  # noqa: F403

from .settings_bare import MIDDLEWARE, TEMPLATES  # noqa: F401

INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith(("allauth", "django.contrib.admin"))]  # noqa: F405
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "tests.bench.reference"
LOGIN_URL = "l"
