"""Addresses of lists of measures, below a municipality's."""

from django.urls import path

from klimamosaik.records.lazy_views import LaterViews

views = LaterViews("klimamosaik.measures.lists.views")

urlpatterns = [
    path("massnahmen/listen/", views.lists, name="lists"),
    path("massnahmen/listen/neu/", views.upload, name="list_upload"),
    path("massnahmen/listen/vorschau/<str:token>/", views.look, name="list_preview"),
    path("massnahmen/listen/<int:pk>/zuruecknehmen/", views.take_back, name="list_undo"),
]
