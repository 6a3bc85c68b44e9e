"""Addresses of all pages. Paths are German words; names are what templates and doors use."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path, register_converter

from klimamosaik.web import faults
from klimamosaik.web.views import account, setup, start


class AgsConverter:
    """The eight digits of a municipality's official key."""

    regex = r"\d{8}"

    def to_python(self, value: str) -> str:
        """Keep the digits as they are: a leading zero counts."""
        return value

    def to_url(self, value: str) -> str:
        """Write them into an address."""
        return value


register_converter(AgsConverter, "ags")

town: list[URLPattern | URLResolver] = [
    path("", start.town, name="town"),
    path("", include("klimamosaik.publication.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("einrichten/", setup.setup, name="setup"),
    path("anmelden/", account.Login.as_view(), name="login"),
    path("abmelden/", LogoutView.as_view(), name="logout"),
    path("konto/", account.Account.as_view(), name="account"),
    path("sprache/", include("django.conf.urls.i18n")),
    path("<ags:ags>/", include(town)),
]

handler400 = faults.bad_request
handler403 = faults.not_allowed
handler404 = faults.not_found
handler500 = faults.broken
