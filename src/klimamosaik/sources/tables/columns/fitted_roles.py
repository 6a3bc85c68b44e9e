"""The role a header names, held against the cells below it."""

import re

from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.vocabulary import (
    carrier_of,
    unit_of,
)
from klimamosaik.sources.tables.columns.cells import MOST, Cells, share_of
from klimamosaik.sources.tables.columns.decimals import NUMERIC_ROLES
from klimamosaik.sources.tables.columns.spoken_roles import FEW_MARKS

READING = re.compile(
    r"(?i)zählerst[aä]nd|zaehlerst|\bst(?:and|ände)\b|meter ?(?:stand|reading)|^index\b|"
    r"^(?:start|end|opening|closing|first|last) (?:index|reading)|^lectura|^lettura"
)
TIMES = (
    ColumnRole.TIME,
    ColumnRole.FROM,
    ColumnRole.TO,
    ColumnRole.CLOCK,
    ColumnRole.YEAR,
    ColumnRole.MONTH,
    ColumnRole.DAY,
)
TEXTS = (  # text roles a header can name; what the cells say for themselves comes first
    *(
        ColumnRole.METER,
        ColumnRole.BUILDING,
        ColumnRole.KIND,
        ColumnRole.PLACE,
        ColumnRole.DISTRICT,
        ColumnRole.ADDRESS,
        ColumnRole.CARRIER,
    ),
    *(
        ColumnRole.UNIT,
        ColumnRole.QUALITY,
        ColumnRole.TARIFF,
        ColumnRole.DIRECTION,
        ColumnRole.OBIS,
        ColumnRole.ZONE,
    ),
)
SPEAKING = (*TEXTS, ColumnRole.VALUE, ColumnRole.COUNTER)


def fitted(named: ColumnRole, header: str, cells: Cells) -> ColumnRole | None:
    """The role the header names, or the near one its cells speak for."""
    numeric = cells.numeric >= MOST
    if named in TIMES and numeric and cells.timed < MOST and READING.search(header):
        return ColumnRole.COUNTER  # "Zählerstand Monatsende" of 45120 is no day of Excel
    if named in TIMES:
        return _fitted_time(named, cells)
    if named is ColumnRole.VALUE and not numeric and unit_of(cells.sample[0]):
        return ColumnRole.UNIT
    if named is ColumnRole.CARRIER and numeric:
        return ColumnRole.VALUE
    if (
        named in (ColumnRole.TARIFF, ColumnRole.DIRECTION)
        and numeric
        and re.search(r"[.,]\d", cells.words[0])
    ):
        return None
    return named if _fits(named, cells, numeric=numeric) else None


def _fits(named: ColumnRole, cells: Cells, *, numeric: bool) -> bool:
    if named in NUMERIC_ROLES:
        return numeric
    checks: dict[ColumnRole, bool] = {
        ColumnRole.SINCE: share_of(cells.sample.str.contains(r"(1[0-9]|20)\d\d")) >= MOST,
        ColumnRole.CARRIER: any(carrier_of(word) for word in cells.words[:50]),
        ColumnRole.OBIS: False,  # its cells would have said so
        ColumnRole.ZONE: False,
        ColumnRole.UNIT: not numeric,
        ColumnRole.QUALITY: not numeric
        or (len(cells.words) <= FEW_MARKS and cells.whole is not None),
    }
    if named in (ColumnRole.BUILDING, ColumnRole.METER) and numeric:
        return _numbers_name(named, cells)
    if named in (
        ColumnRole.BUILDING,
        ColumnRole.METER,
        ColumnRole.KIND,
        ColumnRole.ADDRESS,
        ColumnRole.PLACE,
        ColumnRole.DISTRICT,
    ):
        return cells.timed < MOST and cells.clock < MOST
    return checks.get(named, True)


def _numbers_name(named: ColumnRole, cells: Cells) -> bool:
    """Whole numbers can be names: long meter numbers, and any that come again."""
    whole = bool(cells.sample.str.contains(r"^\d+$").all())
    long = named is ColumnRole.METER and bool((cells.sample.str.len_chars() >= 4).all())
    return whole and (long or cells.sample.n_unique() < len(cells.sample))


def _fitted_time(named: ColumnRole, cells: Cells) -> ColumnRole | None:
    if cells.clock >= MOST:
        return {ColumnRole.TO: ColumnRole.TO_CLOCK, ColumnRole.FROM: ColumnRole.FROM_CLOCK}.get(
            named, ColumnRole.CLOCK
        )
    if named is ColumnRole.DAY:
        return _fitted_day(cells)
    if cells.months >= MOST and (
        named is ColumnRole.MONTH or (named is ColumnRole.TIME and cells.counted < MOST)
    ):
        return ColumnRole.MONTH
    if named in (ColumnRole.CLOCK, ColumnRole.TIME) and cells.timed < MOST and are_steps(cells):
        return ColumnRole.CLOCK
    if max(cells.timed, cells.counted) < MOST:
        timely = named in (ColumnRole.CLOCK, ColumnRole.TIME) and are_hours_and_minutes(cells)
        return ColumnRole.CLOCK if timely else None
    plain_years = share_of(cells.sample.str.contains(r"^(19|20)\d\d$")) >= MOST
    stamped = named in (ColumnRole.CLOCK, ColumnRole.MONTH) or (
        named is ColumnRole.YEAR and not plain_years
    )
    return ColumnRole.TIME if stamped else named


def _fitted_day(cells: Cells) -> ColumnRole | None:
    if cells.whole is not None and cells.whole.is_between(1, 31).all():
        return ColumnRole.DAY
    return ColumnRole.TIME if max(cells.timed, cells.counted) >= MOST else None


def are_steps(cells: Cells) -> bool:
    """Whole numbers as hours, half hours or quarters of a day are counted: 0..23, 1..48, 1..96."""
    whole = cells.whole
    return whole is not None and int(whole.max()) <= 100  # type: ignore[arg-type]


def are_hours_and_minutes(cells: Cells) -> bool:
    """Whole numbers as 0, 30, 100 ... 2330: hours and minutes without a colon."""
    whole = cells.whole
    if whole is None or not 100 < int(whole.max()) <= 2400:  # type: ignore[arg-type]
        return False
    return bool((whole % 100 < 60).all()) and whole.n_unique() > 1
