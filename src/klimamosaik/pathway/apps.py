from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from klimamosaik.measures.models import Measure
    from klimamosaik.measures.models.in_short import EffectInShort


class PathwayConfig(AppConfig):
    name = "klimamosaik.pathway"
    verbose_name = "Pfad"

    def ready(self) -> None:
        """The register's summary says what is expected, where nothing is measured."""
        from klimamosaik.measures.models.in_short import also_ask

        also_ask(expected)


def expected(measure: "Measure", begun: bool) -> "EffectInShort | None":
    """What is expected; loaded when first asked, as most commands never ask."""
    from klimamosaik.pathway.queries.in_short import expected_in_short

    return expected_in_short(measure, begun)
