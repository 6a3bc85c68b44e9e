"""Where the width of a range is from, in a sentence."""

from dataclasses import dataclass
from functools import lru_cache

from klimamosaik.evidence.kernel.ranges.drift import DriftPrior
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.languages import any_loaded
from klimamosaik.terms.text import Text, joined


def drift_source(prior: DriftPrior, carrier: Carrier, own_pairs: int) -> Text:
    """Name the year pairs that tell how far such use drifts by itself.

    own_pairs: pairs of earlier years of the meter itself.
    """
    known = KnownPairs(Carrier(prior.carrier), prior.pairs, prior.meters, prior.city_pairs)
    return _said(known, carrier, own_pairs, any_loaded())


@dataclass(frozen=True)
class KnownPairs:
    """The year pairs behind a prior."""

    learnt: Carrier
    pairs: int
    meters: int
    of_the_town: int


@lru_cache(maxsize=1_000)  # the meters of a town share a few sentences
def _said(known: KnownPairs, carrier: Carrier, own_pairs: int, further_languages: bool) -> Text:
    """The sentence; further_languages: it can be said in more than two, and keeps its values."""
    template = SHIPPED if known.learnt is carrier else LENT
    parts = [
        template.format(
            pairs=known.pairs, meters=known.meters, learnt=known.learnt.text, carrier=carrier.text
        )
    ]
    if known.of_the_town:
        parts.append(OF_THE_TOWN.format(count=known.of_the_town))
    if own_pairs:
        parts.append(OF_THE_METER.format(count=own_pairs))
    return SENTENCE.format(parts=joined(parts, "; "))


SHIPPED = Text(
    "übliche Schwankung ohne Maßnahme aus {pairs} Vergleichsjahren von {meters} Zählern ({learnt})",
    "usual change without a measure from {pairs} comparison years of {meters} meters ({learnt})",
)
LENT = Text(
    "übliche Schwankung ohne Maßnahme aus {pairs} Vergleichsjahren von {meters} Zählern "
    "({learnt}, für {carrier} übernommen)",
    "usual change without a measure from {pairs} comparison years of {meters} meters "
    "({learnt}, lent to {carrier})",
)
OF_THE_TOWN = Text(
    "{count:Vergleichsjahr|Vergleichsjahre} der Zähler des Ortes",
    "{count:comparison year|comparison years} of the town's meters",
)
OF_THE_METER = Text(
    "{count:Vergleichsjahr|Vergleichsjahre} dieses Zählers",
    "{count:comparison year|comparison years} of this meter",
)
SENTENCE = Text("Grundlage der Spanne: {parts}.", "What the range rests on: {parts}.")
