import os
import sys
from collections.abc import Callable, Iterable

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

from core.charsets import is_utf8


def readable(portal: Callable) -> Callable:
    """Django reads the charset while it makes its request, where no page of ours could answer yet.

    What would raise there becomes a charset that Django knows and PlainRequests (middleware.py) refuses.
    """

    def answer(environ: dict, start_response: Callable) -> Iterable[bytes]:
        try:
            charset = parse_header_parameters(environ.get("CONTENT_TYPE", ""))[1].get("charset", "utf-8")
        except ValueError:  # an RFC 2231 parameter with a broken encoding
            charset = ""
        if not is_utf8(charset):
            environ["CONTENT_TYPE"] = "application/octet-stream; charset=latin-1"
        return portal(environ, start_response)

    return answer


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fachgruppe.settings.production")

try:
    application = readable(get_wsgi_application())
except ImproperlyConfigured as error:
    sys.stderr.write(f"Einstellungen: {error}\n")
    sys.exit(4)  # gunicorn's »cannot load the app«: it ends instead of trying for ever
