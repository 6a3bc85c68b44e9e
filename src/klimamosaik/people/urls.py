"""Addresses below a municipality's: its people."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

token_views = LaterViews("klimamosaik.people.token_views")
views = LaterViews("klimamosaik.people.views")

urlpatterns: list[URLPattern | URLResolver] = [
    path("personen/", views.people, name="people"),
    path("personen/<int:pk>/", views.person_change, name="person_change"),
    path("zugang/", token_views.tokens, name="tokens"),
    path("zugang/<int:pk>/", token_views.token_revoke, name="token_revoke"),
]
