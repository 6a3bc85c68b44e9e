"""The properties of readings as columns; what no expression asks for is not made."""

from typing import Any

import polars as pl
from django.db.models import F

from klimamosaik.observations.kernel.numbers import BEGIN, SPAN
from klimamosaik.observations.models import Datastream
from klimamosaik.sensorthings.language.vocabulary import MOMENT, NUMBER, TEXT
from klimamosaik.sensorthings.selecting.columns import property_column
from klimamosaik.sensorthings.selecting.detail_columns import (
    is_said,
    json_said,
    span_said,
    whole_said,
    with_said,
)
from klimamosaik.sensorthings.selecting.id_tables import Among
from klimamosaik.sensorthings.selecting.tables import PolarsEngine
from klimamosaik.sensorthings.selecting.values import Between, Manifold, Selects, Single, Value
from klimamosaik.terms.complaint import rejected

ENGINE = PolarsEngine()
UNSAID_QUALITIES = ("measured", "unknown")  # tell nothing that would be told
SETS = {"Datastream": "Datastreams", "MultiDatastream": "MultiDatastreams"}
FEATURE = "own_feature"


class ReadingColumns:
    """The columns an expression asks for, and how they come beside those of the store."""

    def __init__(self, select: Selects) -> None:
        self.select = select
        self.said: set[tuple[str, ...]] = set()  # paths in the details
        self.told: dict[tuple[str, ...], Value] = {}  # of the datastream, as SQL
        self.features = False

    def property_of(self, steps: tuple[str, ...]) -> Value:
        """A property of a reading, or of its datastream."""
        name, *deeper = steps
        if name in SETS:
            return self.of_datastream(steps)
        if name == "FeatureOfInterest":
            raise rejected(
                "unsupported_property",
                "„{path}“ kann nur mit festen Werten verglichen werden.",
                "“{path}” can be compared with fixed values only.",
                path="/".join(steps),
            )
        if deeper or name == "parameters":
            self.said.add(steps)
            return json_said(steps)
        value: Value = getattr(self, f"of_{name}")()
        return value

    def of_id(self) -> Value:
        """The number of a reading, also where it was moved and kept it."""
        self.said.add(("number",))
        milliseconds = pl.col("start").dt.epoch("us") // 1000 - BEGIN
        return Single(
            NUMBER, pl.coalesce(whole_said("number"), pl.col("datastream") * SPAN + milliseconds)
        )

    def of_result(self) -> Value:
        """The result, in most cases the value."""
        self.said.add(("result",))
        beside, value = json_said(("result",)), pl.col("value")
        return Manifold(
            pl.coalesce(beside.number, value),
            pl.coalesce(beside.text, ENGINE.number_text(value)),
            beside.boolean,
            value.is_null() & beside.missing,
        )

    def of_phenomenonTime(self) -> Value:  # noqa: N802  # as the standard calls it
        """When it was so, as it was sent."""
        self.said.add(("phenomenonTime",))
        sent = span_said("phenomenonTime")
        start, end = (pl.col(each).dt.epoch("us") for each in ("start", "end"))
        return Between(pl.coalesce(sent.begin, start), pl.coalesce(sent.end, end))

    def of_resultTime(self) -> Value:  # noqa: N802
        """When the result was there; of an interval that does not speak of it, its end."""
        self.said.add(("resultTime",))
        unsaid = (pl.col("end") > pl.col("start")) & is_said("resultTime").not_()
        end = pl.when(unsaid).then(pl.col("end").dt.epoch("us"))
        return Single(MOMENT, pl.coalesce(span_said("resultTime").begin, end))

    def of_validTime(self) -> Value:  # noqa: N802
        """For when it holds."""
        self.said.add(("validTime",))
        return span_said("validTime")

    def of_resultQuality(self) -> Value:  # noqa: N802
        """As it was sent; else what the store knows, where that tells something."""
        self.said.add(("resultQuality",))
        beside = json_said(("resultQuality",))
        quality = pl.col("quality").cast(pl.String)
        own = pl.when(quality.is_in(UNSAID_QUALITIES).not_()).then(quality)
        text = pl.coalesce(beside.text, own)
        return Manifold(beside.number, text, beside.boolean, own.is_null() & beside.missing)

    def of_datastream(self, steps: tuple[str, ...]) -> Value:
        """A property of the datastream, or of what that belongs to, for each reading."""
        found = property_column(SETS[steps[0]], steps[1:])
        self.told[steps] = found
        names = [pl.col(label(steps, place)) for place in range(len(parts(found)))]
        if isinstance(found, Single):
            return Single(found.kind, names[0])
        return Between(*names) if isinstance(found, Between) else Manifold(*names)

    def feature(self) -> pl.Expr:
        """The id of the feature of interest."""
        self.features = True
        self.said.add(("feature",))
        return pl.coalesce(whole_said("feature"), pl.col(FEATURE))

    def beside(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Readings (STORED) with the columns beside them that the expression asks for."""
        table = with_said(frame, self.said)
        if not self.told and not self.features:
            return table
        ids = table["datastream"].unique()
        if self.features:
            table = beside_ids(table, {FEATURE: (features_of(ids.to_list()), pl.Int64)})
        for steps, value in self.told.items():
            table = beside_ids(table, self.looked_up(steps, value, ids.to_list()))
        return table

    def looked_up(self, steps: tuple[str, ...], value: Value, ids: list[int]) -> Any:
        """A property of datastreams by id, as columns with their types."""
        entities = SETS[steps[0]]
        columns = {f"told_{place}": each for place, each in enumerate(parts(value))}
        visible = self.select.seen.of(entities).filter(Among(F("pk"), ids))
        rows = list(visible.order_by().values_list("pk", *columns.values()))
        return {
            label(steps, place): ({row[0]: row[place + 1] for row in rows}, kind)
            for place, kind in enumerate(kinds(value))
        }


def features_of(datastreams: list[int]) -> dict[int, int | None]:
    """The feature of readings that name no other, by datastream."""
    rows = Datastream.everything.filter(Among(F("pk"), datastreams))
    return dict(rows.order_by().values_list("pk", "feature"))


def beside_ids(table: pl.DataFrame, told: Any) -> pl.DataFrame:
    """A table with columns by datastream."""
    for name, (known, kind) in told.items():
        own = pl.DataFrame(
            {"datastream": list(known), name: list(known.values())},
            schema={"datastream": pl.Int64, name: kind},
        )
        table = table.join(own, on="datastream", how="left", maintain_order="left")
    return table


def parts(value: Value) -> list[Any]:
    """The columns of a value."""
    if isinstance(value, Single):
        return [value.column]
    if isinstance(value, Between):
        return [value.begin, value.end]
    return [value.number, value.text, value.boolean, value.missing]


def kinds(value: Value) -> list[Any]:
    """Their types."""
    if isinstance(value, Single):
        return [{TEXT: pl.String, NUMBER: pl.Float64}.get(value.kind, pl.Int64)]
    if isinstance(value, Between):
        return [pl.Int64, pl.Int64]
    return [pl.Float64, pl.String, pl.Boolean, pl.Boolean]


def label(steps: tuple[str, ...], place: int) -> str:
    """The name of a column that tells of the datastream."""
    return "/".join([*steps, str(place)])
