"""What only the columns together can tell about each other's roles."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import permutations

import polars as pl

from klimamosaik.sources.grid.numbers import parse_numbers
from klimamosaik.sources.grid.times import parse_times
from klimamosaik.sources.sheets.columns import having
from klimamosaik.sources.tables.cells import MOST, SURE, Cells, share_of
from klimamosaik.sources.tables.dayparts import ENOUGH, runs_through_days
from klimamosaik.sources.tables.hints import ColumnRole, FileHints
from klimamosaik.sources.tables.preview import FileColumn
from klimamosaik.sources.tables.scales import old_and_new
from klimamosaik.sources.tables.vocabulary import plain_header, role_of
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text

Settle = Callable[[list[FileColumn], list[Cells], pl.DataFrame, FileHints], list[FileColumn]]
UNTITLED = re.compile(r"(?i)spalte [a-z]{1,2}|c\d+|unnamed.*|index|id|nr\.?|lfd.*|#|")
DAY = 86_400  # s
CLOCKED = re.compile(r"(?i)\butc\b|\bgmt\b|\blocal|lokal|ortszeit")
DAYS = re.compile(  # 20240131, also with a time of day behind
    r"(?:19[89]\d|20[0-4]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}(?:\d{2})?)?"
)
HHMM = re.compile(r"^(?:[01]\d|2[0-4])[0-5]\d$")  # 0030 is half past midnight
PLACES = re.compile(
    r"(?i)schule|gymnasium|kita|kinder|rathaus|halle|bad\b|feuerwehr|bauhof|verwaltung|bücherei|"
    r"bibliothek|museum|theater|turn|sport|haus|zentrum|amt\b|klär|wasserwerk|straßenbeleuchtung|"
    r"school|town ?hall|library|office|pool|gym|building|depot|école|mairie|piscine"
)


def settled_together(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> tuple[FileColumn, ...]:
    """What only the columns together can tell."""
    rules: tuple[Settle, ...] = (
        _attached,
        _row_numbers,
        _unnamed_first_time,
        _untitled_days,
        _day_numbers,
        _clocks_of_periods,
        _two_times,
        _periods,
        _one_time,
        _hours,
        _redundant_clock,
        _names,
        _numbered_buildings,
        _constant_numbers,
        _unnamed_numbers,
        _statistics,
        _old_and_new,
        _volumes,
    )
    for rule in rules:
        columns = rule(columns, looked, body, hints)
    return tuple(columns)


def _as(
    columns: list[FileColumn], column: FileColumn, role: ColumnRole, de: str, en: str
) -> list[FileColumn]:
    changed = replace(column, role=role, why=Text(de, en))
    return [changed if each.index == column.index else each for each in columns]


def _free(columns: Iterable[FileColumn], hints: FileHints) -> list[FileColumn]:
    """Without columns whose role was told."""
    return [column for column in columns if hints.of(column.header).role is None]


def _attached(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """Where each column of values has a unit or status of its own, that stands right of it."""
    values = having(columns, ColumnRole.VALUE, ColumnRole.COUNTER)
    for role in (ColumnRole.UNIT, ColumnRole.QUALITY):
        several = having(columns, role)
        if len(several) < 2:
            continue
        for column in several:
            before = [value for value in values if value.index < column.index]
            if before:
                changed = replace(column, of=before[-1].index)
                columns = [changed if each.index == column.index else each for each in columns]
    return columns


def _row_numbers(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """0, 1, 2 ... under an untitled first column count the rows."""
    for column in _free(columns[:1], hints):
        whole = looked[column.index].whole
        if whole is None or not UNTITLED.fullmatch(column.header) or len(body) < 3:
            continue
        numbers = body[f"c{column.index}"].str.strip_chars().cast(pl.Float64, strict=False)
        steps = numbers.diff().drop_nulls()
        if numbers[0] in (0, 1) and len(steps) and float((steps == 1).mean()) > SURE:  # type: ignore[arg-type]
            return _as(columns, column, ColumnRole.IGNORED, "zählt die Zeilen", "counts the rows")
    return columns


def _unnamed_first_time(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """Years, serial or epoch numbers in the first column without a telling header."""
    if (
        having(columns, ColumnRole.TIME, ColumnRole.YEAR, ColumnRole.FROM, ColumnRole.MONTH)
        or not columns
    ):
        return columns
    first, cells = columns[0], looked[0]
    plain = re.fullmatch(r"(?i)spalte a|c0|", first.header)
    if first.role is ColumnRole.VALUE and plain and cells.counted >= 0.95 and len(columns) > 1:
        return _as(
            columns, first, ColumnRole.TIME,
            "die erste Spalte zählt Jahre oder Tage", "the first column counts years or days",
        )  # fmt: skip
    return columns


def _untitled_days(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """20240131 in a column without a title is a day."""
    if having(columns, ColumnRole.TIME, ColumnRole.YEAR, ColumnRole.FROM, ColumnRole.MONTH):
        return columns
    for column in _free(having(columns, ColumnRole.VALUE), hints):
        untitled = re.fullmatch(r"(?i)spalte [a-z]{1,2}", column.header)
        if untitled and looked[column.index].sample.str.contains(f"^{DAYS.pattern}$").all():
            return _as(
                columns, column, ColumnRole.TIME, "Tage wie 20240131", "days such as 20240131"
            )
    return columns


def _day_numbers(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """Numbers 1 to 31 are days only beside a year and a month."""
    for column in having(columns, ColumnRole.DAY):
        if not (having(columns, ColumnRole.YEAR) and having(columns, ColumnRole.MONTH)):
            columns = _as(
                columns, column, ColumnRole.UNKNOWN,
                "Zahlen von 1 bis 31 ohne Monat und Jahr", "numbers 1 to 31 without month and year",
            )  # fmt: skip
    return columns


def _clocks_of_periods(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """Times of day right behind a first and a last day are theirs."""
    starts, ends = having(columns, ColumnRole.FROM), having(columns, ColumnRole.TO)
    if not starts or not ends:
        return columns
    for clock in _free(having(columns, ColumnRole.CLOCK), hints):
        if looked[clock.index].clock < MOST:
            continue
        for day, role in ((starts[0], ColumnRole.FROM_CLOCK), (ends[0], ColumnRole.TO_CLOCK)):
            if clock.index == day.index + 1 and not having(columns, role):
                columns = _as(
                    columns, clock, role,
                    f"Uhrzeit zu „{day.header}“", f"time of day of “{day.header}”",
                )  # fmt: skip
    return columns


def _two_times(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """Two columns of times are a period where each row ends when the next one begins."""
    times = having(columns, ColumnRole.TIME, ColumnRole.FROM, ColumnRole.TO)
    free = [each for each in times if hints.of(each.header).role is None]
    if (
        len(times) != 2
        or len(free) != 2
        or {each.role for each in times} == {ColumnRole.FROM, ColumnRole.TO}
    ):
        return columns
    if any(CLOCKED.search(each.header) for each in times):
        return columns
    first, second = (parse_times(body[f"c{each.index}"], order=hints.date_order) for each in times)
    if first is None or second is None or first.form.zoned != second.form.zoned:
        return columns
    gap = (second.stamps - first.stamps).dt.total_seconds().drop_nulls()
    follows = (first.stamps.shift(-1) - second.stamps).dt.total_seconds().drop_nulls()
    if not len(gap) or float((gap > 0).mean() or 0) < SURE:  # type: ignore[arg-type]
        return columns
    meets = follows.is_between(0, 60) | (follows == DAY)  # the last day belongs to the period
    if len(follows) and float(meets.mean() or 0) < 0.5:  # type: ignore[arg-type]
        return columns
    columns = _as(
        columns, times[0], ColumnRole.FROM,
        "Beginn: die zweite Zeit schließt an die nächste Zeile an",
        "start: the second time meets the next row",
    )  # fmt: skip
    return _as(
        columns, times[1], ColumnRole.TO,
        "Ende: schließt an den Beginn der nächsten Zeile an", "end: meets the next row's start",
    )  # fmt: skip


def _periods(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    columns = _of_the_whole_file(columns, body, hints)
    starts, ends = having(columns, ColumnRole.FROM), having(columns, ColumnRole.TO)
    if starts and ends:
        for other in having(
            columns,
            ColumnRole.TIME,
            ColumnRole.YEAR,
            ColumnRole.MONTH,
            ColumnRole.CLOCK,
            ColumnRole.DAY,
        ):
            columns = _as(
                columns, other, ColumnRole.IGNORED,
                "der Zeitraum steht in „von“ und „bis“", "the period is given by from and to",
            )  # fmt: skip
        for other in (*starts[1:], *ends[1:]):
            columns = _as(
                columns, other, ColumnRole.IGNORED,
                "ein zweiter Zeitraum, nicht verwendet", "a second period, not used",
            )  # fmt: skip
        return columns
    columns = _clocks_of_a_day(columns)
    for lonely in (*starts, *ends):
        role = ColumnRole.IGNORED if having(columns, ColumnRole.TIME) else ColumnRole.TIME
        columns = _as(columns, lonely, role, "nur eine Zeitangabe je Zeile", "one time per row")
    if having(columns, ColumnRole.YEAR) and not having(columns, ColumnRole.MONTH, ColumnRole.TIME):
        columns = _as(
            columns, having(columns, ColumnRole.YEAR)[0], ColumnRole.TIME, "Jahre", "years"
        )
    return columns


def _of_the_whole_file(
    columns: list[FileColumn], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """Periods that hardly change while another column tells the time are those of the file."""
    times, starts = having(columns, ColumnRole.TIME), having(columns, ColumnRole.FROM)
    if not times or not starts:
        return columns
    stamps, begins = (body[f"c{each[0].index}"].n_unique() for each in (times, starts))
    if stamps < 3 * begins:
        return columns
    for column in _free(having(columns, ColumnRole.FROM, ColumnRole.TO), hints):
        columns = _as(
            columns, column, ColumnRole.IGNORED,
            f"Zeitraum der Datei; die Zeit steht in „{times[0].header}“",
            f"period of the file; the time is in “{times[0].header}”",
        )  # fmt: skip
    return columns


def _clocks_of_a_day(columns: list[FileColumn]) -> list[FileColumn]:
    """A day with the times of day from and to: the first tells the interval."""
    begins, finishes = having(columns, ColumnRole.FROM_CLOCK), having(columns, ColumnRole.TO_CLOCK)
    clocks = having(columns, ColumnRole.CLOCK)
    if begins and not clocks:
        columns = _as(
            columns, begins[0], ColumnRole.CLOCK, "Beginn des Intervalls", "start of the interval"
        )
        clocks = begins[:1]
    for column in finishes:
        if clocks:
            columns = _as(
                columns, column, ColumnRole.IGNORED,
                "Ende des Intervalls, folgt aus dem Beginn",
                "end of the interval, follows its start",
            )  # fmt: skip
        else:
            columns = _as(
                columns, column, ColumnRole.CLOCK, "Ende des Intervalls", "end of the interval"
            )
            clocks = [column]
    return columns


def _one_time(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    times = having(columns, ColumnRole.TIME)
    if (
        not times
        and having(columns, ColumnRole.CLOCK)
        and not having(columns, ColumnRole.FROM, ColumnRole.YEAR)
    ):
        clock = having(columns, ColumnRole.CLOCK)[0]
        if looked[clock.index].counted >= MOST:
            return _as(columns, clock, ColumnRole.TIME, "einzige Zeitangabe", "the only time")
    told = [each for each in times if hints.of(each.header).role is ColumnRole.TIME]
    in_utc = [each for each in times if re.search(r"(?i)\butc\b|\bgmt\b", each.header)]
    ranked = told or in_utc or sorted(times, key=lambda each: -looked[each.index].counted)
    keep = ranked[0] if ranked else None
    for other in times:
        if keep is not None and other.index != keep.index:
            columns = _as(
                columns, other, ColumnRole.IGNORED,
                f"die Zeit steht schon in „{keep.header}“",
                f"“{keep.header}” already gives the time",
            )  # fmt: skip
    if times and having(columns, ColumnRole.YEAR, ColumnRole.MONTH, ColumnRole.DAY):
        for other in having(columns, ColumnRole.YEAR, ColumnRole.MONTH, ColumnRole.DAY):
            columns = _as(
                columns, other, ColumnRole.IGNORED,
                f"die Zeit steht schon in „{times[0].header}“",
                f"“{times[0].header}” already gives the time",
            )  # fmt: skip
    return columns


def _hours(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """Whole numbers that run through every day are its hours, whatever they are called."""
    day = next(iter(having(columns, ColumnRole.TIME, ColumnRole.DAY)), None)
    if day is None or having(columns, ColumnRole.CLOCK):
        return columns
    for column in _free(
        having(columns, ColumnRole.VALUE, ColumnRole.UNKNOWN, ColumnRole.METER), hints
    ):
        if _are_clock_times(looked[column.index]) and not _says_use(column):
            return _as(
                columns, column, ColumnRole.CLOCK, "Uhrzeiten ohne Doppelpunkt", "clock times"
            )
        if looked[column.index].whole is None or column.unit is not None:
            continue
        if runs_through_days(body[f"c{day.index}"], body[f"c{column.index}"]):
            return _as(
                columns, column, ColumnRole.CLOCK,
                "zählt die Stunden oder Viertelstunden jedes Tages",
                "counts the hours or quarters of each day",
            )  # fmt: skip
    return columns


def _are_clock_times(cells: Cells) -> bool:
    """Numbers like 0030 and 2345 that run through a day; 1001 and 1002 are buildings."""
    if cells.empty or not cells.sample.str.contains(HHMM.pattern).all():
        return False
    numbers = cells.sample.cast(pl.Int64).unique().sort()
    minutes = numbers // 100 * 60 + numbers % 100
    whole_day = len(numbers) >= ENOUGH and int(minutes[-1] - minutes[0]) >= 20 * 60
    return whole_day and minutes.diff().drop_nulls().n_unique() == 1


def _redundant_clock(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """Beside full time stamps a column of hours says nothing new."""
    time = next(iter(having(columns, ColumnRole.TIME)), None)
    if time is None or not having(columns, ColumnRole.CLOCK):
        return columns
    stamps = parse_times(looked[time.index].sample)
    if stamps is None or stamps.form.grain != "time":
        return columns
    if bool((stamps.stamps.cast(pl.Int64) % 86_400_000_000 == 0).all()):
        return columns
    for clock in _free(having(columns, ColumnRole.CLOCK), hints):
        columns = _as(
            columns, clock, ColumnRole.IGNORED,
            f"die Uhrzeit steht schon in „{time.header}“",
            f"“{time.header}” already gives the time of day",
        )  # fmt: skip
    return columns


def _names(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """An untitled first column that speaks of schools and town halls names the buildings."""
    if having(columns, ColumnRole.BUILDING, ColumnRole.METER, ColumnRole.ADDRESS):
        return columns
    for column in _free(
        having(columns, ColumnRole.UNKNOWN, ColumnRole.PLACE, ColumnRole.KIND), hints
    ):
        cells = looked[column.index]
        speaks = share_of(cells.sample.str.contains(PLACES.pattern)) >= 0.5
        if speaks and len(cells.words) > 1:
            return _as(
                columns, column, ColumnRole.BUILDING,
                "die Zellen sind Namen von Gebäuden", "the cells are names of buildings",
            )  # fmt: skip
    return columns


def _constant_numbers(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """The same long number in every row is a key, no reading."""
    for column in _free(having(columns, ColumnRole.VALUE), hints):
        words = looked[column.index].words
        constant = len(words) == 1 and re.fullmatch(r"\d{4,}", words[0]) and len(body) > 2
        if _are_keys(looked[column.index]) and len(body) > 2 and not column.unit:
            constant = True
        if looked[column.index].counted >= SURE and DAYS.fullmatch(words[0] if words else ""):
            continue
        named = role_of(column.header) is not None and len(words[0] if words else "") < 9
        if constant and not column.unit and not named:
            columns = _as(
                columns, column, ColumnRole.IGNORED,
                "in jeder Zeile dieselbe Nummer", "the same number in every row",
            )  # fmt: skip
    return columns


def _numbered_buildings(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """Whole numbers under "Gebäude" are names where another column says that it holds the use."""
    values = having(columns, ColumnRole.VALUE)
    for column in _free(values, hints) if not having(columns, ColumnRole.BUILDING) else ():
        named = role_of(column.header) is ColumnRole.BUILDING and not _says_use(column)
        others = any(_says_use(each) for each in values if each.index != column.index)
        if named and others and looked[column.index].whole is not None:
            return _as(
                columns, column, ColumnRole.BUILDING, "Nummern von Gebäuden", "numbers of buildings"
            )
    return columns


def _are_keys(cells: Cells) -> bool:
    """Few different whole numbers of nine digits and more: numbers of meters, not readings."""
    long = bool(cells.sample.str.contains(r"^\d{9,}$").all())
    return long and len(cells.words) <= max(1, len(cells.sample) // 4)


def _unnamed_numbers(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """In a list of readings only the named column counts; in a wide table all of them do."""
    values = having(columns, ColumnRole.VALUE, ColumnRole.COUNTER)
    known = [each for each in values if _says_use(each)]
    is_list = bool(
        having(columns, ColumnRole.METER, ColumnRole.BUILDING, ColumnRole.FROM, ColumnRole.COST)
    )
    if not known or not is_list:
        return columns
    for other in values:
        if not _says_use(other) and hints.of(other.header).role is None:
            columns = _as(
                columns, other, ColumnRole.IGNORED,
                f"ohne Einheit; der Verbrauch steht in „{known[0].header}“",
                f"without unit; the use is in “{known[0].header}”",
            )  # fmt: skip
    return columns


def _statistics(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """Means and the like beside a column called sum say nothing more."""
    sums = [each for each in having(columns, ColumnRole.VALUE) if SUM.fullmatch(_bare(each))]
    for column in _free(having(columns, ColumnRole.VALUE), hints) if len(sums) == 1 else ():
        if STATISTIC.fullmatch(_bare(column)):
            columns = _as(
                columns, column, ColumnRole.IGNORED,
                f"Kennwert der Werte, deren Summe in „{sums[0].header}“ steht",
                f"a statistic of the values whose sum is in “{sums[0].header}”",
            )  # fmt: skip
    return columns


SUM = re.compile(r"(?i)sum|summe|total")
STATISTIC = re.compile(r"(?i)mean|avg|average|mittel(?:wert)?|median|count|anzahl|std(?:dev)?")


def _bare(column: FileColumn) -> str:
    return plain_header(column.header).strip()


def _old_and_new(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """Readings at the start and end of a period: their difference, unless the use is told too."""
    figures = [each for each in columns if looked[each.index].numeric >= MOST]
    pair = old_and_new(figures) or _chained(figures, body)
    if pair is None or len(_free(pair, hints)) < 2:
        return columns
    uses = [each for each in having(columns, ColumnRole.VALUE) if each not in pair]
    for stand in pair:
        if uses:
            columns = _as(
                columns, stand, ColumnRole.IGNORED,
                f"Zählerstand; der Verbrauch steht in „{uses[0].header}“",
                f"meter reading; the use is in “{uses[0].header}”",
            )  # fmt: skip
    if uses:
        return columns
    old, new = pair
    columns = _as(
        columns, old, ColumnRole.IGNORED, f"wird von „{new.header}“ abgezogen",
        f"is taken off “{new.header}”",
    )  # fmt: skip
    why = Text(
        "Verbrauch = dieser Stand − „{header}“",
        "use = this reading − “{header}”",
    ).format(header=old.header)
    changed = replace(new, role=ColumnRole.VALUE, why=why, minus=old.index)
    return [changed if each.index == new.index else each for each in columns]


def _chained(columns: list[FileColumn], body: pl.DataFrame) -> tuple[FileColumn, FileColumn] | None:
    """Two columns whose rows go on where the row before ended: readings at start and end."""
    figures = having(columns, ColumnRole.VALUE, ColumnRole.COUNTER)
    if len(body) < 3 or len(figures) > MOST_FIGURES:
        return None
    for old, new in permutations(figures, 2):
        before, after = body[f"c{new.index}"][:-1], body[f"c{old.index}"][1:]
        meets = float((before == after).fill_null(False).mean() or 0)  # type: ignore[arg-type]
        grows = any(_grows(before, body[f"c{new.index}"][1:], mark) for mark in (",", "."))
        if meets >= SURE and before.n_unique() > len(before) // 2 and grows:
            return old, new
    return None


def _grows(earlier: pl.Series, later: pl.Series, mark: str) -> bool:
    """Readings never fall; the use of this month and the month before does."""
    steps = parse_numbers(later, mark) - parse_numbers(earlier, mark)
    return bool((steps.drop_nulls() >= 0).all())


MOST_FIGURES = 12  # wider tables hold a meter in each column


def _says_use(column: FileColumn) -> bool:
    named = role_of(column.header) in (ColumnRole.VALUE, ColumnRole.COUNTER)
    return named or column.unit is not None or column.carrier is not None


def _net_of_gross(columns: list[FileColumn], hints: FileHints) -> list[FileColumn]:
    """Gas by its gross and by its net calorific value is the same gas; bills count the gross."""
    values = having(columns, ColumnRole.VALUE)
    gross = [each for each in values if re.search(r"(?i)\bhs\b|brennwert|gross", each.header)]
    net = [each for each in values if re.search(r"(?i)\bhi\b|heizwert|\bnet\b", each.header)]
    for column in _free(net, hints) if gross else ():
        columns = _as(
            columns, column, ColumnRole.IGNORED,
            f"dasselbe Gas, auf den Heizwert bezogen; gezählt wird „{gross[0].header}“",
            f"the same gas by its net calorific value; “{gross[0].header}” counts",
        )  # fmt: skip
    return columns


def _flow_of_heat(columns: list[FileColumn], hints: FileHints) -> list[FileColumn]:
    """The water that flowed through a heat meter is no use of water."""
    values = having(columns, ColumnRole.VALUE, ColumnRole.COUNTER)
    heat = [each for each in values if each.carrier is Carrier.HEAT and each.unit != "m³"]
    flow = [each for each in values if each.unit == "m³" and each.carrier in (None, Carrier.HEAT)]
    for column in _free(flow, hints) if heat else ():
        columns = _as(
            columns, column, ColumnRole.IGNORED,
            f"Durchfluss des Wärmezählers „{heat[0].header}“",
            f"flow of the heat meter “{heat[0].header}”",
        )  # fmt: skip
    return columns


def _volumes(
    columns: list[FileColumn], looked: list[Cells], body: pl.DataFrame, hints: FileHints
) -> list[FileColumn]:
    """A bill with m³, calorific value and kWh: the kWh are the same gas."""
    columns = _flow_of_heat(_net_of_gross(columns, hints), hints)
    if not having(columns, ColumnRole.CALORIFIC_VALUE):
        return columns
    values = having(columns, ColumnRole.VALUE)
    energies = [each for each in values if each.unit in ("kWh", "MWh")]
    volumes = [each for each in values if each.unit == "m³"]
    if len(energies) == 1 and len(volumes) == 1 and hints.of(volumes[0].header).role is None:
        return _as(
            columns, volumes[0], ColumnRole.IGNORED,
            f"dieselbe Menge steht als Energie in „{energies[0].header}“",
            f"the same quantity stands as energy in “{energies[0].header}”",
        )  # fmt: skip
    return columns
