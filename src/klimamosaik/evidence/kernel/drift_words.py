"""Where the width of a range is from, in a sentence."""

from klimamosaik.evidence.kernel.drift import DriftPrior
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text


def drift_source(prior: DriftPrior, carrier: Carrier, own_pairs: int) -> Text:
    """Name the year pairs that tell how far such use drifts by itself.

    own_pairs: pairs of earlier years of the meter itself.
    """
    learnt = Carrier(prior.carrier)
    lent = learnt is not carrier
    de = f"Spielraum aus {prior.pairs} Jahrespaaren ohne Maßnahme von {prior.meters} Zählern"
    en = f"Margin from {prior.pairs} year pairs without a measure of {prior.meters} meters"
    de += f" ({learnt.text.de}" + (f", für {carrier.text.de} übernommen)" if lent else ")")
    en += f" ({learnt.text.en}" + (f", lent to {carrier.text.en})" if lent else ")")
    if prior.city_pairs:
        de += f"; Spielraum aus eigenen Jahren: {prior.city_pairs} Paare der Zähler des Ortes"
        en += f"; margin from own years: {prior.city_pairs} pairs of the town's meters"
    if own_pairs:
        de += f"; {own_pairs} Paar{'e' if own_pairs > 1 else ''} dieses Zählers"
        en += f"; {own_pairs} pair{'s' if own_pairs > 1 else ''} of this meter"
    return Text(de + ".", en + ".")
