"""The same meter and time twice: equal rows are merged, conflicting ones refused."""

import polars as pl

from klimamosaik.sources.tables.complaints import PER_KIND, Complaints
from klimamosaik.terms.text import Text, decimal

KEYS = ("series", "start", "end")
TWO_METERS = 0.3  # share of a series' times with conflicting values


def without_doubles(
    long: pl.DataFrame, names: dict[int, str], refused: Complaints, warned: Complaints
) -> pl.DataFrame:
    """Return one row per series and interval, sorted by series and start."""
    ordered = long.sort("series", "start", "end", maintain_order=True)
    same = pl.all_horizontal(pl.col(key) == pl.col(key).shift() for key in KEYS)
    repeated = ordered.select(same.fill_null(False).alias("same"))["same"]
    if not repeated.any():
        _overlaps(ordered, names, warned)
        return ordered
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
    _overlaps(kept, names, warned)
    return kept


def _say_merged(equal: pl.DataFrame, warned: Complaints) -> None:
    if not len(equal):
        return
    extra = int((equal["count"] - 1).sum())
    example = " = ".join(str(row) for row in equal["rows"][0][:3])
    warned.add(
        "doubled_rows",
        Text(
            f"{extra} Werte stehen doppelt da und werden einmal gezählt, z. B. Zeile {example}.",
            f"{extra} values are given twice and counted once, for example rows {example}.",
        ),
        row=int(equal["rows"][0][-1]),
    )


def _say_conflicts(
    conflicts: pl.DataFrame,
    groups: pl.DataFrame,
    names: dict[int, str],
    refused: Complaints,
    warned: Complaints,
) -> None:
    for record in conflicts.head(PER_KIND).iter_rows(named=True):
        rows, values = record["rows"][:4], record["values"][:4]
        where = f"{names[record['series']]}, {record['start']:%Y-%m-%d %H:%M} UTC"
        refused.add(
            "conflicting_values",
            Text(
                f"{where}: Die Zeilen {_and(rows, 'und')} widersprechen sich "
                f"({_and([decimal(v, digits=2) for v in values], 'und')}). "
                "Keiner wird übernommen; bitte den falschen löschen.",
                f"{where}: rows {_and(rows, 'and')} contradict each other "
                f"({_and([decimal(v, digits=2, language='en') for v in values], 'and')}). "
                "None is taken; please delete the wrong one.",
            ),
            row=int(rows[-1]),
        )
    refused.total += max(0, len(conflicts) - PER_KIND)
    _two_meters(conflicts, groups, names, warned)


def _two_meters(
    conflicts: pl.DataFrame, groups: pl.DataFrame, names: dict[int, str], warned: Complaints
) -> None:
    times = dict(groups.group_by("series").len().iter_rows())
    for number, count in conflicts.group_by("series", maintain_order=True).len().iter_rows():
        if count >= max(3, TWO_METERS * times[number]):
            warned.add(
                "two_meters",
                Text(
                    f"{names[number]}: Zu {count} von {times[number]} Zeiten gibt es verschiedene "
                    "Werte. Vermutlich stehen zwei Zähler in einer Spalte; bitte eine Spalte mit "
                    "der Zählernummer ergänzen.",
                    f"{names[number]}: {count} of {times[number]} times have different values. "
                    "There are probably two meters in one column; please add a column with the "
                    "meter number.",
                ),
            )


def _overlaps(ordered: pl.DataFrame, names: dict[int, str], warned: Complaints) -> None:
    before = pl.col("end").shift().over("series")
    overlap = ordered.filter(pl.col("start") < before)
    for number, count in overlap.group_by("series", maintain_order=True).len().head(5).iter_rows():
        row = int(overlap.filter(pl.col("series") == number)["row"][0])
        warned.add(
            "overlapping_periods",
            Text(
                f"{names[number]}: {count} Zeiträume überschneiden sich, z. B. in Zeile {row}. "
                "Bitte prüfen, sonst zählt die Zeit doppelt.",
                f"{names[number]}: {count} periods overlap, for example in row {row}. "
                "Please check, or the time counts twice.",
            ),
            row=row,
        )


def _and(parts: list[object] | list[str] | list[int], word: str) -> str:
    texts = [str(part) for part in parts]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {word} {texts[-1]}"
