"""The settings of real operation. What differs between places comes from the environment (env.py)."""

import os
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from fachgruppe.env import ROOT, Environment
from fachgruppe.release import release, version

env = Environment(os.environ)

DEBUG = False
DEMO = False  # example accounts, outbox page: only the demo overlay switches this on

BODY_NAME = "Fachgruppe Smart City Jena"  # whose record it is, on every paper

# --- place ------------------------------------------------------------------------------------------------
BASE_DIR = ROOT
HOLIDAYS = BASE_DIR / "fachgruppe" / "holidays.json"  # of the Land whose working days count
VERSION = version(ROOT)
RELEASE = release(ROOT)
DATA_DIR = env.folder("DATA_DIR")
SECRET_KEY = env.secret_key()
BASE_URL = env.base_url()
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname or "", *env.words("EXTRA_HOSTS")]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
ROOT_URLCONF = "fachgruppe.urls"
WSGI_APPLICATION = "fachgruppe.wsgi.application"

# --- apps: from the kernel upwards ------------------------------------------------------------------------
INSTALLED_APPS = [
    "fachgruppe",
    "minutes",
    "outcomes",
    "invitations",
    "polls",
    "meetings",
    "topics",
    "comments",
    "members",
    "activity",
    "core",
    "fachgruppe.operations.OperationsConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials.apps.SimpleAppConfig",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fachgruppe.middleware.PrivateByDefault",
    "django.middleware.gzip.GZipMiddleware",
    "fachgruppe.examples.ExampleBadges",  # only in the demonstration
    "core.language.MarkGerman",
    "core.outages.SitOut",  # outside of all that asks the database
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.KeepTypedText",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.repeats.AnswerAgain",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "fachgruppe.middleware.WordedPolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fachgruppe.middleware.PlainRequests",  # innermost: its refusals get all headers
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fachgruppe.context.site",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "core.html_templates.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
        },
    },
    {
        # The text part of mails, where nothing is HTML; it finds templates that end in .txt and no others.
        "NAME": "text",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "autoescape": False,
            "loaders": [("django.template.loaders.cached.Loader", ["core.text_templates.Loader"])],
        },
    },
]
FORM_RENDERER = "core.forms.KernRenderer"

# --- data -------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database(DATA_DIR)}
CACHES = {
    "default": {
        "BACKEND": "core.cache.DatabaseCache",
        "LOCATION": "django_cache",
        # Limits of attempts live here: by default a third of them would be forgotten from 300 rows on.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Parts of pages (core/page_cache.py): in each process, so that reading a page writes nothing.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 24 * 3600,  # a part names its day
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
    "parts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "parts",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "mail"],
    }
}
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
RECORDS_CHECKED_EVERY = 60  # seconds: the page about the seals looks again at most this often
LARGEST_REQUEST = 3_000_000  # with everything in it, except where a view takes files
LARGEST_FILE = env.number("ATTACHMENT_MAX_MB", least=1, most=500) * 1024 * 1024
# Up to here what is too large gets its sentence beside the field; as in the proxy of docs/operations.md.
LARGEST_UPLOAD = 5 * LARGEST_FILE
FILE_UPLOAD_HANDLERS = [
    "core.files.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.files.uploads.OnDisk",
]

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT") if env.text("STATIC_ROOT") else DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.static_files.Storage"},
    # The sealed minutes: outside of everything that a web server offers.
    "records": {"BACKEND": "core.archive.Archive", "OPTIONS": {"location": DATA_DIR / "records"}},
    "attachments": {"BACKEND": "core.archive.Archive", "OPTIONS": {"location": DATA_DIR / "attachments"}},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- language and time ------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# --- sign-in ----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["members.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "members.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "members.forms.sign_in.LoginForm",
    "request_login_code": "members.forms.sign_in.RequestLoginCodeForm",
    "confirm_login_code": "members.forms.sign_in.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "members.forms.sign_in.ConfirmAddressForm",
    "confirm_password_reset_code": "members.forms.sign_in.ConfirmPasswordResetCodeForm",
    "reset_password": "members.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "members.forms.sign_in.NewPasswordForm",
    "change_password": "members.forms.sign_in.ChangePasswordForm",
    "set_password": "members.forms.sign_in.SetPasswordForm",
    "add_email": "members.forms.sign_in.ChangeAddressForm",
    "reauthenticate": "members.forms.sign_in.ReauthenticateForm",
}
ACCOUNT_CHANGE_EMAIL = True  # one address per account; the old one stays until the new one is confirmed
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
# For an account and an address together members/attempts.py counts; here only what no office ever needs.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": None,
    "request_login_code": "60/m/ip",
    "reset_password": "60/m/ip",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"

MFA_ADAPTER = "members.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "members.forms.sign_in.SecondFactorForm",
    "reauthenticate": "members.forms.sign_in.ReauthenticateWithCodeForm",
    "activate_totp": "members.forms.sign_in.ActivateAppForm",
    "add_webauthn": "members.forms.sign_in.AddPasskeyForm",
    "login_webauthn": "members.forms.sign_in.LoginPasskeyForm",
    "authenticate_webauthn": "members.forms.sign_in.SecondPasskeyForm",
    "reauthenticate_webauthn": "members.forms.sign_in.ReauthenticatePasskeyForm",
    "edit_webauthn": "members.forms.sign_in.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ by some seconds
MFA_TOTP_ISSUER = BODY_NAME
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # nothing to guess
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_SECURE = HTTPS
USERSESSIONS_ADAPTER = "members.adapter.UserSessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = False  # a row written on every page would make reading a write

# --- security ---------------------------------------------------------------------------------------------
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", most=10)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SESSION_ENGINE = "core.sessions"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "fachgruppe.errors.csrf_failure"

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^gesund$", r"^bereit$"]  # asked by the container itself, without a proxy
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS") if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the icons of the design system are masks in data: addresses
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}

# --- mail -------------------------------------------------------------------------------------------------
vars().update(env.email())
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM")
EMAIL_TIMEOUT = 20  # seconds for each answer of the mail server
MAIL_TIME = 60  # seconds for one mail altogether, however slowly the server answers
REPLIES = env.replies()

# --- what the pages say about the operator ----------------------------------------------------------------
FILE_REFERENCE = env.text("FILE_REFERENCE")  # on every paper
CONTACT_EMAIL = env.text("CONTACT_EMAIL")
REPLY_EMAIL = env.text("REPLY_EMAIL") or CONTACT_EMAIL
CONTACT_PHONE = env.text("CONTACT_PHONE")
OPERATOR = {
    "name": env.text("OPERATOR_NAME"),
    "address": [line.strip() for line in env.text("OPERATOR_ADDRESS").split(";") if line.strip()],
    "email": env.text("OPERATOR_EMAIL"),
    "phone": env.text("OPERATOR_PHONE"),
    "representative": env.text("OPERATOR_REPRESENTATIVE"),
    "privacy_officer": env.text("PRIVACY_OFFICER"),
    "enforcement_body": env.text("ENFORCEMENT_BODY"),
}

# --- log --------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"outages": {"()": "core.outages.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["outages"]}},
    "root": {"handlers": ["stderr"], "level": env.choice("LOG_LEVEL", "DEBUG", "INFO", "WARNING", "ERROR")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},  # what a visitor mistyped is no news
    },
}
