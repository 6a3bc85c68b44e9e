"""The addresses of the interface: they are those of the standard, and stay."""

from django.urls import URLPattern, re_path

from klimamosaik.sensorthings.views import interface

urlpatterns: list[URLPattern] = [
    re_path(r"^sensorthings/v1\.1(?:/(?P<path>.*))?$", interface, name="sensorthings"),
]
