"""What is missing of a building, and how its figures came about where that is not plain."""

from collections import defaultdict
from collections.abc import Sequence

from klimamosaik.reports.kernel.estimated import share_text
from klimamosaik.reports.kernel.figures import Gap
from klimamosaik.reports.kernel.inputs import BuildingGiven, CarrierYear
from klimamosaik.terms.amount import UnknownBecause
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text, joined

USE = Text("Verbrauch", "use")
BILLS = Text("Rechnungen", "bills")


def gaps_of(building: BuildingGiven) -> tuple[Gap, ...]:
    """What should be known of a building and is not, use before bills."""
    found = []
    for item in sorted(building.years, key=lambda i: (i.carrier, i.year)):
        for what, amount, months in (
            (USE, item.use, item.missing),
            (BILLS, item.cost, item.missing_cost),
        ):
            if amount.nothing_due or not (amount.lacking or months):
                continue
            why = amount.why.text if amount.why else UnknownBecause.PARTIAL.text
            whole_year = amount.value is None
            named = () if whole_year else months
            found.append(Gap(building.name, item.carrier, item.year, named, what, why))
    return tuple(found)


def remarks_of(building: BuildingGiven) -> tuple[Text, ...]:
    """How figures came about where that is not plain."""
    if not building.years:
        return (NO_METER,)
    found = tuple(
        text.format(carriers=Text(names(items, "de"), names(items, "en")))
        for text, items in (
            (SPLIT_USE, [i for i in building.years if i.split_use]),
            (SPLIT_COST, [i for i in building.years if i.split_cost]),
            (FROM_BILLS, [i for i in building.years if i.from_bills]),
            (DOUBTED, [i for i in building.years if i.doubted]),
        )
        if items
    )
    return (*found, *estimated_remark(building.years), *building.notes)


def estimated_remark(years: Sequence[CarrierYear]) -> tuple[Text, ...]:
    """Which years stand on estimated readings, and which part of them."""
    parts = [
        ESTIMATED_IN.format(
            carrier=item.carrier.text,
            year=item.year,
            share=share_text(item.estimated.amount, item.use.value or 0.0),
        )
        for item in years
        if item.estimated.any
    ]
    return (ESTIMATED.format(parts=joined(parts, "; ")),) if parts else ()


def names(items: Sequence[CarrierYear], language: str) -> str:
    """Carriers and their years: 'Strom 2023, 2024; Erdgas 2024'."""
    years: dict[Carrier, list[int]] = defaultdict(list)
    for item in items:
        years[item.carrier].append(item.year)
    return "; ".join(
        f"{carrier.text.in_(language)} {', '.join(map(str, sorted(found)))}"
        for carrier, found in years.items()
    )


NO_METER = Text("Kein Zähler erfasst.", "No meter recorded.")
SPLIT_USE = Text(
    "Ablesungen über den Jahreswechsel sind nach Tagen aufgeteilt ({carriers}).",
    "Readings across new year are split by days ({carriers}).",
)
SPLIT_COST = Text(
    "Rechnungen über den Jahreswechsel sind nach Tagen aufgeteilt ({carriers}).",
    "Bills across new year are split by days ({carriers}).",
)
FROM_BILLS = Text("Verbrauch aus den Rechnungen ({carriers}).", "Use as billed ({carriers}).")
ESTIMATED = Text(
    "An Tagen mit geschätzten Ablesungen: {parts}.", "On days with estimated readings: {parts}."
)
ESTIMATED_IN = Text(
    "{carrier} {year} {share} des Verbrauchs", "{carrier} {year} {share} of the use"
)
DOUBTED = Text(
    "Messwerte weichen um ein Vielfaches ab, vermutlich eine andere Einheit; bis zur Klärung "
    "zählen sie nicht ({carriers}).",
    "Readings are off by a multiple, probably another unit; they do not count until that is "
    "clarified ({carriers}).",
)
