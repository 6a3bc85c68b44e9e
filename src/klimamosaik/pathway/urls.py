"""Addresses below a municipality's: the mosaic, the way to its targets, what is expected."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.pathway import views, way_views
from klimamosaik.pathway.expecting import one_view
from klimamosaik.pathway.expecting import views as expecting
from klimamosaik.pathway.planning import (
    answer_views,
    price_views,
    rolling_views,
    steering_views,
)
from klimamosaik.pathway.planning import views as planning

urlpatterns: list[URLPattern | URLResolver] = [
    path("mosaik/", views.mosaic, name="mosaic"),
    path("mosaik/mosaik.svg", views.picture, name="mosaic_picture"),
    path("mosaik/pfad.json", views.pathway_json, name="pathway_json"),
    path("mosaik/ziel/", views.target, name="target"),
    path("massnahmen/<int:pk>/erwartung/", one_view.expectation, name="expectation"),
    path("massnahmen/erwartungen/", expecting.expectations, name="expectations"),
    path(
        "massnahmen/erwartungen/<int:pk>/zuruecknehmen/",
        expecting.expectations_undo,
        name="expectations_undo",
    ),
    path("weg/", way_views.way, name="way"),
    path("weg/etappe/", way_views.milestone, name="milestone"),
    path("weg/etappe/<int:pk>/streichen/", way_views.milestone_drop, name="milestone_drop"),
    path("weg/jahre/", way_views.past_years, name="past_years"),
    path("weg/jahre/<int:pk>/streichen/", way_views.past_drop, name="past_drop"),
    path("weg/ziel/<int:pk>/streichen/", way_views.target_drop, name="target_drop"),
    path("planung/", planning.planning, name="planning"),
    path("planung/neu/", planning.selection_new, name="selection_new"),
    path("planung/<int:pk>/", planning.selection, name="selection"),
    path("planung/<int:pk>/neu/", planning.selection_again, name="selection_again"),
    path("planung/<int:pk>/plan.json", planning.selection_json, name="selection_json"),
    path("planung/<int:pk>/plan.xlsx", planning.selection_xlsx, name="selection_xlsx"),
    path("planung/bedingungen/", planning.ties, name="ties"),
    path("planung/bedingungen/neu/", planning.tie_new, name="tie_new"),
    path("planung/bedingungen/<int:pk>/streichen/", planning.tie_drop, name="tie_drop"),
    path("planung/kosten/", price_views.abatement, name="abatement"),
    path("planung/kosten.json", price_views.abatement_json, name="abatement_json"),
    path("steuerung/", steering_views.steering, name="steering"),
    path("steuerung/steuerung.json", steering_views.steering_json, name="steering_json"),
    path("massnahmen/<int:pk>/hochrechnung/", rolling_views.rollout, name="rollout"),
    path("wirkung/", answer_views.answer, name="answer"),
    path("wirkung/wirkung.json", answer_views.answer_json, name="answer_json"),
]
