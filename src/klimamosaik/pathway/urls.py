"""Addresses below a municipality's: the mosaic, its target, what is expected of a measure."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.pathway import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("mosaik/", views.mosaic, name="mosaic"),
    path("mosaik/mosaik.svg", views.picture, name="mosaic_picture"),
    path("mosaik/pfad.json", views.pathway_json, name="pathway_json"),
    path("mosaik/ziel/", views.target, name="target"),
    path("massnahmen/<int:pk>/erwartung/", views.expectation, name="expectation"),
]
