"""Addresses strangers see. They are public for good: nothing here is ever renamed."""

from django.urls import URLPattern, URLResolver, include, path

from klimamosaik.publication.public.api import urls as api
from klimamosaik.publication.public.cards import urls as cards
from klimamosaik.publication.public.catalogue import urls as catalogue
from klimamosaik.publication.public.exhibition import urls as exhibition
from klimamosaik.publication.public.figures import urls as figures
from klimamosaik.publication.public.follow import urls as follow
from klimamosaik.publication.public.pages import urls as pages
from klimamosaik.publication.public.reports import urls as reports

ROOMS = (pages, figures, reports, cards, exhibition, follow, catalogue, api)
town: list[URLPattern | URLResolver] = [each for room in ROOMS for each in room.town]
towns: list[URLPattern | URLResolver] = [path("klima/<ags:ags>/", include(town))]

urlpatterns: list[URLPattern | URLResolver] = [
    *(each for room in ROOMS for each in room.urlpatterns),
    path("", include(towns), {"language": "de"}),
    path("en/", include((towns, "publication"), namespace="english"), {"language": "en"}),
]
