"""What a measure brings, in a few words: said by the rooms downstream that know it.

The register knows no meters and no tonnes. Whoever works an effect out gives this door a teller
when the programme starts; so the register's page can say it, and still know none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from klimamosaik.measures.models.measure import Measure
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class EffectInShort:
    """An effect as the summary of a measure says it."""

    text: Text
    mark: str  # how it is marked on a page


Teller = Callable[[Measure, bool], EffectInShort | None]  # asked with: has its first day come?
tellers: list[Teller] = []


def also_ask(teller: Teller) -> None:
    """Ask this room, too; those asked earlier come first."""
    if teller not in tellers:
        tellers.append(teller)


def effect_in_short(*, measure: Measure, begun: bool) -> EffectInShort | None:
    """What the first room that knows something says; None where nobody does."""
    said = (teller(measure, begun) for teller in tellers)
    return next((each for each in said if each is not None), None)
