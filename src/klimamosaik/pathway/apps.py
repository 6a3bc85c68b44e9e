from django.apps import AppConfig


class PathwayConfig(AppConfig):
    name = "klimamosaik.pathway"
    verbose_name = "Pfad"

    def ready(self) -> None:
        """The register's summary says what is expected, where nothing is measured."""
        from klimamosaik.measures.queries.in_short import told_by
        from klimamosaik.pathway.queries.in_short import expected_in_short  # needs the models

        told_by(expected_in_short)
