"""Tables with times as headers -> one row per value."""

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.grid.repeated import as_texts
from klimamosaik.sources.grid.timetext import month_number
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.vocabulary import (
    other_unit,
    plain_header,
    role_of,
    unit_in,
    vocabulary,
)
from klimamosaik.sources.tables.calendar.clockhead import NUMBERED, NUMBERED_STATUS, clocks_of
from klimamosaik.sources.tables.calendar.quarters import span_of
from klimamosaik.sources.tables.shape.layout import Layout
from klimamosaik.sources.tables.shape.timehead import (
    WEEK,
    is_month_name,
    is_reading,
    reactive_parts,
    time_of,
)
from klimamosaik.terms.text import Text, joined


def melt(layout: Layout) -> Layout:
    """Turn time headers into a column "Zeit", or "Monat" where they are months without a year."""
    layout = replace(layout, body=as_texts(layout.body))
    clocks = clocks_of(layout.headers)
    return melt_clocks(layout, clocks) if clocks else _melt_dates(layout)


def melt_clocks(layout: Layout, clocks: dict[int, str]) -> Layout:
    """One row a day with the times of day as columns -> columns of day, "Uhrzeit" and value."""
    labels = [
        at for at in range(len(layout.headers)) if at not in clocks and not _sums_up(layout, at)
    ]
    labels = [at for at in labels if not re.fullmatch(NUMBERED, layout.headers[at])]
    stated = all(map(_is_state, (layout.headers[at + 1 : at + 2] for at in clocks)))
    long = pl.concat(
        layout.body.select(
            ROW, *(f"c{label}" for label in labels),
            clock=pl.lit(clock), cell=pl.col(f"c{index}"),
            **({"state": pl.col(f"c{index + 1}")} if stated else {}),
        )
        for index, clock in clocks.items()
    )  # fmt: skip
    long = long.filter(~is_missing(long["cell"]))
    units = {layout.units[index] for index in clocks}
    names = [name for name in long.columns if name != ROW]
    long = long.rename({name: f"c{at}" for at, name in enumerate(names)})
    headers = (*(layout.headers[label] for label in labels), "Uhrzeit", "Wert")
    headers = (*headers, "Status") if stated else headers
    unit = (units.pop() if len(units) == 1 else None) or _unit_before_numbers(layout, clocks)
    return replace(
        layout, header=_beside(layout), headers=headers,
        units=(*(layout.units[label] for label in labels), None, unit, *([None] if stated else ())),
        body=long,
        clock_headers=True,
    )  # fmt: skip


def _is_state(headers: Sequence[str]) -> bool:
    """True for the header right of a part of a day that tells how sure its value is."""
    return bool(headers) and bool(NUMBERED_STATUS.match(headers[0].strip()))


def _unit_before_numbers(layout: Layout, clocks: dict[int, str]) -> str | None:
    """The unit of kWh_1 ... kWh_48 or "0-1 Uhr [kWh]" ...; None for none, or several."""
    behind = {unit_in(layout.headers[index]) for index in clocks}
    if len(behind) == 1 and (unit := behind.pop()):
        return unit
    words = {re.sub(r"[\W_]*\d+\D*$", "", layout.headers[index]) for index in clocks}
    word = words.pop() if len(words) == 1 else ""
    return word if word and unit_in(word) else None


def _beside(layout: Layout) -> Detected:
    """Why the header is where it is, and that reactive energy beside the parts stays out."""
    left = reactive_parts(layout.headers)
    if not left:
        return layout.header
    out = Text(
        "Blindarbeit „{first}“ bis „{last}“ bleibt weg",
        "reactive energy “{first}” to “{last}” stays out",
    ).format(first=layout.headers[left[0]], last=layout.headers[left[-1]])
    return replace(layout.header, why=joined([layout.header.why, out], "; "))


def _sums_up(layout: Layout, index: int) -> bool:
    """Sums, means and peaks of a day beside its values."""
    header = layout.headers[index].lower()
    return bool(SUMS.search(header)) or _total(layout, index)


