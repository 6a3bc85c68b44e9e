from django.apps import AppConfig


class MosaicConfig(AppConfig):
    name = "klimamosaik.mosaic"
    verbose_name = "Mosaik"
