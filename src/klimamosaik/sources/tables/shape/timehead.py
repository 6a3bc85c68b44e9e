"""Times as headers: months, quarters, years, weeks, days or moments, one column each."""

import re
from collections.abc import Sequence
from itertools import pairwise

from klimamosaik.sources.grid.timetext import MONTHS
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.vocabulary import is_unit, role_of
from klimamosaik.sources.tables.calendar.clockhead import NUMBERED_STATUS, clocks_of
from klimamosaik.sources.tables.calendar.quarters import span_of

YEAR = re.compile(r"^(?:19|20)\d{2}$")
MARKED = re.compile(  # "2023*", "2023 (vorläufig)", "Mrz 23 1)", "Jahr 2023"
    r"(?i)^(?:jahr |year )?(.*\d)"
    r"(?:\s?\*{1,3}\)?|\s?[¹²³]|\s\(?\d\)|\s?\(?(?:vorl(?:\.|äufig)?|ist)\)?)?$"
)
YEAR_WITHIN = re.compile(r"(?<![\d.,])((?:19|20)\d{2})(?![\d.,])")
MONTH_AND_YEAR = re.compile(
    rf"^(?:(?:{'|'.join(MONTHS.values())})\.?[ /'’-]*(?:\d{{2}}|\d{{4}})"
    r"|\d{1,2}[/.-](?:19|20)\d{2}|(?:19|20)\d{2}-\d{2})$",
    re.I,
)
SEASON = re.compile(r"(?i)^(?:[a-zäöü]{3,14}\.? )?((?:19|20)\d\d)\s?[/–-]\s?((?:19|20)?\d\d)$")
FISCAL = re.compile(r"(?i)^(?:fy|fiscal year) ?'?((?:19|20)\d\d)$")  # called by the year it ends in
FISCAL_WITHIN = re.compile(r"(?i)\b(?:fy|fiscal year) ?(?:19|20)\d\d\b")
SEASON_WITHIN = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d[/–-](?:(?:19|20)\d\d|\d\d)(?![\d.,/-])")
MONTH_NAMES = {number: re.compile(rf"(?i)(?:{name})\.?") for number, name in MONTHS.items()}
WEEK = re.compile(r"(?:KW|Woche|[Ww]eek|W) ?(\d{1,2})(?: ?[/.-] ?(?:19|20)\d\d)?")
MOST_LABELS = 12  # columns before the times: name, address, meter number, unit ...
REACTIVE = re.compile(r"^k?varh[ ._-]?\d{1,3}$", re.I)
STAMP = re.compile(
    r"^(?:[a-zä]{2,3}\.?,? )?"
    r"(?:\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?$",
    re.I,
)
ENOUGH_STAMPS = 4


def _stamped(row: Sequence[str]) -> bool:
    """True for a row of many days or moments in order."""
    filled = [cell for cell in row if cell]
    stamps = [day for cell in filled if STAMP.match(day := _day_read(cell))]
    enough = 2 if sum(map(is_reading, filled)) == len(stamps) else ENOUGH_STAMPS
    if len(stamps) < enough or len(set(stamps)) < len(stamps):
        return False
    return len(filled) - len(stamps) <= MOST_LABELS and not STAMP.match(row[0] if row else "")


def _day_read(cell: str) -> str:
    """The day of a column of meter readings: "Stand 31.12.2024", "Zählerstand am 31.12.24"."""
    return READ_ON.sub("", cell.strip())


def is_reading(header: str) -> bool:
    """True for the meter reading of a day: "Stand 31.12.2024"."""
    return bool(READ_ON.match(header.strip()))


READ_ON = re.compile(
    r"(?i)^(?:(?:zähler|meter|ablese)?st(?:and|ände)|ablesung|ablesewert|abgelesen|meter reading)"
    r"\.?:? (?:vom |am |per |zum |on )?(?=\d)"
)


def plain_time(cell: str) -> str:
    """A year, season or month without its footnote; any other cell as it is."""
    found = MARKED.match(cell)
    bare = found[1] if found else cell
    return bare if YEAR.match(bare) or MONTH_AND_YEAR.match(bare) or is_season(bare) else cell


def time_header(row: Sequence[str]) -> str | None:
    """ "clocks", "stamps", "months", "years" ... or None: what the cells of a header row name."""
    row = [plain_time(cell) for cell in row]
    filled = [cell for cell in row if cell]
    dated = sum(bool(MONTH_AND_YEAR.match(cell)) for cell in filled)
    months = sum(is_month_name(cell) for cell in filled)
    within = _years_within(filled)
    kinds = {
        "clocks": _clocked(row, filled),
        "stamps": _stamped(row),
        "months": months >= 6 and len(filled) - months <= MOST_LABELS,
        "months of years": dated >= _enough(filled) and len(filled) - dated <= MOST_LABELS,
        "years": _yearly(row, filled),
        "seasons": _seasonal(filled),
        "quarters": _quarterly(filled),
        "weeks": _weekly(filled),
        "years within": _years_in_headers(filled, within),
    }
    return next((kind for kind, fits in kinds.items() if fits), None)


