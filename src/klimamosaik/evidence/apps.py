from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from klimamosaik.measures.models import Measure
    from klimamosaik.measures.models.in_short import EffectInShort


class EvidenceConfig(AppConfig):
    name = "klimamosaik.evidence"
    verbose_name = "Wirkungsnachweis"

    def ready(self) -> None:
        """The register's summary says what was measured."""
        from klimamosaik.measures.models.in_short import also_ask

        also_ask(measured)


def measured(measure: "Measure", begun: bool) -> "EffectInShort | None":
    """What was measured; loaded when first asked, as most commands never ask."""
    from klimamosaik.evidence.queries.in_short import measured_in_short

    return measured_in_short(measure, begun)
