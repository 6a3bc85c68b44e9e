"""Values of use below zero: fed in, corrections, or a sign the wrong way round."""

import polars as pl

from klimamosaik.sources.tables.channel import Channel
from klimamosaik.sources.tables.column_questions import negative_values, wrong_sign
from klimamosaik.sources.tables.few_series import by_few_series
from klimamosaik.sources.tables.readings import Converted
from klimamosaik.sources.tables.table import Table
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.question import Question

NEGATIVE = (3, 0.02)  # values, and share of a series, from which on they are no slips


def negative_questions(table: Table, found: Converted) -> list[Question]:
    """Ask what electricity below zero means, where it is more than a slip."""
    if {"negative_values", "negative_is_fed_in"} & set(table.hints.accepted):
        return []
    negative = pl.col("value") < 0
    counts = by_few_series(
        found.frame,
        lambda part: part.group_by("series").agg(below=negative.sum(), share=negative.mean()),
    )
    many = counts.filter(pl.col("below") >= NEGATIVE[0], pl.col("share") >= NEGATIVE[1])
    below = dict(many.select("series", "below").iter_rows())
    named = [
        channel for channel in found.channels
        if channel.number in below and (channel.direction or Direction.DRAWN).counts
        and found.conversions[channel.number].carrier is Carrier.ELECTRICITY
    ]  # fmt: skip
    if not named or found.when.periods:
        return []
    total = sum(below[channel.number] for channel in named)
    return [negative_values([channel.name for channel in named], total)]


MOSTLY = 0.5  # share of values below zero from which on a series is told the wrong way round
TURNED = "sign_turned"  # what a person accepts who says that it is


def sign_questions(table: Table, found: Converted) -> list[Question]:
    """Ask about heat, gas and the like whose values are mostly below zero: that is no use."""
    if TURNED in table.hints.accepted:
        return []
    below = mostly_below(found)
    if not below:
        return []
    headers = list(dict.fromkeys(channel.column.header for channel in below))
    return [wrong_sign([channel.name for channel in below], headers)]


def mostly_below(found: Converted) -> list[Channel]:
    """Channels of use but electricity, more than half of whose values are below zero."""
    shares = by_few_series(
        found.frame, lambda part: part.group_by("series").agg(below=(pl.col("value") < 0).mean())
    )
    below = set(shares.filter(pl.col("below") > MOSTLY)["series"].to_list())
    plans = found.conversions
    return [
        channel for channel in found.channels
        if channel.number in below and (channel.direction or Direction.DRAWN).counts
        and plans[channel.number].carrier not in (None, Carrier.ELECTRICITY)
    ]  # fmt: skip


def turned(table: Table, found: Converted) -> pl.DataFrame:
    """The readings, signs turned where a person said that they are the wrong way round."""
    if TURNED not in table.hints.accepted:
        return found.frame
    numbers = [channel.number for channel in mostly_below(found)]
    value = pl.when(pl.col("series").is_in(numbers)).then(-pl.col("value")).otherwise("value")
    return found.frame.with_columns(value=value)
