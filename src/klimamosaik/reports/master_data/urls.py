"""Addresses below a municipality's: its master data, buildings and meters."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

directions = LaterViews("klimamosaik.reports.master_data.directions")
buildings = LaterViews("klimamosaik.reports.master_data.buildings")
meters = LaterViews("klimamosaik.reports.master_data.meters")
views = LaterViews("klimamosaik.reports.master_data.views")

urlpatterns: list[URLPattern | URLResolver] = [
    path("gemeinde/", views.municipality_edit, name="municipality"),
    path("gemeinde/einwohner/", views.population, name="population"),
    path("zaehler/", meters.meters, name="meters"),
    path("zaehler/<int:pk>/bearbeiten/", views.meter_point_edit, name="meter_point_edit"),
    path("zaehler/<int:pk>/richtung/", directions.meter_direction, name="meter_direction"),
    path("zaehler/<int:pk>/messwerte.csv", meters.readings, name="meter_readings"),
    path("gebaeude/", buildings.buildings, name="buildings"),
    path("gebaeude/neu/", views.building_new, name="building_new"),
    path("gebaeude/<int:pk>/bearbeiten/", views.building_edit, name="building_edit"),
]
