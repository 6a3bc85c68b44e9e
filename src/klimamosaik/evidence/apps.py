from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "klimamosaik.evidence"
    verbose_name = "Wirkungsnachweis"
