"""What strangers see of the stones: names of published measures only, no way into the office."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from klimamosaik.pathway.kernel.contribution import ContributionState, YearContribution
from klimamosaik.terms.text import Language, Text

UNNAMED = Text(
    "weitere Maßnahme, nicht einzeln veröffentlicht", "another measure, not published by itself"
)


@dataclass(frozen=True)
class NamedStones:
    """Whose stones are named to strangers, and where each leads."""

    measures: frozenset[int]  # ids
    page: str  # path of a measure's page with {pk}
    left_out: frozenset[int] = frozenset()  # ids of measures whose stones are not shown at all

    def all_shown(
        self, stones: Iterable[YearContribution], language: Language
    ) -> tuple[YearContribution, ...]:
        """All stones strangers see."""
        return tuple(
            self.shown(stone, language)
            for stone in stones
            if int(stone.code) not in self.left_out and self.is_shown(stone)
        )

    def is_shown(self, stone: YearContribution) -> bool:
        """What nobody decided is not shown to strangers, unless it is published by itself."""
        return stone.state is not ContributionState.UNDECIDED or int(stone.code) in self.measures

    def shown(self, stone: YearContribution, language: Language) -> YearContribution:
        """The stone as strangers see it: without a way into the office."""
        if int(stone.code) in self.measures:
            return replace(stone, href=self.page.replace("{pk}", stone.code), why=None)
        hidden = replace(stone, href=None, why=None, headline_t=None, anonymous=True)
        return replace(hidden, name=UNNAMED.in_(language))
