"""Django's settings; what an office can change is in environment.py."""

from klimamosaik.web.environment import database_settings, read_environment
from klimamosaik.web.further_languages import further_languages

ENVIRONMENT = read_environment()

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENVIRONMENT.hosts]
DATA_DIR = ENVIRONMENT.data
READINGS_DIR = DATA_DIR / "readings"  # settled readings, a Delta table
UPLOAD_MB = ENVIRONMENT.upload_mb
READ_MB = ENVIRONMENT.read_mb
READ_SECONDS = ENVIRONMENT.read_seconds
READ_CELLS = ENVIRONMENT.read_cells

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "simple_history",
    "klimamosaik.records",
    "klimamosaik.places",
    "klimamosaik.people",
    "klimamosaik.observations",
    "klimamosaik.measures",
    "klimamosaik.evidence",
    "klimamosaik.balance",
    "klimamosaik.pathway",
    "klimamosaik.planning",
    "klimamosaik.mosaic",
    "klimamosaik.reports",
    "klimamosaik.publication",
    "klimamosaik.web",
]
MIDDLEWARE = [
    "klimamosaik.publication.public.keeping.KeptAnswers",
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
    "klimamosaik.people.new_password.NewPasswordFirst",
]
# Where a template fails, a developer is told the line; readers get compact pages.
COMPACT = [("django.template.loaders.cached.Loader", ["klimamosaik.web.compact.Loader"])]
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
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
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

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS: list[str] = []
