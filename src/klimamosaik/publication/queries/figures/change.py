"""Why a year differs from the one before: the exact parts, which add up."""

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from operator import attrgetter

from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.few_homes import any_few_homes
from klimamosaik.publication.queries.figures.kind import (
    FigureKind,
    changed_at,
    datum,
    own_source,
)
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.publication.queries.published import NotPublic
from klimamosaik.publication.queries.results import Datum, FigureShape, PublicFigure
from klimamosaik.reports.kernel.estimated import UseQuality
from klimamosaik.reports.kernel.figures import UseChange, UseSubject
from klimamosaik.reports.kernel.inputs import ENERGY, Medium
from klimamosaik.reports.kernel.sentences import change_text, printed_change
from klimamosaik.terms.quality import Quality, worked_out
from klimamosaik.terms.text import Text, both

KEYS = {
    "warum-co2": (UseSubject.CO2, Text("Warum hat sich das CO₂ geändert?", "Why did CO₂ change?")),
    "warum-energie": (
        UseSubject.ENERGY,
        Text("Warum hat sich der Verbrauch geändert?", "Why did the use change?"),
    ),
    "warum-kosten": (
        UseSubject.COST,
        Text("Warum haben sich die Kosten geändert?", "Why did the cost change?"),
    ),
}
KNOWN_BY: Mapping[UseSubject, Callable[[UseQuality], Quality]] = {
    UseSubject.CO2: attrgetter("emitted"),
    UseSubject.ENERGY: attrgetter("quality"),
    UseSubject.COST: attrgetter("cost"),
}
DEFINITION = Text(
    "Unterschied zweier Kalenderjahre, zerlegt in Wetter, Verbrauch, Preis und Emissionsfaktor "
    "(Shapley); die Teile ergeben genau den Unterschied. Nur Gebäude, deren beide Jahre "
    "vollständig sind.",
    "Difference of two calendar years, split into weather, use, price and emission factor "
    "(Shapley); the parts add up exactly. Only buildings of which both years are complete.",
)
NOT_COMPARED = Text(
    "Nicht verglichen, weil ein Jahr nicht vollständig ist: "
    "{n:Energieträger eines Gebäudes|Energieträger von Gebäuden}.",
    "Not compared, because a year is not complete: "
    "{n:carrier of a building|carriers of buildings}.",
)
MORE = Text("{amount} {unit} mehr als {first}", "{amount} {unit} more than {first}")
LESS = Text("{amount} {unit} weniger als {first}", "{amount} {unit} less than {first}")


def keys(known: Known) -> Iterable[str]:
    """Subjects of which a change between the last two years can be told."""
    if not known.published.subjects(PublishedKind.REPORT):
        return []
    return [key for key in KEYS if change_of(known, key) is not None]


def change_of(known: Known, key: str) -> UseChange | None:
    """The newest change that can be told; None where there is none, or it would tell of few homes.

    What could not be compared is the whole year, which is public too, less what could.
    """
    report = known.report
    if report is None or any(known.hidden.town(medium) for medium in Medium):
        return None
    subject = KEYS[key][0]
    for first, second in newest_first(report.years):
        found = report.changes.altogether(subject, first, second)
        if found is not None and found.decidable:
            return None if found.left_out and any_few_homes(known) else found
    return None


def newest_first(years: tuple[int, ...]) -> list[tuple[int, int]]:
    """A year and the one before; of the last year also the first of all."""
    pairs = [*pairwise(years), (years[0], years[-1])]
    return sorted(pairs, key=lambda pair: -pair[1])


def make(known: Known, key: str) -> PublicFigure:
    """Before, the parts, after."""
    change = change_of(known, key) if known.published.subjects(PublishedKind.REPORT) else None
    if change is None or known.report is None:
        raise NotPublic
    shown = printed_change(change)
    amount = float(shown.amount)
    known_by = KNOWN_BY[change.subject]
    quality = {
        each.figures.year: known_by(each.figures.known_by(ENERGY)) for each in known.report.totals
    }
    version = known.report.given.data_version
    return PublicFigure(
        key=key,
        town=known.town,
        title=title(known, key),
        headline=(MORE if amount > 0 else LESS).format(
            amount=both(abs(amount), shown.digits), unit=shown.unit, first=change.first
        ),
        sentence=change_text(change),
        definition=DEFINITION,
        shape=FigureShape.STEPS,
        digits=shown.digits,
        data=tuple(steps(change, quality)),
        source=own_source(known),
        method="",
        data_version=version,
        changed_at=changed_at(known, version, known.published.newest),
        theme="ENER",
        page=page_path(known.town.ags),
        notes=left_out(change),
    )


def title(known: Known, key: str) -> Text:
    """The question it answers."""
    return KEYS[key][1]


def left_out(change: UseChange) -> tuple[Text, ...]:
    """How much could not be compared; names of buildings are not for strangers."""
    return (NOT_COMPARED.format(n=len(change.left_out)),) if change.left_out else ()


def steps(change: UseChange, quality: Mapping[int, Quality]) -> Iterable[Datum]:
    """The first year, each cause, the second year: in the order of the picture."""
    shown = printed_change(change)
    unit, digits = shown.unit.de, shown.digits
    year = Text("{year}", "{year}")
    yield datum(
        "before",
        year.format(year=change.first),
        str(change.first),
        float(shown.before),
        unit,
        digits=digits,
        quality=quality[change.first],
    )
    for cause, amount in shown.parts:
        yield datum(
            cause.value,
            cause.text,
            str(change.second),
            float(amount),
            unit,
            digits=digits,
            quality=worked_out(quality[change.first], quality[change.second]),
            given=False,
        )
    yield datum(
        "after",
        year.format(year=change.second),
        str(change.second),
        float(shown.after),
        unit,
        digits=digits,
        quality=quality[change.second],
    )


CHANGE = FigureKind(keys, lambda key: key in KEYS, make, title, PublishedKind.REPORT)
