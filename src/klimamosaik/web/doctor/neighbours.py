"""Other machines people depend on: the town's identity provider, the mail server."""

import ssl
from collections.abc import Iterator
from smtplib import SMTPAuthenticationError, SMTPException

from django.conf import settings
from django.core.mail import get_connection

from klimamosaik.people.sign_on.queries import provider_trouble
from klimamosaik.records.mail import mail_is_on
from klimamosaik.terms.text import Text
from klimamosaik.web.doctor.finding import DoctorFinding, ill, well

PATIENCE = 5.0  # [s]
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def sign_on() -> Iterator[DoctorFinding]:
    """Whether people can sign on with the town's accounts; nothing where that is not set up."""
    agreed = settings.SIGN_ON
    if agreed is None:
        return
    why = provider_trouble(agreed, patience=PATIENCE)
    if why is None:
        yield well("sign_on", ANSWERS.format(issuer=agreed.issuer))
    else:
        yield ill("sign_on", SILENT.format(issuer=agreed.issuer, why=why))


def mail() -> Iterator[DoctorFinding]:
    """Whether the mail server lets us in; no mail is sent."""
    if not mail_is_on():
        return
    place = {"host": settings.EMAIL_HOST, "port": str(settings.EMAIL_PORT)}
    line = get_connection(SMTP, timeout=PATIENCE)
    try:
        with line:
            pass  # what was opened is closed again
    except SMTPAuthenticationError:
        yield ill("mail", NOT_LET_IN.format(**place))
    except ssl.SSLError:
        yield ill("mail", NOT_SAFE.format(**place))
    except (OSError, SMTPException) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        yield ill("mail", NO_MAIL.format(why=why, **place))
    else:
        yield well("mail", TAKES.format(**place))


ANSWERS = Text(
    "Die Anmeldung der Stadt antwortet: {issuer}.", "The town's log-in answers: {issuer}."
)
SILENT = Text(
    "Mit den Konten der Stadt kann sich niemand anmelden ({issuer}: {why}). Bitte die Adresse in "
    "KLIMAMOSAIK_OIDC_ISSUER prüfen, und ob dieser Server dorthin darf.",
    "Nobody can log in with the town's accounts ({issuer}: {why}). Please check the address in "
    "KLIMAMOSAIK_OIDC_ISSUER, and whether this server may reach it.",
)
TAKES = Text(
    "Der Mailserver {host}:{port} antwortet und lässt uns ein; gesendet wurde nichts.",
    "The mail server {host}:{port} answers and lets us in; nothing was sent.",
)
NOT_LET_IN = Text(
    "Der Mailserver {host}:{port} nimmt Name und Passwort aus KLIMAMOSAIK_MAIL nicht an: "
    "Nachrichten und Links für ein neues Passwort gehen nicht hinaus.",
    "The mail server {host}:{port} does not take the name and password of KLIMAMOSAIK_MAIL: "
    "messages and links for a new password do not go out.",
)
NOT_SAFE = Text(
    "Mit dem Mailserver {host}:{port} kommt keine verschlüsselte Verbindung zustande: sein "
    "Zertifikat gilt hier nicht, oder der Anfang von KLIMAMOSAIK_MAIL passt nicht zum Port.",
    "No encrypted connection to the mail server {host}:{port} comes about: its certificate is not "
    "taken here, or the beginning of KLIMAMOSAIK_MAIL does not fit the port.",
)
NO_MAIL = Text(
    "Der Mailserver {host}:{port} antwortet nicht ({why}): Nachrichten und Links für ein neues "
    "Passwort gehen nicht hinaus. Bitte KLIMAMOSAIK_MAIL prüfen, und ob dieser Server dorthin "
    "darf.",
    "The mail server {host}:{port} does not answer ({why}): messages and links for a new password "
    "do not go out. Please check KLIMAMOSAIK_MAIL, and whether this server may reach it.",
)
