from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "klimamosaik.places"
    verbose_name = "Orte"
