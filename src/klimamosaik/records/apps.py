from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "klimamosaik.records"
    verbose_name = "Änderungen"

    def ready(self) -> None:
        """Words are no part of the layout, whoever asks for migrations."""
        from django.core.management.commands import makemigrations, migrate

        from klimamosaik.records.wordless import WordlessAutodetector

        makemigrations.Command.autodetector = WordlessAutodetector
        migrate.Command.autodetector = WordlessAutodetector
