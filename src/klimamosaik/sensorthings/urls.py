"""The addresses of the interface: they are those of the standard, and stay."""

from django.urls import URLPattern, re_path

from klimamosaik.records.lazy_views import LaterViews

views = LaterViews("klimamosaik.sensorthings.views")

urlpatterns: list[URLPattern] = [
    re_path(r"^sensorthings/v1\.1(?:/(?P<path>.*))?$", views.interface, name="sensorthings"),
]
