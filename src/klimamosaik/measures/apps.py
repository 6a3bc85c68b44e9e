from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "klimamosaik.measures"
    verbose_name = "Maßnahmen"
