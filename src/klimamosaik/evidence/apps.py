from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "klimamosaik.evidence"
    verbose_name = "Wirkungsnachweis"

    def ready(self) -> None:
        """The register's summary says what was measured."""
        from klimamosaik.evidence.queries.in_short import measured_in_short  # needs the models
        from klimamosaik.measures.queries.in_short import told_by

        told_by(measured_in_short)
