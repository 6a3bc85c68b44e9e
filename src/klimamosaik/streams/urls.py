"""Addresses below a municipality's: its data sources."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

views = LaterViews("klimamosaik.streams.views")

urlpatterns: list[URLPattern | URLResolver] = [
    path("quellen/", views.sources, name="sources"),
    path("quellen/neu/", views.add, name="source_add"),
    path("quellen/<int:pk>/", views.source, name="source"),
    path("quellen/<int:pk>/aendern/", views.change, name="source_change"),
    path("quellen/<int:pk>/entfernen/", views.remove, name="source_remove"),
    path("quellen/zaehler/<int:pk>/", views.counter, name="source_counter"),
    path("quellen/dateien/<int:pk>/antworten/", views.answer, name="source_file_answer"),
]
