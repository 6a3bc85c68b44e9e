from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from collections.abc import Collection

    from klimamosaik.observations.queries.place_keepers import KeptPlaces


class StreamsConfig(AppConfig):
    name = "klimamosaik.streams"

    def ready(self) -> None:
        """What a source reports of stays in the register."""
        from klimamosaik.observations.queries.place_keepers import kept_by

        kept_by(kept)


def kept(buildings: "Collection[int]", points: "Collection[int]") -> "KeptPlaces":
    """What sources report of; loaded when first asked, as most commands never ask."""
    from klimamosaik.streams.queries.reported_places import of_sources

    return of_sources(buildings, points)
