"""Addresses below a municipality's: the mosaic, the way to its targets, what is expected."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.pathway import views, way_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("mosaik/", views.mosaic, name="mosaic"),
    path("mosaik/mosaik.svg", views.picture, name="mosaic_picture"),
    path("mosaik/pfad.json", views.pathway_json, name="pathway_json"),
    path("mosaik/ziel/", views.target, name="target"),
    path("massnahmen/<int:pk>/erwartung/", views.expectation, name="expectation"),
    path("weg/", way_views.way, name="way"),
    path("weg/etappe/", way_views.milestone, name="milestone"),
    path("weg/etappe/<int:pk>/streichen/", way_views.milestone_drop, name="milestone_drop"),
    path("weg/jahre/", way_views.past_years, name="past_years"),
    path("weg/jahre/<int:pk>/streichen/", way_views.past_drop, name="past_drop"),
    path("weg/ziel/<int:pk>/streichen/", way_views.target_drop, name="target_drop"),
]
