"""Addresses: pages for residents: the town, its measures and buildings, what changed."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

buildings = LaterViews("klimamosaik.publication.public.pages.buildings")
changed = LaterViews("klimamosaik.publication.public.pages.changed")
first = LaterViews("klimamosaik.publication.public.pages.first")
measures = LaterViews("klimamosaik.publication.public.pages.measures")
near = LaterViews("klimamosaik.publication.public.pages.near")
sensors = LaterViews("klimamosaik.publication.public.pages.sensors")
telling = LaterViews("klimamosaik.publication.public.pages.telling")
towns = LaterViews("klimamosaik.publication.public.pages.towns")
writing = LaterViews("klimamosaik.publication.public.pages.writing")

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
    path("antwort/", telling.answer),
    path("eigener-strom/", telling.own_electricity),
    path("geaendert/", changed.changed),
    path("woerter/", telling.explained),
    path("barrierefreiheit/", telling.statement),
    path("rueckmeldung/", writing.feedback),
]
