"""Mails about one's own account; written and sent beside the request.

So the page takes as long for an address nobody has as for one that somebody has.
"""

import logging
from collections.abc import Callable
from threading import Thread

from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from klimamosaik.records.same_database import renew_connections
from klimamosaik.terms.text import Language, Text

LOG = logging.getLogger(__name__)
SUBJECT = Text("Klimamosaik: neues Passwort", "Klimamosaik: new password")
BODY = Text(
    "Guten Tag {name},\n\njemand möchte für das Konto „{account}“ ein neues Passwort. Waren Sie "
    "es, so wählen Sie es hier:\n\n{link}\n\nDer Link gilt eine Stunde und einmal. Waren Sie es "
    "nicht, ist nichts zu tun: Ihr Passwort bleibt, wie es ist.\n",
    "Hello {name},\n\nsomebody wants a new password for the account “{account}”. If it was you, "
    "choose it here:\n\n{link}\n\nThe link works for an hour and once. If it was not you, there is "
    "nothing to do: your password stays as it is.\n",
)
MOVED_SUBJECT = Text("Klimamosaik: andere E-Mail-Adresse", "Klimamosaik: another e-mail address")
MOVED = Text(
    "Guten Tag {name},\n\nfür das Konto „{account}“ gilt jetzt eine andere E-Mail-Adresse. Waren "
    "Sie es nicht, sagen Sie es bitte denen, die bei Ihnen Personen verwalten.\n",
    "Hello {name},\n\nthe account “{account}” now has another e-mail address. If it was not you, "
    "please tell those who manage people.\n",
)


def beside(work: Callable[[], None]) -> None:
    """Do it in a thread of its own."""
    Thread(target=alone, args=(work,), daemon=True).start()


def alone(work: Callable[[], None]) -> None:
    """Run with a connection of its own; what goes wrong stands in the log."""
    renew_connections()
    try:
        work()
    except Exception:
        LOG.exception("A mail about an account could not be sent")
    finally:
        renew_connections()


def send_links(email: str, *, origin: str, language: Language) -> None:
    """A link for each account with this address that has a password here."""
    for user in PasswordResetForm().get_users(email):
        name = urlsafe_base64_encode(force_bytes(user.pk))
        told = [name, default_token_generator.make_token(user)]
        link = origin + reverse("new_password_chosen", args=told)
        write(user, user.email, SUBJECT, BODY.format(link=link, **named(user)), language)


def send_moved(user: User, *, to: str, language: Language) -> None:
    """Tell the old address that it is not that of the account any more."""
    write(user, to, MOVED_SUBJECT, MOVED.format(**named(user)), language)


def named(user: User) -> dict[str, str]:
    """Who a mail is for."""
    return {"name": user.get_full_name() or user.get_username(), "account": user.get_username()}


def write(user: User, to: str, subject: Text, body: Text, language: Language) -> None:
    """Send one mail."""
    EmailMessage(subject.in_(language), body.in_(language), to=[to]).send()
