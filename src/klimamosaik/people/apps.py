from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "klimamosaik.people"
    verbose_name = "Personen"
