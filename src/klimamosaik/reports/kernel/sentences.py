"""What the numbers say, in sentences that never claim more than the numbers."""

from dataclasses import dataclass
from decimal import Decimal

from klimamosaik.reports.kernel.figures import (
    AreaFigure,
    BuildingReport,
    BuildingTrend,
    EnergyReport,
    StockComparison,
    UseCause,
    UseChange,
    UseSubject,
)
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.kernel.remarks import BILLS, USE
from klimamosaik.reports.kernel.shapley import printed, rounded
from klimamosaik.terms.text import LANGUAGES, Text, both, decimal, joined

SAME_PERCENT = 1.0  # [%] a change below this is told as "about the same"
LARGEST = 3  # changes of buildings that are told


@dataclass(frozen=True)
class PrintedScale:
    """How the amounts of a subject are printed."""

    unit: Text
    divisor: float  # amounts are divided by it
    digits: int


SCALES = {
    UseSubject.COST: PrintedScale(Text("€", "€"), 1.0, 0),
    UseSubject.CO2: PrintedScale(Text("t CO₂", "t CO₂"), 1.0, 1),
    UseSubject.ENERGY: PrintedScale(Text("MWh", "MWh"), 1000.0, 1),
    UseSubject.COST_PER_HEAD: PrintedScale(Text("€ je Einwohner", "€ per head"), 1.0, 2),
    UseSubject.CO2_PER_HEAD: PrintedScale(Text("kg CO₂ je Einwohner", "kg CO₂ per head"), 0.001, 2),
}
SUBJECT_NAMES = {
    UseSubject.COST: Text("Kosten", "Cost"),
    UseSubject.CO2: Text("CO₂", "CO₂"),
    UseSubject.ENERGY: Text("Energie", "Energy"),
    UseSubject.COST_PER_HEAD: Text("Kosten je Einwohner", "Cost per head"),
    UseSubject.CO2_PER_HEAD: Text("CO₂ je Einwohner", "CO₂ per head"),
}


@dataclass(frozen=True)
class PrintedChange:
    """A change as printed: before plus the parts is after, to the last digit."""

    change: UseChange
    before: Decimal
    after: Decimal
    parts: tuple[tuple[UseCause, Decimal], ...]
    unit: Text
    digits: int

    @property
    def amount(self) -> Decimal:
        """The change as printed."""
        return self.after - self.before


def printed_change(change: UseChange) -> PrintedChange:
    """Round a change and its parts so that they still add up."""
    scale = SCALES[change.subject]
    before = rounded(change.before / scale.divisor, scale.digits)
    after = rounded(change.after / scale.divisor, scale.digits)
    amounts = [part.amount / scale.divisor for part in change.parts]
    parts = printed(amounts, scale.digits, after - before)
    causes = [part.cause for part in change.parts]
    named = tuple(zip(causes, parts, strict=True))
    return PrintedChange(change, before, after, named, scale.unit, scale.digits)


def signed(value: Decimal, language: str) -> str:
    """A number with its sign, as the reader writes it."""
    digits = max(-int(value.as_tuple().exponent), 0)
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + decimal(abs(float(value)), digits=digits, language=language)


def parts_text(change: PrintedChange, language: str) -> str:
    """The parts, the largest first: 'Preis +9.100 €, Menge −700 €'."""
    unit = change.unit.in_(language)
    ordered = sorted(change.parts, key=lambda part: -abs(part[1]))
    return ", ".join(
        f"{cause.text.in_(language)} {signed(amount, language)} {unit}" for cause, amount in ordered
    )


def change_text(change: UseChange) -> Text:
    """One change in a sentence with its parts."""
    if not change.decidable:
        return NOT_DECIDABLE.format(first=change.first, second=change.second)
    shown = printed_change(change)
    values = {}
    for language in LANGUAGES:
        digits = shown.digits
        values[language] = {
            "amount": decimal(abs(float(shown.amount)), digits=digits, language=language),
            "after": decimal(float(shown.after), digits=digits, language=language),
            "unit": shown.unit.in_(language),
            "parts": parts_text(shown, language),
            "first": change.first,
            "second": change.second,
        }
    pattern = UNCHANGED if shown.amount == 0 else MORE if shown.amount > 0 else LESS
    return Text(pattern.de.format(**values["de"]), pattern.en.format(**values["en"]))


