"""Addresses: pages for residents: the town, its measures and buildings, what changed."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []  # below the root
town: list[URLPattern | URLResolver] = []  # below a municipality's public page
