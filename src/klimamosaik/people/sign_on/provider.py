"""The town's identity provider, asked by OpenID Connect; the library is known here only.

Authorization code with PKCE, state and nonce. The id token is taken with a signature by a key
of the provider only, for this installation, by the issuer that was agreed, and in its time.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from klimamosaik.people.sign_on.claims import TownPerson, claim, person_in
from klimamosaik.people.sign_on.failures import SILENT, STALE, UNSAID_GROUPS, SignOnFailed, calmly
from klimamosaik.people.sign_on.log_ins_under_way import pending_in
from klimamosaik.people.sign_on.provider_settings import SignOnAgreement

if TYPE_CHECKING:
    from authlib.integrations.django_client import DjangoOAuth2App

DISCOVERY = "/.well-known/openid-configuration"
KEPT = 5 * 60  # [s] what the provider says of its addresses
PATIENCE = 10  # [s] for each of its answers
TURN = 1  # [s] to wait while another thread asks it already
SKEW = 60  # [s] its clock may differ from ours
LONGEST_HINT = 4000  # characters; with more a browser's address gets too long for some servers
# By a key pair only: an HS256 could be made by whoever knows the public key, or our secret.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
# What is used of all a provider says of itself: the library would take orders from the rest.
USED = {
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "userinfo_endpoint",
    "end_session_endpoint",
}

asking = threading.Lock()  # held while the provider is asked for its addresses


@dataclass(frozen=True)
class SignedOn:
    """Somebody whom the provider let in."""

    person: TownPerson
    id_token: str  # says at the log-out who leaves
    session: str  # the provider's name of their session there; "" where it gives none
    next: str  # the page they wanted
    typed: str  # in a form before; "" where nothing was, or too much to keep
    pending: dict[str, Any]  # other log-ins under way in the same browser


@dataclass(frozen=True)
class SignOnBegun:
    """The way to the provider, and what the browser keeps meanwhile."""

    address: str
    pending: dict[str, Any]


class ProviderRequest:
    """A request as the library sees it: with the log-ins under way in the place of a session."""

    def __init__(self, request: HttpRequest) -> None:
        self.method, self.GET = request.method, request.GET
        self.session = pending_in(request)


def began(
    request: HttpRequest, agreed: SignOnAgreement, *, next: str, anew: bool, typed: str
) -> SignOnBegun:
    """The way to the provider; anew: it asks who they are also where it knows.

    typed: in a form whose session had ended, to be there again afterwards. Raises SignOnFailed.
    """
    with calmly(agreed):
        app = app_for(agreed)
        back = agreed.here + reverse("signed_on")
        asked = {"prompt": "login"} if anew else {}
        begun = app.create_authorization_url(back, **asked)
        address = begun.pop("url")
        under_way = ProviderRequest(request)
        app.save_authorize_data(under_way, redirect_uri=back, next=next, typed=typed, **begun)
        return SignOnBegun(address, under_way.session)


def came_back(request: HttpRequest, agreed: SignOnAgreement) -> SignedOn:
    """Check what the provider answered and read who it is. Raises SignOnFailed."""
    from authlib.oidc.core import CodeIDToken

    answered = {name: request.GET.get(name, "") for name in ("code", "state")}
    with calmly(agreed, secrets=answered.values()):
        app = app_for(agreed)
        under_way = ProviderRequest(request)
        kept = app.framework.get_state_data(under_way.session, answered["state"]) or {}
        if not kept.get("nonce"):
            raise SignOnFailed(STALE)
        if request.GET.get("iss", app.server_metadata["issuer"]) != app.server_metadata["issuer"]:
            raise ValueError("the answer names another issuer")
        token = app.authorize_access_token(
            under_way, claims_options=expected(app), claims_cls=CodeIDToken, leeway=SKEW
        )
        claims = with_groups(app, token, agreed.groups)
        person = person_in(claims, groups=agreed.groups)
        if person.groups is None:
            raise SignOnFailed(UNSAID_GROUPS)
        return SignedOn(
            person=person,
            id_token=token["id_token"],
            session=str(claims.get("sid", "")),
            next=kept["next"],
            typed=kept["typed"],
            pending=under_way.session,
        )


def expected(app: "DjangoOAuth2App") -> dict[str, dict[str, object]]:
    """What an id token must say: who it is by, and that it is for this installation."""
    return {
        "iss": {"essential": True, "value": app.server_metadata["issuer"]},
        "aud": {"essential": True, "value": app.client_id},
    }


def with_groups(app: "DjangoOAuth2App", token: Mapping[str, Any], groups: str) -> dict[str, Any]:
    """The claims of the id token; where they lack the groups, with what the provider adds."""
    claims: dict[str, Any] = dict(token["userinfo"])
    if claim(claims, groups) is not None or "userinfo_endpoint" not in app.server_metadata:
        return claims
    more = app.userinfo(token=token)
    return {**more, **claims} if more.get("sub") == claims["sub"] else claims  # not another's


def way_out(agreed: SignOnAgreement, *, id_token: str) -> str:
    """The address that ends the session at the provider; "" where it has none.

    Raises SignOnFailed.
    """
    with calmly(agreed, secrets=[id_token]):
        app = app_for(agreed)
        if "end_session_endpoint" not in app.server_metadata:
            return ""
        hint = id_token if len(id_token) <= LONGEST_HINT else None
        left: dict[str, str] = app.create_logout_url(
            agreed.here + reverse("start"), id_token_hint=hint, client_id=agreed.client
        )
        return left["url"]


def app_for(agreed: SignOnAgreement) -> "DjangoOAuth2App":
    """The library's client, made anew: nothing an earlier answer said stays in it."""
    from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App

    known = provider_itself(agreed)
    by_post = "client_secret_post" in known["token_endpoint_auth_methods_supported"]
    return DjangoOAuth2App(
        DjangoIntegration("sign_on"),
        "sign_on",
        client_id=agreed.client,
        client_secret=agreed.secret,
        client_kwargs={
            "scope": agreed.scopes,
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
            "token_endpoint_auth_method": "client_secret_post" if by_post else None,
        },
        id_token_signing_alg_values_supported=SIGNATURES,
        **{name: known[name] for name in USED & known.keys()},
    )


