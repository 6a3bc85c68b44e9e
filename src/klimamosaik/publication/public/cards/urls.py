"""Addresses: printable cards with a code that leads to a page."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

views = LaterViews("klimamosaik.publication.public.cards.views")

urlpatterns: list[URLPattern | URLResolver] = []  # below the root
town: list[URLPattern | URLResolver] = [  # below a municipality's public page
    path("karten/", views.cards),
    path("karten/alle.pdf", views.everything),
    path("karten/massnahme-<int:pk>.pdf", views.measure),
    path("karten/gebaeude-<int:pk>.pdf", views.building),
    path("karten/sensor-<int:pk>.pdf", views.sensor),
]
