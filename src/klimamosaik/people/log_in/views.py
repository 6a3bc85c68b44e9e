"""The log-in page."""

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse

from klimamosaik.people.log_in.forms import LoginForm
from klimamosaik.people.log_in.known_browser import remember_browser
from klimamosaik.people.new_password import NEW_PASSWORD
from klimamosaik.people.queries import open_invitation


class Login(LoginView):
    """Log in; who came with a one-time password chooses their own first."""

    template_name = "people/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in and remember whether a password is to be chosen."""
        response = super().form_valid(form)
        remember_browser(self.request, response, form.get_user())
        if open_invitation(user=form.get_user()):
            self.request.session[NEW_PASSWORD] = True
        return response
