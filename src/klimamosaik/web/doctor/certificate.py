"""Whether the public address shows a certificate that browsers take, and for how long."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text
from klimamosaik.web.doctor.finding import DoctorFinding, ill, odd, well

PATIENCE = 5.0  # [s]
SOON = timedelta(days=14)  # certbot renews 30 days before


def certificate(now: datetime) -> Iterator[DoctorFinding]:
    """Look at the public address as a browser would; nothing where it is none by https."""
    if not settings.SECURE:
        return
    if not settings.TRUSTED_PROXIES:
        yield odd("proxies", NO_PROXY)
    url = urlsplit(settings.PUBLIC_ADDRESS)
    name, port = str(url.hostname), url.port or 443
    try:
        until = valid_until(name, port)
    except ssl.SSLCertVerificationError as error:
        yield ill("certificate", REFUSED.format(name=name, why=error.verify_message))
    except OSError as error:
        why = error.strerror or str(error)
        yield odd("certificate_unseen", UNSEEN.format(name=name, port=str(port), why=why))
    else:
        make = odd if until - now < SOON else well
        yield make("certificate", UNTIL.format(name=name, until=until.astimezone(LOCAL)))


def valid_until(name: str, port: int) -> datetime:
    """The moment the certificate ends. Raises OSError where nobody answers, or it is not taken."""
    trusting = ssl.create_default_context()
    # From 3.13 on Python refuses older authorities, without "key usage"; browsers do not.
    trusting.verify_flags &= ~ssl.VERIFY_X509_STRICT
    with (
        socket.create_connection((name, port), timeout=PATIENCE) as line,
        trusting.wrap_socket(line, server_hostname=name) as safe,
    ):
        shown = safe.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)


NO_PROXY = Text(
    "KLIMAMOSAIK_PROXIES ist leer: was nginx davon sagt, wer anfragt und dass es https ist, gilt "
    "dann nicht. Steht nginx auf diesem Rechner, gehört 127.0.0.1 hinein.",
    "KLIMAMOSAIK_PROXIES is empty: what nginx says of who asks, and that it is https, then counts "
    "for nothing. With nginx on this machine it is 127.0.0.1.",
)
REFUSED = Text(
    "Das Zertifikat von {name} nehmen Browser nicht an ({why}): bitte erneuern (certbot renew) "
    "oder das richtige eintragen.",
    "Browsers do not take the certificate of {name} ({why}): please renew it (certbot renew) or "
    "enter the right one.",
)
UNSEEN = Text(
    "Ob das Zertifikat von {name} gilt, ließ sich von hier nicht sehen (Port {port}: {why}).",
    "Whether the certificate of {name} is valid could not be seen from here (port {port}: {why}).",
)
UNTIL = Text(
    "Das Zertifikat von {name} gilt bis {until:time}.",
    "The certificate of {name} is valid until {until:time}.",
)
