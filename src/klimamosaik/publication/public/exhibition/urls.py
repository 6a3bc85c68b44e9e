"""Addresses: an exhibition for a screen."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.publication.public.exhibition import views

urlpatterns: list[URLPattern | URLResolver] = []  # below the root
town: list[URLPattern | URLResolver] = [  # below a municipality's public page
    path("ausstellung/", views.exhibition),
]
