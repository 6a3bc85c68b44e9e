from django.apps import AppConfig


class PathwayConfig(AppConfig):
    name = "klimamosaik.pathway"
    verbose_name = "Pfad"
