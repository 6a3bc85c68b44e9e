"""The address of the office's feed: a link of one's own opens it, without logging in."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.alarms import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("stoerungen/<ags:ags>/<str:token>/neues.atom", views.feed, name="trouble_feed"),
]
