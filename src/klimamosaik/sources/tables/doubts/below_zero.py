"""Values of use below zero: fed in, corrections, or a sign the wrong way round."""

from dataclasses import replace

import polars as pl

from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.column_questions import negative_values, wrong_sign
from klimamosaik.sources.tables.basics.few_series import by_few_series
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.series.readings import Converted
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.question import Question

NEGATIVE = (3, 0.02)  # values, and share of a series, from which on they are no slips


def negative_questions(table: Table, found: Converted) -> list[Question]:
    """Ask what electricity below zero means, where it is more than a slip.

    Bills of periods hold credits; there only a series that is mostly below zero is asked about.
    """
    if {"negative_values", FED_IN} & set(table.hints.accepted):
        return []
    least = MOSTLY if found.when.periods else NEGATIVE[1]
    many = shares_below(found).filter(pl.col("below") >= NEGATIVE[0], pl.col("share") >= least)
    below = dict(many.select("series", "below").iter_rows())
    named = [each for each in used_electricity(found) if each.number in below]
    if not named:
        return []
    total = sum(below[channel.number] for channel in named)
    return [negative_values([channel.name for channel in named], total)]


def shares_below(found: Converted) -> pl.DataFrame:
    """How many values of each series are below zero, the share of them, and the largest."""
    negative = pl.col("value") < 0
    return by_few_series(
        found.frame,
        lambda part: part.group_by("series").agg(
            below=negative.sum(), share=negative.mean(), most=pl.col("value").max()
        ),
    )


def used_electricity(found: Converted) -> list[Channel]:
    """Channels of electricity that count as use."""
    return [
        channel for channel in found.channels
        if (channel.direction or Direction.DRAWN).counts
        and found.conversions[channel.number].carrier is Carrier.ELECTRICITY
    ]  # fmt: skip


MOSTLY = 0.5  # share of values below zero from which on a series is told the wrong way round
TURNED = "sign_turned"  # what a person accepts who says that it is
FED_IN = "negative_is_fed_in"  # who says that electricity below zero is fed in
AWAY = (Direction.FED_IN, Direction.GENERATED)  # programs write them with a minus, seen from use


def sign_questions(table: Table, found: Converted) -> list[Question]:
    """Ask about heat, gas and the like whose values are mostly below zero: that is no use."""
    if TURNED in table.hints.accepted:
        return []
    below = [each for each in mostly_below(found) if is_other_use(each, found)]
    if not below:
        return []
    headers = list(dict.fromkeys(channel.column.header for channel in below))
    return [wrong_sign([channel.name for channel in below], headers)]


def is_other_use(channel: Channel, found: Converted) -> bool:
    """True for use of a known carrier other than electricity."""
    counts = (channel.direction or Direction.DRAWN).counts
    carrier = found.conversions[channel.number].carrier
    return counts and carrier not in (None, Carrier.ELECTRICITY)


def mostly_below(found: Converted) -> list[Channel]:
    """Channels more than half of whose values are below zero."""
    many = shares_below(found).filter(pl.col("share") > MOSTLY)
    below = set(many["series"].to_list())
    return [channel for channel in found.channels if channel.number in below]


def by_sign(table: Table, found: Converted) -> Converted:
    """The readings as a person or the direction of their series says what a minus means.

    What is fed in or generated is written without its minus. Electricity that a person says is
    fed in where it is below zero is fed in as a whole where it is never above.
    """
    accepted = table.hints.accepted
    if not {TURNED, FED_IN} & set(accepted) and not _any_away(found):
        return found
    below = mostly_below(found)
    used = {each.number for each in used_electricity(found)} if FED_IN in accepted else set()
    never_above = shares_below(found).filter(pl.col("most") <= 0, pl.col("below") > 0)
    given = set(never_above["series"].to_list()) & used
    turn = {
        each.number for each in below
        if each.direction in AWAY or each.number in given
        or (TURNED in accepted and is_other_use(each, found))
    }  # fmt: skip
    value, series = pl.col("value"), pl.col("series")
    frame = found.frame.with_columns(
        value=pl.when(series.is_in(turn)).then(-value)
        .when(series.is_in(used)).then(value.clip(lower_bound=0.0))
        .otherwise(value)
    )  # fmt: skip
    channels = tuple(
        replace(each, direction=Direction.FED_IN) if each.number in given else each
        for each in found.channels
    )
    return replace(found, frame=frame, channels=channels)


def _any_away(found: Converted) -> bool:
    return any(each.direction in AWAY for each in found.channels)
