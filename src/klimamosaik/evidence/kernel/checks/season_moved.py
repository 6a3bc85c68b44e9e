"""A meter's own season on other days than the year before: a pool that opens a week later."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.days import all_days, sums_of_days
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.kernel.regression.own_season import open_days
from klimamosaik.evidence.kernel.series import Flags, Numbers, Series, Spacing, Times
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text

LEAST = 3  # [d] shorter differences are how exactly a level's first day can be told
YEAR = 365  # [d]


@dataclass(frozen=True)
class OwnSeason:
    """The time of a year in which a meter is on its high level."""

    first: np.datetime64  # [D]
    last: np.datetime64  # [D]
    open: float  # [kWh/d] use in it
    shut: float  # [kWh/d] use outside of it

    @property
    def days(self) -> int:
        """How long it lasts."""
        return int((self.last - self.first).astype(int)) + 1


def seasons_of(meters: Sequence[Series], start: int, end: int) -> list[OwnSeason | None]:
    """Each meter's season between two days; None where there is none, or it is not all inside.

    start, end: days since 1970.
    """
    days = all_days(start, end)
    use = sums_of_days(meters, days)
    inside = open_days(use, np.arange(len(days)))[:, : len(days)] > 0
    found: list[OwnSeason | None] = [None] * len(meters)
    for row in np.flatnonzero(inside.any(axis=1)).tolist():
        found[row] = _season(days, use[row], inside[row])
    return found


def _season(days: Times, use: Numbers, inside: Flags) -> OwnSeason | None:
    if inside[0] or inside[-1]:
        return None
    high, low = np.nanmean(use[inside]), np.nanmean(use[~inside])
    places = np.flatnonzero(inside)
    return OwnSeason(days[places[0]], days[places[-1]], float(high), float(low))


def seasons_moved(questions: Sequence[EffectQuery]) -> list[Problem | None]:
    """Say how much of each result comes of a season longer or shorter than the one before.

    The days of the baseline's season are expected to come again. None without two whole years of
    one, or where both last about as long. Questions about the same days are told at once.
    """
    found: list[Problem | None] = [None] * len(questions)
    groups: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for place, asked in enumerate(questions):
        if asked.energy.spacing is not Spacing.BILLS:
            first, _, start, end = asked.sides
            groups[first, start, end].append(place)
    for (first, start, end), places in groups.items():
        meters = [questions[place].energy for place in places]
        earlier = seasons_of(meters, max(first, start - YEAR), start)
        pairs = [(place, each) for place, each in zip(places, earlier, strict=True) if each]
        meters = [questions[place].energy for place, _ in pairs]
        later = seasons_of(meters, start, min(end, start + YEAR))
        for (place, before), after in zip(pairs, later, strict=True):
            found[place] = _moved(before, after)
    return found


def _moved(before: OwnSeason, after: OwnSeason | None) -> Problem | None:
    if after is None or abs(after.days - before.days) < LEAST:
        return None
    energy = (after.days - before.days) * (after.open - after.shut)
    template = SHORTER if energy < 0 else LONGER
    said = template.format(
        first=after.first.item(),
        last=after.last.item(),
        days=after.days,
        was=before.days,
        since=before.first.item(),
        until=before.last.item(),
        energy=abs(energy),
    )
    return Problem("season_moved", said)


SHORTER = Text(
    "Die Saison dieses Zählers dauerte {days:n} Tage ({first:short} bis {last:short}) statt "
    "{was:n} ({since:short} bis {until:short}): Etwa {energy:n} kWh weniger kommen daher, nicht "
    "von der Maßnahme, wenn sie die Saison nicht verkürzt.",
    "The season of this meter lasted {days:n} days ({first:short} to {last:short}) instead of "
    "{was:n} ({since:short} to {until:short}): about {energy:n} kWh less come of that, not of the "
    "measure, unless it shortens the season.",
)
LONGER = Text(
    "Die Saison dieses Zählers dauerte {days:n} Tage ({first:short} bis {last:short}) statt "
    "{was:n} ({since:short} bis {until:short}): Etwa {energy:n} kWh mehr kommen daher und "
    "verdecken so viel Einsparung.",
    "The season of this meter lasted {days:n} days ({first:short} to {last:short}) instead of "
    "{was:n} ({since:short} to {until:short}): about {energy:n} kWh more come of that and hide as "
    "much saving.",
)