NOT_DECIDABLE = Text(
    "Warum sich {second} gegenüber {first} geändert hat, lässt sich nicht sagen: Es liegen nicht "
    "für beide Jahre vollständige Werte vor.",
    "Why {second} differs from {first} cannot be told: there are no complete values for "
    "both years.",
)
MORE = Text(
    "{second}: {after} {unit}, {amount} {unit} mehr als {first}. Davon {parts}.",
    "{second}: {after} {unit}, {amount} {unit} more than {first}. Of which {parts}.",
)
LESS = Text(
    "{second}: {after} {unit}, {amount} {unit} weniger als {first}. Davon {parts}.",
    "{second}: {after} {unit}, {amount} {unit} less than {first}. Of which {parts}.",
)
UNCHANGED = Text(
    "{second}: {after} {unit}, so viel wie {first}. Darin heben sich auf: {parts}.",
    "{second}: {after} {unit}, as much as {first}. In it these cancel out: {parts}.",
)


def trend_text(percent: float, medium: Medium, first: int, last: int, *, corrected: bool) -> Text:
    """'2025 witterungsbereinigt 6 % weniger Wärme als 2023.'"""
    if abs(percent) < SAME_PERCENT:
        pattern = Text(
            "{last} {how}etwa so viel {medium} wie {first} ({percent} %){raw}",
            "{last} {how}about as much {medium} as {first} ({percent} %){raw}",
        )
    else:
        word = Text("mehr", "more") if percent > 0 else Text("weniger", "less")
        pattern = Text(
            "{{last}} {{how}}{{size}} % {word} {{medium}} als {{first}}{{raw}}",
            "{{last}} {{how}}{{size}} % {word} {{medium}} than {{first}}{{raw}}",
        ).format(word=word)
    digits = 0 if abs(percent) >= 10 else 1
    how = Text("witterungsbereinigt ", "weather-corrected ") if corrected else Text("", "")
    raw = RAW if medium is Medium.HEAT and not corrected else Text("", "")
    return Text(
        *(
            pattern.in_(language).format(
                last=last,
                first=first,
                how=how.in_(language),
                raw=raw.in_(language),
                medium=medium.text.in_(language),
                size=decimal(abs(percent), digits=digits, language=language),
                percent=signed(rounded(percent, 1), language),
            )
            for language in LANGUAGES
        )
    )


RAW = Text(" (nicht witterungsbereinigt)", " (not weather-corrected)")


def number_of_buildings(report: EnergyReport) -> Text:
    """How many buildings it is about, and of which years."""
    count, years = len(report.buildings), report.years
    form = ONE_TOLD if count == 1 else SOME_TOLD
    return form.format(count=count, first=years[0], last=years[-1])


ONE_TOLD = Text(
    "1 Gebäude, {first} bis {last}: Verbrauch, Kosten und CO₂ von Strom und Wärme.",
    "1 building, {first} to {last}: use, cost and CO₂ of electricity and heat.",
)
SOME_TOLD = Text(
    "{count} Gebäude, {first} bis {last}: Verbrauch, Kosten und CO₂ von Strom und Wärme.",
    "{count} buildings, {first} to {last}: use, cost and CO₂ of electricity and heat.",
)


def headline(report: EnergyReport) -> Text:
    """The one sentence on the cover: the change of heat of the same buildings, else the size."""
    series = report.like_for_like[Medium.HEAT]
    values = series.corrected or series.use
    if len(values) < 2 or not series.buildings or values[0] <= 0:
        return number_of_buildings(report)
    percent = 100 * (values[-1] / values[0] - 1)
    corrected = series.corrected is not None
    said = trend_text(percent, Medium.HEAT, report.years[0], report.years[-1], corrected=corrected)
    if series.buildings == 1:
        return Text("Ein Gebäude verbrauchte {said}.", "One building used {said}.").format(
            said=said
        )
    return Text(
        "{buildings} Gebäude verbrauchten {said}.", "{buildings} buildings used {said}."
    ).format(buildings=series.buildings, said=said)


def trend_of_building(trend: BuildingTrend) -> Text:
    """'Wärme 2025, witterungsbereinigt: 21 % weniger als 2023.'"""
    digits = 0 if abs(trend.percent) >= 10 else 1
    if abs(trend.percent) < SAME_PERCENT:
        word = Text("etwa wie", "about as in")
    else:
        word = Text("mehr als", "more than in") if trend.percent > 0 else LESS_THAN
    raw = RAW_TREND if trend.subject is AreaFigure.HEAT else Text("", "")
    how = Text(", witterungsbereinigt", ", weather-corrected") if trend.corrected else raw
    said = {}
    for language in LANGUAGES:
        size = decimal(abs(trend.percent), digits=digits, language=language)
        percent = signed(rounded(trend.percent, 1), language)
        same = abs(trend.percent) < SAME_PERCENT
        medium = trend.subject.text.in_(language)
        before = f"{word.in_(language)} {trend.first}"
        change = f"{before} ({percent} %)" if same else f"{size} % {before}"
        medium = medium[0].upper() + medium[1:]
        said[language] = f"{medium} {trend.last}{how.in_(language)}: {change}."
    return Text(said["de"], said["en"])


