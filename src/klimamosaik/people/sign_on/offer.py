"""What the log-in page offers beside a password."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from klimamosaik.people.sign_on.agreed import SignOnAgreement

BY_PASSWORD = "passwort"  # in the address of the log-in: the form for it is wanted


def form_wanted(request: HttpRequest) -> bool:
    """True where the form for passwords is asked for, or brings along what somebody typed."""
    return BY_PASSWORD in request.GET or hasattr(request, "kept_input")


@dataclass(frozen=True)
class SignOnOffer:
    """The way in by the town's accounts."""

    address: str
    button: str  # what stands on it; empty: our own words
    alone: bool  # the form for passwords is behind a link
    by_password: str  # that link


def sign_on_offered(request: HttpRequest, *, wanted: str) -> SignOnOffer | None:
    """The offer, with the page that somebody wants to get to; None where there is none."""
    agreed: SignOnAgreement | None = settings.SIGN_ON
    if agreed is None:
        return None
    asked: dict[str, str | int] = {"next": wanted} if wanted else {}
    return SignOnOffer(
        address="?".join(filter(None, [reverse("sign_on"), urlencode(asked)])),
        button=agreed.button,
        alone=agreed.only and not (request.method == "POST" or form_wanted(request)),
        by_password=f"?{urlencode({BY_PASSWORD: 1, **asked})}",
    )
