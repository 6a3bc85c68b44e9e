from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "klimamosaik.records"
    verbose_name = "Änderungen"
