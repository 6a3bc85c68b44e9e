"""Times in which buildings were used otherwise than usual: dated data, and a word on each."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from klimamosaik.evidence.kernel.question import BASELINE_DAYS, EffectQuery
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.languages import any_loaded
from klimamosaik.terms.text import Text
from klimamosaik.terms.yaml_text import read_yaml

SHIPPED = "data/unusual_years.yaml"


@dataclass(frozen=True)
class UnusualTime:
    """Days in which use tells little of other years."""

    name: str
    first: np.datetime64  # [D]
    last: np.datetime64  # [D]
    least: int  # [d] of a year that must lie in it to be worth a word
    said: Text
    source: str

    def touches(self, start: np.datetime64, end: np.datetime64) -> bool:
        """Whether enough of the days from `start` up to `end` lie in it."""
        inside = min(end, self.last + 1) - max(start, self.first)
        return int(inside.astype(np.int64)) >= self.least


@lru_cache(maxsize=1)
def unusual_times() -> tuple[UnusualTime, ...]:
    """The times that ship with the program."""
    path = resources.files("klimamosaik.evidence") / SHIPPED
    return tuple(
        UnusualTime(
            name=row["name"],
            first=np.datetime64(row["first"], "D"),
            last=np.datetime64(row["last"], "D"),
            least=int(row["least"]),
            said=Text(row["said"]["de"], row["said"]["en"]),
            source=row["source"],
        )
        for row in read_yaml(path.read_text(encoding="utf-8"))
    )


def words_on_years(asked: EffectQuery) -> tuple[Problem, ...]:
    """A word on each unusual time that the baseline or the days asked about touch."""
    begin, baseline_end, start, end = asked.sides
    known = asked.energy.days.view(np.int64)
    before_end = int(known.searchsorted(end))
    for last in known[:before_end][-1:].tolist():
        end = last + 1 if last >= start else end
    baseline = max(begin, baseline_end - BASELINE_DAYS)
    return _words(baseline, baseline_end, start, end, any_loaded())


@lru_cache(maxsize=1_000)  # the meters of a town share a few spans
def _words(
    baseline: int, baseline_end: int, start: int, end: int, further_languages: bool
) -> tuple[Problem, ...]:
    """The words; all days since 1970; further_languages: see `drift_words`."""
    before, after = _touched(baseline, baseline_end), _touched(start, end)
    return tuple(
        _word(said, BEFORE if said not in after else AFTER if said not in before else BOTH)
        for said in dict.fromkeys((*before, *after))
    )


def _touched(start: int, end: int) -> list[Text]:
    """What is said of the unusual times among the days from `start` up to `end`."""
    first, after = np.datetime64(start, "D"), np.datetime64(end, "D")
    return [time.said for time in unusual_times() if time.touches(first, after)]


def _word(time: Text, side: Text) -> Problem:
    return Problem("unusual_years", UNUSUAL.format(side=side, time=time))


UNUSUAL = Text(
    "{side} {time}: Viele Gebäude waren geschlossen oder anders genutzt. Mehr oder weniger"
    " Verbrauch kann daher kommen; bitte mit anderen Jahren oder Vergleichszählern prüfen.",
    "{side} {time}: many buildings were closed or used otherwise. More or less use may come from"
    " that; please check with other years or with comparison meters.",
)
BEFORE = Text("Das Vergleichsjahr berührt", "The baseline touches")
AFTER = Text("Die Zeit nach der Maßnahme berührt", "The time after the measure touches")
BOTH = Text("Beide Zeiträume berühren", "Both periods touch")
