"""A building beside its own past and beside its like, in two sentences."""

from collections.abc import Iterator

from klimamosaik.reports.kernel.benchmark import LIKE_NEEDED, compared
from klimamosaik.reports.kernel.figures import (
    AREA_FIGURES,
    AreaFigure,
    BuildingReport,
    BuildingTrend,
    EnergyReport,
    StockComparison,
)
from klimamosaik.reports.kernel.sentences import SAME_PERCENT
from klimamosaik.terms.text import Text, both, joined


def beside_sentences(report: EnergyReport, building: BuildingReport) -> tuple[Text, ...]:
    """Its own past, its like, and of what there are too few."""
    return (*past(report, building), *like(building), *too_few(building))


def past(report: EnergyReport, building: BuildingReport) -> Iterator[Text]:
    """'Seit 2023: Wärme (witterungsbereinigt) 11 % weniger, Strom 4,9 % mehr.'"""
    found = [trend for subject in AREA_FIGURES if (trend := building.trend(subject))]
    if found:
        yield SINCE.format(
            last=report.years[-1],
            first=report.years[0],
            parts=joined(moved(trend) for trend in found),
        )


def moved(trend: BuildingTrend) -> Text:
    """One figure against the first year; heat says whether it is weather-corrected."""
    name: Text = trend.subject.text
    if trend.subject is AreaFigure.HEAT:
        name = (CORRECTED if trend.corrected else RAW).format(name=name)
    if abs(trend.percent) < SAME_PERCENT:
        return SAME.format(name=name)
    digits = 0 if abs(trend.percent) >= 10 else 1
    form = MORE if trend.percent > 0 else LESS
    return form.format(name=name, size=both(abs(trend.percent), digits))


def like(building: BuildingReport) -> Iterator[Text]:
    """Each figure per m² and the median of its kind."""
    found = [each for subject in AREA_FIGURES if (each := building.beside(subject))]
    if found:
        yield AMONG.format(kind=building.kind_name, parts=joined(map(beside, found), SEMICOLON))


def beside(found: StockComparison) -> Text:
    """'Wärme 2025 134, Median 113 kWh/m² (3 Gebäude)'."""
    digits = found.subject.digits
    return BESIDE.format(
        name=found.subject.text,
        year=found.year,
        value=both(found.value, digits),
        median=both(found.like.mean, digits),
        unit=found.subject.unit,
        count=found.count,
    )


def too_few(building: BuildingReport) -> Iterator[Text]:
    """That there is no comparison, and why: no area, or too few of its kind are known."""
    last = building.years[-1]
    owed = [s for s in AREA_FIGURES if not compared(last, s)[0].nothing_due]
    lacking = [subject for subject in owed if not building.beside(subject)]
    if not building.area:
        yield NO_AREA
    elif lacking:
        form = TOO_FEW if lacking == owed else TOO_FEW_FOR
        yield form.format(
            names=joined(subject.text for subject in lacking),
            count=max(building.alike[subject] for subject in lacking),
            kind=building.kind_name,
            least=LIKE_NEEDED,
        )


SINCE = Text("{last} gegenüber {first}: {parts}.", "{last} against {first}: {parts}.")
CORRECTED = Text("{name} (witterungsbereinigt)", "{name} (weather-corrected)")
RAW = Text("{name} (nicht witterungsbereinigt)", "{name} (not weather-corrected)")
SAME = Text("{name} etwa gleich", "{name} about the same")
MORE = Text("{name} {size} % mehr", "{name} {size} % more")
LESS = Text("{name} {size} % weniger", "{name} {size} % less")
SEMICOLON = Text("; ", "; ")
AMONG = Text(
    "Neben den Gebäuden der Art „{kind}“ der Gemeinde: {parts}.",
    "Beside the municipality’s buildings of the kind “{kind}”: {parts}.",
)
BESIDE = Text(
    "{name} {year}: {value}, Median {median} {unit} ({count:Gebäude|Gebäude})",
    "{name} {year}: {value}, median {median} {unit} ({count:building|buildings})",
)
TOO_FEW = Text(
    "Kein Vergleich: nur {count} Gebäude der Art „{kind}“ mit Fläche und ganzem Jahr, nötig "
    "{least}.",
    "No comparison: only {count} of the kind “{kind}” with area and whole year, {least} needed.",
)
TOO_FEW_FOR = Text(
    "Kein Vergleich für {names}: nur {count} Gebäude der Art „{kind}“ mit ganzem Jahr, nötig "
    "{least}.",
    "No comparison for {names}: only {count} of the kind “{kind}” with a whole year, {least} "
    "needed.",
)
NO_AREA = Text(
    "Kein Vergleich je m²: Die Nutzfläche ist nicht bekannt.",
    "No comparison per m²: the usable area is not known.",
)
