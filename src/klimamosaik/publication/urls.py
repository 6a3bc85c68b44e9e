"""Addresses below a municipality's: building, effect of a measure, energy report."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
