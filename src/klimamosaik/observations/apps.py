from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    name = "klimamosaik.observations"
    verbose_name = "Beobachtungen"
