"""What a council must know first, in three sentences: use, money, CO2."""

from collections.abc import Sequence

from klimamosaik.reports.kernel.figures import EnergyReport, UseCause, UseChange, UseSubject
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.kernel.missing_data import Wanting, wanting
from klimamosaik.reports.kernel.sentences import (
    NOT_DECIDABLE,
    SAME_PERCENT,
    printed_change,
    signed,
)
from klimamosaik.terms.text import Text, both, joined


def council_sentences(report: EnergyReport) -> tuple[Text, ...]:
    """Use against the years before, money, CO2: what the headline does not say yet."""
    return (*used(report), money(report), emitted(report))


def used(report: EnergyReport) -> tuple[Text, ...]:
    """The same buildings against the years before; heat against the first is in the headline."""
    found = []
    places = tuple(dict.fromkeys((0, len(report.years) - 2)))
    for medium in (Medium.HEAT, Medium.ELECTRICITY):
        series = report.like_for_like[medium]
        values = series.corrected or series.use
        if not series.buildings or len(values) < 2 or min(values[:-1]) <= 0:
            continue
        name = HEAT_NAMES[series.corrected is not None] if medium is Medium.HEAT else ELECTRICITY
        beside = [at for at in places if at or medium is not Medium.HEAT]
        if beside:
            found.append(USED.format(name=name, changes=against(values, report.years, beside)))
    return (SENTENCE.format(parts=joined(found, Text("; ", "; "))),) if found else ()


def against(values: Sequence[float], years: Sequence[int], places: Sequence[int]) -> Text:
    """The last value against those at some places: '6,5 % weniger als 2023 und etwa wie 2024'."""
    changes = [(100 * (values[-1] / values[at] - 1), years[at]) for at in places]
    if all(abs(change) < SAME_PERCENT for change, _ in changes):
        return ABOUT.format(year=joined((Text(str(y), str(y)) for _, y in changes), AND))
    return joined((percent(*each) for each in changes), AND)


def percent(change: float, year: int) -> Text:
    """'6,5 % weniger als 2023'."""
    if abs(change) < SAME_PERCENT:
        return ABOUT.format(year=year)
    digits = 0 if abs(change) >= 10 else 1
    form = MORE if change > 0 else LESS
    return form.format(size=both(abs(change), digits), year=year)


def money(report: EnergyReport) -> Text:
    """What electricity and heat cost, against the first year, and what the use itself did."""
    if Wanting.BILLS in wanting(report):
        return NO_COST.format(year=report.years[-1])
    change = change_of(report, UseSubject.COST)
    if change is None:
        return whole_year(report, UseSubject.COST)
    said = COST.format(**values_of(change))
    why = because(change)
    return CAUSED.format(said=said, why=why) if why else said


def emitted(report: EnergyReport) -> Text:
    """What electricity and heat emitted, against the first year."""
    change = change_of(report, UseSubject.CO2)
    if change is None:
        return whole_year(report, UseSubject.CO2)
    return CO2.format(**values_of(change))


def change_of(report: EnergyReport, subject: UseSubject) -> UseChange | None:
    """The change from the first to the last year; None where it cannot be told."""
    change = report.change(subject, report.years[0], report.years[-1])
    return change if change is not None and change.decidable else None


def whole_year(report: EnergyReport, subject: UseSubject) -> Text:
    """The last year alone, as far as it is known whole; else why no change can be told."""
    last = report.totals[-1].figures
    amount = last.energy_cost if subject is UseSubject.COST else last.energy_co2
    if amount.whole is not None and len(report.years) == 1:
        digits = 0 if subject is UseSubject.COST else 1
        return ALONE[subject].format(year=last.year, amount=both(amount.whole, digits))
    return UNTOLD[subject].format(
        why=NOT_DECIDABLE.format(first=report.years[0], second=report.years[-1])
    )


