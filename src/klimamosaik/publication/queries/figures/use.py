"""Use, water and CO2 year by year: of one building, and of all of the municipality together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter

from klimamosaik.places.models import Building
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.buildings import key_of, public_building, reported
from klimamosaik.publication.queries.figures.kind import (
    FigureKind,
    changed_at,
    datum,
    id_in,
    name_of,
    own_source,
)
from klimamosaik.publication.queries.figures.use_wording import years_in_words
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import building_path, page_path
from klimamosaik.publication.queries.published import NotPublic
from klimamosaik.publication.queries.results import Datum, FigureShape, PublicFigure
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.records.memory_cache import LastMade
from klimamosaik.reports.kernel.estimated import UseQuality, share_text
from klimamosaik.reports.kernel.figures import TotalYear, YearFigures
from klimamosaik.reports.kernel.inputs import ENERGY, Medium
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text, joined

PREFIX, TOWN_KEY, DIGITS = "gebaeude-", "verbrauch", 1
PER_HEAD_SERIES = "energy_per_head"
CORRECTED = Text("Wärme, witterungsbereinigt", "heat, corrected for weather")
CO2 = Text("CO₂ aus Strom und Wärme", "CO₂ from electricity and heat")
TOGETHER = Text("Strom und Wärme zusammen", "electricity and heat together")
PER_HEAD = Text("Strom und Wärme je Kopf", "electricity and heat per head")
NOT_WHOLE = Text("Jahr nicht vollständig", "year not complete")
TITLE = Text("{name}: Verbrauch und CO₂", "{name}: use and CO₂")
DEFINITION = Text(
    "Verbrauch in Kalenderjahren nach Zählern oder Rechnungen: Strom, Wärme (auch "
    "witterungsbereinigt auf das langjährige Mittel), Wasser; CO₂ mit den Emissionsfaktoren des "
    "Energieberichts.",
    "Use in calendar years by meters or bills: electricity, heat (also corrected to the long-term "
    "mean of the weather), water; CO₂ by the emission factors of the energy report.",
)


def used(medium: Medium) -> Callable[[YearFigures], Amount]:
    """The use of a medium in a year."""
    return lambda year: year.use[medium]


@dataclass(frozen=True)
class UseSeries:
    """What is told of each year."""

    key: str
    named: Text
    media: tuple[Medium, ...]  # it is made of
    amount: Callable[[YearFigures], Amount]
    unit: str = "MWh"
    divisor: float = 1000.0  # from the amount's own unit
    known_by: Callable[[UseQuality], Quality] = attrgetter("quality")  # of the use to its own
    given: bool = True  # False: a model makes it, so that it changes without its readings


SERIES = (
    *(
        UseSeries(medium.value, medium.text, (medium,), used(medium))
        for medium in (Medium.ELECTRICITY, Medium.HEAT)
    ),
    UseSeries(
        "heat_corrected",
        CORRECTED,
        (Medium.HEAT,),
        attrgetter("heat_corrected"),
        known_by=attrgetter("worked_out"),
        given=False,
    ),
    UseSeries("energy", TOGETHER, ENERGY, attrgetter("energy")),
    UseSeries("co2", CO2, ENERGY, attrgetter("energy_co2"), "t", 1.0, attrgetter("emitted")),
    UseSeries("water", Medium.WATER.text, (Medium.WATER,), used(Medium.WATER), "m³", 1.0),
)
ROWS = LastMade[tuple[Datum, ...]](most=4000)  # by the key of a building's figure
SAID = LastMade[tuple[Text, Text]](most=4000)


def building_keys(known: Known) -> Iterable[str]:
    """All published buildings."""
    return [key_of(pk) for pk in known.published.ids(PublishedKind.BUILDING)]


def building_figure(known: Known, key: str) -> PublicFigure:
    """One building's years."""
    pk = id_in(key, PREFIX)
    if pk is None:
        raise NotPublic
    told = public_building(known, pk)
    found = reported(pk, known)
    hidden = {medium for medium in Medium if known.hidden.building(pk, medium)}
    years = used_years(found.years if found else (), told.used_until)
    data = ROWS.of(key, (years, hidden), lambda: tuple(rows(since_known(years), hidden)))
    return figure(
        known,
        key,
        title=titled(told.name),
        data=data,
        page=building_path(known.town.ags, pk),
        place=(told.latitude, told.longitude),
        notes=(homes_rule().text,) if hidden else (),
        used_until=told.used_until,
    )


def used_years(years: Sequence[YearFigures], until: date | None) -> Sequence[YearFigures]:
    """The years in which the municipality used a building."""
    if until is None:
        return years
    return tuple(each for each in years if date(each.year, 1, 1) < until)


def town_keys(known: Known) -> Iterable[str]:
    """There is one where an energy report is published."""
    return [TOWN_KEY] if known.published.subjects(PublishedKind.REPORT) else []


