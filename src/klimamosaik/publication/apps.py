"""The room of what is public."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from collections.abc import Collection

    from klimamosaik.observations.queries.place_keepers import KeptPlaces


class PublicationConfig(AppConfig):
    """What strangers see."""

    name = "klimamosaik.publication"
    label = "publication"

    def ready(self) -> None:
        """What is public stays in the register."""
        from klimamosaik.observations.queries.place_keepers import kept_by

        kept_by(kept)


def kept(buildings: "Collection[int]", points: "Collection[int]") -> "KeptPlaces":
    """What is public; loaded when first asked, as most commands never ask."""
    from klimamosaik.publication.queries.public_places import of_publications

    return of_publications(buildings, points)
