"""Addresses below a municipality's: building, effect of a measure, energy report."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.publication import effect_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("massnahmen/<int:pk>/", effect_views.effect, name="effect"),
    path("massnahmen/<int:pk>/wirkung.json", effect_views.effect_json, name="effect_json"),
    path("wirkung/<int:pk>/warum/", effect_views.effect_why, name="effect_why"),
]
