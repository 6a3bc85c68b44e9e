from django.apps import AppConfig


class StreamsConfig(AppConfig):
    name = "klimamosaik.streams"
