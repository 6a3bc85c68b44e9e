"""Addresses of all pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("sprache/", include("django.conf.urls.i18n")),
]
