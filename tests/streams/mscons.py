"""MSCONS messages as grid operators write them, in the versions in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Dialect:
    """How one version, or one sender, writes."""

    version: str = "2.4c"
    mark: str = "."  # decimal
    offset: str = "+00"  # of each time
    unit: str = ""  # behind each value
    register: str = "1-1?:1.29.0:SRW"


def stamp(moment: datetime, offset: str) -> str:
    local = moment + timedelta(hours=int(offset))
    return f"{local:%Y%m%d%H%M}?{offset}:303"


def quarters(
    place: str,
    begin: datetime,
    values: Sequence[float],
    *,
    dialect: Dialect = Dialect(),
    kinds: Sequence[str] = (),
) -> str:
    """One location with its quarter hours. begin: UTC; kinds: QTY codes, 220 where none is said."""
    parts = [f"NAD+DP'LOC+172+{place}'LIN+1'PIA+5+{dialect.register}'"]
    for number, value in enumerate(values):
        start = begin + number * QUARTER
        kind = kinds[number] if number < len(kinds) else "220"
        amount = f"{value:g}".replace(".", dialect.mark)
        unit = f":{dialect.unit}" if dialect.unit else ""
        parts.append(f"QTY+{kind}:{amount}{unit}'")
        parts.append(f"DTM+163:{stamp(start, dialect.offset)}'")
        parts.append(f"DTM+164:{stamp(start + QUARTER, dialect.offset)}'")
    return "".join(parts)


def mscons(*messages: str, dialect: Dialect = Dialect()) -> str:
    """An interchange with these messages."""
    head = f"UNA:+{dialect.mark}? 'UNB+UNOC:3+4041:14+9903:500+240202:1250+1'"
    kind = f"MSCONS:D:04B:UN:{dialect.version}"
    bodies = [
        f"UNH+{number}+{kind}'BGM+7+{number}+9'UNS+D'{body}UNT+1+{number}'"
        for number, body in enumerate(messages, 1)
    ]
    return f"{head}{''.join(bodies)}UNZ+{len(messages)}+1'"
