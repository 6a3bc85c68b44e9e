"""What the law of the federal state asks of the energy report."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from klimamosaik.terms.text import Text
from klimamosaik.terms.yaml_text import read_yaml

ASKED_FOR = timedelta(days=365)  # that long after its day; later the next report is what counts


@dataclass(frozen=True)
class Duty:
    """A duty to report, and the period the report falls into."""

    law: Text
    content: Text
    source: str
    first: int | None  # first calendar year of the period; None: no period of the duty
    last: int | None
    due: date | None  # to be published by


@cache
def facts() -> dict[str, Any]:
    """The file of duties."""
    path = resources.files("klimamosaik.reports") / "data" / "duty_energy_report.yaml"
    read: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return read


def duty(state: str, last_year: int) -> Duty | None:
    """The duty in a federal state for a report that ends with `last_year`; None where none."""
    known = facts().get(state)
    if known is None:
        return None
    period = next(
        (p for p in known["periods"] if p["first"] <= last_year <= p["last"]),
        {"first": None, "last": None, "due": None},
    )
    return made(known, period)


def duty_due(state: str, today: date) -> Duty | None:
    """The duty whose period is over and whose day has not passed; None where none is due."""
    known = facts().get(state, {"periods": ()})
    waiting = (p for p in known["periods"] if p["last"] < today.year and today <= p["due"])
    return next((made(known, period) for period in waiting), None)


def duty_missed(state: str, today: date) -> Duty | None:
    """The duty whose day passed last, for a year at most; None where none did."""
    known = facts().get(state, {"periods": ()})
    passed = (p for p in known["periods"] if p["due"] < today <= p["due"] + ASKED_FOR)
    newest = max(passed, key=lambda period: period["due"], default=None)
    return made(known, newest) if newest is not None else None


def made(known: dict[str, Any], period: dict[str, Any]) -> Duty:
    """A duty from its facts and one period."""
    return Duty(
        Text(**known["law"]),
        Text(**known["content"]),
        known["source"],
        period["first"],
        period["last"],
        period["due"],
    )
