from django.apps import AppConfig


class SensorThingsConfig(AppConfig):
    name = "klimamosaik.sensorthings"
