"""The room of what is public."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """What strangers see."""

    name = "klimamosaik.publication"
    label = "publication"
