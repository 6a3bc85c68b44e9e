"""The log-in page, and what it offers beside a password."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from klimamosaik.people.log_in.forms import LoginForm
from klimamosaik.people.log_in.pending import keep_pending, welcome
from klimamosaik.people.second_factor.queries import has_factor
from klimamosaik.people.sign_on.provider_settings import SignOnAgreement

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


class Login(LoginView):
    """Log in; who has a second factor is asked for it next."""

    template_name = "people/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer the way by the town's accounts, where there is one."""
        offered = sign_on_offered(self.request, wanted=self.get_redirect_url())
        return super().get_context_data(**kwargs) | {"sign_on": offered}

    def get_form(self, form_class: Any = None) -> Any:
        """Beside a button the first field does not take the keyboard, which hides it on a phone."""
        form = super().get_form(form_class)
        if settings.SIGN_ON is not None:
            form.fields["username"].widget.attrs.pop("autofocus", None)
        return form

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The password is right."""
        user, to = form.get_user(), self.get_success_url()
        if has_factor(user=user):
            keep_pending(self.request, user, to=to)
            return redirect("second_factor_code")
        return welcome(self.request, user, to=to, backend=user.backend)
