from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "klimamosaik.reports"
    verbose_name = "Berichte"