SUMS = re.compile(r"summe|total|gesamt|max|min\b|mittel|durchschnitt|average|mean|∑|σ|peak|spitze")


def _melt_dates(layout: Layout) -> Layout:
    found = [None if _says_else(header) else time_of(header) for header in layout.headers]
    timed = [(index, *pair) for index, pair in enumerate(found) if pair]
    labels = [index for index, pair in enumerate(found) if not pair and not _total(layout, index)]
    labels = [index for index in labels if not COMPARED.search(layout.headers[index])]
    months = all(is_month_name(layout.headers[index]) for index, _, _ in timed)
    parts = []
    for index, time, name in timed:
        rest = _with_unit(name, layout.units[index])
        part = layout.body.select(ROW, *(f"c{label}" for label in labels))
        parts.append(
            part.with_columns(
                time=pl.lit(time),
                rest=pl.lit(rest or None, pl.String),
                cell=layout.body[f"c{index}"],
            )
        )
    if not parts:  # a row of readings that only looked like times
        return replace(layout, time_headers=False)
    long = pl.concat(parts)
    named = [layout.headers[label] for label in labels]
    if any(role_of(header) is ColumnRole.DAY for header in named):
        long = long.filter(~is_missing(long["cell"]))  # the form has a 31st of February
    long, headers = _with_time(long, labels, named, months=months)
    corner = next((header for header in named if header not in headers), "")
    if all(is_reading(layout.headers[index]) for index, _, _ in timed):
        corner = "Zählerstand"
    yearless = months and len(headers) == len(named)
    time = "Monat" if yearless else _called(layout.headers[timed[0][0]])
    return _layout(layout, long, headers, corner, time=time)


COMPARED = re.compile(  # one time beside another: no use, and no name of a row
    r"(?i)^\W*(?:differenz|diff\b|abweichung|veränderung|änderung|entwicklung|delta\b|Δ|change\b|"
    r"difference|(?:anteil|share)\W*(?:in )?%)"
)


def _with_unit(name: str, below: str | None) -> str:
    """The name of a column with the unit that stands below it, unless it has one of its own."""
    return name if below is None or unit_in(name) else f"{name} [{below}]".strip()


def _called(header: str) -> str:
    """What the column of times is called that these headers become."""
    if WEEK.fullmatch(header.strip()):
        return "Woche"
    return "Zeitraum" if span_of(header) else "Zeit"


def _says_else(header: str) -> bool:
    """True for what is no use in its year: weather-adjusted, planned, per square metre."""
    named = LAST_YEAR.sub("", header) if time_of(header) else header  # "Verbrauch 2022 (Vorjahr)"
    return role_of(named) is ColumnRole.IGNORED or other_unit(header) in PER_AREA


LAST_YEAR = re.compile(r"(?i)\(?\bvorjahr\w*\)?")


PER_AREA = ("kWh/m²", "kWh/m2", "kWh/m²a", "kWh/qm", "W/m²", "kbtu/sqft", "kBtu/ft²")


def _names_values(corner: str) -> bool:
    """True where the corner of a matrix tells what its cells are: "Heizenergie Rathaus [MWh]"."""
    return bool(corner) and role_of(corner) in (None, ColumnRole.VALUE, ColumnRole.COUNTER)


def _total(layout: Layout, index: int) -> bool:
    return bool(vocabulary().totals.search(layout.headers[index].lower()))


