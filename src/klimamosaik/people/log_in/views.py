"""The log-in page."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.shortcuts import redirect

from klimamosaik.people.log_in.forms import LoginForm
from klimamosaik.people.log_in.pending import keep_pending, welcome
from klimamosaik.people.second_factor.queries import has_factor
from klimamosaik.people.sign_on.offer import sign_on_offered


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
