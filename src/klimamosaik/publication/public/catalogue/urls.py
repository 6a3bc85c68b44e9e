"""Addresses: the catalogue of open data."""

from django.urls import URLPattern, URLResolver, path, re_path

from klimamosaik.records.lazy_views import LaterViews

page = LaterViews("klimamosaik.publication.public.catalogue.page")
views = LaterViews("klimamosaik.publication.public.catalogue.views")

ENDING = r"catalog\.(?P<ending>ttl|rdf|jsonld)$"

urlpatterns: list[URLPattern | URLResolver] = [  # below the root
    path("offene-daten/", page.whole_data, {"language": "de"}, name="open_data"),
    path("en/offene-daten/", page.whole_data, {"language": "en"}, name="open_data_english"),
    path("offene-daten/catalog", views.whole_catalogue, name="catalogue"),
    re_path(rf"^offene-daten/{ENDING}", views.whole_catalogue, name="catalogue_file"),
]
town: list[URLPattern | URLResolver] = [  # below a municipality's public page
    path("offene-daten/", page.town_data, name="town_data"),
    path("offene-daten/catalog", views.town_catalogue, name="town_catalogue"),
    re_path(rf"^offene-daten/{ENDING}", views.town_catalogue, name="town_catalogue_file"),
    path("orte.geojson", views.town_places, name="town_places"),
]