def values_of(change: UseChange) -> dict[str, object]:
    """Numbers of a change as they are printed everywhere."""
    shown = printed_change(change)
    size = 100 * abs(change.amount) / change.before if change.before > 0 else None
    form = AS_MUCH if not shown.amount else FEWER if shown.amount < 0 else GREATER
    return {
        "year": change.second,
        "after": both(float(shown.after), shown.digits),
        "unit": shown.unit,
        "moved": form.format(
            amount=both(abs(float(shown.amount)), shown.digits),
            unit=shown.unit,
            share=Text("", "") if size is None else SHARE.format(size=both(size, 1)),
            first=change.first,
        ),
        "without": WITHOUT.format(count=len(change.left_out)) if change.left_out else Text("", ""),
    }


def because(change: UseChange) -> Text | None:
    """What of the change is price and what is use, where it falls into such parts."""
    shown = printed_change(change)
    parts = dict(shown.parts)
    named = [cause for cause in TOLD_CAUSES if cause in parts]
    if not parts or not named:
        return None
    told = (
        PART.format(
            cause=cause.text,
            amount=Text(signed(parts[cause], "de"), signed(parts[cause], "en")),
            unit=shown.unit,
        )
        for cause in sorted(named, key=lambda cause: -abs(parts[cause]))
    )
    return joined(told)


TOLD_CAUSES = (
    UseCause.PRICE,
    UseCause.QUANTITY,
    UseCause.QUANTITY_AND_WEATHER,
    UseCause.WEATHER,
    UseCause.STOCK,
)
HEAT_NAMES = {
    True: Text("Wärme, witterungsbereinigt", "Heat, weather-corrected"),
    False: Text("Wärme, nicht witterungsbereinigt", "Heat, not weather-corrected"),
}
ELECTRICITY = Text("Strom", "Electricity")
USED = Text("{name}: {changes}", "{name}: {changes}")
SENTENCE = Text("{parts}.", "{parts}.")
AND = Text(" und ", " and ")
ABOUT = Text("etwa so viel wie {year}", "about as much as in {year}")
MORE = Text("{size} % mehr als {year}", "{size} % more than in {year}")
LESS = Text("{size} % weniger als {year}", "{size} % less than in {year}")
AS_MUCH = Text("so viel wie {first}", "as much as in {first}")
FEWER = Text(
    "{amount} {unit}{share} weniger als {first}", "{amount} {unit}{share} less than {first}"
)
GREATER = Text(
    "{amount} {unit}{share} mehr als {first}", "{amount} {unit}{share} more than {first}"
)
SHARE = Text(" ({size} %)", " ({size} %)")
WITHOUT = Text(
    " ({count:Wert|Werte} ohne Vergleich nicht mitgezählt)",
    " ({count:value|values} without comparison not counted)",
)
COST = Text(
    "Strom und Wärme kosteten {year} {after} {unit}, {moved}{without}.",
    "Electricity and heat cost {after} {unit} in {year}, {moved}{without}.",
)
CO2 = Text(
    "Strom und Wärme verursachten {year} {after} {unit}, {moved}{without}.",
    "Electricity and heat emitted {after} {unit} in {year}, {moved}{without}.",
)
CAUSED = Text("{said} Davon {why}.", "{said} Of which {why}.")
PART = Text("{cause} {amount} {unit}", "{cause} {amount} {unit}")
NO_COST = Text(
    "Was Strom und Wärme {year} kosteten, ist nicht bekannt: Es fehlen Rechnungen.",
    "What electricity and heat cost in {year} is not known: there are no bills.",
)
ALONE = {
    UseSubject.COST: Text(
        "Strom und Wärme kosteten {year} {amount} €.",
        "Electricity and heat cost {amount} € in {year}.",
    ),
    UseSubject.CO2: Text(
        "Strom und Wärme verursachten {year} {amount} t CO₂.",
        "Electricity and heat emitted {amount} t CO₂ in {year}.",
    ),
}
UNTOLD = {
    UseSubject.COST: Text("Kosten: {why}", "Cost: {why}"),
    UseSubject.CO2: Text("CO₂: {why}", "CO₂: {why}"),
}
