from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "klimamosaik.planning"
    verbose_name = "Planung"
