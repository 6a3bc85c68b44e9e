"""Addresses: published energy reports."""

from django.urls import URLPattern, URLResolver, path, re_path

from klimamosaik.records.lazy_views import LaterViews

views = LaterViews("klimamosaik.publication.public.reports.views")

urlpatterns: list[URLPattern | URLResolver] = []  # below the root
town: list[URLPattern | URLResolver] = [  # below a municipality's public page
    re_path(r"^energiebericht/(?P<span>\d{4}-\d{4})/$", views.report),
    re_path(r"^energiebericht/(?P<span>\d{4}-\d{4})\.(?P<ending>pdf|xlsx)$", views.file),
    path("energiebericht/", views.reports),
]
