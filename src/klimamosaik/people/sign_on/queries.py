"""The door that looks whether the town's identity provider answers."""

import re

from klimamosaik.people.sign_on.provider import asked_itself
from klimamosaik.people.sign_on.provider_settings import SignOnAgreement
from klimamosaik.terms.text import Text


def provider_trouble(agreed: SignOnAgreement, *, patience: float) -> Text | None:
    """What is wrong with what the provider says of itself; None where people can sign on.

    patience: [s] for its answer.
    """
    from requests.exceptions import HTTPError, InvalidJSONError, RequestException, SSLError

    try:
        asked_itself(agreed.issuer, patience=patience)
    except SSLError as error:
        return NO_CERTIFICATE.format(why=why_not_taken(error))
    except HTTPError as error:
        answer = error.response
        return SAID_NO.format(status="?" if answer is None else str(answer.status_code))
    except InvalidJSONError:
        return NO_PROVIDER
    except RequestException:
        return NO_ANSWER.format(seconds=patience)
    except Exception:  # an answer of another machine may be wrong in any way
        return NO_PROVIDER
    return None


def why_not_taken(error: Exception) -> str:
    """What the library has against a certificate, in its own words."""
    found = re.search(r"certificate verify failed: ([^()]+)", str(error))
    return found[1].strip() if found else "TLS"


NO_CERTIFICATE = Text(
    "sein Zertifikat gilt hier nicht, {why}; eine eigene Zertifizierungsstelle der Stadt nennt "
    "REQUESTS_CA_BUNDLE",
    "its certificate is not taken here, {why}; an authority of the town is named in "
    "REQUESTS_CA_BUNDLE",
)
SAID_NO = Text("es antwortet mit dem Fehler {status}", "it answers with the error {status}")
NO_ANSWER = Text(
    "keine Antwort innerhalb von {seconds:n} Sekunden oder keine Verbindung",
    "no answer within {seconds:n} seconds, or no connection",
)
NO_PROVIDER = Text(
    "dort antwortet kein Anbieter von OpenID Connect mit dieser Adresse",
    "no OpenID Connect provider of this address answers there",
)
