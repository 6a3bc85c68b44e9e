"""Addresses below a municipality's: its people."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.people import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("personen/", views.people, name="people"),
    path("personen/<int:pk>/", views.person_change, name="person_change"),
]
