"""Addresses: feeds, the sitemap, and what machines are told."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []  # below the root
town: list[URLPattern | URLResolver] = []  # below a municipality's public page
