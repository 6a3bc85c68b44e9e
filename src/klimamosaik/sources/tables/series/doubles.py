"""The same meter and time twice: equal rows are merged, conflicting ones refused."""

import polars as pl

from klimamosaik.sources.grid.few_rows import by_few_groups
from klimamosaik.sources.sheets.problems import PER_KIND, SheetProblems
from klimamosaik.sources.tables.basics.few_series import by_few_series, few_series
from klimamosaik.terms.text import Text, both, joined

KEYS = ("series", "start", "end")
TWO_METERS = 0.3  # share of a series' times with conflicting values


def without_doubles(
    long: pl.DataFrame,
    names: dict[int, str],
    refused: SheetProblems,
    warned: SheetProblems,
    *,
    bills: bool = False,
) -> pl.DataFrame:
    """Return one row per series and interval, sorted by series and start.

    long: its columns are taken out of it where they have to be sorted. bills: a negative amount
    beside a positive one of the same period is a credit, and they add up.
    """
    ordered = long if _in_order(long) else _sorted(long)
    if bills:
        ordered = _with_credits(ordered, warned)
    repeated = by_few_series(ordered, _repeated)["same"]
    if not repeated.any():
        return _without_sums(ordered, warned)
    groups = ordered.group_by(KEYS, maintain_order=True).agg(
        count=pl.len(), different=pl.col("value").n_unique(), rows=pl.col("row"),
        values=pl.col("value"),
    )  # fmt: skip
    equal = groups.filter((pl.col("count") > 1) & (pl.col("different") == 1))
    _say_merged(equal, warned)
    conflicts = groups.filter(pl.col("different") > 1)
    _say_conflicts(conflicts, groups, names, refused, warned)
    kept = ordered.filter(~repeated)
    if len(conflicts):
        kept = kept.join(conflicts.select(KEYS), on=KEYS, how="anti", maintain_order="left")
    return _without_sums(kept, warned)


def _sorted(long: pl.DataFrame) -> pl.DataFrame:
    """Sorted by KEYS, one column after the other, so that no second table is held meanwhile."""
    found = by_few_groups(
        long.select(KEYS).with_row_index("place"),
        lambda some: some.sort(KEYS, maintain_order=True).select("place"),
        key="series",
    )
    places = found["place"].rechunk()
    return pl.DataFrame([long.drop_in_place(name).gather(places) for name in long.columns])


def _in_order(long: pl.DataFrame) -> bool:
    """True for what is sorted by KEYS: most files are, and sorting them would be a second copy."""
    later = pl.lit(False)
    for key in reversed(KEYS):
        before = pl.col(key).shift()
        later = (pl.col(key) > before) | ((pl.col(key) == before) & (later | (key == KEYS[-1])))
    parts = list(few_series(long))
    edges = [edge for part in parts for edge in (part["series"].head(1), part["series"].tail(1))]
    inside = (part.select(later.fill_null(True).all()).item() for part in parts)
    return pl.concat(edges).is_sorted() and all(inside)


def _repeated(ordered: pl.DataFrame) -> pl.DataFrame:
    """Whether a row has the keys of the one before: same."""
    same = pl.all_horizontal(pl.col(key) == pl.col(key).shift() for key in KEYS)
    return ordered.select(same.fill_null(False).alias("same"))


def _with_credits(ordered: pl.DataFrame, warned: SheetProblems) -> pl.DataFrame:
    """Add credits to the bill of the same period."""
    credit = (
        (pl.col("value").min() < 0) & (pl.col("value").max() > 0) & (pl.len() > 1)
        & (pl.col("value").sum() >= 0)
    ).over(KEYS)  # fmt: skip
    ordered = ordered.with_columns(credit=credit)
    credited = ordered.filter("credit")
    if credited.is_empty():
        return ordered.drop("credit")
    rows = ", ".join(str(row) for row in credited.filter(pl.col("value") < 0)["row"].head(5))
    warned.add(
        "credits",
        Text(
            "Gutschriften wurden mit der Rechnung desselben Zeitraums verrechnet: Zeile {rows}.",
            "Credits were added to the bill of the same period: row {rows}.",
        ).format(rows=rows),
    )
    summed = pl.col("value").sum().over(KEYS)
    first = pl.int_range(pl.len()).over(KEYS) == 0
    ordered = ordered.with_columns(value=pl.when("credit").then(summed).otherwise("value"))
    return ordered.filter(~pl.col("credit") | first).drop("credit")


SUM_OF = 0.02  # relative difference of a longer interval from the sum of those within it


