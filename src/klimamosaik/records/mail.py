"""E-mail: whether there is a server that sends it."""

from django.conf import settings


def mail_is_on() -> bool:
    """True where the operator named a server that sends."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL)
