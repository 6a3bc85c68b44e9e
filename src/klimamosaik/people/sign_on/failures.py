"""What is said when signing on did not work: one calm sentence; the log has the rest."""

import logging
import traceback
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.core.cache import cache

from klimamosaik.people.sign_on.provider_settings import SignOnAgreement
from klimamosaik.terms.complaint import ReasonedRefusal
from klimamosaik.terms.text import Text

LEFT_ALONE = 20  # [s] one that let us wait in vain is not asked: each waits in a thread of pages
SHORTEST_SECRET = 8  # characters; a shorter one would only garble the log

logger = logging.getLogger("klimamosaik.sign_on")

SILENT = Text(
    "Die Anmeldung der Stadt ist gerade nicht zu erreichen. Bitte versuchen Sie es in ein paar "
    "Minuten noch einmal.",
    "The town's log-in cannot be reached just now. Please try again in a few minutes.",
)
ODD = Text(
    "Die Anmeldung der Stadt hat etwas geantwortet, dem nicht zu trauen ist. Niemand wurde "
    "angemeldet; der Grund steht im Protokoll des Servers.",
    "The town's log-in answered something that cannot be trusted. Nobody was logged in; the "
    "reason is in the server's log.",
)
DECLINED = Text(
    "Sie wurden bei der Stadt nicht angemeldet: dort abgebrochen oder abgelehnt.",
    "You were not logged in at the town: cancelled or refused there.",
)
STALE = Text(
    "Diese Anmeldung war schon zu Ende oder zu lange offen. Bitte beginnen Sie noch einmal.",
    "That log-in was already over or open for too long. Please begin once more.",
)
UNSAID_GROUPS = Text(
    "Ihr Konto ist in mehr Gruppen, als die Anmeldung der Stadt mitteilt. Wer die Konten der "
    "Stadt verwaltet, kann die Gruppen für Klimamosaik allein mitteilen lassen.",
    "Your account is in more groups than the town's log-in tells. Whoever manages the town's "
    "accounts can let it tell the groups for Klimamosaik only.",
)


# What a provider answers where somebody did not want to, or may not.
NO = {"access_denied", "login_required", "interaction_required", "consent_required"}


class SignOnFailed(ReasonedRefusal):
    """Nobody was let in; carries the sentence that says so."""


@contextmanager
def calmly(agreed: SignOnAgreement, *, secrets: Collection[str] = ()) -> Iterator[None]:
    """Turn whatever a foreign answer breaks into a SignOnFailed and a trace without secrets.

    secrets: beside the one that was agreed. A provider that hangs is left alone for a while.
    """
    from authlib.integrations.base_client import MismatchingStateError
    from requests.exceptions import Timeout

    hangs = f"sign_on_hangs:{agreed.issuer}"
    if cache.get(hangs):
        raise SignOnFailed(SILENT)
    try:
        yield
    except SignOnFailed:
        raise
    except MismatchingStateError as error:  # the way back used twice, or an old page
        raise SignOnFailed(STALE) from error
    except Exception as error:  # an answer of another machine may be wrong in any way
        if isinstance(error, Timeout):
            cache.set(hangs, True, LEFT_ALONE)
        note(error, [agreed.secret, *secrets])
        raise SignOnFailed(sentence_for(error)) from error


def sentence_for(error: Exception) -> Text:
    """What to say: the provider is silent, said no, or said what cannot be trusted."""
    from authlib.integrations.base_client import OAuthError
    from requests.exceptions import HTTPError, InvalidJSONError, RequestException

    if isinstance(error, OAuthError) and error.error in NO:
        return DECLINED
    if isinstance(error, HTTPError) and error.response is not None:
        return SILENT if error.response.status_code >= 500 else ODD
    if isinstance(error, InvalidJSONError) or not isinstance(error, RequestException):
        return ODD
    return SILENT


def note(error: Exception, secrets: Collection[str]) -> None:
    """Write the trace into the log, with nothing in it that opens a door."""
    trace = "".join(traceback.format_exception(error))
    for secret in secrets:
        if len(secret) >= SHORTEST_SECRET:
            trace = trace.replace(secret, "…")
    logger.warning("signing on failed: %s", trace)
