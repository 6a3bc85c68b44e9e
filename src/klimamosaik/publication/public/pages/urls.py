"""Addresses: pages for residents: the town, its measures and buildings, what changed."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

buildings = LaterViews("klimamosaik.publication.public.pages.buildings")
changes = LaterViews("klimamosaik.publication.public.pages.changes")
first = LaterViews("klimamosaik.publication.public.pages.first")
measures = LaterViews("klimamosaik.publication.public.pages.measures")
near = LaterViews("klimamosaik.publication.public.pages.near")
sensors = LaterViews("klimamosaik.publication.public.pages.sensors")
text_pages = LaterViews("klimamosaik.publication.public.pages.text_pages")
towns = LaterViews("klimamosaik.publication.public.pages.towns")
feedback = LaterViews("klimamosaik.publication.public.pages.feedback")

urlpatterns: list[URLPattern | URLResolver] = [  # below the root
    path("klima/", towns.towns, {"language": "de"}, name="public_towns"),
    path("en/klima/", towns.towns, {"language": "en"}, name="public_towns_english"),
]
town: list[URLPattern | URLResolver] = [  # below a municipality's public page
    path("", first.first),
    path("massnahmen/", measures.measures),
    path("massnahmen/<int:pk>/", measures.measure),
    path("gebaeude/", buildings.buildings),
    path("gebaeude/<int:pk>/", buildings.building),
    path("sensoren/", sensors.sensors),
    path("sensoren/<int:pk>/", sensors.sensor),
    path("bei-mir/", near.near),
    path("antwort/", text_pages.answer),
    path("eigener-strom/", text_pages.own_electricity),
    path("geaendert/", changes.changed),
    path("woerter/", text_pages.explained),
    path("barrierefreiheit/", text_pages.statement),
    path("rueckmeldung/", feedback.feedback),
]
