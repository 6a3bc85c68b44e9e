from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "klimamosaik.web"
    label = "web"
