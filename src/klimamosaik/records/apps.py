from django.apps import AppConfig

MISSING = ("Hier fehlt noch eine Angabe.", "Something is still missing here.")


class RecordsConfig(AppConfig):
    name = "klimamosaik.records"
    verbose_name = "Änderungen"

    def ready(self) -> None:
        """Words are no part of the layout, whoever asks for migrations.

        A field left empty says so in our words, in every form.
        """
        from django import forms
        from django.core.management.commands import makemigrations, migrate

        from klimamosaik.records.language import said
        from klimamosaik.records.wordless_migrations import WordlessAutodetector

        forms.Field.default_error_messages["required"] = said(*MISSING)
        makemigrations.Command.autodetector = WordlessAutodetector
        migrate.Command.autodetector = WordlessAutodetector
