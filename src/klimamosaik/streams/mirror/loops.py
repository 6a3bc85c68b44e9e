"""Two installations that mirror each other: what came from us does not come back as new.

Each mirrored series carries in its properties, under `mirroredFrom`, the marks of the
installations it came through, its own first. Who reads its own mark there has found a circle.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from klimamosaik.records.installation import installation_mark
from klimamosaik.sources.sensorthings.asking import SourceUnreachable
from klimamosaik.sources.sensorthings.entities import RemoteSeries
from klimamosaik.terms.text import Text

FROM = "mirroredFrom"
MOST = 8  # installations one after the other; more is no way a reading comes


def refuse_self(mark: str) -> None:
    """Refuse to mirror this server itself. mark: of the server that answered."""
    if mark and mark == installation_mark():
        raise SourceUnreachable(ITSELF)


def came_through(remote: RemoteSeries) -> list[str]:
    """The marks of the installations a series came through, as its server says."""
    told = (remote.entity.properties or {}).get(FROM)
    return [str(each)[:40] for each in told] if isinstance(told, list) else []


def is_ours(remote: RemoteSeries) -> bool:
    """True for a series that came from here, or through more hands than there can be."""
    through = came_through(remote)
    return installation_mark() in through or len(through) >= MOST


def others(found: Iterable[RemoteSeries]) -> list[RemoteSeries]:
    """Without those that came from us."""
    return [each for each in found if not is_ours(each)]


def properties_of(remote: RemoteSeries, mark: str) -> dict[str, Any] | None:
    """Properties as they are kept here, with the way a series came where that is known."""
    told = dict(remote.entity.properties or {})
    way = [*came_through(remote), *([mark] if mark else [])]
    kept = told | {FROM: way} if way else told
    return kept or (None if remote.entity.properties is None else {})


def passed_on(remote: RemoteSeries, mark: str) -> RemoteSeries:
    """The series as it is kept here."""
    entity = replace(remote.entity, properties=properties_of(remote, mark))
    return replace(remote, entity=entity)


ITSELF = Text(
    "Unter dieser Adresse antwortet dieser Server selbst: Seine Messreihen sind schon hier.",
    "This server itself answers at this address: its series are here already.",
)
OURS = Text(
    "Von diesem Server selbst und darum nicht zurückgeholt: {count:Messreihe|Messreihen}. Beide "
    "Server spiegeln einander.",
    "From this server itself and therefore not fetched back: {count:series|series}. The two "
    "servers mirror each other.",
)
