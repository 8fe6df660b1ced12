import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fachgruppe.settings.production")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.stderr.write(f"Einstellungen: {error}\n")
    sys.exit(4)  # gunicorn's »cannot load the app«: it ends instead of trying for ever
