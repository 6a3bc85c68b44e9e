from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models.signals import post_delete

if TYPE_CHECKING:
    from collections.abc import Collection

    from klimamosaik.observations.queries.place_keepers import KeptPlaces


class MeasuresConfig(AppConfig):
    name = "klimamosaik.measures"
    verbose_name = "Maßnahmen"

    def ready(self) -> None:
        """Steps have no history; where a measure is removed with them, they are noted.

        What a measure has stays in the register.
        """
        from klimamosaik.observations.queries.place_keepers import kept_by
        from klimamosaik.records.undoing import note_lost  # needs the models

        post_delete.connect(note_lost, sender=self.get_model("Step"))
        kept_by(kept)


def kept(buildings: "Collection[int]", points: "Collection[int]") -> "KeptPlaces":
    """What measures have; loaded when first asked, as most commands never ask."""
    from klimamosaik.measures.queries.measured_places import of_measures

    return of_measures(buildings, points)
