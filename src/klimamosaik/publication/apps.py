from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "klimamosaik.publication"
    verbose_name = "Veröffentlichung"
