"""The greenhouse-gas balance: one year by sector and carrier, and all published years."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from klimamosaik.balance.kernel.cell import CellState
from klimamosaik.balance.kernel.composition import (
    Balance,
    BalanceLine,
    emissions_of,
    sum_known_by,
)
from klimamosaik.balance.kernel.grid import Sector
from klimamosaik.balance.kernel.verdict import Conformity
from klimamosaik.balance.queries.balances import FoundBalance, balance_of
from klimamosaik.balance.queries.wording import carriers_of, not_counted, partly_carried, so_far
from klimamosaik.pathway.queries.cache import statistics
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.figures.kind import (
    FigureKind,
    changed_at,
    datum,
    id_in,
    own_source,
)
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.publication.queries.published import NotPublic
from klimamosaik.publication.queries.results import Datum, FigureShape, PublicFigure
from klimamosaik.terms.text import Text, joined
from klimamosaik.terms.years import year_spans

PREFIX, SERIES_KEY = "bilanz-", "bilanz"
METHOD = "BISKO"
STEPS = 4  # changes of factors named in a note, at most
DEFINITION = Text(
    "Emissionen im Gebiet der Gemeinde nach BISKO (endenergiebasiert, mit Vorketten, nicht "
    "witterungsbereinigt).",
    "Emissions on the municipality's territory by BISKO (final energy, with upstream chains, not "
    "corrected for weather).",
)
YEAR_TITLE = Text("Treibhausgasbilanz {year}", "Greenhouse-gas balance {year}")
HEADLINE = Text("{tonnes:n} t CO₂e im Jahr {year}", "{tonnes:n} t CO₂e in {year}")
NO_TOTAL = Text("Noch keine Treibhausgasbilanz {year}", "No greenhouse-gas balance of {year} yet")
HEAD = Text(
    "Das sind {head:.1n} t je Kopf ({n:n} Menschen). {verdict}",
    "That is {head:.1n} t per head ({n:n} people). {verdict}",
)
VERDICTS = {
    Conformity.CONFORMANT: Text(
        "Die Bilanz hält alle Regeln von BISKO ein.", "The balance keeps all rules of BISKO."
    ),
    Conformity.NON_CONFORMANT: Text(
        "Die Bilanz hält noch nicht alle Regeln von BISKO ein.",
        "The balance does not keep all rules of BISKO yet.",
    ),
    Conformity.INCOMPLETE: Text(
        "Die Bilanz ist noch unvollständig.", "The balance is still incomplete."
    ),
}


def year_keys(known: Known) -> Iterable[str]:
    """All published years."""
    return [PREFIX + year for year in known.published.subjects(PublishedKind.BALANCE)]


def year_of(key: str) -> int:
    """The year a key is about. Raises NotPublic where it is the key of no balance."""
    year = id_in(key, PREFIX)
    if year is None:
        raise NotPublic
    return year


def year_figure(known: Known, key: str) -> PublicFigure:
    """One year by sector and carrier."""
    year = year_of(key)
    known.published.require(PublishedKind.BALANCE, year)
    found = public_balance(known, year)
    return figure(
        known,
        key,
        found,
        title=year_title(known, key),
        data=tuple(lines(found)),
    )


def year_title(known: Known, key: str) -> Text:
    """The balance of a year."""
    return YEAR_TITLE.format(year=key.removeprefix(PREFIX))


def public_balances(known: Known) -> tuple[FoundBalance, ...]:
    """The balances of all published years, oldest first."""
    years = known.published.ids(PublishedKind.BALANCE)
    return tuple(public_balance(known, year) for year in years)


def newest_total(known: Known) -> FoundBalance | None:
    """The newest published balance that is a total of the municipality, not a few entries."""
    told = (each for each in reversed(public_balances(known)) if each.balance.tells)
    return next(told, None)


def public_balance(known: Known, year: int) -> FoundBalance:
    """The balance of a year, worked out once an answer."""
    return known.once(("balance", year), lambda: balance_again(known, year))


def balance_again(known: Known, year: int) -> FoundBalance:
    """The same, taken over until something it is made of is another, or a statistic is newer."""
    made = partial(balance_of, ags=known.published.ags, year=year)
    return known.by_answers(f"balance {year}", made, statistics())


def series_title(known: Known, key: str) -> Text:
    """The balance of all years."""
    return Text("Treibhausgasbilanz nach Sektoren", "Greenhouse-gas balance by sector")


def series_keys(known: Known) -> Iterable[str]:
    """There is one where at least one year is published."""
    return [SERIES_KEY] if known.published.subjects(PublishedKind.BALANCE) else []


def series_figure(known: Known, key: str) -> PublicFigure:
    """All published years by sector; the headline is the newest that is a total."""
    found = public_balances(known)
    if not found:
        raise NotPublic
    data = tuple(
        each for sector in Sector for balance in found for each in sector_sum(balance, sector)
    )
    newest = newest_total(known) or found[-1]
    told = figure(known, key, newest, title=series_title(known, key), data=data)
    return replace(told, notes=(*series_notes(found), *told.notes))


def series_notes(found: Sequence[FoundBalance]) -> tuple[Text, ...]:
    """Why a series breaks or jumps where use does not: factors that are missing, or are others."""
    balances = [each.balance for each in found]
    lacking = [each for each in balances if each.without_factor]
    steps = list(dict.fromkeys(s for pair in pairwise(balances) for s in factor_steps(*pair)))
    more = [Text("…", "…")] if len(steps) > STEPS else []
    without = WITHOUT_FACTOR.format(
        years=year_spans([each.year for each in lacking]),
        carriers=carriers_of([line for each in lacking for line in each.without_factor]),
    )
    other = OTHER_FACTORS.format(steps=joined([*steps[:STEPS], *more], "; "))
    return (*((without,) if lacking else ()), *((other,) if steps else ()))


WITHOUT_FACTOR = Text(
    "Summen der Jahre {years} sind unbekannt, wo der Emissionsfaktor fehlt ({carriers}): Ohne ihn "
    "wären sie zu niedrig, und das erste Jahr mit Faktor sähe aus wie ein Anstieg.",
    "Sums of {years} are unknown where the emission factor is missing ({carriers}): without it "
    "they would be too low, and the first year with a factor would look like a rise.",
)
OTHER_FACTORS = Text(
    "Auch bei gleichem Verbrauch ändern sich Emissionen, wo der Emissionsfaktor ein anderer wird: "
    "{steps}.",
    "Emissions change with the same use, too, where the emission factor becomes another: {steps}.",
)
STEP = Text(
    "{carrier} {first} {before:n}, {second} {after:n} g CO₂e/kWh",
    "{carrier} {first} {before:n}, {second} {after:n} g CO₂e/kWh",
)


def factor_steps(before: Balance, after: Balance) -> Iterable[Text]:
    """Carriers whose factor is another in the later year, in any sector."""
    for one, other in zip(before.lines, after.lines, strict=True):
        grams = [line.factor.value if line.factor else None for line in (one, other)]
        if grams[0] is not None and grams[1] is not None and round(grams[0]) != round(grams[1]):
            yield STEP.format(
                carrier=one.cell.carrier.text,
                first=before.year,
                before=grams[0],
                second=after.year,
                after=grams[1],
            )


def figure(
    known: Known, key: str, found: FoundBalance, *, title: Text, data: tuple[Datum, ...]
) -> PublicFigure:
    """A figure of balances."""
    headline, sentence = year_in_words(found)
    return PublicFigure(
        key=key,
        town=known.town,
        title=title,
        headline=headline,
        sentence=sentence,
        definition=DEFINITION,
        shape=FigureShape.COLUMNS,
        digits=0,
        data=data,
        source=own_source(known),
        method=METHOD,
        data_version=known.data_version,
        changed_at=changed_at(known, known.data_version, known.published.newest),
        theme="ENVI",
        page=page_path(known.town.ags),
        notes=notes_of(found),
    )


def year_in_words(found: FoundBalance) -> tuple[Text, Text]:
    """Headline and sentence of a year; a few entries are no total, and nothing per head."""
    balance = found.balance
    if not balance.tells:
        unknown = so_far(balance) if balance.partial else not_counted(balance)
        return NO_TOTAL.format(year=balance.year), unknown or partly_carried(found)
    verdict, people = VERDICTS[balance.verdict], balance.population
    headline = HEADLINE.format(tonnes=balance.emissions, year=balance.year)
    if not people:
        return headline, verdict
    return headline, HEAD.format(head=balance.emissions / people, n=people, verdict=verdict)


def notes_of(found: FoundBalance) -> tuple[Text, ...]:
    """What is said beside a year: estimated, partly of another year."""
    balance = found.balance
    estimated = (ESTIMATED,) if found.estimated else ()
    taken = (partly_carried(found),) if balance.tells and balance.carried else ()
    return (*estimated, *taken, *found.notes)


ESTIMATED = Text(
    "Geschätzt aus öffentlicher Statistik, keine Angabe der Gemeinde.",
    "Estimated from public statistics, not the municipality's own statement.",
)


def lines(found: FoundBalance) -> Iterable[Datum]:
    """Emissions of each sector and carrier."""
    by_item: dict[tuple[Sector, str], list[BalanceLine]] = defaultdict(list)
    for line in found.balance.lines:
        if line.cell.state is not CellState.NOT_APPLICABLE:
            by_item[line.cell.sector, line.cell.carrier.value].append(line)
    for (sector, carrier), rows in by_item.items():
        yield datum(
            carrier,
            rows[0].cell.carrier.text,
            str(found.balance.year),
            emissions_of(rows),
            "t CO₂e",
            digits=0,
            quality=sum_known_by(rows),
            place=sector.text,
        )


def sector_sum(found: FoundBalance, sector: Sector) -> Iterable[Datum]:
    """Emissions of a sector in a year."""
    rows = found.balance.of_sector(sector)
    tonnes = emissions_of(rows)
    yield datum(
        sector.value,
        sector.text,
        str(found.balance.year),
        tonnes,
        "t CO₂e",
        digits=0,
        quality=sum_known_by(rows),
    )


BALANCE_YEAR = FigureKind(
    year_keys,
    lambda key: id_in(key, PREFIX) is not None,
    year_figure,
    year_title,
    PublishedKind.BALANCE,
    PREFIX,
)
BALANCE_SERIES = FigureKind(
    series_keys, lambda key: key == SERIES_KEY, series_figure, series_title, PublishedKind.BALANCE
)
