"""Addresses: feeds, the sitemap, and what machines are told."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

discovery = LaterViews("klimamosaik.publication.public.follow.discovery")
views = LaterViews("klimamosaik.publication.public.follow.views")

urlpatterns: list[URLPattern | URLResolver] = [  # below the root
    path("sitemap.xml", discovery.sitemap, name="sitemap"),
    path("robots.txt", discovery.robots, name="robots"),
    path("llms.txt", discovery.llms, name="llms"),
]
town: list[URLPattern | URLResolver] = [  # below a municipality's public page
    path("neues.atom", views.town_news, name="town_news"),
    path("massnahmen/<int:pk>/neues.atom", views.measure_news, name="measure_news"),
]
