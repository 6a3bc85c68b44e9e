"""The address of the office's feed: a link of one's own opens it, without logging in."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.people import ags_in_addresses
from klimamosaik.records.lazy_views import LaterViews

views = LaterViews("klimamosaik.alarms.views")

assert ags_in_addresses  # the address below names a municipality by it

urlpatterns: list[URLPattern | URLResolver] = [
    path("stoerungen/<ags:ags>/<str:token>/neues.atom", views.feed, name="trouble_feed"),
]
