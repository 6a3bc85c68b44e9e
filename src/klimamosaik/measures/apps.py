from django.apps import AppConfig
from django.db.models.signals import post_delete


class MeasuresConfig(AppConfig):
    name = "klimamosaik.measures"
    verbose_name = "Maßnahmen"

    def ready(self) -> None:
        """Steps have no history; where a measure is removed with them, they are noted."""
        from klimamosaik.records.undoing import note_lost  # needs the models

        post_delete.connect(note_lost, sender=self.get_model("Step"))
