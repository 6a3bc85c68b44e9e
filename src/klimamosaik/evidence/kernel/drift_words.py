"""Where the width of a range is from, in a sentence."""

from klimamosaik.evidence.kernel.drift import DriftPrior
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text, joined


def drift_source(prior: DriftPrior, carrier: Carrier, own_pairs: int) -> Text:
    """Name the year pairs that tell how far such use drifts by itself.

    own_pairs: pairs of earlier years of the meter itself.
    """
    learnt = Carrier(prior.carrier)
    template = SHIPPED if learnt is carrier else LENT
    parts = [
        template.format(
            pairs=prior.pairs, meters=prior.meters, learnt=learnt.text, carrier=carrier.text
        )
    ]
    if prior.city_pairs:
        parts.append(OF_THE_TOWN.format(count=prior.city_pairs))
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
