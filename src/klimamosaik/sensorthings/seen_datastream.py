"""The one datastream whose readings are asked for: looked up as often as pages of readings.

Django takes longer to put this question into SQL than the database to answer it. It is the same
for each token of a municipality, but for the number asked for.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from klimamosaik.observations.models import Datastream
from klimamosaik.sensorthings.sight import Sight

NEEDED = ("pk", "several", "feature")  # see entities.observed.fact_of
FIELDS = ("id", "several", "feature_id")
ANY = -1  # no row's number: stands in the SQL for the one that is asked for
Statement = tuple[str, Sequence[Any]]
STATEMENTS: dict[tuple[str, str | None], Statement] = {}  # by set and municipality; None: all


def datastream_seen(entities: str, number: int, sight: Sight) -> Datastream | None:
    """A datastream with what its readings share, and no more; None where it is not seen."""
    if sight.stranger or sight.narrow:  # what is public, or named by a token, is another each time
        return next(iter(asked(entities, number, sight).only(*NEEDED[1:])), None)
    key = (entities, sight.ags)
    if key not in STATEMENTS:
        made = asked(entities, ANY, sight).values_list(*NEEDED)
        STATEMENTS[key] = made.query.sql_with_params()
    words, values = STATEMENTS[key]
    with connection.cursor() as cursor:
        cursor.execute(words, [number if each == ANY else each for each in values])
        row = cursor.fetchone()
    return row and Datastream.from_db(connection.alias, FIELDS, (row[0], bool(row[1]), row[2]))


def asked(entities: str, number: int, sight: Sight) -> "QuerySet[Datastream]":
    """The question: what of a set is seen, with this number."""
    found: QuerySet[Datastream] = sight.of(entities).order_by().filter(pk=number)
    return found
