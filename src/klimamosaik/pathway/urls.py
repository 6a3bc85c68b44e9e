"""Addresses below a municipality's: the pathway to its targets, and what measures should bring."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

views = LaterViews("klimamosaik.pathway.views")
one_view = LaterViews("klimamosaik.pathway.expectations.one_view")
expectations = LaterViews("klimamosaik.pathway.expectations.views")

urlpatterns: list[URLPattern | URLResolver] = [
    path("mosaik/pfad.json", views.pathway_json, name="pathway_json"),
    path("mosaik/ziel/", views.target, name="target"),
    path("massnahmen/<int:pk>/erwartung/", one_view.expectation, name="expectation"),
    path("massnahmen/erwartungen/", expectations.expectations, name="expectations"),
    path(
        "massnahmen/erwartungen/<int:pk>/zuruecknehmen/",
        expectations.expectations_undo,
        name="expectations_undo",
    ),
    path("minderungspfad/", views.way, name="way"),
    path("minderungspfad/zwischenziel/", views.milestone, name="milestone"),
    path(
        "minderungspfad/zwischenziel/<int:pk>/streichen/",
        views.drop,
        {"kind": "milestone"},
        name="milestone_drop",
    ),
    path("minderungspfad/jahre/", views.past_years, name="past_years"),
    path(
        "minderungspfad/jahre/<int:pk>/streichen/",
        views.drop,
        {"kind": "past year"},
        name="past_drop",
    ),
    path(
        "minderungspfad/ziel/<int:pk>/streichen/",
        views.drop,
        {"kind": "target"},
        name="target_drop",
    ),
]
