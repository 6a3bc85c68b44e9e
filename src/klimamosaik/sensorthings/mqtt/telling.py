"""Tells what deliveries brought and what was made or changed, after it was committed, each once.

How far telling has come stands in the database: after a restart it goes on from there. It is moved
on once the broker has everything, so that nothing is left out where either dies; only what was
under way just then, at most a few thousand readings, may then be told again, with the same ids.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import polars as pl

from klimamosaik.observations.queries.deliveries_after import delivered_after
from klimamosaik.observations.queries.versions import data_version
from klimamosaik.sensorthings.entities.observed import rows_of
from klimamosaik.sensorthings.models import EntityToTell, ToldByMqtt
from klimamosaik.sensorthings.mqtt.change_messages import entity_messages
from klimamosaik.sensorthings.mqtt.entity_messages import Hearers, ToldMessage, messages_of
from klimamosaik.sensorthings.mqtt.places import AskedTopics
from klimamosaik.terms.reading import WITHDRAWN

SLICE = 2_000  # readings told before the broker has to have them
ENTITIES = 200
NOTED_EVERY = timedelta(minutes=1)  # that somebody tells

Tell = Callable[[Sequence[ToldMessage]], bool]  # True once the broker has them all


def tell_what_is_new(tell: Tell, asked: AskedTopics, *, at: datetime) -> bool:
    """One round; True where there was something to tell and the broker has it.

    The first round of all only notes where telling begins: what was stored before is not news.
    """
    position = ToldByMqtt.objects.first()
    if position is None:
        ToldByMqtt.objects.create(seq=data_version(), at=at)
        return False
    if at - position.at >= NOTED_EVERY:
        ToldByMqtt.objects.filter(pk=position.pk).update(at=at)
    entities = tell_entities(tell, asked)
    return tell_readings(tell, asked, position) or entities


def tell_entities(tell: Tell, asked: AskedTopics) -> bool:
    """Tell of entities that were made or changed."""
    rows = list(EntityToTell.objects.all()[:ENTITIES])
    if not rows or not tell([message for row in rows for message in entity_messages(row, asked)]):
        return False
    EntityToTell.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return True


def tell_readings(tell: Tell, asked: AskedTopics, position: ToldByMqtt) -> bool:
    """Tell of readings that were delivered since."""
    most = 1 if position.within else SLICE  # of a delivery that was told in part: it alone
    delivered = delivered_after(position.seq, most=most)
    if delivered is None:
        return False
    readings = delivered.readings
    for begin in range(position.within, readings.height, SLICE):
        part = readings.slice(begin, SLICE)
        if not tell(list(reading_messages(part, asked))):
            return False
        if begin + SLICE < readings.height:
            ToldByMqtt.objects.filter(pk=position.pk).update(within=begin + SLICE)
    ToldByMqtt.objects.filter(pk=position.pk).update(seq=delivered.upto, within=0)
    return True


def reading_messages(readings: pl.DataFrame, asked: AskedTopics) -> Iterator[ToldMessage]:
    """What is told of readings (STORED); the standard knows no message of what is taken away."""
    standing = readings.filter(pl.col("quality") != WITHDRAWN)
    hearers = Hearers.of(standing["datastream"].unique().to_list(), asked)
    heard = standing.filter(pl.col("datastream").is_in(list(hearers.streams)))
    for row in rows_of(heard, hearers.facts):
        yield from messages_of(row, hearers.streams[row.datastream], asked)
