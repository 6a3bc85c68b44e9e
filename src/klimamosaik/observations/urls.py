"""Addresses below a municipality's: files that bring readings, and the weather of the place."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

files = LaterViews("klimamosaik.observations.intake.views")
weather = LaterViews("klimamosaik.observations.weather.views")

urlpatterns: list[URLPattern | URLResolver] = [
    path("dateien/", files.files, name="files"),
    path("dateien/neu/", files.upload, name="upload"),
    path("dateien/vorschau/<str:token>/", files.preview, name="preview"),
    path("dateien/vorschau/<str:token>/zurueck/", files.back, name="preview_back"),
    path("dateien/<int:seq>/zuruecknehmen/", files.undo, name="delivery_undo"),
    path("gemeinde/wetter/", weather.weather, name="weather"),
    path("gemeinde/wetter/holen/", weather.fetch, name="weather_fetch"),
    path("gemeinde/wetter/station/", weather.choose, name="weather_choose"),
]
