"""Figures as the reader writes them; unknown as unknown, a part of a year with its share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from klimamosaik.reports.kernel.figures import EnergyReport
from klimamosaik.terms.amount import Amount, UnknownBecause
from klimamosaik.terms.text import Language, Text, decimal

MONTH_NAMES = Text(
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "January February March April May June July August September October November December",
)
UNKNOWN = Text("unbekannt", "unknown")
DASH = "–"  # in a table: not known, and nothing else
NOTHING_DUE = {  # what there is nothing to know of
    UnknownBecause.NO_METER: Text("kein Zähler", "no meter"),
    UnknownBecause.NOT_IN_USE: UnknownBecause.NOT_IN_USE.text,
}


@dataclass(frozen=True)
class Pen:
    """Writes in one language."""

    language: Language

    def say(self, text: Text) -> str:
        """A sentence."""
        return text.in_(self.language)

    def each(self, texts: Iterable[Text]) -> tuple[str, ...]:
        """Sentences or words, one by one."""
        return tuple(map(self.say, texts))

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number; a dash where it is not known."""
        if value is None:
            return DASH
        return decimal(value, digits=digits, language=self.language)

    def amount(self, amount: Amount, digits: int = 0, divisor: float = 1.0) -> str:
        """An amount; a part of a year as '1.234 (62 %)'; in words why nothing is due."""
        if amount.why in NOTHING_DUE and amount.value is None:
            return self.say(NOTHING_DUE[amount.why])
        if amount.value is None:
            return DASH
        written = self.number(amount.value / divisor, digits)
        if amount.whole is None:
            return f"{written} ({self.share(amount.covered)})"
        return written

    def share(self, covered: float) -> str:
        """A share in per cent; never rounded up to all of it."""
        return f"{min(round(100 * covered), 99)} %"

    def per_area(self, amount: Amount, area: float | None, digits: int = 0) -> str:
        """A whole year's amount per m²; a dash where it or the area is not known."""
        if amount.why in NOTHING_DUE and amount.value is None:
            return self.say(NOTHING_DUE[amount.why])
        if not area:
            return DASH
        return self.number(None if amount.whole is None else amount.whole / area, digits)

    def day(self, day: date) -> str:
        """A date in words."""
        month = MONTH_NAMES.in_(self.language).split()[day.month - 1]
        return f"{day.day}. {month} {day.year}" if self.german else f"{day.day} {month} {day.year}"

    def months(self, months: Sequence[int]) -> str:
        """Months in words, runs drawn together; the whole year where none is named."""
        if not months:
            return self.say(Text("ganzes Jahr", "whole year"))
        names = MONTH_NAMES.in_(self.language).split()
        runs: list[list[int]] = []
        for month in months:
            if runs and runs[-1][-1] == month - 1:
                runs[-1].append(month)
            else:
                runs.append([month])
        to = self.say(Text(" bis ", " to "))
        return ", ".join(
            names[run[0] - 1] if len(run) == 1 else names[run[0] - 1] + to + names[run[-1] - 1]
            for run in runs
        )

    @property
    def german(self) -> bool:
        """True where the reader reads German."""
        return not self.language.startswith("en")


def invented(report: EnergyReport, pen: Pen) -> str:
    """What is added to the name of a town that is made up."""
    return pen.say(INVENTED) if report.given.town.synthetic else ""


INVENTED = Text(" · synthetisch, alle Werte erfunden", " · synthetic, all values invented")
