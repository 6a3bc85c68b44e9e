"""Addresses below a municipality's: building, effect of a measure, energy report."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

doubt_views = LaterViews("klimamosaik.reports.doubt_views")
effect_views = LaterViews("klimamosaik.reports.effect_views")
views = LaterViews("klimamosaik.reports.views")

urlpatterns: list[URLPattern | URLResolver] = [
    path("bericht/", views.report, name="report"),
    path("bericht/energiebericht.<str:ending>", views.report_file, name="report_file"),
    path("gebaeude/<int:pk>/", views.building, name="building"),
    path("gebaeude/<int:pk>/warum/<int:year>/<str:medium>/", views.figure_why, name="figure_why"),
    path("zaehler/<int:pk>/einheit/", doubt_views.doubtful, name="doubtful"),
    path("zaehler/<int:pk>/einheit/klaeren/", doubt_views.settle, name="settle_doubt"),
    path(
        "zaehler/<int:pk>/einheit/bestaetigt/<int:said_id>/zuruecknehmen/",
        doubt_views.taken_back,
        name="confirmed_take_back",
    ),
    path("massnahmen/<int:pk>/", effect_views.effect, name="effect"),
    path("massnahmen/<int:pk>/wirkung.json", effect_views.effect_json, name="effect_json"),
    path("wirkung/<int:pk>/warum/", effect_views.effect_why, name="effect_why"),
]