def _with_time(
    long: pl.DataFrame, labels: list[int], headers: list[str], *, months: bool
) -> tuple[pl.DataFrame, list[str]]:
    """Complete "Zeit" from the column of months (headers are years) or years (are months)."""
    halves = months or bool(long["time"].str.contains(r"^\d{4}$").all())  # of a month and year
    partner = _partner(long, labels, headers, months=months) if halves else None
    if partner is not None:
        place = labels.index(partner)
        other = long[f"c{partner}"]
        if months:
            year = other.str.extract(r"((?:19|20)\d{2})")
            time = long["time"] + "/" + year
        else:
            number = month_number(other).cast(pl.String).str.zfill(2)
            time = number + "/" + long["time"]
        spare = other.fill_null("")
        long = long.with_columns(time=pl.select(pl.coalesce(time, spare)).to_series())
        long = long.drop(f"c{partner}")
        return long, [header for at, header in enumerate(headers) if at != place]
    return long, headers


NUMBERED_ROWS = (ColumnRole.IGNORED, ColumnRole.BUILDING, ColumnRole.METER)  # 1 to 12: no months
MONTHS_OF_A_YEAR = 12
TIMES = (ColumnRole.TIME, ColumnRole.MONTH, ColumnRole.FROM, ColumnRole.TO, ColumnRole.DAY)


def _partner(
    long: pl.DataFrame, labels: list[int], headers: list[str], *, months: bool
) -> int | None:
    """The column of months where headers are years, of years where they are months."""
    for label, header in zip(labels, headers, strict=True):
        cells = long[f"c{label}"].drop_nulls()
        if not len(cells) or (not months and not _may_hold_months(header, cells)):
            continue
        fits = (
            cells.str.contains(r"^(19|20)\d{2}(\.0)?$")
            if months
            else month_number(cells).is_not_null()
        )
        if float(fits.mean() or 0) >= 0.6:  # type: ignore[arg-type]
            return label
    return None


def _may_hold_months(header: str, cells: pl.Series) -> bool:
    """False for 1 to 12 below what is no time: floors, classes, kWh/m², the number of a row."""
    role = role_of(header)
    if role in NUMBERED_ROWS:
        return False
    numbers = cells.str.contains(r"^\d+(\.0)?$").all()
    return role in TIMES or not numbers or cells.n_unique() == MONTHS_OF_A_YEAR


def _layout(
    layout: Layout, long: pl.DataFrame, headers: list[str], corner: str, *, time: str
) -> Layout:
    long, units = _units_apart(long)
    rests = [rest for rest in long["rest"].unique(maintain_order=True) if rest]
    value = corner if _names_values(corner) else "Wert"
    value = rests[0] if len(rests) == 1 else value
    names = [n for n in long.columns if n not in (ROW, "time", "rest", "cell", "unit")]
    if len(rests) > 1:
        names, headers = [*names, "rest"], [*headers, "Zähler"]
    if len(units) > 1:
        names, headers = [*names, "unit"], [*headers, "Einheit"]
    elif units:
        value = f"{value} ({units[0]})"
    if (
        not any(role_of(header) in (ColumnRole.BUILDING, ColumnRole.METER) for header in headers)
        and names
    ):
        headers = _first_is_building(headers)
    long = long.select(ROW, *names, "time", "cell").rename(
        {name: f"c{index}" for index, name in enumerate([*names, "time", "cell"])}
    )
    heads = (*headers, time, value)
    return replace(layout, headers=heads, units=(None,) * len(heads), body=long)


def _units_apart(long: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Cut units out of what is left of the headers: "Strom (kWh)" is electricity, in kWh."""
    found = {rest: unit_in(rest) for rest in long["rest"].unique() if rest}
    plain = {rest: plain_header(rest).strip(" ·") if unit else rest for rest, unit in found.items()}
    long = long.with_columns(
        unit=pl.col("rest").replace_strict(found, default=None, return_dtype=pl.String),
        rest=pl.col("rest").replace_strict(plain, default=None, return_dtype=pl.String),
    )
    return long, [unit for unit in long["unit"].unique(maintain_order=True) if unit]


def _first_is_building(headers: list[str]) -> list[str]:
    free = [index for index, header in enumerate(headers) if role_of(header) is None]
    if not free:
        return headers
    return ["Gebäude" if index == free[0] else header for index, header in enumerate(headers)]
