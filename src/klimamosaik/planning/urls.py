"""Addresses below a municipality's: plans, the cost of a tonne, steering, roll-out, the answer."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

answer_views = LaterViews("klimamosaik.planning.answer_views")
price_views = LaterViews("klimamosaik.planning.price_views")
rollout_views = LaterViews("klimamosaik.planning.rollout_views")
steering_views = LaterViews("klimamosaik.planning.steering_views")
views = LaterViews("klimamosaik.planning.views")

urlpatterns: list[URLPattern | URLResolver] = [
    path("planung/", views.planning, name="planning"),
    path("planung/neu/", views.selection_new, name="selection_new"),
    path("planung/<int:pk>/", views.selection, name="selection"),
    path("planung/<int:pk>/neu/", views.selection_again, name="selection_again"),
    path("planung/<int:pk>/plan.json", views.selection_json, name="selection_json"),
    path("planung/<int:pk>/plan.xlsx", views.selection_xlsx, name="selection_xlsx"),
    path("planung/bedingungen/", views.ties, name="ties"),
    path("planung/bedingungen/neu/", views.tie_new, name="tie_new"),
    path("planung/bedingungen/<int:pk>/streichen/", views.tie_drop, name="tie_drop"),
    path("planung/kosten/", price_views.abatement, name="abatement"),
    path("planung/kosten.json", price_views.abatement_json, name="abatement_json"),
    path("massnahmencontrolling/", steering_views.steering, name="steering"),
    path(
        "massnahmencontrolling/massnahmencontrolling.json",
        steering_views.steering_json,
        name="steering_json",
    ),
    path("massnahmen/<int:pk>/hochrechnung/", rollout_views.rollout, name="rollout"),
    path("wirkung/", answer_views.answer, name="answer"),
    path("wirkung/wirkung.json", answer_views.answer_json, name="answer_json"),
]
