"""At the developer's desk: the demonstration with Django's debug pages and unhashed static files."""

from .demo import *  # noqa: F403

DEBUG = True
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = True
INTERNAL_IPS = ["127.0.0.1"]