def town_figure(known: Known, key: str) -> PublicFigure:
    """All buildings together, also per head."""
    if not known.published.subjects(PublishedKind.REPORT):
        raise NotPublic
    report = known.report
    hidden = {medium for medium in Medium if known.hidden.town(medium)}
    years = since_known([total.figures for total in report.totals] if report else [])
    shown = {year.year for year in years}
    heads = [total for total in report.totals if total.figures.year in shown] if report else []
    data = (*rows(years, hidden), *per_head(heads, hidden))
    return figure(
        known,
        key,
        title=town_title(known, key),
        data=data,
        page=page_path(known.town.ags),
        notes=(homes_rule().text,) if hidden else (),
    )


def figure(
    known: Known,
    key: str,
    *,
    title: Text,
    data: tuple[Datum, ...],
    page: str,
    notes: tuple[Text, ...],
    place: tuple[float | None, float | None] = (None, None),
    used_until: date | None = None,
) -> PublicFigure:
    """A figure of years; its headline is the newest whole year."""
    report = known.report
    version = report.given.data_version if report else known.data_version
    headline, sentence = SAID.of(key, (data, used_until), lambda: years_in_words(data, used_until))
    return PublicFigure(
        key=key,
        town=known.town,
        title=title,
        headline=headline,
        sentence=sentence,
        definition=DEFINITION,
        shape=FigureShape.COLUMNS,
        digits=DIGITS,
        data=data,
        source=own_source(known),
        method="",
        data_version=version,
        changed_at=changed_at(known, version, known.published.newest),
        theme="ENER",
        page=page,
        latitude=place[0],
        longitude=place[1],
        notes=notes,
    )


def since_known(years: Sequence[YearFigures]) -> Sequence[YearFigures]:
    """The years from the first on of which anything is known for all of it."""
    for place, year in enumerate(years):
        if any(amount.whole is not None for amount in year.use.values()):
            return years[place:]
    return ()


def rows(years: Sequence[YearFigures], hidden: set[Medium]) -> Iterable[Datum]:
    """Each series over the years, in the order of picture and table."""
    for series in SERIES:
        yield from one_series(series, years, hidden=bool(hidden & set(series.media)))


def one_series(series: UseSeries, years: Sequence[YearFigures], *, hidden: bool) -> Iterable[Datum]:
    """One series; a year that is not whole is unknown and says so. Nothing where all is unknown."""
    amounts = [series.amount(year) for year in years]
    if not hidden and all(amount.whole is None for amount in amounts):
        return
    for year, amount in zip(years, amounts, strict=True):
        whole = None if hidden else amount.whole
        why = homes_rule().in_table if hidden else amount.why.text if amount.why else NOT_WHOLE
        yield datum(
            series.key,
            series.named,
            str(year.year),
            None if whole is None else whole / series.divisor,
            series.unit,
            digits=DIGITS,
            quality=series.known_by(year.known_by(series.media)),
            given=series.given,
            note=why if whole is None else estimated_note(year, series.media),
        )


def estimated_note(year: YearFigures, media: Sequence[Medium]) -> Text | None:
    """Which part of the use lies on days with estimated readings; None where none does."""
    known = year.known_by(media)
    if not known.estimated:
        return None
    whole = sum(year.use[each].value or 0.0 for each in media)
    return ESTIMATED_NOTE.format(share=share_text(known.estimated, whole))


ESTIMATED_NOTE = Text(
    "{share} des Verbrauchs an Tagen mit geschätzten Ablesungen",
    "{share} of the use on days with estimated readings",
)


def per_head(totals: Sequence[TotalYear], hidden: set[Medium]) -> Iterable[Datum]:
    """Energy per head, with the population used in the note."""
    if hidden & set(ENERGY):
        return
    for total in totals:
        people, energy = total.people, total.figures.energy.whole
        value = energy / people.inhabitants if people and energy is not None else None
        heads = HEADS.format(n=people.inhabitants, year=people.year) if people else None
        notes = [each for each in (heads, estimated_note(total.figures, ENERGY)) if each]
        yield datum(
            PER_HEAD_SERIES,
            PER_HEAD,
            str(total.figures.year),
            value,
            "kWh",
            digits=DIGITS,
            quality=total.figures.known_by(ENERGY).worked_out,
            note=joined(notes, "; ") if notes else None,
        )


HEADS = Text("mit {n:n} Einwohnern von {year}", "with {n:n} inhabitants of {year}")


@lru_cache(maxsize=10_000)  # all are listed after each change
def titled(name: str) -> Text:
    """What the figure of a building is called."""
    return TITLE.format(name=name)


def building_title(known: Known, key: str) -> Text:
    """The building's name."""
    ags = known.published.ags
    return titled(name_of(known, lambda: Building.objects.filter(municipality=ags), key, PREFIX))


def town_title(known: Known, key: str) -> Text:
    """What it is called."""
    return Text("Verbrauch der eigenen Gebäude", "Use of the municipality's own buildings")


BUILDING_USE = FigureKind(
    building_keys,
    lambda key: id_in(key, PREFIX) is not None,
    building_figure,
    building_title,
    PublishedKind.BUILDING,
    PREFIX,
)
TOWN_USE = FigureKind(
    town_keys, lambda key: key == TOWN_KEY, town_figure, town_title, PublishedKind.REPORT
)