RAW_TREND = Text(", nicht witterungsbereinigt", ", not weather-corrected")
LESS_THAN = Text("weniger als", "less than in")


def comparison_text(comparison: StockComparison, kind: Text) -> Text:
    """A building beside its kind."""
    digits = comparison.subject.digits
    like, medium = comparison.like, comparison.subject.text
    value, median, low, high = (
        both(each, digits) for each in (comparison.value, like.mean, like.low, like.high)
    )
    return Text(
        "{medium} {year}: {value} {unit}; Median der {count} Gebäude der Art „{kind}“ {median} "
        "(mittlere Hälfte {low} bis {high}).",
        "{medium} {year}: {value} {unit}; median of the {count} buildings of the kind “{kind}” "
        "{median} (middle half {low} to {high}).",
    ).format(
        medium=Text(medium.de, medium.en[0].upper() + medium.en[1:]),
        year=comparison.year,
        value=value,
        unit=like.unit,
        count=comparison.count,
        kind=kind,
        median=median,
        low=low,
        high=high,
    )


def weather_text(report: EnergyReport) -> Text | None:
    """How the years' weather was against the long-term mean; None where unknown."""
    weather = report.correction
    if weather.mean is None or not weather.degree_days:
        return None
    said = {}
    for language in LANGUAGES:
        parts = []
        for year, value in sorted(weather.degree_days.items()):
            percent = rounded(100 * (value / weather.mean - 1), 0)
            parts.append(f"{year} {signed(percent, language)} %")
        said[language] = ", ".join(parts)
    return Text(
        "Heizbedarf nach Gradtagzahl gegenüber dem langjährigen Mittel der Station: {years}.",
        "Need of heating by degree days against the long-term mean of the station: {years}.",
    ).format(years=Text(said["de"], said["en"]))


def gaps_text(report: EnergyReport) -> Text:
    """How complete the data are, use and bills apart."""
    if not report.gaps:
        doubted = doubted_names(report)
        return NO_GAPS if not doubted else NO_GAPS_BUT.format(names=", ".join(doubted))
    of = len(report.buildings)
    counts: dict[Text, set[str]] = {}
    for gap in report.gaps:
        counts.setdefault(gap.what, set()).add(gap.building)
    found = joined(LACKING[what].format(count=len(names), of=of) for what, names in counts.items())
    return GAPS.format(found=found)


LACKING = {
    USE: Text(
        "ein Teil des Verbrauchs bei {count} von {of} Gebäuden",
        "a part of the use of {count} of {of} buildings",
    ),
    BILLS: Text("Rechnungen bei {count} von {of} Gebäuden", "bills of {count} of {of} buildings"),
}
GAPS = Text(
    "Noch fehlen {found}. Nichts davon ist geschätzt; der Abschnitt „Datenlücken“ nennt es, und "
    "verglichen wird nur, was vollständig ist.",
    "Still missing: {found}. Nothing of it is estimated; the section “Data gaps” names it, and "
    "only what is complete is compared.",
)


def doubted_names(report: EnergyReport) -> list[str]:
    """Buildings of which readings are left out because their unit is in doubt."""
    return [b.name for b in report.given.buildings if any(item.doubted for item in b.years)]


NO_GAPS = Text(
    "Für alle Gebäude liegen alle Werte aller Jahre vor.",
    "All values of all years are there for all buildings.",
)
NO_GAPS_BUT = Text(
    "Kein Jahr hat Lücken; bei {names} aber nur durch Rechnungen: Messwerte sind zweifelhaft und "
    "zählen nicht mit.",
    "No year has gaps; for {names} only thanks to bills: readings are in doubt and do not count.",
)


def largest_changes(
    report: EnergyReport, subject: UseSubject
) -> list[tuple[BuildingReport, UseChange]]:
    """The few buildings whose change from the first to the last year is largest."""
    by_id = {building.id: building for building in report.buildings}
    found = [
        (by_id[change.building], change)
        for change in report.changes.between(subject, report.years[0], report.years[-1]).values()
        if change.building is not None and change.decidable
    ]
    found.sort(key=lambda pair: (-abs(pair[1].amount), pair[0].name))
    return found[:LARGEST]
