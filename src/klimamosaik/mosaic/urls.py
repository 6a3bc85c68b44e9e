"""Addresses below a municipality's: its mosaic."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

views = LaterViews("klimamosaik.mosaic.views")

urlpatterns: list[URLPattern | URLResolver] = [
    path("mosaik/", views.mosaic, name="mosaic"),
    path("mosaik/mosaik.svg", views.picture, name="mosaic_picture"),
]
