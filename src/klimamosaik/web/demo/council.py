"""What the synthetic town's council wants: targets, measures to come, and ideas to choose from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from klimamosaik.pathway.kernel.posterior import Prior
from klimamosaik.terms.field import Field
from klimamosaik.web.demo.town import TOWN

INVENTED = "erfundener Ratsbeschluss (synthetisch)"
TARGET_YEAR = 2040
ADMINISTRATION_YEAR = 2035  # what its own buildings use is metered: a way of its own
MILESTONE_YEAR = 2030
MILESTONE_LESS = 30.0  # [%] than in the year of the need
NEED_T = 2_400.0  # [t CO2e/a] far below a real town's, so that a building's heating can be seen
NEED_SOURCE = "erfunden (synthetisch), klein gewählt, damit Steine zu sehen sind"


@dataclass(frozen=True)
class SyntheticPlan:
    """A measure decided and not begun, or an idea, with what it is expected to bring."""

    name: str
    done: str
    field: Field
    start: date | None  # None: an idea, which lays no stone
    effect: Prior  # [t CO2e/a] expected
    cost: int  # [EUR]
    life: int  # [a] it is expected to last


def plans(this_year: int) -> Iterator[SyntheticPlan]:
    """What is decided and begins from next year on, and what the council could choose from."""
    for row in TOWN["plans"]:
        years, month = row.get("start", (0, 0))
        yield SyntheticPlan(
            name=row["name"],
            done=row["done"],
            field=Field(row["field"]),
            start=date(this_year + years, month, 1) if years else None,
            effect=Prior.of(*map(float, row["effect"])),
            cost=row["cost"],
            life=row.get("life", 20),
        )
