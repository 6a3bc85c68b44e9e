"""Addresses below a municipality's: its troubles."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

views = LaterViews("klimamosaik.alarms.views")

urlpatterns: list[URLPattern | URLResolver] = [
    path("stoerungen/", views.troubles, name="troubles"),
    path("stoerungen/adressen/", views.addresses, name="trouble_addresses"),
    path("stoerungen/<int:pk>/", views.trouble, name="trouble"),
    path("stoerungen/<int:pk>/bearbeiten/", views.trouble_edit, name="trouble_edit"),
]
