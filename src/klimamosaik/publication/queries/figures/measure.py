"""A measure's effect, month by month: what was measured, and what was to be expected without it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.figures.kind import (
    FigureKind,
    changed_at,
    datum,
    id_in,
    own_source,
)
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import effect_of, public_measure
from klimamosaik.publication.queries.paths import measure_path
from klimamosaik.publication.queries.published import NotPublic
from klimamosaik.publication.queries.registered import key_of, registered
from klimamosaik.publication.queries.results import Datum, FigureShape, PublicFigure
from klimamosaik.records.memory_cache import LastMade
from klimamosaik.reports.queries.effects import EffectPage
from klimamosaik.terms.quality import read_by, worked_out
from klimamosaik.terms.text import Text

PREFIX = "massnahme-"
MEASURED = Text("gemessen", "measured")
EXPECTED = Text("ohne die Maßnahme erwartet", "expected without the measure")
TITLE = Text("{question} {name}", "{question} {name}")
DEFINITION = Text(
    "Verbrauch an den Zählern der Maßnahme je Monat, gemessen und so, wie er bei gleichem Wetter "
    "ohne die Maßnahme zu erwarten war.",
    "Use at the measure's meters by month, as measured and as was to be expected without the "
    "measure in the same weather.",
)

ESTIMATED = Text(
    "mit {count:geschätzten Wert|geschätzten Werten}",
    "with {count:estimated value|estimated values}",
)
MONTHS = LastMade[tuple[Datum, ...]](most=4000)  # by assessment


def keys(known: Known) -> Iterable[str]:
    """All published measures."""
    return [key_of(pk) for pk in known.published.ids(PublishedKind.MEASURE)]


def make(known: Known, key: str) -> PublicFigure:
    """The figure of one measure."""
    pk = id_in(key, PREFIX)
    if pk is None:
        raise NotPublic
    told = public_measure(known, pk)
    return PublicFigure(
        key=key,
        town=known.town,
        title=titled(told.question, told.name),
        headline=told.short,
        sentence=told.said,
        definition=DEFINITION,
        shape=FigureShape.LINES,
        digits=0,
        data=() if told.withheld else months(effect_of(pk, known)),
        source=own_source(known),
        method=told.method,
        data_version=told.data_version,
        changed_at=changed_at(known, told.data_version, told.since),
        theme="ENER",
        page=measure_path(known.town.ags, pk),
        notes=(told.withheld,) if told.withheld else (),
        marked=told.start,
    )


def months(page: EffectPage | None) -> tuple[Datum, ...]:
    """The months its assessment tells of, which nobody changes."""
    if page is None:
        return ()
    look, measure = page.assessment, page.measure
    parts = (look.pk, look.at, measure.installation_start, measure.start)
    return MONTHS.of(f"{look.pk}", parts, lambda: tuple(summed_months(page)))


def summed_months(page: EffectPage) -> Iterable[Datum]:
    """Months of all its meters together; a month counts where every meter has it."""
    parts = [months for months in page.courses if months]
    measured: dict[date, list[float | None]] = defaultdict(list)
    expected: dict[date, list[float | None]] = defaultdict(list)
    guessed: Counter[date] = Counter()
    begun = page.measure.installation_start or page.measure.start
    for part in parts:
        for month in part:
            measured[month.first].append(month.measured)
            expected[month.first].append(month.expected)
            guessed[month.first] += month.estimated
    before = [count for day, count in guessed.items() if begun and day < begun]
    modelled = worked_out(read_by(estimated=any(before)))  # what was used before tells
    for first in sorted(measured):
        period, count = f"{first:%Y-%m}", guessed[first]
        note = ESTIMATED.format(count=count) if count else None
        for series, named, values, quality, said in (
            ("measured", MEASURED, measured[first], read_by(estimated=count > 0), note),
            ("expected", EXPECTED, expected[first], modelled, None),
        ):
            whole = summed(values, len(parts))
            yield datum(
                series,
                named,
                period,
                whole,
                "kWh",
                digits=0,
                quality=quality,
                note=said,
                given=series == "measured",
            )


def summed(values: list[float | None], count: int) -> float | None:
    """The sum where all are known."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == count else None


@lru_cache(maxsize=10_000)  # all are listed after each change
def titled(question: Text, name: str) -> Text:
    """The question, asked of a measure."""
    return TITLE.format(question=question, name=name)


def title(known: Known, key: str) -> Text:
    """The question, with the measure's name."""
    told = registered(known, id_in(key, PREFIX) or 0).told
    return titled(told.question, told.name)


MEASURE = FigureKind(
    keys, lambda key: id_in(key, PREFIX) is not None, make, title, PublishedKind.MEASURE, PREFIX
)
