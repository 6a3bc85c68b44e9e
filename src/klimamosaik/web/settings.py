"""Django's settings; what an office can change is in environment.py."""

from urllib.parse import urlsplit

from klimamosaik.web.database_and_mail import database_settings, mail_settings
from klimamosaik.web.environment import read_environment
from klimamosaik.web.further_languages import further_languages
from klimamosaik.web.sign_on_settings import read_sign_on

ENVIRONMENT = read_environment()

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
PUBLIC_ADDRESS = ENVIRONMENT.address
SIGN_ON = read_sign_on(here=PUBLIC_ADDRESS)  # None: with passwords only
PUBLIC_NAME = urlsplit(PUBLIC_ADDRESS).hostname
ALLOWED_HOSTS = [*ENVIRONMENT.hosts, *([PUBLIC_NAME] if PUBLIC_NAME else [])]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENVIRONMENT.hosts]
if PUBLIC_ADDRESS:
    CSRF_TRUSTED_ORIGINS.append(PUBLIC_ADDRESS)
TRUSTED_PROXIES = ENVIRONMENT.proxies
WORKERS = ENVIRONMENT.workers
WAIT_SECONDS = ENVIRONMENT.wait_seconds
DATA_DIR = ENVIRONMENT.data
READINGS_DIR = DATA_DIR / "readings"  # settled readings, a Delta table
IDLE_MINUTES = ENVIRONMENT.idle_minutes
SECOND_FACTOR = ENVIRONMENT.second_factor
UPLOAD_MB = ENVIRONMENT.upload_mb
READ_MB = ENVIRONMENT.read_mb
READ_SECONDS = ENVIRONMENT.read_seconds
READ_CELLS = ENVIRONMENT.read_cells
API_PER_MINUTE = ENVIRONMENT.api_per_minute
API_AT_ONCE = ENVIRONMENT.api_at_once
BACKUP = ENVIRONMENT.backup
BACKUP_HOUR = ENVIRONMENT.backup_hour
BACKUP_DAYS = ENVIRONMENT.backup_days
BACKUP_WEEKS = ENVIRONMENT.backup_weeks
MQTT = ENVIRONMENT.mqtt
MQTT_RECEIVING = ENVIRONMENT.mqtt_receiving
MQTT_CREATING = ENVIRONMENT.mqtt_creating
MQTT_TOPICS = ENVIRONMENT.mqtt_topics

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "simple_history",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "klimamosaik.records",
    "klimamosaik.places",
    "klimamosaik.people",
    "klimamosaik.observations",
    "klimamosaik.streams",
    "klimamosaik.measures",
    "klimamosaik.agenda",
    "klimamosaik.alarms",
    "klimamosaik.evidence",
    "klimamosaik.balance",
    "klimamosaik.pathway",
    "klimamosaik.planning",
    "klimamosaik.mosaic",
    "klimamosaik.reports",
    "klimamosaik.publication",
    "klimamosaik.sensorthings",
    "klimamosaik.web",
]
MIDDLEWARE = [
    "klimamosaik.web.request_ids.RequestIds",
    "klimamosaik.web.forwarded.ForwardedByKnownProxies",
    "klimamosaik.web.compression.PackedText",
    "klimamosaik.publication.public.api.entry.ApiEntry",
    "klimamosaik.publication.public.answer_cache.KeptAnswers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "klimamosaik.web.security.SecurityHeaders",
    "klimamosaik.web.bad_requests.MistakenRequests",
    "klimamosaik.people.log_in.idle.VisitsEnd",
    "klimamosaik.people.sign_on.expiry.SignOnLasts",
    "klimamosaik.people.new_password.NewPasswordFirst",
    "klimamosaik.people.second_factor.first.SecondFactorFirst",
    "klimamosaik.people.kept_input.InputShownAgain",
    "klimamosaik.web.kept_pages.KeptPages",
]
# Where a template fails, a developer is told the line; readers get compact pages.
COMPACT = [
    ("django.template.loaders.cached.Loader", ["klimamosaik.web.template_whitespace.Loader"])
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": DEBUG,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "klimamosaik.web.context.page",
            ],
            "builtins": ["klimamosaik.web.templatetags.speech"],
            **({} if DEBUG else {"loaders": COMPACT}),
        },
    }
]
ROOT_URLCONF = "klimamosaik.web.urls"
WSGI_APPLICATION = "klimamosaik.web.wsgi.application"
DATABASES = {"default": database_settings(ENVIRONMENT)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
globals().update(mail_settings(ENVIRONMENT))  # EMAIL_HOST and so on; empty: no mail is sent
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60  # [s] a link by e-mail works
OTP_TOTP_ISSUER = f"Klimamosaik {PUBLIC_NAME or ''}".strip()  # as a phone's app lists it
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0  # people.log_in.brake counts all tries
CSRF_FAILURE_VIEW = "klimamosaik.web.faults.stale_form"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "start"

LANGUAGE_CODE = "de"
# German and English, and those of files of sentences in the data folder.
LANGUAGES = [("de", "Deutsch"), ("en", "English"), *further_languages(DATA_DIR / "languages")]
LOCALE_PATHS = [DATA_DIR / "languages"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
# Found straight in the installed package: no collecting step before the first start.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # form fields; files are limited at their door
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # of a form: each of a large town's buildings may be ticked

# Over https only, once people find the pages there; for a year browsers ask nowhere else.
SECURE = PUBLIC_ADDRESS.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # of trusted proxies, see forwarded
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS: list[str] = []
# What goes wrong stands on the standard error of the server, with its trace and its run.
LOG_REQUESTS = ENVIRONMENT.log_requests
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"run": {"()": "klimamosaik.records.runs.NamesRun"}},
    "formatters": {
        "line": {
            "()": "klimamosaik.web.log.DiscreetLines",
            "format": "{asctime} [{run}] {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["run"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        # each address that does not exist and each refused host would be a line otherwise
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        "klimamosaik.requests": {"level": "INFO"},
    },
}
