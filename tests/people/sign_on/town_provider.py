"""A town's identity provider: Django OAuth Toolkit on loopback, as a process of its own.

Started with a folder that holds `provider.json`: port, clients, and people with their groups. What
it says of groups it reads anew each time, so that a test can take somebody out of one.
"""

import json
import sys
from pathlib import Path
from typing import Any

import django
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

FOLDER = Path(sys.argv[1] if __name__ == "__main__" else ".")
PAGE = """<form method="post">{% csrf_token %}<input type="hidden" name="next" value="{{ next }}">
{{ form }}<button>Anmelden</button></form>"""


def said() -> Any:
    """What the test wrote down."""
    return json.loads((FOLDER / "provider.json").read_text(encoding="utf-8"))


def pem() -> str:
    """A key to sign with."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def configure(here: str) -> None:
    """Django's settings of the provider."""
    settings.configure(
        SECRET_KEY="provider",
        ALLOWED_HOSTS=["127.0.0.1"],
        USE_TZ=True,
        ROOT_URLCONF="__main__",
        LOGIN_URL="/login/",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        SESSION_COOKIE_NAME="provider",  # one host's cookies are shared by all its ports
        CSRF_COOKIE_NAME="provider_csrf",
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "provider.sqlite3"}
        },
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "context_processors": ["django.template.context_processors.request"],
                    "loaders": [
                        (
                            "django.template.loaders.locmem.Loader",
                            {"registration/login.html": PAGE},
                        ),
                        "django.template.loaders.app_directories.Loader",
                    ],
                },
            }
        ],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_ISS_ENDPOINT": f"{here}/o",
            "OIDC_RSA_PRIVATE_KEY": pem(),
            "OIDC_RP_INITIATED_LOGOUT_ENABLED": True,
            "OIDC_RP_INITIATED_LOGOUT_ALWAYS_PROMPT": False,
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "", "profile": "", "email": ""},
            "OAUTH2_VALIDATOR_CLASS": "__main__.Validator",
        },
    )
    django.setup()


def furnish() -> None:
    """Tables, people and clients."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from oauth2_provider.models import get_application_model

    call_command("migrate", verbosity=0)
    for name, person in said()["people"].items():
        User.objects.create_user(username=name, password=person["password"], pk=person["number"])
    for client in said()["clients"]:
        get_application_model().objects.create(
            client_type="confidential",
            authorization_grant_type="authorization-code",
            algorithm="RS256",
            skip_authorization=True,
            hash_client_secret=True,
            **client,
        )


if __name__ == "__main__":
    HERE = f"http://127.0.0.1:{said()['port']}"
    configure(HERE)

    from django.contrib.auth.views import LoginView
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path
    from oauth2_provider.oauth2_validators import OAuth2Validator
    from waitress import serve

    class Validator(OAuth2Validator):  # type: ignore[misc]
        """Who somebody is, with their groups."""

        oidc_claim_scope = {**OAuth2Validator.oidc_claim_scope, "groups": "profile"}

        def get_additional_claims(self, request: Any) -> dict[str, Any]:
            """Name, address and groups as the test wrote them down."""
            claims: dict[str, Any] = said()["people"][request.user.username]["claims"]
            return {"preferred_username": request.user.username, **claims}

    urlpatterns = [
        path("login/", LoginView.as_view()),
        path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    ]
    furnish()
    serve(get_wsgi_application(), host="127.0.0.1", port=said()["port"], threads=4)