def provider_itself(agreed: SignOnAgreement) -> dict[str, Any]:
    """What the provider says of its addresses, asked every few minutes by one at a time.

    Raises SignOnFailed where it lets another one wait just now: not all threads wait for it.
    """
    place = f"sign_on:{agreed.issuer}"
    if (known := cache.get(place)) is not None:
        return dict(known)
    if not asking.acquire(timeout=TURN):
        raise SignOnFailed(SILENT)
    try:
        known = cache.get(place) or asked_itself(agreed.issuer)
        cache.set(place, known, KEPT)
    finally:
        asking.release()
    return dict(known)


def asked_itself(issuer: str, *, patience: float = PATIENCE) -> dict[str, Any]:
    """Ask the provider for its addresses. Raises whatever is wrong with the answer."""
    import requests

    answer = requests.get(issuer.rstrip("/") + DISCOVERY, timeout=patience)
    answer.raise_for_status()
    known = dict(answer.json())
    if str(known["issuer"]).rstrip("/") != issuer.rstrip("/"):
        raise ValueError(
            "the provider calls itself by another address than KLIMAMOSAIK_OIDC_ISSUER"
        )
    weak = urlsplit(issuer).scheme != "https"
    for name in USED & known.keys() | {"authorization_endpoint", "token_endpoint", "jwks_uri"}:
        if urlsplit(known[name]).scheme not in ({"https", "http"} if weak else {"https"}):
            raise ValueError(f"the provider's {name} is not an address with https")
    known.setdefault("token_endpoint_auth_methods_supported", [])
    return known
