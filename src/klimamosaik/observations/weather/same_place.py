"""Whether temperatures that a file names after itself are of the place stored under that name."""

from collections.abc import Sequence

import polars as pl

from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.weather.files import spacing_of
from klimamosaik.sources.weather import TEMPERATURE, WeatherFile
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text, first_few

SAME_PLACE = "weather_place"  # code of the question
ALIKE = 0.05  # K; exports round
MOST = 0.9  # share of the common times that must agree
KEYS = ("station", "spacing")


def unlike_known(
    file: WeatherFile, *, only_by_file: Sequence[str], leave_out: Answer | None, can_name: bool
) -> Question | None:
    """Ask where stored temperatures of a place's name are others, or may be.

    file: its stations called as they are stored; only_by_file: those that nothing but the file's
    name names: their values must agree with what is known; of the others they must not differ.
    can_name: another name can be told.
    """
    if not file.named_here or file.readings.is_empty():
        return None
    told = file.readings.filter(pl.col("property") == TEMPERATURE)
    seconds = (pl.col("end") - pl.col("start")).dt.total_seconds()
    told = told.with_columns(spacing_of(seconds).alias("spacing"))
    known = known_streams(told["station"].unique().to_list())
    if known.is_empty():
        return None
    common = with_known(told, known)
    agree = dict(common.group_by("station").agg(pl.col("alike").mean()).iter_rows())
    doubtful = [
        station
        for station in known["station"].unique().sort().to_list()
        if agree.get(station, 0.0 if station in only_by_file else 1.0) < MOST
    ]
    if not doubtful:
        return None
    return ask_place(doubtful, leave_out=leave_out, can_name=can_name)


def known_streams(stations: Sequence[str]) -> pl.DataFrame:
    """Datastreams of air temperature of stations: station, spacing, datastream."""
    rows = Datastream.objects.filter(
        station__number__in=stations, quantity=Quantity.AIR_TEMPERATURE
    ).values_list("station__number", "spacing", "pk")
    schema = {"station": pl.String, "spacing": pl.String, "datastream": pl.Int64}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def with_known(told: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Times told and known: station, alike."""
    held = queries.readings(
        datastreams=known["datastream"].to_list(),
        start=told["start"].min(),  # type: ignore[arg-type]
        end=told["end"].max(),  # type: ignore[arg-type]
    ).select(pl.col("datastream").cast(pl.Int64), "start", before="value")
    both = told.join(known, on=KEYS).join(held, on=["datastream", "start"])
    alike = (pl.col("value") - pl.col("before")).abs() <= ALIKE
    return both.select("station", alike=alike)


def refuse_one_place_twice(files: Sequence[WeatherFile]) -> None:
    """Raise InputRejected where files differ in the temperature of one name at one time."""
    named = [each.readings for each in files if each.named_here]
    if len(named) < 2:
        return
    warm = pl.concat(named).filter(pl.col("property") == TEMPERATURE)
    apart = warm.group_by("station", "start", "end").agg(
        apart=pl.col("value").max() - pl.col("value").min()
    )
    twice = apart.filter(pl.col("apart") > ALIKE)["station"].unique().sort().to_list()
    if twice:
        raise InputRejected([Problem("one_place_twice", TWICE.format(names=first_few(twice)))])


TWICE = Text(
    "Zwei Dateien nennen für „{names}“ verschiedene Temperaturen zur selben Zeit. Sind es zwei "
    "Orte, speichern Sie die Dateien nacheinander und geben jedem seinen Namen.",
    "Two files give “{names}” different temperatures at the same time. If these are two places, "
    "store the files one after the other and give each its name.",
)


def ask_place(stations: Sequence[str], *, leave_out: Answer | None, can_name: bool) -> Question:
    """Whether it is the same place, or how this one is called."""
    same = Answer(
        Text("Ja, es ist derselbe Ort.", "Yes, it is the same place."),
        f'{{"accepted": ["{SAME_PLACE}"]}}',
    )
    return Question(
        SAME_PLACE,
        ASKED.format(names=first_few(stations)),
        answers=(same, *((leave_out,) if leave_out else ())),
        field="series" if can_name else None,
    )


ASKED = Text(
    "Unter „{names}“ sind hier schon Temperaturen gespeichert, und diese passen nicht erkennbar "
    "dazu. Ist es derselbe Ort? Sonst geben Sie bitte seinen Namen an.",
    "Temperatures are stored here under “{names}” already, and these do not evidently belong to "
    "them. Is it the same place? Otherwise please give its name.",
)