def _enough(filled: Sequence[str]) -> int:
    """How many months make a header: two where a column beside them names buildings or meters."""
    return 2 if {role_of(cell) for cell in filled} & NAMED else 3


def _years_in_headers(filled: Sequence[str], within: Sequence[str]) -> bool:
    """Years in headers of values; a single one only where no column tells the time."""
    if not within or len(filled) - len(within) > MOST_LABELS:
        return False
    if len(set(within)) >= 2:
        return True
    roles = {role_of(cell) for cell in filled}
    return bool(roles & NAMED) and not roles & TIMED


TIMED = {
    ColumnRole.TIME,
    ColumnRole.FROM,
    ColumnRole.TO,
    ColumnRole.YEAR,
    ColumnRole.DAY,
    ColumnRole.CLOCK,
}
NAMED = {ColumnRole.BUILDING, ColumnRole.METER, ColumnRole.ADDRESS}


def _clocked(row: Sequence[str], filled: Sequence[str]) -> bool:
    clocks, beside = clocks_of(row), reactive_parts(row)
    states = sum(bool(NUMBERED_STATUS.match(cell)) for cell in filled) if clocks else 0
    labels = len(filled) - len(clocks) - len(beside) - states
    return bool(clocks) and labels <= MOST_LABELS and 0 not in clocks


def reactive_parts(headers: Sequence[str]) -> list[int]:
    """Numbered columns of reactive energy, kVArh_1 ... kVArh_48 as British meters have them."""
    return [at for at, header in enumerate(headers) if REACTIVE.match(header.strip())]


def _yearly(row: Sequence[str], filled: Sequence[str]) -> bool:
    years = [int(cell) for cell in filled if YEAR.match(cell)]
    steps = {later - earlier for earlier, later in pairwise(years)}
    regular = len(years) >= 2 and steps in ({1}, {-1})
    return regular and len(filled) - len(years) <= MOST_LABELS and not YEAR.match(row[0])


def _seasonal(filled: Sequence[str]) -> bool:
    return _labelled(filled, sum(map(is_season, filled)))


def _labelled(filled: Sequence[str], times: int) -> bool:
    """True for a row of two or more times, beside a few labels."""
    return times >= 2 and len(filled) - times <= MOST_LABELS


def is_season(cell: str) -> bool:
    """True for FY2023, for 2022/23 and 2022/2023, whose years follow each other."""
    if FISCAL.match(cell.strip()):
        return True
    found = SEASON.match(cell.strip())
    return found is not None and (int(found[1]) + 1) % 100 == int(found[2]) % 100


def _quarterly(filled: Sequence[str]) -> bool:
    """Quarters beside a few labels, of which so many cannot all be labels."""
    some = sum(span_of(cell) is not None for cell in filled[: MOST_LABELS + 2])
    return some >= 2 and _labelled(filled, sum(span_of(cell) is not None for cell in filled))


def _weekly(filled: Sequence[str]) -> bool:
    """Weeks one after the other, "KW 1", "KW 2" ...; not the kilowatts of two meters."""
    numbers = [int(found[1]) for cell in filled if (found := WEEK.fullmatch(cell.strip()))]
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    return len(numbers) >= 3 and steps <= {1, -51, -52} and _labelled(filled, len(numbers))


def _years_within(cells: Sequence[str]) -> list[str]:
    """Years in headers like "Verbrauch 2023 [kWh]"."""
    found = []
    for cell in cells:
        years = _written_within(cell)
        if len(years) == 1 and len(cell) < 60:
            rest = cell.replace(years[0], "")
            if is_unit(rest) or USE.search(rest):
                found.append(years[0])
    return found


USE = re.compile(
    r"(?i)verbrauch|strom|wärme|heiz|gas|pellets|wasser|kwh|mwh|consumption|m³|m3|kosten"
    r"|\b[hn]t\b"
)


def _written_within(cell: str) -> list[str]:
    """The years or seasons (2022/23) in a header."""
    seasons = [found[0] for found in SEASON_WITHIN.finditer(cell) if is_season(found[0])]
    fiscal = [found[0] for found in FISCAL_WITHIN.finditer(cell)]
    return seasons or fiscal or YEAR_WITHIN.findall(cell)


def is_month_name(cell: str) -> bool:
    """True for Januar, Jan., January ..., not for numbers."""
    return month_named(cell) is not None


def month_named(cell: str) -> int | None:
    """1 for Januar, Jan., January ...; None for numbers and all else."""
    if len(cell) > 10:
        return None
    return next(
        (number for number, name in MONTH_NAMES.items() if name.fullmatch(cell.strip())), None
    )


def time_of(header: str) -> tuple[str, str] | None:
    """(time as text, what is left of the header), or None where the header names no time."""
    text = plain_time(_day_read(header))
    if is_month_name(text):
        return f"{month_named(text):02}", ""
    if is_season(text) or any(p.match(text) for p in (YEAR, MONTH_AND_YEAR, STAMP)):
        return text, ""
    if span_of(text) or WEEK.fullmatch(text):
        return text, ""
    if years := _years_within([text]):
        return years[0], re.sub(r"\s+", " ", text.replace(years[0], "")).strip(" -·")
    return None
