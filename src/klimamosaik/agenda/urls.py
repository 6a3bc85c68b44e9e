"""Addresses below a municipality's: what is to be done today."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

views = LaterViews("klimamosaik.agenda.views")

urlpatterns: list[URLPattern | URLResolver] = [
    path("heute/", views.today, name="today"),
    path("heute/heute.json", views.today_json, name="today_json"),
]
