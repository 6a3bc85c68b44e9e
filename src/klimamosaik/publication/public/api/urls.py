"""Addresses: the interface for programs."""

from django.urls import URLPattern, URLResolver, path, re_path

from klimamosaik.records.lazy_views import LaterViews

reference = LaterViews("klimamosaik.publication.public.api.reference")
within = LaterViews("klimamosaik.publication.public.api.within")

urlpatterns: list[URLPattern | URLResolver] = [  # below the root
    path("api/v1/", reference.reference, {"language": "de"}, name="api"),
    path("en/api/v1/", reference.reference, {"language": "en"}, name="api_en"),
    path("api/v1/openapi.json", reference.description, name="openapi"),
    re_path(r"^api/v1/[\s\S]+$", within.answer),  # also with a line break in it
]
town: list[URLPattern | URLResolver] = []  # below a municipality's public page
