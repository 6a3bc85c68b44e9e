"""How long news of a measure stay fresh."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from klimamosaik.terms.yaml_text import read_yaml


@dataclass(frozen=True)
class RefreshPromise:
    """How often a measure gives a sign of life, from a day on."""

    since: date
    months: int
    source: str


@cache
def refresh_promises() -> tuple[RefreshPromise, ...]:
    """All that ship, oldest first."""
    path = resources.files("klimamosaik.measures") / "data" / "refresh.yaml"
    content = read_yaml(path.read_text(encoding="utf-8"))
    rows = [RefreshPromise(**row) for row in content["refresh"]]
    return tuple(sorted(rows, key=lambda row: row.since))


def usual_months() -> int:
    """Months a measure may be silent that promises nothing else."""
    return refresh_promises()[-1].months


def fresh_until(last_sign: date, months: int) -> date:
    """The first day that news of `last_sign` are too old; the month's last day where none fits."""
    whole = last_sign.month - 1 + months
    year, month = last_sign.year + whole // 12, whole % 12 + 1
    return date(year, month, min(last_sign.day, monthrange(year, month)[1]))
