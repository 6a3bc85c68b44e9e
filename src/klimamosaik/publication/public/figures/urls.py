"""Addresses: figures: their pages, files, embeds and share pictures."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

embed = LaterViews("klimamosaik.publication.public.figures.embed")
views = LaterViews("klimamosaik.publication.public.figures.views")

urlpatterns: list[URLPattern | URLResolver] = []  # below the root
town: list[URLPattern | URLResolver] = [  # below a municipality's public page
    path("zahlen/", views.figures),
    path("zahlen/<slug:key>/", views.figure),
    path("zahlen/<slug:key>/teilen.png", views.share),
    path("zahlen/<slug:key>/einbetten/", embed.embedded),
    path("zahlen/<slug:key>.<str:ending>", views.file),
]
