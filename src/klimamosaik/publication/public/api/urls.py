"""Addresses: the interface for programs."""

from django.urls import URLPattern, URLResolver, path, re_path

from klimamosaik.publication.public.api.mosaic_api import interface, no_address
from klimamosaik.publication.public.api.reference import description, reference

routes, _, namespace = interface.urls

urlpatterns: list[URLPattern | URLResolver] = [  # below the root
    path("api/v1/", reference, {"language": "de"}, name="api"),
    path("en/api/v1/", reference, {"language": "en"}, name="api_en"),
    path("api/v1/openapi.json", description, name="openapi"),
    path("api/v1/", (routes, "ninja", namespace)),
    re_path(r"^api/v1/[\s\S]+$", no_address),  # also with a line break in it
]
town: list[URLPattern | URLResolver] = []  # below a municipality's public page
