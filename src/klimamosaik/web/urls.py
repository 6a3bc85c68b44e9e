"""Addresses of all pages. Paths are German words; names are what templates and doors use."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path, register_converter

from klimamosaik.observations import views as observations
from klimamosaik.observations import weather_views
from klimamosaik.places import views as places
from klimamosaik.web import faults
from klimamosaik.web.views import (
    account,
    buildings,
    history,
    meters,
    register_book,
    setup,
    start,
)


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
    path("energie/", start.energy, name="energy"),
    path("gemeinde/", places.municipality_edit, name="municipality"),
    path("gemeinde/einwohner/", places.population, name="population"),
    path("gemeinde/wetter/", weather_views.weather, name="weather"),
    path("gemeinde/wetter/holen/", weather_views.fetch, name="weather_fetch"),
    path("gemeinde/wetter/station/", weather_views.choose, name="weather_choose"),
    path("dateien/", observations.files, name="files"),
    path("dateien/neu/", observations.upload, name="upload"),
    path("dateien/vorschau/<str:token>/", observations.preview, name="preview"),
    path("dateien/vorschau/<str:token>/zurueck/", observations.back, name="preview_back"),
    path("dateien/<int:seq>/zuruecknehmen/", observations.undo, name="delivery_undo"),
    path("personen/", places.people, name="people"),
    path("personen/<int:pk>/", places.person_change, name="person_change"),
    path("zaehler/", meters.meters, name="meters"),
    path("gebaeude/", buildings.buildings, name="buildings"),
    path("verlauf/", history.history, name="history"),
    path("massnahmen/<int:pk>/verlauf/", history.measure_history, name="measure_history"),
    path("zaehler/<int:pk>/bearbeiten/", places.meter_point_edit, name="meter_point_edit"),
    path("zaehler/<int:pk>/messwerte.csv", meters.readings, name="meter_readings"),
    path("gebaeude/neu/", places.building_new, name="building_new"),
    path("gebaeude/<int:pk>/bearbeiten/", places.building_edit, name="building_edit"),
    path("", include("klimamosaik.measures.urls")),
    path("", include("klimamosaik.measures.lists.urls")),
    path("massnahmen/listen/massnahmen.xlsx", register_book.download, name="list_download"),
    path("", include("klimamosaik.publication.urls")),
    path("", include("klimamosaik.pathway.urls")),
    path("", include("klimamosaik.balance.urls")),
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
