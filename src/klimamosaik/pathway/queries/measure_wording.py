"""What is said about one measure: what meters say, what they corrected, why it does not count."""

from klimamosaik.pathway.queries.headline import headline_of
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.terms.text import Text
from klimamosaik.terms.text import both as both
from klimamosaik.terms.text import rough as rough
from klimamosaik.terms.tonnes import tonnes

WHOLE_YEAR = 365  # [d] below: part of a heating season is missing or counted twice
NEARLY_ALL = 0.995  # share of a year's effect from which one says all of it


def cautions(one: MeasureOutlook, found: Pathway) -> tuple[Text, ...]:
    """What to mind about one measure's figures."""
    texts = (
        measured_text(one),
        brought_to_a_year(one),
        corrected_text(one),
        inside_text(one, found),
        not_counted_text(one),
    )
    return tuple(text for text in texts if text is not None)


def brought_to_a_year(one: MeasureOutlook) -> Text | None:
    """That less than a year was measured; None where it was more, or nothing was seen."""
    if not one.laid or one.days is None or one.years is None or one.days >= WHOLE_YEAR:
        return None
    return Text(
        "„{name}“: auf ein Jahr hochgerechnet aus {days:n} Tagen mit {part:.0n} % des in einem "
        "Jahr erwarteten Verbrauchs.",
        "“{name}”: brought to a year from {days:n} days with {part:.0n} % of the use expected in "
        "a year.",
    ).format(name=one.measure.name, days=one.days, part=100 * one.years)


def corrected_text(one: MeasureOutlook) -> Text | None:
    """How evidence corrected what was expected; None where it did not."""
    if one.measured is None or one.expected is None or one.belief is None:
        return None
    name, belief = one.measure.name, one.belief
    believed, weight = tonnes(belief.mean), both(100 * belief.weight)
    likely, seen = tonnes(one.expected.likely_t), tonnes(one.measured.mean)
    return Text(
        "„{name}“: erwartet {likely} t, gemessen {seen} t, angenommen {believed} t; die Messung "
        "zählt zu {weight} %.",
        "“{name}”: expected {likely} t, measured {seen} t, believed {believed} t; the measurement "
        "counts for {weight} %.",
    ).format(name=name, likely=likely, seen=seen, believed=believed, weight=weight)


def inside_balance(one: MeasureOutlook, found: Pathway) -> float | None:
    """Share 0..1 of a measure's effect that the start's year already holds; None: not counted."""
    codes = [each.code for each in found.outlook.measures] if found.outlook else []
    code = str(one.measure.pk)
    if found.outlook is None or code not in codes:
        return None
    return float(found.outlook.explained[codes.index(code)])


def inside_text(one: MeasureOutlook, found: Pathway) -> Text | None:
    """That a saving is inside the start already; None where it is all to come."""
    share = inside_balance(one, found)
    if not share or found.start is None:
        return None
    name, year = one.measure.name, found.start.year
    part = Text("", "")
    if share < NEARLY_ALL:
        whole = both(100 * share)
        part = Text(" zu {whole} %", " for {whole} %").format(whole=whole)
    return Text(
        "„{name}“ wirkte{part} schon {year}: Das steckt in dessen Emissionen, erklärt sie und "
        "wird nicht noch einmal abgezogen.",
        "“{name}” worked{part} in {year} already: that is inside that year's emissions, explains "
        "them, and is not taken off again.",
    ).format(name=name, part=part, year=year)


def not_counted_text(one: MeasureOutlook) -> Text | None:
    """Why a measure has no stones; None where it counts."""
    name = one.measure.name
    if one.stopped:
        return Text(
            "„{name}“ ist gestoppt und zählt nicht.", "“{name}” was stopped and does not count."
        ).format(name=name)
    if not one.field.has_tonnes:
        return Text(
            "„{name}“ zählt nicht in Tonnen; ihre Kennzahlen stehen bei der Maßnahme.",
            "“{name}” does not count in tonnes; its indicators stand with the measure.",
        ).format(name=name)
    if one.belief is None:
        return Text(
            "Für „{name}“ ist weder eine Wirkung nachgewiesen noch eine Minderung eingetragen.",
            "For “{name}” neither an effect is shown nor a reduction entered.",
        ).format(name=name)
    if one.begins is None:
        return Text(
            "„{name}“ zählt noch nicht: Sie ist nicht beschlossen oder hat kein geplantes Jahr.",
            "“{name}” does not count yet: it is not decided or has no planned year.",
        ).format(name=name)
    return None


def measured_text(one: MeasureOutlook) -> Text | None:
    """What meters say, and which readings it stands on; None where they saw nothing."""
    if not one.laid:
        return None
    name, headline = one.measure.name, headline_of(one)
    said = headline.said if headline else one.verdict.text
    return Text(
        "„{name}“: {said}; aus {days:n} Tagen, Datenversion {data_version}.",
        "“{name}”: {said}; from {days:n} days, data version {data_version}.",
    ).format(name=name, said=said, days=one.days, data_version=one.data_version)
