"""What the town's own buildings used, as the energy report adds it up: one total on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from klimamosaik.places.models import Municipality
from klimamosaik.reports.kernel.figures import EnergyReport, UseSubject
from klimamosaik.reports.kernel.inputs import ENERGY
from klimamosaik.reports.queries.doubtful import Doubtful, doubtful_meters
from klimamosaik.reports.queries.energy import energy_figures
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import LANGUAGES, Text
from klimamosaik.web.overview import EnergyOverview

SAME = 0.05  # [MWh] totals that print alike
MOST_YEARS = 12  # a report is about


@dataclass(frozen=True)
class YearTotal:
    """One year of all buildings."""

    year: int
    mwh: float | None  # None: nothing is known
    lacking: int  # pairs of building and medium of which something is missing


@dataclass(frozen=True)
class Totals:
    """The newest year, those before it, and what the picture beside them leaves out."""

    newest: YearTotal
    change_percent: float | None  # [%] against the year before, of what is whole in both
    years: tuple[YearTotal, ...]
    told: tuple[Text, ...]  # how the total, the report and the picture belong together

    @property
    def fall(self) -> float:
        """How much less [%], as a positive number."""
        return -(self.change_percent or 0.0)


def town_totals(
    *, municipality: Municipality, overview: EnergyOverview, today: date
) -> Totals | None:
    """The totals of the years the picture knows; None where the report knows nothing of them."""
    last, span = overview.year, years_beside(overview)
    try:
        report = energy_figures(municipality=municipality, years=span, written_on=today)
    except InputRejected:
        return None
    years = [
        YearTotal(
            each.figures.year,
            None if each.figures.energy.value is None else each.figures.energy.value / 1000,
            sum(each.lacking[medium] for medium in ENERGY),
        )
        for each in report.totals
    ]
    known = [each for each in years if each.mwh is not None]
    if not known or known[-1].year != last:
        return None
    doubtful = doubtful_meters(municipality=municipality)
    return Totals(
        newest=known[-1],
        change_percent=change_of(report, last),
        years=tuple(known),
        told=tuple(notes(known[-1], overview, doubtful_in(doubtful, last))),
    )


def years_beside(overview: EnergyOverview) -> range:
    """The years of the report beside the picture: those it knows, and the one before the newest."""
    last = overview.year
    first = max(min((year for year, *_ in overview.table), default=last), last - MOST_YEARS + 1)
    return range(min(first, last - 1), last + 1)


def doubtful_in(doubtful: Sequence[Doubtful], year: int) -> list[Text]:
    """Meters with months of the year in doubt: 'Bauhof (Strom)'."""
    return [
        METER.format(building=each.point.building.name, carrier=each.point.carrier_text)
        for each in doubtful
        if each.start.year <= year < each.end_year
    ]


def change_of(report: EnergyReport, year: int) -> float | None:
    """Change [%] of all that is whole in both years, as the report has it."""
    change = report.change(UseSubject.ENERGY, year - 1, year)
    if change is None or not change.decidable or change.before <= 0:
        return None
    return 100 * change.amount / change.before


def notes(newest: YearTotal, overview: EnergyOverview, doubtful: Sequence[Text]) -> Sequence[Text]:
    """That it is the report's total, what is missing in it, and what the picture leaves out."""
    found = [REPORTED]
    if newest.lacking:
        found.append(LACKING.format(count=newest.lacking))
    if doubtful:
        names = Text(
            *(", ".join(each.in_(language) for each in doubtful) for language in LANGUAGES)
        )
        found.append(DOUBTFUL.format(names=names))
    apart = (newest.mwh or 0.0) - overview.used_mwh
    if abs(apart) >= SAME:
        found.append(
            PICTURE.format(
                meters=overview.meters,
                all=overview.of_meters,
                year=overview.year,
                mwh=overview.used_mwh,
                apart=abs(apart),
            )
        )
    return found


METER = Text("{building} ({carrier})", "{building} ({carrier})")
REPORTED = Text(
    "Dieselbe Summe wie im Energiebericht.",
    "The same total as in the energy report.",
)
LACKING = Text(
    "Nicht vollständig: Es fehlen Werte ({count:Lücke|Lücken}); der Bericht nennt sie unter "
    "Datenlücken.",
    "Not complete: values are missing ({count:gap|gaps}); the report lists them under data gaps.",
)
DOUBTFUL = Text(
    "Nicht mitgezählt, bis geklärt ist, was stimmt: Werte von {names}.",
    "Not counted until it is clear what is right: values of {names}.",
)
PICTURE = Text(
    "Das Bild zeigt nur {meters} von {all} Zählern, von denen {year} jeder Monat da ist, "
    "zusammen {mwh:.1n} MWh; die übrigen {apart:.1n} MWh sind aus Rechnungen oder aus Teilen des "
    "Jahres.",
    "The picture shows only {meters} of {all} meters, those with each month of {year}, "
    "together {mwh:.1n} MWh; the other {apart:.1n} MWh are from bills or from parts of the year.",
)
