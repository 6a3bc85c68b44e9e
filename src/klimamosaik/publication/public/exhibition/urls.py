"""Addresses: an exhibition for a screen."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

views = LaterViews("klimamosaik.publication.public.exhibition.views")

urlpatterns: list[URLPattern | URLResolver] = []  # below the root
town: list[URLPattern | URLResolver] = [  # below a municipality's public page
    path("ausstellung/", views.exhibition),
]