def _without_sums(ordered: pl.DataFrame, warned: SheetProblems) -> pl.DataFrame:
    """Leave out intervals that only add up shorter ones of the same series: daily totals."""
    overlapping = _overlapping(ordered)
    if overlapping.is_empty():
        return ordered
    sums = []
    for number in overlapping["series"].unique().to_list():
        part = ordered.filter(pl.col("series") == number)
        sums += _sums_of_parts(part)
    if not sums:
        return ordered
    warned.add(
        "totals_among_values",
        Text(
            "{count} Summen über Zeiträume, deren einzelne Werte auch dastehen, zählen nicht, z. "
            "B. in Zeile {sums}.",
            "{count} totals of times whose single values are given too do not count, for example "
            "in row {sums}.",
        ).format(count=len(sums), sums=sums[0]),
        row=int(sums[0]),
    )
    mask = pl.col("row").is_in(sums) & pl.col("series").is_in(overlapping["series"].unique())
    return ordered.filter(~mask)


def _overlapping(ordered: pl.DataFrame) -> pl.DataFrame:
    before = pl.col("end").cum_max().shift().over("series")
    return by_few_series(ordered, lambda part: part.filter(pl.col("start") < before))


def _sums_of_parts(part: pl.DataFrame) -> list[int]:
    """Rows of one series whose value is the sum of two or more others within their interval."""
    lengths = (part["end"] - part["start"]).dt.total_seconds()
    usual = lengths.median()
    longer = part.filter(lengths > 1.5 * float(usual or 0))  # type: ignore[arg-type]
    found = []
    short = part.filter(lengths <= 1.5 * float(usual or 0))  # type: ignore[arg-type]
    for row, start, end, value in longer.select("row", "start", "end", "value").iter_rows():
        within = short.filter((pl.col("start") >= start) & (pl.col("end") <= end))["value"]
        if len(within) > 1 and abs(float(within.sum()) - value) <= SUM_OF * abs(value):
            found.append(row)
    return found


def overlaps(ordered: pl.DataFrame) -> tuple[int, int, int] | None:
    """(series, how many, row of the first) of the series with most overlapping periods."""
    found = _overlapping(ordered)
    if found.is_empty():
        return None
    worst = found.group_by("series").len().sort("len", descending=True).row(0)
    row = int(found.filter(pl.col("series") == worst[0])["row"][0])
    return int(worst[0]), int(worst[1]), row


def _say_merged(equal: pl.DataFrame, warned: SheetProblems) -> None:
    if not len(equal):
        return
    extra = int((equal["count"] - 1).sum())
    example = " = ".join(str(row) for row in equal["rows"][0][:3])
    warned.add(
        "doubled_rows",
        Text(
            "{extra} Werte stehen doppelt da und werden einmal gezählt, z. B. Zeile {example}.",
            "{extra} values are given twice and counted once, for example rows {example}.",
        ).format(extra=extra, example=example),
        row=int(equal["rows"][0][-1]),
    )


def _say_conflicts(
    conflicts: pl.DataFrame,
    groups: pl.DataFrame,
    names: dict[int, str],
    refused: SheetProblems,
    warned: SheetProblems,
) -> None:
    for record in conflicts.head(PER_KIND).iter_rows(named=True):
        rows, values = record["rows"][:4], record["values"][:4]
        where = f"{names[record['series']]}, {record['start']:%Y-%m-%d %H:%M} UTC"
        refused.add(
            "conflicting_values",
            Text(
                "{where}: Die Zeilen {rows} widersprechen sich ({values}). Keiner wird übernommen; "
                "bitte den falschen löschen.",
                "{where}: rows {rows} contradict each other ({values}). None is taken; please "
                "delete the wrong one.",
            ).format(
                where=where,
                rows=Text(_and(rows, "und"), _and(rows, "and")),
                values=joined((both(value, 2) for value in values), Text(" und ", " and ")),
            ),
            row=int(rows[-1]),
        )
    refused.counts["conflicting_values"] += max(0, len(conflicts) - PER_KIND)
    _two_meters(conflicts, groups, names, warned)


def _two_meters(
    conflicts: pl.DataFrame, groups: pl.DataFrame, names: dict[int, str], warned: SheetProblems
) -> None:
    times = dict(groups.group_by("series").len().iter_rows())
    for number, count in conflicts.group_by("series", maintain_order=True).len().iter_rows():
        if count >= max(3, TWO_METERS * times[number]):
            warned.add(
                "two_meters",
                Text(
                    "{names}: Zu {count} von {times} Zeiten gibt es verschiedene Werte. "
                    "Vermutlich stehen zwei Zähler in einer Spalte; bitte eine Spalte mit der "
                    "Zählernummer ergänzen.",
                    "{names}: {count} of {times} times have different values. There are probably "
                    "two meters in one column; please add a column with the meter number.",
                ).format(names=names[number], count=count, times=times[number]),
            )


def _and(parts: list[object] | list[str] | list[int], word: str) -> str:
    texts = [str(part) for part in parts]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {word} {texts[-1]}"
